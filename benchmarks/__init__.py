"""What is measured, each by one command: `python -m benchmarks NAME`, or all with `make benchmark`.

A benchmark is a module here with `measure() -> str`: it measures, and gives its tables and sentences as Markdown. What is compared is
measured in the same run, so that figures are ratios and not promises about a machine.
"""
