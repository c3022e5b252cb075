"""The command line, a module for each command: its name and help, its options (`define`), and what it does (`run`)."""
