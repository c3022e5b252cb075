"""`python -m data check [PATH]` says whether a record is sound; `python -m data cite [PATH]` how to cite it."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from data import citation
from data.check import check
from data.record import HOME, load


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 when the record is sound, 1 when it has faults; argparse leaves with 2 where the command is wrong."""
    options = _parser().parse_args(arguments)
    faults = check(options.path)
    printed = sys.stdout if options.command == "check" else sys.stderr
    for fault in faults:
        print(fault, file=printed)
    if faults or options.command == "check":
        print("The record is sound." if not faults else f"{len(faults)} fault{'s' if len(faults) > 1 else ''}.", file=sys.stderr)
        return 1 if faults else 0
    # Redirected into a file, text is UTF-8 on every system.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    print(citation.FORMATS[options.format](load(options.path)).rstrip("\n"))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="Work on a record of engagements.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="say whether a record is sound, and every fault where it is not")
    citing = commands.add_parser("cite", help="say how to cite a sound record")
    citing.add_argument("--format", choices=citation.FORMATS, default="plain", help="default: plain text")
    for command in (checking, citing):
        command.add_argument(
            "path", nargs="?", type=Path, default=HOME, help="folder with a data package (default: the record shipped here)"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
