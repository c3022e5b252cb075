"""Find the rows that notes mean: people, posts, places, series and pages, however they are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from urllib.parse import parse_qsl, urlencode, urlsplit

from data import dates
from data.curation.sheets import Book, Row
from data.texts import fold

# How alike two names must be, between 0 and 1, for one to be offered for the other.
ALIKE = 0.8
OFFERED = 5
LIST = "; "


@dataclass
class Found:
    """What a spelling may mean: the row that it surely is, or those that it may be, the likeliest first."""

    sure: Row | None = None
    near: list[Row] = field(default_factory=list)


def plain(text: str) -> str:
    """A name without case, marks, punctuation and doubled spaces."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def spellings(row: Row, *columns: str) -> list[str]:
    """The names in a row, those listed in one cell one by one."""
    return [name for column in columns for name in row[column].split(LIST) if name]


def official(name: str, country: str, book: Book) -> Found:
    """The person of a name: surely one of the country's officials with these words in any order, in any known spelling.

    Near are people of another country with the same words, whose name has all words of the other or more, and whose name is spelled
    almost alike.
    """
    asked = _in_any_order(name)
    ranked: list[tuple[float, Row]] = []
    same = []
    for row in book["officials"].rows:
        known = [_in_any_order(own) for own in spellings(row, "name", "sort_name", "other_spellings")]
        if asked in known and row["country"] == country:
            same.append(row)
        elif asked in known or (alike := max(_alike(asked, own) for own in known)) >= ALIKE:
            ranked.append((1.0 if asked in known else alike, row))
    near = [row for _, row in sorted(ranked, key=lambda one: (one[1]["country"] != country, -one[0], one[1]["official_id"]))]
    return Found(same[0]) if len(same) == 1 else Found(near=[*same, *near][:OFFERED])


def post(position: str, organization: str, country: str, book: Book) -> Found:
    """The office of a title among those of a country; near are those whose title is part of the position, or almost the same."""
    asked, longer = plain(position), plain(f"{position} {organization}")
    same, ranked = [], []
    for row in book["posts"].rows:
        if row["country"] != country:
            continue
        known = [plain(title) for title in spellings(row, "title", "other_titles")]
        if {asked, longer} & set(known):
            same.append(row)
            continue
        alike = max(max(SequenceMatcher(None, asked, own).ratio(), 0.9 if f" {own} " in f" {asked} " else 0.0) for own in known)
        if alike >= ALIKE:
            ranked.append((alike, row))
    near = [row for _, row in sorted(ranked, key=lambda one: (-one[0], one[1]["post_id"]))]
    return Found(same[0]) if len(same) == 1 else Found(near=[*same, *near][:OFFERED])


def held(official_id: str, start: str, end: str, book: Book) -> list[Row]:
    """The posts in which a person has a term that covers an event's days, their marks taken seriously."""
    since, until = dates.widened(dates.parse(start))[0], dates.widened(dates.parse(end or start))[1]
    found = []
    for term in book["tenures"].where(official_id=official_id):
        begins = dates.widened(dates.parse(term["start"]))[0] if term["start"] else None
        ends = dates.widened(dates.parse(term["end"]))[1] if term["end"] else None
        if (
            (not begins or begins <= until)
            and (not ends or ends >= since)
            and (row := book.one("posts", "post_id", term["post_id"]))
        ):
            found.append(row)
    return found


def named(name: str, rows: Iterable[Row], key: str, *columns: str) -> Found:
    """The row whose identifier or one of whose names this is; near are those with a name almost alike."""
    asked, same, ranked = plain(name), [], []
    for row in rows:
        known = [plain(own) for own in (row[key], *spellings(row, *columns))]
        if name == row[key]:
            return Found(row)
        if asked in known:
            same.append(row)
        elif (alike := max(SequenceMatcher(None, asked, own).ratio() for own in known)) >= ALIKE:
            ranked.append((alike, row))
    near = [row for _, row in sorted(ranked, key=lambda one: (-one[0], one[1][key]))]
    return Found(same[0]) if len(same) == 1 else Found(near=[*same, *near][:OFFERED])


def address(url: str) -> str:
    """What two addresses of one page have in common: without scheme, www, last slash, fragment and what only counts visitors."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _counts_visitors(name)]
    return f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}?{urlencode(query)}"


def source(url: str, book: Book) -> Row | None:
    """The page of an address."""
    return next((row for row in book["sources"].rows if row["url"] == url), None) or next(
        (row for row in book["sources"].rows if address(row["url"]) == address(url)), None
    )


def duplicates(event: Row, people: set[str], places: set[str], book: Book) -> list[tuple[Row, set[str]]]:
    """The events that an event may be once more: a day, the place and a person in common, or a round of a series.

    A place that one of the two does not name counts as common. Each event comes with the people in common. An event and its parts are not
    the same thing twice.
    """
    own = _days(event)
    found = []
    for row in book["events"].rows:
        related = row["event_id"] == event["event_id"] or event["part_of"] == row["event_id"] or row["part_of"] == event["event_id"]
        if related:
            continue
        same_round = bool(event["series_id"] and event["round"]) and all(
            row[name] == event[name] for name in ("series_id", "round")
        )
        days = _days(row)
        if not same_round and (days[0] > own[1] or days[1] < own[0]):
            continue
        there = {line["place_id"] for line in book["event_places"].where(event_id=row["event_id"])}
        elsewhere = row["country"] and event["country"] and row["country"] != event["country"]
        elsewhere = elsewhere or (there and places and not there & places)
        common = {line["official_id"] for line in book["participants"].where(event_id=row["event_id"])} & people - {""}
        if same_round or (common and not elsewhere):
            found.append((row, common))
    return found


def _days(event: Row) -> tuple[object, object]:
    return dates.parse(event["start"]).first, dates.parse(event["end"] or event["start"]).last


def _counts_visitors(name: str) -> bool:
    return name.startswith("utm_") or name in ("fbclid", "gclid")


def _in_any_order(name: str) -> tuple[str, ...]:
    return tuple(sorted(plain(name).split()))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two names are; initials do not count, and words that only one of them has are titles or middle names."""
    first, second = ([word for word in name if len(word) > 1] for name in (one, other))
    if min(len(first), len(second)) > 1 and (set(first) <= set(second) or set(second) <= set(first)):
        return 0.95
    return SequenceMatcher(None, "".join(first), "".join(second)).ratio()
