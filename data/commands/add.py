"""`add`: put engagements from notes into a record."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.commands.editing import dry_run_argument, save
from data.commands.terminal import Terminal, checked, path_argument, say
from data.curation import form, notes
from data.curation.adding import Plan
from data.curation.asking import Asker
from data.curation.writing import open_book

HELP = "add engagements from notes in YAML: match what they name, show what would be added, ask, write"


def define(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument(
        "notes", type=Path, metavar="NOTES", help="YAML file with an engagement or a list of them; docs/curating.md has the form"
    )
    parser.add_argument("--no-input", action="store_true", help="ask nothing: fail where anything is unsure, else write")
    parser.add_argument("--allow-duplicate", action="store_true", help="add an engagement although one like it is on record")
    dry_run_argument(parser)
    path_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Add the engagements; 1 where the notes can't be taken, the answer is no, or the record would not be sound."""
    book = open_book(options.path, checked)
    found = notes.read(options.notes, form.schema(book.descriptor, book.words))
    asker: Asker | None = None if options.no_input else Terminal()
    plan = Plan(book, str(options.notes), asker, options.allow_duplicate)
    plan.add(found)
    show(plan)
    if asker and not options.dry_run and not asker.agree("Write this?"):
        say("Nothing is written.")
        return 1
    return save(book, options.dry_run, plan.place_of)


def show(plan: Plan) -> None:
    """Print what is taken for what, and what is added and altered, table by table."""
    for sentence in plan.told:
        print(sentence)
    alone = len(plan.added["events"]) == 1
    for sheet in plan.book:
        # With one event there is no doubt whose rows they are.
        skipped = "event_id" if alone and sheet.name != "events" else ""
        added = [row for row, _ in plan.added.get(sheet.name, ())]
        altered = [one for one in plan.altered if one[0] == sheet.name]
        if added or altered:
            counted = [f"{len(rows)} {word}" for rows, word in ((added, "added"), (altered, "altered")) if rows]
            print(f"\n{sheet.name}.csv: {', '.join(counted)}")
        for row in added:
            print("  + " + " · ".join(f"{name}: {value}" for name, value in row.items() if value and name != skipped))
        for _, key, column, before, after in altered:
            print(f"  ~ {key}: {column}: {before or 'empty'} → {after}")
    print()
