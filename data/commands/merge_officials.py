"""`merge-officials`: make two officials one."""

from __future__ import annotations

import argparse

from data.commands.editing import day_argument, dry_run_argument, save, why_argument
from data.commands.terminal import checked, path_argument
from data.curation import officials
from data.curation.writing import open_book

HELP = "make two officials one: what names the second names the first, and the second's address opens it"


def define(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("keep", metavar="KEEP", help="the official_id that stays")
    parser.add_argument("gone", metavar="GONE", help="the official_id that goes")
    why_argument(parser, needed=False)
    day_argument(parser)
    dry_run_argument(parser)
    path_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Merge; 1 where it can't be done."""
    book = open_book(options.path, checked)
    print("\n".join(officials.merge(book, options.keep, options.gone, options.on, options.why or "")))
    return save(book, options.dry_run)
