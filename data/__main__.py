"""`python -m data check [PATH]`: say whether a record is sound."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.check import check
from data.record import HOME


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 when the record is sound, 1 when it has faults."""
    parser = argparse.ArgumentParser(prog="python -m data", description="Work on a record of engagements.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="say whether a record is sound, and every fault where it is not")
    checking.add_argument(
        "path", nargs="?", type=Path, default=HOME, help="folder with a data package (default: the record shipped here)"
    )
    options = parser.parse_args(arguments)
    faults = check(options.path)
    for fault in faults:
        print(fault)
    print("The record is sound." if not faults else f"{len(faults)} fault{'s' if len(faults) > 1 else ''}.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
