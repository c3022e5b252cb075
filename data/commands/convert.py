"""`convert`: write a record as Parquet files."""

from __future__ import annotations

import argparse
from pathlib import Path

from data import parquet
from data.commands.sound import unsound
from data.commands.terminal import busy, path_argument, say
from data.engines import load

HELP = "write a sound record as a folder of Parquet files, for large records and other engines"


def define(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to write; one that holds such a record is replaced")
    path_argument(parser, "folder with a data package, or its address for an engine")


def run(options: argparse.Namespace) -> int:
    """Write the folder; 1 where the record has faults or the folder can't be written."""
    if unsound(options.path):
        return 1
    out: Path = options.out
    if out.exists() and not parquet.is_made(out):
        say(f"{out} is there and is no folder of Parquet files that this command made; name another.")
        return 1
    try:
        with busy("Writing Parquet files"):
            parquet.write(load(options.path), out)
    except OSError as error:
        say(f"{out} can't be written: {error.strerror}.")
        return 1
    say(f"{out} holds the record as Parquet files.")
    return 0
