"""`python -m data COMMAND`: check, cite, convert and edit a record, and say what changed in it. `--help` lists the commands."""

from __future__ import annotations

import argparse
import os
import sys

from data.commands import add, check, cite, convert, diff, merge_officials, notes_schema, rename_official, retract
from data.commands.terminal import NoAnswer, say
from data.curation.notes import NotesError
from data.curation.sheets import UnfitError
from data.record import HOME

COMMANDS = {
    "check": check,
    "add": add,
    "rename-official": rename_official,
    "merge-officials": merge_officials,
    "retract": retract,
    "diff": diff,
    "notes-schema": notes_schema,
    "cite": cite,
    "convert": convert,
}
# As a shell has it for a program that a signal ended: 128 and the signal's number.
INTERRUPTED, NO_READER = 130, 141


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 when it did what it should, 1 with a sentence when not; argparse leaves with 2 where the command is wrong."""
    parser = _parser()
    options, behind = parser.parse_known_args(arguments)
    # The record comes last and may be left out; argparse looks for it before the options only.
    if len(behind) == 1 and not behind[0].startswith("-") and getattr(options, options.last) is None:
        setattr(options, options.last, behind[0])
    elif behind:
        parser.error(f"unrecognized arguments: {' '.join(behind)}")
    if getattr(options, options.last) is None:
        setattr(options, options.last, str(HOME))
    try:
        code = COMMANDS[options.command].run(options)
        sys.stdout.flush()
        return code
    except (UnfitError, NotesError) as error:
        say(str(error))
    except NoAnswer:
        say("The question has no answer; nothing is written. --no-input asks nothing.")
    except KeyboardInterrupt:
        say("\nInterrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # Nobody reads any more. What is left to say at the end of the process goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER
    except OSError as error:
        say(f"{error.filename or 'A file'}: {error.strerror or error}.")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data",
        description="Work on a record of engagements.",
        epilog="Each command has a --help. Exit: 0 done, 1 a fault or a refusal, 2 a wrong command, 130 interrupted.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in COMMANDS.items():
        module.define(commands.add_parser(name, help=module.HELP, description=f"{module.HELP[0].upper()}{module.HELP[1:]}."))
    return parser


if __name__ == "__main__":
    sys.exit(main())
