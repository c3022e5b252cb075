"""Rename an official, and make two officials one.

An official's identifier is an address that others keep: it never changes. A new name takes the old one's place, and the old one stays
among the other spellings; of two rows for one person one goes, and its identifier leads to the other from then on.
"""

from __future__ import annotations

from data.curation import matching
from data.curation.matching import LIST
from data.curation.sheets import Book, Row, UnfitError


def rename(book: Book, official_id: str, name: str, sort_name: str = "") -> list[str]:
    """Give an official another display spelling; returns what was done, in sentences.

    Raises UnfitError where there is no such official, or another one of the country has the name.
    """
    row = known(book, official_id)
    if name == row["name"] and sort_name in ("", row["sort_name"]):
        raise UnfitError(f"{official_id} is named {name} already.")
    for other in book["officials"].rows:
        if other is not row and other["country"] == row["country"] and name in matching.spellings(other, "name", "other_spellings"):
            raise UnfitError(
                f"{other['official_id']} is spelled {name} already. Where the two are one person: merge-officials {official_id} {other['official_id']}"
            )
    old, old_sorted = row["name"], row["sort_name"]
    sort_name = sort_name or (name if old == old_sorted else _sorted_like(name, old, old_sorted))
    spelled = [one for one in dict.fromkeys([*matching.spellings(row, "other_spellings"), old]) if one != name]
    book["officials"].change(row, name=name, sort_name=sort_name, other_spellings=LIST.join(spelled))
    told = [f"{official_id} is named {name}, sorted as {sort_name}."]
    return (
        told if old == name else [*told, f"{old} stays among the other spellings; the identifier stays, since addresses hold it."]
    )


def merge(book: Book, keep: str, gone: str, on: str, why: str = "") -> list[str]:
    """Make two officials one: what names the second names the first; returns what was done, in sentences.

    Raises UnfitError where one is not on record, they serve different countries, or both take part in one event: then they are two.
    """
    if keep == gone:
        raise UnfitError(f"{keep} is one official already.")
    kept, other = known(book, keep), known(book, gone)
    if kept["country"] != other["country"]:
        raise UnfitError(f"{keep} serves {kept['country']} and {gone} {other['country']}. Correct the country of one first.")
    events = [{row["event_id"] for row in book["participants"].where(official_id=one)} for one in (keep, gone)]
    if both := sorted(events[0] & events[1]):
        raise UnfitError(f"Both take part in {', '.join(both)}, so they are two people there. Take one of the rows out first.")
    told = []
    for sheet in book:
        if sheet.name not in ("officials", "merged_officials") and "official_id" in sheet.columns:
            moved = sheet.where(official_id=gone)
            for row in moved:
                sheet.change(row, official_id=keep)
            told += [f"{sheet.name}: {len(moved)} row{'s' if len(moved) != 1 else ''} of {gone} moved to {keep}."] if moved else []
    # Who led to the second leads to the first.
    for row in book["merged_officials"].where(kept_as=gone):
        book["merged_officials"].change(row, kept_as=keep)
    names = matching.spellings(kept, "other_spellings") + matching.spellings(other, "name", "other_spellings")
    spelled = [name for name in dict.fromkeys(names) if name != kept["name"]]
    notes = " ".join(dict.fromkeys(filter(None, (kept["notes"], other["notes"]))))
    book["officials"].change(kept, other_spellings=LIST.join(spelled), notes=notes)
    book["officials"].drop(lambda row: row is other)
    values = {"official_id": gone, "kept_as": keep, "merged": on, "why": why}
    book["merged_officials"].put_in_order(values, lambda row: row["official_id"])
    return [*told, f"{other['name']} stands among the other spellings of {kept['name']}; addresses with {gone} open {keep}."]


def known(book: Book, official_id: str) -> Row:
    """An official's row. Raises UnfitError, with those who may be meant, where there is none."""
    if row := book.one("officials", "official_id", official_id):
        return row
    if merged := book.one("merged_officials", "official_id", official_id):
        raise UnfitError(f"{official_id} was merged into {merged['kept_as']} on {merged['merged']}.")
    rows = book["officials"].rows
    found = matching.named(official_id, rows, "official_id", "name", "other_spellings")
    near = [row["official_id"] for row in ([found.sure] if found.sure else found.near)]
    raise UnfitError(f"The record has no official {official_id}{'; did you mean ' + ' or '.join(near) + '?' if near else '.'}")


def _sorted_like(name: str, old: str, old_sorted: str) -> str:
    """A name sorted as an old one was: with so many last words in front."""
    last, _, first = old_sorted.partition(", ")
    words = name.split()
    # What stands behind the family name, such as Jr., stays behind.
    behind = len(old.split()) - len(old[: old.rfind(last) + len(last)].split()) if last in old else 0
    end = len(words) - behind
    start = end - len(last.split())
    if not first or start < 1:
        return name
    tail = f", {' '.join(words[end:])}" if behind else ""
    return f"{' '.join(words[start:end])}, {' '.join(words[:start])}{tail}"
