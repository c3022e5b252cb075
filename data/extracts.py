"""What can be taken away: flat extracts as CSV, and the whole record, or the part that a selection keeps, as a data package."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import yaml

from data import citation, dates, selection as selections
from data.record import Tables, is_vocabulary
from data.selection import Selection
from data.texts import fold

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
# The columns that may name an event outside a selection: the table is kept for other reasons than that event.
OUTWARD = {"events": ("part_of", "lifted_by"), "known_gaps": ("event_id",)}
# Excel takes a CSV for the machine's own code page unless it begins with this; pandas, R and DuckDB skip it.
BYTE_ORDER_MARK = "\ufeff"
# A table goes out in pieces of so many rows.
ROWS = 20_000


def events(tables: Tables) -> pd.DataFrame:
    """One row per event, context and parts included, with codes and labels, its lists joined by "; " and its addresses.

    Columns: those of the events table with a label beside each code, then first_day, last_day (days), precision, approximate,
    uncertain, end_known, year, tally, level (highest of the pair) with its label, independent_sources (count), parties,
    focus_areas, focus_area_labels, places, officials, units, outcomes, urls, sources (count).
    """
    frame = tables.events.drop(columns=["quarter", "month"])
    for column, vocabulary in EVENT_LABELS.items():
        frame = _labeled(frame, column, tables.words(vocabulary).labels)
    frame = _labeled(frame, "series_id", tables.names["series"], "series")
    areas = tables.event_focus_areas
    labels = areas["focus_area"].map(tables.words("focus_areas").labels)
    people = tables.participants.merge(tables.officials[["official_id", "name"]], on="official_id", how="left")
    cited = tables.citations.merge(tables.sources, on="source_id")
    joined = {
        "parties": tables.event_parties.rename(columns={"country": "text"}),
        "focus_areas": areas.rename(columns={"focus_area": "text"}),
        "focus_area_labels": areas.assign(text=labels),
        "places": tables.event_places.merge(tables.places, on="place_id").rename(columns={"name": "text"}),
        "officials": people.assign(text=people["name"].fillna(people["name_as_given"])),
        "units": tables.event_units.rename(columns={"unit": "text"}),
        "outcomes": tables.event_outcomes.rename(columns={"outcome": "text"}),
        "urls": cited.rename(columns={"url": "text"}),
    }
    for column, rows in joined.items():
        rows = rows.dropna(subset="text").drop_duplicates(["event_id", "text"])
        frame[column] = frame["event_id"].map(rows.groupby("event_id")["text"].agg("; ".join))
    frame["sources"] = frame["event_id"].map(tables.citations.groupby("event_id").size()).fillna(0).astype("int64")
    for column in ("first_day", "last_day", "lifted_day"):
        frame[column] = frame[column].dt.strftime("%Y-%m-%d")
    return frame.reset_index(drop=True)


def participants(tables: Tables) -> pd.DataFrame:
    """One row per participation, with the main facts of the event and the official's and post's names."""
    frame = _labeled(tables.participants, "official_id", tables.names["official"], "official")
    frame = _labeled(frame, "country", tables.words("countries").labels)
    frame = _labeled(frame, "post_id", tables.names["post"], "post")
    frame = _labeled(frame, "level", tables.words("levels").labels)
    frame = _labeled(frame, "tenure_role", tables.words("tenure_roles").labels)
    frame = _labeled(frame, "capacity", tables.words("capacities").labels)
    return _of_event(frame, tables)


def focus_areas(tables: Tables) -> pd.DataFrame:
    """One row per focus area of an event, with the main facts of the event."""
    return _of_event(_labeled(tables.event_focus_areas, "focus_area", tables.words("focus_areas").labels), tables)


def sources(tables: Tables) -> pd.DataFrame:
    """One row per page, with the number of events that it supports and their identifiers joined by "; "."""
    frame = _labeled(tables.sources, "kind", tables.words("source_kinds").labels)
    cited = tables.citations.groupby("source_id")["event_id"]
    frame = frame.assign(events=frame["source_id"].map(cited.size()).fillna(0).astype("int64"))
    return frame.assign(event_ids=frame["source_id"].map(cited.agg("; ".join))).reset_index(drop=True)


def citations(tables: Tables) -> pd.DataFrame:
    """One row per source of an event, with the page's address, publisher and kind."""
    frame = tables.citations.merge(tables.sources[["source_id", "url", "publisher", "title", "published", "kind"]], on="source_id")
    frame = _labeled(frame, "kind", tables.words("source_kinds").labels)
    return _of_event(frame.rename(columns={"title": "headline"}), tables)


def conflicts(tables: Tables) -> pd.DataFrame:
    """One row per value in a conflict, with who says so, whether it is accepted, the accepted value and the reason."""
    frame = tables.conflict_values.merge(tables.conflicts, on="conflict_id")
    frame = frame.merge(tables.sources[["source_id", "publisher", "url"]], on="source_id")
    return _of_event(frame, tables)


FLAT: Mapping[str, Callable[[Tables], pd.DataFrame]] = {
    "events": events,
    "participants": participants,
    "focus_areas": focus_areas,
    "sources": sources,
    "citations": citations,
    "conflicts": conflicts,
}


def to_csv(frame: pd.DataFrame) -> bytes:
    """A frame as CSV: UTF-8 with a byte order mark, RFC 4180, one header row, booleans as true and false."""
    return b"".join(csv_chunks(frame))


def csv_chunks(frame: pd.DataFrame) -> Iterator[bytes]:
    """The bytes of `to_csv` piece by piece, so that a large table is never in memory as text."""
    yield BYTE_ORDER_MARK.encode()
    for piece in _pieces(frame):
        yield _plain(piece).to_csv(index=False, header=piece.index.start == 0, lineterminator="\r\n").encode()


def json_chunks(frame: pd.DataFrame) -> Iterator[bytes]:
    """A frame as a JSON array in UTF-8, one object and one line a row; numbers and booleans as such, what is missing as null."""
    names = frame.columns.tolist()
    yield b"["
    comma = "\n"
    for piece in _pieces(frame):
        cells = piece.astype(object)
        for row in cells.where(cells.notna(), None).itertuples(index=False, name=None):
            yield (comma + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)).encode()
            comma = ",\n"
    yield b"\n]\n"


def _pieces(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """A frame in pieces of `ROWS` rows, the index of each beginning with the number of its first row; an empty frame in one."""
    frame = frame.reset_index(drop=True)
    for first in range(0, max(len(frame), 1), ROWS):
        yield frame.iloc[first : first + ROWS]


def file_name(what: str, selection: Selection, ending: str) -> str:
    """A file name that says what is inside: "events_2010-2016_peacekeeping_level-3.csv"."""
    years = "-".join(dict.fromkeys(str(year) for year in selection.years or ()))
    # Most values speak for themselves; a number, a degree or a way to count needs the filter's name before it.
    named = ("level", "confidence", "focus_match", "parts")
    filters = [f"{name} {value}" if name in named else value for name, value in selection.to_query() if name != "years"]
    slugs = [re.sub(r"[^a-z0-9]+", "-", fold(part)).strip("-") for part in (what, years, *filters)]
    return f"{'_'.join(slug for slug in slugs if slug)[:120].rstrip('-_')}.{ending}"


def package(tables: Tables, selection: Selection, address: str = "") -> bytes:
    """The selected record as a zip that is itself a data package: tables, vocabularies, datapackage.json and a README.

    The same record and selection give the same bytes. No row is left without its parent: where an event outside the
    selection is named, part_of, lifted_by and the event of a known hole are empty, which the README says.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files(tables, selection, address).items()):
            info = zipfile.ZipInfo(name, _stamp(tables))
            # Every system writes the same: Unix, a plain file that all may read.
            info.create_system, info.external_attr, info.compress_type = 3, 0o100644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(info, content())
    return buffer.getvalue()


def files(tables: Tables, selection: Selection, address: str = "") -> dict[str, Callable[[], str]]:
    """The files of `package` by their path inside it, each written when it is called for."""
    frames, cut = _without_outsiders(dict(tables.frames))
    contents = {
        "README.txt": partial(_readme, tables, selection, address, cut),
        "datapackage.json": partial(descriptor_json, tables),
    }
    for resource in tables.descriptor["resources"]:
        if is_vocabulary(resource):
            contents[resource["path"]] = partial(_vocabulary, tables, resource["name"])
        else:
            contents[resource["path"]] = partial(_table, frames[resource["name"]], resource)
    return contents


def descriptor_json(tables: Tables, query: str = "") -> str:
    """The data package's descriptor as JSON; a query is appended to the path of every file, for a package served by address."""
    descriptor = dict(tables.descriptor)
    if query:
        descriptor["resources"] = [{**resource, "path": f"{resource['path']}?{query}"} for resource in descriptor["resources"]]
    return json.dumps(descriptor, ensure_ascii=False, indent=2, default=_day) + "\n"


def _vocabulary(tables: Tables, name: str) -> str:
    rows = tables.words(name).frame.to_dict("records")
    known = [{key: value for key, value in row.items() if pd.notna(value)} for row in rows]
    return yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=120)


def _table(frame: pd.DataFrame, resource: Mapping[str, Any]) -> str:
    columns = [field["name"] for field in resource["schema"]["fields"]]
    return _plain(frame[columns]).to_csv(index=False, lineterminator="\n")


def _day(value: object) -> str:
    """A date that YAML has read as one because it has no quotation marks around it."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is not JSON")


def _stamp(tables: Tables) -> tuple[int, int, int, int, int, int]:
    """The time of the files in a zip: the day up to which the record goes, so that the same record gives the same bytes."""
    day = dates.parse(str(tables.descriptor["as_of"])).first
    return (max(day.year, 1980), day.month, day.day, 0, 0, 0)


def _without_outsiders(frames: Mapping[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], int]:
    """Tables that refer to no event outside the selection, and how many references were left out."""
    inside, kept, cut = set(frames["events"]["event_id"]), dict(frames), 0
    for table, columns in OUTWARD.items():
        for column in columns:
            named = kept[table][column]
            outside = named.notna() & ~named.isin(inside)
            kept[table] = kept[table].assign(**{column: named.mask(outside)})
            cut += int(outside.sum())
    return kept, cut


def _readme(tables: Tables, selection: Selection, address: str, cut: int) -> str:
    words = " · ".join(selections.in_words(selection, tables)) or "everything"
    number = selections.counts(tables)
    held = (
        _count(number["counted"], "engagement", "engagements"),
        _count(number["part"], "part of an engagement", "parts of engagements"),
        _count(number["context"], "piece of context", "pieces of context"),
    )
    lines = [
        str(tables.descriptor["title"]),
        "",
        f"Selection: {words}",
        f"Address: {address or selection.to_url('/')}",
        f"Holds: {', '.join(held)}",
        f"Version: {tables.descriptor['version']}, as of {tables.descriptor['as_of']}, content {tables.content_hash[:12]}",
        f"License: {citation.license_name(tables) or 'not stated'}",
        f"Cite as: {citation.plain(tables)}",
        "",
        "datapackage.json describes every table and column (Frictionless Data Package);",
        "`frictionless validate datapackage.json` checks them.",
        "Dates are EDTF (ISO 8601-2), exactly as precise as the sources: 2024-10 is a month whose day is not stated.",
        "Count as engagements only the events with scope engagement and status occurred that are not part of another such event.",
    ]
    if cut:
        where = "part_of and lifted_by of events, event_id of known_gaps"
        lines.append(f"Left empty, because they name an event outside this selection: {_count(cut, 'cell', 'cells')} ({where}).")
    return "\n".join(lines) + "\n"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Booleans as the words that the data package uses."""
    words = {True: "true", False: "false"}
    return frame.assign(**{name: frame[name].map(words) for name in frame if pd.api.types.is_bool_dtype(frame[name])})


def _labeled(frame: pd.DataFrame, column: str, labels: Mapping[Any, str], name: str | None = None) -> pd.DataFrame:
    """The frame with a label beside a column of codes."""
    result = frame.copy()
    result.insert(result.columns.get_loc(column) + 1, name or f"{column}_label", frame[column].astype(object).map(labels))
    return result


def _of_event(frame: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Rows of events with what a reader needs of the event, in the order of the events."""
    columns = ["event_id", "title", "type", "scope", "status", "tally", "start", "end", "year"]
    about = tables.events[columns].rename(columns={"title": "event"})
    for column in ("type", "scope", "status"):
        about = _labeled(about, column, tables.words(EVENT_LABELS[column]).labels)
    keys = [name for name in frame.columns if name != "event_id"]
    return about.merge(frame, on="event_id")[[*about.columns, *keys]]
