"""`python -m data check [PATH]` says whether a record is sound; `cite` how to cite it; `convert` writes it as Parquet files."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from data import citation, engines, parquet
from data.engines import load
from data.record import HOME


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 when the record is sound, 1 when it has faults; argparse leaves with 2 where the command is wrong."""
    options = _parser().parse_args(arguments)
    faults = engines.faults(options.path)
    printed = sys.stdout if options.command == "check" else sys.stderr
    for fault in faults:
        print(fault, file=printed)
    if faults or options.command == "check":
        print("The record is sound." if not faults else f"{len(faults)} fault{'s' if len(faults) > 1 else ''}.", file=sys.stderr)
        return 1 if faults else 0
    if options.command == "convert":
        return _convert(options.path, options.out)
    # Redirected into a file, text is UTF-8 on every system.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    print(citation.FORMATS[options.format](load(options.path)).rstrip("\n"))
    return 0


def _convert(path: str, out: Path) -> int:
    if out.exists() and not parquet.is_made(out):
        print(f"{out} is there and is no folder of Parquet files that this command made; name another.", file=sys.stderr)
        return 1
    try:
        parquet.write(load(path), out)
    except OSError as error:
        print(f"{out} can't be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"{out} holds the record as Parquet files.", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="Work on a record of engagements.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="say whether a record is sound, and every fault where it is not")
    citing = commands.add_parser("cite", help="say how to cite a sound record")
    converting = commands.add_parser(
        "convert", help="write a sound record as a folder of Parquet files, for large records and other engines"
    )
    converting.add_argument("out", type=Path, metavar="OUT", help="the folder to write; one that holds such a record is replaced")
    citing.add_argument("--format", choices=citation.FORMATS, default="plain", help="default: plain text")
    for command in (checking, citing, converting):
        command.add_argument(
            "path",
            nargs="?",
            default=str(HOME),
            help="folder with a data package, or its address for an engine (default: the record shipped here)",
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
