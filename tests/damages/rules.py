"""Damages that each cell survives and the whole does not: dates out of order, loops, what is not cited, terms that overlap."""

from __future__ import annotations

import random
from collections.abc import Iterator

from data import dates
from tests.damages.sheets import Sheets, Told

Row = dict[str, str]


class Damaging:
    """A record that is damaged rule by rule; no event, term or conflict is used twice, so that no damage hides another."""

    def __init__(self, sheets: Sheets, seed: int = 1) -> None:
        self.sheets = sheets
        self.told: list[Told] = []
        self._chance = random.Random(seed)
        self._used: set[tuple[str, str]] = set()
        self.events = {row["event_id"]: number for number, row in sheets.rows("events")}
        self._people = {row["event_id"] for _, row in sheets.rows("participants")}
        self._named = {row[key] for _, row in sheets.rows("events") for key in ("part_of", "lifted_by")}

    def events_that(self, number: int, fits) -> Iterator[tuple[int, Row]]:
        """So many events without officials that no other event names, not used before."""
        yield from self.rows("events", "event_id", number, lambda row: self._plain(row) and fits(row))

    def _plain(self, row: Row) -> bool:
        return (
            row["event_id"] not in self._people
            and row["event_id"] not in self._named
            and not row["part_of"]
            and not row["lifted_by"]
        )

    def rows(self, table: str, key: str, number: int, fits) -> Iterator[tuple[int, Row]]:
        """So many rows of a table that fit, none of the same event (or other key) as one used before."""
        found = [(place, row) for place, row in self.sheets.rows(table) if fits(row)]
        self._chance.shuffle(found)
        done = 0
        for place, row in found:
            if done < number and (key, row[key]) not in self._used:
                self._used.add((key, row[key]))
                done += 1
                yield place, row

    def tell(self, table: str, row: int, column: str, words: str) -> None:
        """What must be told of a row."""
        self.told.append(Told(f"{table}.csv", row + 1, column, words))

    def set(self, table: str, row: int, column: str, value: str) -> None:
        """Write a cell."""
        self.sheets.set(table, row, column, value)


def of_dates(record: Damaging) -> None:
    """Ends before starts, what took place in the future, what lifts before it begins or lifts itself."""
    for row, _ in record.events_that(25, lambda row: True):
        record.set("events", row, "end", "1970-01-01")
        record.tell("events", row, "end", "1970-01-01 is before the start")
    for row, _ in record.events_that(25, lambda row: row["status"] == "occurred"):
        record.set("events", row, "start", "2999-01-01")
        record.set("events", row, "end", "")
        record.tell("events", row, "start", "2999-01-01 is over a year after")
    for row, cells in record.events_that(15, lambda row: row["start"] > "2012"):
        record.set("events", row, "lifted_by", next(iter(record.events)))
        record.tell("events", row, "lifted_by", "is before the event that it lifts")
        assert cells["start"] > "1990-12"
    for row, cells in record.events_that(10, lambda row: True):
        record.set("events", row, "lifted_by", cells["event_id"])
        record.tell("events", row, "lifted_by", "names the event itself")
    for row, _ in record.rows("known_gaps", "gap_id", 15, lambda row: True):
        record.set("known_gaps", row, "end", "1900~")
        record.tell("known_gaps", row, "end", "1900~ is before the start")
    for row, _ in record.rows("sources", "source_id", 15, lambda row: True):
        record.set("sources", row, "published", "2924-06")
        record.tell("sources", row, "published", "2924-06 is over a year after")
    for row, cells in record.rows("tenures", "tenure_id", 15, lambda row: row["end_status"] == "ended"):
        record.set("tenures", row, "end_status", "in_office")
        record.tell("tenures", row, "end_status", f"'in_office' does not fit the end {cells['end']!r}")


def of_loops(record: Damaging) -> None:
    """Events that are part of themselves, of each other, and of a long chain."""
    for length, number in ((1, 20), (2, 8), (3, 5), (7, 2)):
        found = list(record.events_that(length * number, lambda row: True))
        for begin in range(0, length * number, length):
            loop = found[begin : begin + length]
            for (row, _), (_, whole) in zip(loop, [*loop[1:], loop[0]], strict=True):
                record.set("events", row, "part_of", whole["event_id"])
                record.tell("events", row, "part_of", f"{whole['event_id']!r} leads back to ")


def of_sources_and_sides(record: Damaging) -> None:
    """Events without a source or a side, copies of themselves, numbers left out, identifiers that were given up."""
    sheets = record.sheets
    bare = {cells["event_id"]: row for row, cells in record.events_that(20, lambda row: row["event_id"])}
    sheets.cells["citations"] = [row for row in sheets.cells["citations"] if row[0] not in bare]
    for event_id, row in bare.items():
        record.tell("events", row, "event_id", f"{event_id!r} has no source")
    alone = {cells["event_id"]: row for row, cells in record.events_that(20, lambda row: row["scope"] == "engagement")}
    gone = sheets.descriptor["pair"][1]
    sheets.cells["event_parties"] = [row for row in sheets.cells["event_parties"] if row[0] not in alone or row[1] != gone]
    for event_id, row in alone.items():
        record.tell("events", row, "event_id", f"{event_id!r} is an engagement without {gone}")
    for row, cells in [found for found in sheets.rows("citations") if found[0] % 40 == 1]:
        record.set("citations", row, "same_text_as", cells["source_id"])
        record.tell("citations", row, "same_text_as", "names the row's own source")
    for table, key in (("event_outcomes", "event_id"), ("participants", "event_id"), ("conflict_values", "conflict_id")):
        last = {cells[key]: (row, cells) for row, cells in sheets.rows(table)}
        for row, cells in list(last.values())[:20]:
            number = int(cells["number"]) + 5
            record.set(table, row, "number", str(number))
            record.tell(table, row, "number", f"is {number}, and there is no {number - 1}")
    for row, cells in record.events_that(8, lambda row: True):
        sheets.append(
            "retractions", event_id=cells["event_id"], title="A visit", start="1999", retracted="2026", why="It was none."
        )
        record.tell("events", row, "event_id", "was given up (line ")
    for row, cells in record.rows("officials", "official_id", 8, lambda row: True):
        sheets.append("merged_officials", official_id=cells["official_id"], kept_as=cells["official_id"], merged="2026")
        record.tell("officials", row, "official_id", "was given up (line ")


def of_people(record: Damaging) -> None:
    """Nobody who takes part, a post without a role, terms that do not fit the day or overlap, conflicts without an answer."""
    sheets = record.sheets
    termed = {(row["official_id"], row["post_id"]) for _, row in sheets.rows("tenures")}
    for row, _ in record.rows("participants", "event_id", 20, lambda row: not row["post_id"]):
        for column in ("official_id", "name_as_given", "position"):
            record.set("participants", row, column, "")
        record.tell("participants", row, "official_id", "neither a person nor an office is named")
    for row, cells in record.rows(
        "participants", "event_id", 20, lambda row: row["post_id"] and (row["official_id"], row["post_id"]) not in termed
    ):
        record.set("participants", row, "tenure_role", "")
        record.tell("participants", row, "tenure_role", f"'' does not fit the post {cells['post_id']!r}")

    def fits(row: Row) -> bool:
        return (row["official_id"], row["post_id"]) in termed and not row["tenure_exception"]

    for row, _ in record.rows("participants", "event_id", 15, fits):
        record.set("participants", row, "tenure_exception", "He stood in.")
        record.tell("participants", row, "tenure_exception", "is filled although a term covers the day")
    roles = {
        key: {row["tenure_role"] for _, row in sheets.rows("tenures") if (row["official_id"], row["post_id"]) == key}
        for key in termed
    }
    for row, cells in record.rows("participants", "event_id", 15, fits):
        other = next(
            role
            for role in ("acting", "performing_duties", "substantive")
            if role not in roles[cells["official_id"], cells["post_id"]]
        )
        record.set("participants", row, "tenure_role", other)
        record.tell("participants", row, "post_id", f"holds {cells['post_id']} as {other} on a day outside the terms")
    answered = {row["conflict_id"]: bool(row["resolution"]) for _, row in sheets.rows("conflicts")}
    for row, cells in record.rows("conflict_values", "conflict_id", 40, lambda row: True):
        value = "" if answered[cells["conflict_id"]] else "true"
        record.set("conflict_values", row, "accepted", value)
        record.tell("conflict_values", row, "accepted", f"{value!r} does not fit the conflict's resolution")
    shared = {row["post_id"] for _, row in sheets.rows("posts") if row["shared"] == "true"}
    free = [row["official_id"] for _, row in sheets.rows("officials") if row["official_id"] not in {one for one, _ in termed}]
    source = sheets.get("sources", 1, "source_id")

    def long(row: Row) -> bool:
        if row["end_status"] != "ended" or row["tenure_role"] != "substantive" or row["post_id"] in shared:
            return False
        return bool(row["start"]) and (dates.parse(row["end"]).first - dates.parse(row["start"]).last).days > 800

    for number, (row, cells) in enumerate(record.rows("tenures", "post_id", 8, long)):
        same = {"post_id": cells["post_id"], "tenure_role": "substantive", "start": cells["start"], "end": cells["end"]}
        # Whoever has the post now on another day is not in the record's participants with it.
        added = sheets.append(
            "tenures", tenure_id=f"overlapping-{number}", official_id=free[-1 - number], end_status="ended", **same
        )
        sheets.append("tenure_citations", tenure_id=f"overlapping-{number}", source_id=source)
        record.tell("tenures", added, "start", f"surely overlaps {cells['tenure_id']!r} (line {row + 1})")


ALL = (of_dates, of_loops, of_sources_and_sides, of_people)
