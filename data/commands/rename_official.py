"""`rename-official`: give an official another display spelling."""

from __future__ import annotations

import argparse

from data.commands.editing import dry_run_argument, save
from data.commands.terminal import checked, path_argument
from data.curation import officials
from data.curation.writing import open_book

HELP = "give an official another display spelling; the old one is kept, and the identifier, which is an address, never changes"


def define(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("official", metavar="OFFICIAL", help="the official_id")
    parser.add_argument("--name", required=True, help="the new display spelling")
    parser.add_argument("--sort-name", default="", metavar="NAME", help="the name as lists sort it (default: as the old one was)")
    dry_run_argument(parser)
    path_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Rename; 1 where it can't be done."""
    book = open_book(options.path, checked)
    told = officials.rename(book, options.official, " ".join(options.name.split()), " ".join(options.sort_name.split()))
    print("\n".join(told))
    return save(book, options.dry_run)
