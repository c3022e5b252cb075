"""What a data package can't say: that dates are in order, nothing loops, everything is cited, terms and conflicts hold together.

Each rule takes the tables as text, every cell of them sound by itself, and yields faults; line 2 is the first row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from data import dates
from data.checks.fault import Fault

# How many events may lie one inside the other.
DEEPEST = 50

Row = dict[str, str]
Rows = Mapping[str, list[Row]]


def _lines(rows: list[Row]) -> Iterator[tuple[int, Row]]:
    return enumerate(rows, 2)


def _start_before_end(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("events", "tenures", "known_gaps"):
        for line, row in _lines(rows[name]):
            start, end = _span(row["start"]), _span(row["end"])
            if start and end and end.last < start.first:
                yield Fault(
                    f"{name}.csv",
                    line,
                    "end",
                    f"{row['end']} is before the start, {row['start']}",
                    "allowed is the start or later, or empty",
                )
            if name == "tenures" and (row["end_status"] == "ended") != bool(row["end"]):
                yield Fault(
                    f"{name}.csv",
                    line,
                    "end_status",
                    f"{row['end_status']!r} does not fit the end {row['end']!r}",
                    "allowed is ended with an end, in_office or not_found without one",
                )


def _span(text: str) -> dates.Span | None:
    try:
        return dates.parse(text) if text else None
    except ValueError:
        return None


def _no_loops(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    whole = {row["event_id"]: row["part_of"] for row in rows["events"]}
    # How many events lie around each event that is known to be in no loop.
    depth: dict[str, int] = {"": 0}
    for line, row in _lines(rows["events"]):
        inside, event = [], row["event_id"]
        while event not in depth and event not in inside[-DEEPEST:]:
            inside.append(event)
            event = whole.get(event, "")
        if event not in depth:
            what, allowed = f"{row['part_of']!r} leads back to {event}", "allowed is an event that is not part of this one"
            yield Fault("events.csv", line, "part_of", what, allowed)
        elif depth[event] + len(inside) > DEEPEST:
            what = f"is part of {row['part_of']!r}, the last of over {DEEPEST} events one inside the other"
            yield Fault("events.csv", line, "part_of", what, f"allowed are {DEEPEST}")
        else:
            depth.update({event_id: depth[event] + number for number, event_id in enumerate(reversed(inside), 1)})


def _lifted_later(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    starts = {row["event_id"]: _span(row["start"]) for row in rows["events"]}
    for line, row in _lines(rows["events"]):
        start, lifted = starts[row["event_id"]], starts.get(row["lifted_by"])
        itself = row["lifted_by"] == row["event_id"]
        if itself or (start and lifted and lifted.last < start.first):
            what = "names the event itself" if itself else f"{row['lifted_by']!r} is before the event that it lifts"
            yield Fault("events.csv", line, "lifted_by", what, "allowed is a later event, or empty")


def _not_ahead(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Nothing is known to have taken place long after sources were looked for; a year's grace for a record that is being edited."""
    last = dates.parse(str(descriptor["as_of"])).last
    until = last + min(timedelta(366), date.max - last)
    for table, column in (("events", "start"), ("tenures", "start"), ("sources", "published")):
        for line, row in _lines(rows[table]):
            span = _span(row[column])
            if span and span.first > until and row.get("status", "occurred") == "occurred":
                what = f"{row[column]} is over a year after the day to which the record goes, {descriptor['as_of']}"
                yield Fault(f"{table}.csv", line, column, what, "allowed is an earlier date, or a later as_of in the descriptor")


def _numbered(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for table, key in (("event_outcomes", "event_id"), ("participants", "event_id"), ("conflict_values", "conflict_id")):
        numbers: dict[str, set[int]] = defaultdict(set)
        for row in rows[table]:
            numbers[row[key]].add(int(row["number"]))
        for line, row in _lines(rows[table]):
            number = int(row["number"])
            if number > 1 and number - 1 not in numbers[row[key]]:
                what = f"is {number}, and there is no {number - 1} of {row[key]!r}"
                yield Fault(f"{table}.csv", line, "number", what, "allowed are numbers from 1 on, none left out")


def _cited(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for table, key, citations in (("events", "event_id", "citations"), ("tenures", "tenure_id", "tenure_citations")):
        cited = {row[key] for row in rows[citations]}
        for line, row in _lines(rows[table]):
            if row[key] not in cited:
                yield Fault(f"{table}.csv", line, key, f"{row[key]!r} has no source", f"needed is a row in {citations}.csv")


def _same_text(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for line, row in _lines(rows["citations"]):
        if row["same_text_as"] == row["source_id"]:
            yield Fault(
                "citations.csv",
                line,
                "same_text_as",
                "names the row's own source",
                "allowed is another source, or empty for the best copy",
            )


def _both_sides(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    parties: dict[str, set[str]] = defaultdict(set)
    for row in rows["event_parties"]:
        parties[row["event_id"]].add(row["country"])
    for line, row in _lines(rows["events"]):
        missing = [code for code in descriptor["pair"] if code not in parties[row["event_id"]]]
        if missing and row["scope"] == "engagement":
            yield Fault(
                "events.csv",
                line,
                "event_id",
                f"{row['event_id']!r} is an engagement without {' and '.join(missing)}",
                "needed is a row in event_parties.csv for each of the pair",
            )


def _tenures_fit(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Who takes part as the holder of a post must hold it then, where the record has that person's terms in it."""
    terms: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows["tenures"]:
        terms[row["official_id"], row["post_id"]].append(row)
    events = {row["event_id"]: row for row in rows["events"]}
    for line, row in _lines(rows["participants"]):
        own = terms[row["official_id"], row["post_id"]] if row["official_id"] and row["post_id"] else []
        if not own:
            continue
        fits = any(term["tenure_role"] == row["tenure_role"] and _covers(term, events[row["event_id"]]) for term in own)
        if not fits and not row["tenure_exception"]:
            told = "; ".join(
                f"{term['tenure_role']} from {term['start'] or 'unknown'} to {term['end'] or term['end_status']}" for term in own
            )
            what = f"{row['official_id']!r} holds {row['post_id']} as {row['tenure_role']} on a day outside the terms in tenures.csv ({told})"
            yield Fault(
                "participants.csv", line, "post_id", what, "allowed is a day within a term, or a reason in tenure_exception"
            )
        if fits and row["tenure_exception"]:
            what = "is filled although a term covers the day"
            yield Fault("participants.csv", line, "tenure_exception", what, "allowed is a reason only where none does")


def _covers(term: Row, event: Row) -> bool:
    """Whether a term and an event can share a day, the marks of their dates taken seriously."""
    starts, ends = _span(event["start"]), _span(event["end"] or event["start"])
    since, until = _span(term["start"]), _span(term["end"])
    if not starts or not ends:
        return True
    return (not since or dates.widened(ends)[1] >= dates.widened(since)[0]) and (
        not until or dates.widened(starts)[0] <= dates.widened(until)[1]
    )


def _one_holder(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Two people hold a post in full at once only where it is a shared one."""
    shared = {row["post_id"] for row in rows["posts"] if row["shared"] == "true"}
    held: dict[str, list[tuple[date, date, int, str]]] = defaultdict(list)
    for line, row in _lines(rows["tenures"]):
        since, until = _span(row["start"]), _span(row["end"])
        if since and row["tenure_role"] == "substantive" and row["post_id"] not in shared and row["end_status"] != "not_found":
            surely_until = dates.widened(until)[0] if until else date.max
            held[row["post_id"]].append((dates.widened(since)[1], surely_until, line, row["tenure_id"]))
    for terms in held.values():
        for one, other in combinations(sorted(terms, key=lambda term: term[2]), 2):
            if max(one[0], other[0]) < min(one[1], other[1]):
                what = f"{other[3]!r} surely overlaps {one[3]!r} (line {one[2]})"
                allowed = "allowed are overlapping terms in a shared post, or with another tenure_role"
                yield Fault("tenures.csv", other[2], "start", what, allowed)


def _persons(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for line, row in _lines(rows["participants"]):
        if not (row["official_id"] or row["name_as_given"] or row["position"]):
            yield Fault(
                "participants.csv",
                line,
                "official_id",
                "neither a person nor an office is named",
                "needed is an official_id, a name_as_given or a position",
            )
        if bool(row["post_id"]) != bool(row["tenure_role"]):
            yield Fault(
                "participants.csv",
                line,
                "tenure_role",
                f"{row['tenure_role']!r} does not fit the post {row['post_id']!r}",
                "needed are both or neither",
            )


def _conflict_answers(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    settled = {row["conflict_id"]: bool(row["resolution"]) for row in rows["conflicts"]}
    for line, row in _lines(rows["conflict_values"]):
        if bool(row["accepted"]) != settled[row["conflict_id"]]:
            yield Fault(
                "conflict_values.csv",
                line,
                "accepted",
                f"{row['accepted']!r} does not fit the conflict's resolution",
                "needed is true or false where there is a resolution, empty where there is none",
            )


def _retired(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """An identifier is an address: one that was given up never comes to mean something else."""
    for name, key, given_up in (("events", "event_id", "retractions"), ("officials", "official_id", "merged_officials")):
        lines = {row[key]: line for line, row in _lines(rows[given_up])}
        for line, row in _lines(rows[name]):
            if row[key] in lines:
                what = f"{row[key]!r} was given up (line {lines[row[key]]} of {given_up}.csv)"
                yield Fault(f"{name}.csv", line, key, what, "allowed is an identifier that never was another's")


def _not_empty(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    if not rows["events"]:
        yield Fault("events.csv", 0, "", "has no rows", "needed is at least one event")


Rule = Callable[[Rows, Mapping[str, Any]], Iterable[Fault]]
RULES: tuple[Rule, ...] = (
    _start_before_end,
    _no_loops,
    _lifted_later,
    _not_ahead,
    _numbered,
    _cited,
    _same_text,
    _both_sides,
    _tenures_fit,
    _one_holder,
    _persons,
    _conflict_answers,
    _retired,
    _not_empty,
)
