"""What can be taken away: flat extracts as CSV, and the whole record, or the part that a selection keeps, as a data package."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import yaml

from data import citation, dates, selection as selections
from data.flat import FLAT, PIECES
from data.frames import whole
from data.record import Tables, is_vocabulary
from data.selection import Selection
from data.streams import csv_chunks, json_chunks, to_csv
from data.texts import fold

__all__ = [
    "FLAT",
    "PIECES",
    "csv_chunks",
    "descriptor_json",
    "file_name",
    "files",
    "json_chunks",
    "package",
    "to_csv",
]

# The columns that may name an event outside a selection: the table is kept for other reasons than that event.
OUTWARD = {"events": ("part_of", "lifted_by"), "known_gaps": ("event_id",), "retractions": ("replaced_by",)}


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
    frames, cut = _without_outsiders({name: whole(frame) for name, frame in tables.frames})
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
        where = "part_of and lifted_by of events, event_id of known_gaps, replaced_by of retractions"
        lines.append(f"Left empty, because they name an event outside this selection: {_count(cut, 'cell', 'cells')} ({where}).")
    return "\n".join(lines) + "\n"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Booleans as the words that the data package uses."""
    words = {True: "true", False: "false"}
    return frame.assign(**{name: frame[name].map(words) for name in frame if pd.api.types.is_bool_dtype(frame[name])})
