"""Take an event out of the record, and keep that it was there and why it went."""

from __future__ import annotations

from data.curation.sheets import Book, UnfitError
from data.search import nearest_of

# The columns of other rows that may name an event.
POINTERS = (("events", "part_of"), ("events", "lifted_by"), ("known_gaps", "event_id"), ("retractions", "replaced_by"))


def retract(book: Book, event_id: str, why: str, on: str, replaced_by: str = "", detach: bool = False) -> list[str]:
    """Move an event to the retractions: its rows go from every table of events; returns what was done, in sentences.

    Rows of other events that name it (its parts, what it lifts, a known gap that it shows) name the one that replaces it, or with
    `detach` none. Pages, people, posts, places and series stay even where nothing names them any more: their identifiers are permanent.

    Raises UnfitError where there is no such event, or other rows name it and neither is said.
    """
    row = book.one("events", "event_id", event_id)
    if row is None:
        if gone := book.one("retractions", "event_id", event_id):
            raise UnfitError(f"{event_id} was retracted on {gone['retracted']} already: {gone['why']}")
        raise UnfitError(f"The record has no event {event_id}{_meant(event_id, book)}")
    if replaced_by and (replaced_by == event_id or not book.one("events", "event_id", replaced_by)):
        raise UnfitError(f"{replaced_by} is no other event of the record{_meant(replaced_by, book)}")
    naming = [
        (book[table], column, other)
        for table, column in POINTERS
        for other in book[table].where(**{column: event_id})
        if other is not row
    ]
    if naming and not (replaced_by or detach):
        listed = "\n".join(f"  {sheet.name}: {next(iter(other.values()))} ({column})" for sheet, column, other in naming)
        raise UnfitError(
            f"Other rows name {event_id}:\n{listed}\nSay which event they shall name instead (--replaced-by ID), or that they shall name "
            "none (--detach), or retract them first."
        )
    told = []
    for sheet, column, other in naming:
        # An event that replaces a larger one is not part of itself.
        target = "" if other.get("event_id") == replaced_by and sheet.name == "events" else replaced_by
        sheet.change(other, **{column: target})
        told.append(f"{sheet.name}: {column} of {next(iter(other.values()))} is {target or 'empty'} now.")
    conflicts = {one["conflict_id"] for one in book["conflicts"].where(event_id=event_id)}
    for sheet in book:
        if sheet.name in ("known_gaps", "retractions"):
            continue
        if "event_id" in sheet.columns:
            gone = sheet.drop(lambda one: one["event_id"] == event_id)
        elif sheet.name == "conflict_values":
            gone = sheet.drop(lambda one: one["conflict_id"] in conflicts)
        else:
            continue
        told += [f"{sheet.name}: {len(gone)} row{'s' if len(gone) != 1 else ''} taken out."] if gone else []
    values = {
        "event_id": event_id,
        "title": row["title"],
        "start": row["start"],
        "retracted": on,
        "why": why,
        "replaced_by": replaced_by,
    }
    book["retractions"].put_in_order(values, lambda one: (one["retracted"], one["event_id"]))
    return [
        *told,
        f"retractions: {event_id} stands there from {on} on; its address says so, and the identifier is never used again.",
    ]


def _meant(event_id: str, book: Book) -> str:
    near = nearest_of(event_id, {row["event_id"]: row["title"] for row in book["events"].rows}, 3)
    return f"; did you mean {' or '.join(near)}?" if near else "."
