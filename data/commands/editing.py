"""What the commands that alter a record share: a day, a dry run, and the writing at the end."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from data import citation
from data.commands.terminal import checked, say
from data.curation.sheets import Book
from data.curation.writing import write
from data.record import HOME, load

CITATION = HOME.parent / "CITATION.cff"


def dry_run_argument(parser: argparse.ArgumentParser) -> None:
    """Try everything, write nothing."""
    parser.add_argument("--dry-run", action="store_true", help="show what would be done and check it, write nothing")


def day_argument(parser: argparse.ArgumentParser) -> None:
    """The day of a decision."""
    parser.add_argument(
        "--on", type=_day, default=date.today().isoformat(), metavar="DAY", help="day of the decision (default: today)"
    )


def why_argument(parser: argparse.ArgumentParser, needed: bool) -> None:
    """The reason for a decision."""
    parser.add_argument("--why", type=_sentence, required=needed, metavar="REASON", help="the reason, in one sentence")


def save(book: Book, dry: bool, place_of: Callable[[str, int], str] = lambda table, line: "") -> int:
    """Write an altered record, or only try it; 1, with every fault, where it would not be sound.

    `place_of` says where a line of a table comes from, such as a line of notes.
    """
    faults = write(book, dry, checked)
    for fault in faults:
        came_from = place_of(fault.file.removesuffix(".csv"), fault.line)
        say(f"{came_from}: {fault}" if came_from else str(fault))
    if faults:
        say("The record would not be sound; nothing is written.")
        return 1
    if dry:
        say("The record would be sound. Nothing is written: this was a dry run.")
        return 0
    say("The record is written and sound.")
    if book.path == HOME.resolve() and CITATION.is_file():
        CITATION.write_text(citation.FORMATS["cff"](load(HOME)).rstrip("\n") + "\n", encoding="utf-8")
        say("CITATION.cff names the new version. Look it over: git diff, and python -m data diff HEAD.")
    return 0


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; needed is one such as 2024-06-04") from error


def _sentence(text: str) -> str:
    if not (plain := " ".join(text.split())):
        raise argparse.ArgumentTypeError("is empty; needed is a sentence")
    return plain
