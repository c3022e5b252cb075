"""The flat extracts: rows with codes and labels both and lists joined in a cell, made in pieces of whole events.

A piece is an Arrow table. Each takes from the tables only the rows of its events, so that a million events need no more memory than
ten thousand, beside four bytes for each event and table that say where its rows begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.blocks import Frames, Held, blocks
from data.record import CARRIED, Tables

Pieces = Iterator[pa.Table]
# A piece is made from the rows of so many events, or sources.
ROWS = 10_000
# The columns of events that hold a code, and the vocabulary that has its label.
EVENT_LABELS = {
    "type": "event_types",
    "scope": "scopes",
    "status": "statuses",
    "country": "countries",
    "format": "formats",
    "confidence": "confidence",
    "level": "levels",
}
# A list of this many positions takes no time and no room, however few of them are used.
LEAST = 2_000_000
# The tables whose rows are lists in the cells of an event, and the columns of each that are asked for.
LISTED = {
    "event_parties": ("country",),
    "event_focus_areas": ("focus_area",),
    "event_places": ("place_id",),
    "participants": ("official_id", "name_as_given"),
    "event_units": ("unit",),
    "event_outcomes": ("outcome",),
    "citations": ("source_id",),
}
# The lists in which one text may stand several times; what is a key of its table stands once beside an event.
SEVERAL = ("places", "officials", "outcomes")
# What follows from other columns and is of use to measures only.
NOT_SHOWN = ("quarter", "month", "days")
FOR_MEASURES = ("event_id", *CARRIED, "page")
DAYS = ("first_day", "last_day", "lifted_day")
OF_EVENT = ("event_id", "title", "type", "scope", "status", "tally", "start", "end", "year")
# Arrow joins lists of this type of text alone.
TEXT = pa.large_string()
_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}

# Each extract as a whole, and in pieces; by name.
FLAT: dict[str, Callable[[Tables], pd.DataFrame]] = {}
PIECES: dict[str, Callable[[Tables], Pieces]] = {}


def _extract(pieces: Callable[[Tables], Pieces]) -> Callable[[Tables], pd.DataFrame]:
    """Keep an extract under its name; called, it gives all its rows at once."""

    @wraps(pieces)
    def whole(tables: Tables) -> pd.DataFrame:
        joined = pa.concat_tables(pieces(tables), promote_options="permissive")
        return joined.to_pandas(types_mapper=_NULLABLE.get)

    PIECES[pieces.__name__], FLAT[pieces.__name__] = pieces, whole
    return whole


@_extract
def events(tables: Tables) -> Pieces:
    """One row per event, context and parts included, with codes and labels, its lists joined by "; " and its addresses.

    Columns: those of the events table with a label beside each code, then first_day, last_day (days), precision, approximate,
    uncertain, end_known, year, tally, level (highest of the pair) with its label, independent_sources (count), parties,
    focus_areas, focus_area_labels, places, officials, units, outcomes, urls, sources (count).
    """
    for frames in blocks(tables, {"events": (), **LISTED, "sources": ("url",)}):
        of_events = {name: Linked(frames(name), "event_id", frames("events"), columns) for name, columns in LISTED.items()}
        pages = Other(frames("citations"), "source_id", frames("sources"), ("url",))
        for first, last, piece in _cut(frames("events")):
            found = {name: rows.of(first, last) for name, rows in of_events.items()}
            areas, people, cited = found["event_focus_areas"], found["participants"], found["citations"]
            names = _words(people["official_id"], tables.names["official"])
            lists = {
                "parties": (found["event_parties"], "country"),
                "focus_areas": (areas, "focus_area"),
                "focus_area_labels": (areas, _words(areas["focus_area"], tables.words("focus_areas").labels)),
                "places": (found["event_places"], _words(found["event_places"]["place_id"], tables.names["place"])),
                "officials": (people, pc.coalesce(names, people["name_as_given"])),
                "units": (found["event_units"], "unit"),
                "outcomes": (found["event_outcomes"], "outcome"),
                "urls": (cited, pages.of(cited)["url"].combine_chunks()),
            }
            piece = _labeled(piece.drop_columns(list(NOT_SHOWN)), tables, EVENT_LABELS)
            piece = _labeled_by(piece, "series_id", tables.names["series"], "series")
            for name in DAYS:
                piece = _set(piece, name, pc.cast(pc.cast(piece[name], pa.date32()), TEXT))
            for name, (rows, values) in lists.items():
                texts = rows[values] if isinstance(values, str) else values
                piece = piece.append_column(name, rows.joined(texts, several=name in SEVERAL))
            yield piece.append_column("sources", cited.counts)


@_extract
def participants(tables: Tables) -> Pieces:
    """One row per participation, with the main facts of the event and the official's and post's names."""

    def labeled(rows: pa.Table) -> pa.Table:
        rows = _labeled_by(rows, "official_id", tables.names["official"], "official")
        rows = _labeled_by(rows, "post_id", tables.names["post"], "post")
        words = {"country": "countries", "level": "levels", "tenure_role": "tenure_roles", "capacity": "capacities"}
        return _labeled(rows, tables, words)

    for frames in blocks(tables, {"events": OF_EVENT, "participants": ()}):
        yield from _with_events(tables, frames, Linked(frames("participants"), "event_id", frames("events")), (), labeled)


@_extract
def focus_areas(tables: Tables) -> Pieces:
    """One row per focus area of an event, with the main facts of the event."""

    def labeled(rows: pa.Table) -> pa.Table:
        return _labeled(rows, tables, {"focus_area": "focus_areas"})

    for frames in blocks(tables, {"events": OF_EVENT, "event_focus_areas": ()}):
        yield from _with_events(tables, frames, Linked(frames("event_focus_areas"), "event_id", frames("events")), (), labeled)


@_extract
def sources(tables: Tables) -> Pieces:
    """One row per page, with the number of events that it supports and their identifiers joined by "; "."""
    for frames in blocks(tables, {"sources": (), "citations": ("event_id",)}):
        citing = Linked(frames("citations"), "source_id", frames("sources"), ("event_id",))
        for first, last, piece in _cut(frames("sources")):
            rows = citing.of(first, last)
            piece = _labeled(piece, tables, {"kind": "source_kinds"}).append_column("events", rows.counts)
            yield piece.append_column("event_ids", rows.joined(rows["event_id"], several=False))


@_extract
def citations(tables: Tables) -> Pieces:
    """One row per source of an event, with the page's address, publisher and kind."""

    def labeled(rows: pa.Table) -> pa.Table:
        return _labeled(rows, tables, {"kind": "source_kinds"}).rename_columns({"title": "headline"})

    of_page = ("url", "publisher", "title", "published", "kind")
    for frames in blocks(tables, {"events": OF_EVENT, "citations": (), "sources": of_page}):
        rows = frames("citations")
        pages = Other(rows, "source_id", frames("sources"), of_page)
        yield from _with_events(tables, frames, Linked(rows, "event_id", frames("events")), (pages,), labeled)


@_extract
def conflicts(tables: Tables) -> Pieces:
    """One row per value in a conflict, with who says so, whether it is accepted, the accepted value and the reason."""
    of_conflict, of_page = ("field", "resolution", "why"), ("publisher", "url")
    for frames in blocks(tables, {"events": OF_EVENT, "conflicts": of_conflict, "conflict_values": (), "sources": of_page}):
        rows = frames("conflict_values")
        about = Other(rows, "conflict_id", frames("conflicts"), of_conflict)
        pages = Other(rows, "source_id", frames("sources"), of_page)
        of_conflicts = _places(_keys(frames("conflicts"), "event_id"), _keys(frames("events"), "event_id"))
        linked = Linked(rows, of_conflicts[about.places], frames("events"))
        yield from _with_events(tables, frames, linked, (about, pages), lambda found: found)


# Rows that belong to others


@dataclass(frozen=True)
class Rows:
    """Some rows of a table, those of one event (or source) after those of another."""

    table: pa.Table
    # Where the rows of each event begin, and the end.
    begins: np.ndarray
    # Where the rows stand in the whole table.
    places: np.ndarray

    def __getitem__(self, column: str) -> pa.Array:
        values = self.table[column].combine_chunks()
        return values.cast(TEXT) if pa.types.is_string(values.type) else values

    @property
    def counts(self) -> pa.Array:
        """How many rows each event has."""
        return pa.array(np.diff(self.begins))

    @property
    def owner(self) -> np.ndarray:
        """For each row, which of the events it belongs to."""
        return np.repeat(np.arange(len(self.begins) - 1), np.diff(self.begins))

    def joined(self, texts: pa.Array, several: bool) -> pa.Array:
        """The texts of each event in one, each once, though there may be several of it; missing where it has none."""
        kept = np.asarray(texts.is_valid())
        if several:
            codes = texts.dictionary_encode()
            key = (self.owner * (len(codes.dictionary) + 1) + np.asarray(codes.indices.fill_null(0)))[kept]
            # To see that none is there twice is quicker than to find where.
            ordered = np.sort(key)
            if (ordered[1:] == ordered[:-1]).any():
                firsts = np.flatnonzero(kept)[np.unique(key, return_index=True)[1]]
                kept = np.zeros_like(kept)
                kept[firsts] = True
        begins = self.begins
        if not kept.all():
            texts, begins = texts.filter(pa.array(kept)), np.append(0, np.cumsum(kept))[begins]
        joined = pc.binary_join(pa.LargeListArray.from_arrays(pa.array(begins), texts), pa.scalar("; ", TEXT))
        some = np.diff(begins) > 0
        return joined if some.all() else pc.if_else(pa.array(some), joined, pa.scalar(None, TEXT))


class Linked:
    """A table whose rows belong to the rows of another, found by a column or by the positions of those."""

    def __init__(self, frame: Held, key: str | np.ndarray, owners: Held, columns: Sequence[str] | None = None) -> None:
        of = _places(_keys(frame, key), _keys(owners, key)) if isinstance(key, str) else key
        self._frame = frame if columns is None else _only(frame, columns)
        # Mostly the rows stand in the order of what they belong to.
        self._order = None if (of[1:] >= of[:-1]).all() else np.argsort(of, kind="stable").astype(np.int32)
        ordered = of if self._order is None else of[self._order]
        self._begins = np.searchsorted(ordered, np.arange(len(owners) + 1, dtype=of.dtype)).astype(np.int32)

    def of(self, first: int, last: int) -> Rows:
        """The rows of these events (or sources)."""
        begins = self._begins[first : last + 1].astype(np.int64)
        if self._order is None:
            places = np.arange(begins[0], begins[-1])
            return Rows(_arrow(self._frame, begins[0], begins[-1]), begins - begins[0], places)
        places = self._order[begins[0] : begins[-1]]
        return Rows(_at(self._frame, places), begins - begins[0], places)


class Other:
    """What another table says of a table's rows, each of which names one of its rows by a key."""

    def __init__(self, frame: Held, key: str, other: Held, columns: Sequence[str]) -> None:
        self.places = _places(_keys(frame, key), _keys(other, key))
        self._other = _only(other, columns)

    def of(self, rows: Rows) -> pa.Table:
        """The other table's columns beside these rows."""
        return _at(self._other, self.places[rows.places])


def _with_events(
    tables: Tables, frames: Frames, linked: Linked, others: Sequence[Other], labeled: Callable[[pa.Table], pa.Table]
) -> Pieces:
    """Rows of events with what a reader needs of the event, in the order of the events."""
    about = {name: words for name, words in EVENT_LABELS.items() if name in OF_EVENT}
    for first, last, piece in _cut(_only(frames("events"), OF_EVENT)):
        rows = linked.of(first, last)
        found = rows.table.drop_columns([name for name in FOR_MEASURES if name in rows.table.column_names])
        for other in others:
            beside = other.of(rows)
            for name in beside.column_names:
                found = found.append_column(name, beside[name])
        result = _labeled(piece.rename_columns({"title": "event"}), tables, about).combine_chunks().take(pa.array(rows.owner))
        found = labeled(found)
        for name in found.column_names:
            result = result.append_column(name, found[name])
        yield result


# A record in pieces


def _cut(frame: Held) -> Iterator[tuple[int, int, pa.Table]]:
    """A table in pieces, each with its first position and the one after its last; an empty table in one."""
    for first in range(0, max(len(frame), 1), ROWS):
        last = min(first + ROWS, len(frame))
        yield first, last, _arrow(frame, first, last)


def _only(frame: Held, columns: Sequence[str]) -> Held:
    """Some columns of a table."""
    return frame[list(columns)] if isinstance(frame, pd.DataFrame) else frame.select(list(columns))


def _arrow(frame: Held, first: int, last: int) -> pa.Table:
    """The rows of a table from one place to before another."""
    if not isinstance(frame, pd.DataFrame):
        return frame.slice(first, last - first)
    return pa.Table.from_pandas(frame.iloc[first:last], preserve_index=False, nthreads=1).replace_schema_metadata(None)


def _at(frame: Held, places: np.ndarray) -> pa.Table:
    """Rows at places, which are mostly near each other: taken from the stretch between the first and the last."""
    if not len(places):
        return _arrow(frame, 0, 0)
    first = int(places.min())
    return _arrow(frame, first, int(places.max()) + 1).combine_chunks().take(pa.array(places - first))


# Positions and labels


def _keys(frame: Held, key: str) -> pa.ChunkedArray:
    if not isinstance(frame, pd.DataFrame):
        return frame[key]
    found = pa.array(frame[key])
    return found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])


def _places(keys: pa.ChunkedArray, among: pa.ChunkedArray) -> np.ndarray:
    """Where each key stands among others, which hold it once; int32."""
    numbers, others = _numbers(keys), _numbers(among)
    if numbers is not None and others is not None:
        # The numbers of a block are near each other, though they may be high.
        low = min(numbers.min(), others.min())
        numbers, others = numbers - low, others - low
    if numbers is not None and others is not None and max(numbers.max(), others.max()) < 16 * len(others) + LEAST:
        at = np.full(max(numbers.max(), others.max()) + 1, -1, dtype=np.int32)
        at[others] = np.arange(len(others), dtype=np.int32)
        # Two keys with one number, such as s01 and s1, are told apart as texts.
        if np.count_nonzero(at >= 0) == len(others):
            return at[numbers]
    if not len(keys):
        return np.zeros(0, dtype=np.int32)
    # Rows that belong together mostly stand together: one of them is looked for.
    fresh = np.append(True, np.asarray(pc.not_equal(keys.slice(1), keys.slice(0, len(keys) - 1))))
    runs = keys.filter(pa.array(fresh))
    return np.repeat(_in_order(runs, among), np.diff(np.append(np.flatnonzero(fresh), len(keys))))


def _numbers(keys: pa.ChunkedArray) -> np.ndarray | None:
    """The numbers of keys such as s0042, where all are such."""
    if not len(keys) or not pc.all(pc.match_substring_regex(keys.slice(0, 100), "^[a-z][0-9]{1,9}$")).as_py():
        return None
    try:
        return np.asarray(pc.cast(pc.utf8_slice_codeunits(keys, 1), pa.int64()))
    except pa.ArrowInvalid:
        return None


def _in_order(keys: pa.ChunkedArray, among: pa.ChunkedArray) -> np.ndarray:
    """Where keys stand among others: quick, and in little memory, where both are in one order."""
    found, done = np.empty(len(keys), dtype=np.int32), 0
    for first in range(0, len(among), ROWS):
        ahead, here_among = keys.slice(done, ROWS), among.slice(first, ROWS)
        if ahead.equals(here_among):
            found[done : done + len(ahead)] = np.arange(first, first + len(ahead))
            done += len(ahead)
            continue
        window = pc.index_in(ahead, value_set=here_among).combine_chunks()
        here = window.slice(0, len(window) - window.null_count)
        if here.null_count:
            break
        found[done : done + len(here)] = np.asarray(here) + first
        done += len(here)
    return found if done == len(keys) else np.asarray(pc.index_in(keys, value_set=among), dtype=np.int32)


def _labeled(table: pa.Table, tables: Tables, vocabularies: Mapping[str, str]) -> pa.Table:
    """The table with a label beside each column of codes."""
    for column, vocabulary in vocabularies.items():
        if column in table.column_names:
            table = _labeled_by(table, column, tables.words(vocabulary).labels, f"{column}_label")
    return table


def _labeled_by(table: pa.Table, column: str, labels: Mapping[Any, str], name: str) -> pa.Table:
    at = table.schema.get_field_index(column)
    codes = table[column].combine_chunks()
    table = table.add_column(at + 1, name, _words(codes, labels))
    return _set(table, column, codes.cast(codes.type.value_type)) if pa.types.is_dictionary(codes.type) else table


def _words(codes: pa.Array, labels: Mapping[Any, str]) -> pa.Array:
    """The label of each code; missing where it has none."""
    encoded = codes if pa.types.is_dictionary(codes.type) else codes.dictionary_encode()
    return pa.array([labels.get(code) for code in encoded.dictionary.to_pylist()], TEXT).take(encoded.indices)


def _set(table: pa.Table, column: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.schema.get_field_index(column), column, values)
