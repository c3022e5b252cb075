"""`retract`: take an event out of a record, and keep that it was there and why it went."""

from __future__ import annotations

import argparse

from data.commands.editing import day_argument, dry_run_argument, save, why_argument
from data.commands.terminal import checked, path_argument
from data.curation import retracting
from data.curation.writing import open_book

HELP = "take an event out of a record; retractions.csv and its address keep what it was, when it went and why"


def define(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("event", metavar="EVENT", help="the event_id")
    why_argument(parser, needed=True)
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--replaced-by",
        default="",
        metavar="EVENT",
        help="the event that records what took place; its parts and the like name that",
    )
    instead.add_argument("--detach", action="store_true", help="let parts and other rows that name it name none")
    day_argument(parser)
    dry_run_argument(parser)
    path_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Retract; 1 where it can't be done."""
    book = open_book(options.path, checked)
    told = retracting.retract(book, options.event, options.why, options.on, options.replaced_by, options.detach)
    print("\n".join(told))
    return save(book, options.dry_run)
