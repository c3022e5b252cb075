"""A record as a folder of Parquet files: the same data package, with the columns that follow from others worked out beforehand.

It is made from a sound record by `python -m data convert` and read, never edited. Beside the tables it holds
`tables/event_texts.parquet`, what the search looks through, and its `datapackage.json` names the record it was made from.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from data.frames import ROW, Frame, whole
from data.record import CARRYING, CATEGORIES, Tables, is_vocabulary, read_descriptor, table_names

ENDING = ".parquet"
TEXTS = "event_texts"
MADE_FROM = "made_from"
TYPES = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_()}
DAY = pa.timestamp("us")
_PAGES = {"citations": {"page": pa.int64()}}
# The columns that follow from others (see `data.record.Tables`) and their types.
DERIVED = {
    "events": {
        "first_day": DAY,
        "last_day": DAY,
        "precision": pa.string(),
        "approximate": pa.bool_(),
        "uncertain": pa.bool_(),
        "end_precision": pa.string(),
        "end_known": pa.bool_(),
        "year": pa.int64(),
        "quarter": pa.int64(),
        "month": pa.int64(),
        "days": pa.int64(),
        "lifted_day": DAY,
        "tally": pa.string(),
        "level": pa.int64(),
        "independent_sources": pa.int64(),
    },
    "known_gaps": {"first_year": pa.int64(), "last_year": pa.int64()},
    **{name: {"year": pa.int64(), "tally": pa.string()} | _PAGES.get(name, {}) for name in CARRYING},
}
# Rows that an engine reads, or leaves unread, together.
ROW_GROUP = 65_536


def is_parquet(descriptor: Mapping[str, Any]) -> bool:
    """Whether a data package holds its tables as Parquet files."""
    return any(str(resource.get("path", "")).endswith(ENDING) for resource in descriptor["resources"] if isinstance(resource, dict))


def is_made(path: Path) -> bool:
    """Whether a folder holds a record that was written here, which may be replaced."""
    try:
        return MADE_FROM in read_descriptor(path)
    except (OSError, ValueError):
        return False


def schemas(descriptor: Mapping[str, Any]) -> dict[str, pa.Schema]:
    """For each table of a record, and the texts, its columns and their types in Parquet."""
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    found = {TEXTS: pa.schema({"event_id": pa.string(), "text": pa.string(), ROW: pa.int64()})}
    for name in table_names():
        own = {field["name"]: TYPES[field["type"]] for field in resources[name]["schema"]["fields"]}
        found[name] = pa.schema(own | DERIVED.get(name, {}) | {ROW: pa.int64()})
    return found


def write(tables: Tables, path: Path) -> None:
    """Write a record, which is taken to be sound, into a folder; one that is there is replaced as a whole.

    Raises OSError where the folder can't be written.
    """
    # In a folder beside it first: a reader never sees half of a record.
    beside = path.with_name(f".{path.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / "tables").mkdir(parents=True)
    write_description(tables, beside)
    for name in schemas(tables.descriptor):
        pq.write_table(as_arrow(tables, name), file_of(beside, name), compression="zstd", row_group_size=ROW_GROUP)
    if path.exists():
        shutil.rmtree(path)
    beside.rename(path)


def as_arrow(tables: Tables, name: str) -> pa.Table:
    """A table of a record, or the texts, typed as in Parquet, each row with its place."""
    schema = schemas(tables.descriptor)[name]
    frame = whole(getattr(tables, name)).reindex(columns=schema.names)
    frame[ROW] = range(len(frame))
    return pa.Table.from_pandas(_plain(frame), schema=schema, preserve_index=False).replace_schema_metadata(None)


def write_description(tables: Tables, path: Path) -> None:
    """Write what is not a table: the vocabularies, and the descriptor with the record it was made from."""
    descriptor = {**tables.descriptor, MADE_FROM: {"content_hash": tables.content_hash, "years": list(tables.years)}}
    descriptor["resources"] = [
        resource if is_vocabulary(resource) else {**resource, "path": f"tables/{resource['name']}{ENDING}"}
        for resource in tables.descriptor["resources"]
    ]
    for resource in descriptor["resources"]:
        if is_vocabulary(resource):
            rows = tables.words(resource["name"]).frame.to_dict("records")
            known = [{key: value for key, value in row.items() if pd.notna(value)} for row in rows]
            file = path / resource["path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(yaml.safe_dump(known, allow_unicode=True, sort_keys=False), encoding="utf-8")
    text = json.dumps(descriptor, ensure_ascii=False, indent=2, default=str)
    (path / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")


def described(descriptor: Mapping[str, Any]) -> tuple[dict[str, Any], str, tuple[int, int]]:
    """The descriptor of the record that a folder was made from, its content hash, and its first and last year."""
    made = descriptor[MADE_FROM]
    resources = [
        resource if is_vocabulary(resource) else {**resource, "path": f"tables/{resource['name']}.csv"}
        for resource in descriptor["resources"]
    ]
    own = {name: value for name, value in descriptor.items() if name != MADE_FROM} | {"resources": resources}
    first, last = made["years"]
    return own, made["content_hash"], (first, last)


def file_of(path: Path, table: str) -> Path:
    """The file of a table."""
    return path / "tables" / f"{table}{ENDING}"


def read(path: Path, table: str, codes: Mapping[str, tuple[Any, ...]]) -> Frame:
    """One table of a folder in pandas, typed as `data.record` types it; `codes` are the categories of its coded columns."""
    coded = [name for name in CATEGORIES.get(table, ()) if name in codes]
    found = pq.read_table(file_of(path, table), read_dictionary=coded).drop_columns(ROW)
    frame = found.to_pandas(types_mapper=_PANDAS.get, self_destruct=True, split_blocks=True)
    # What is worked out is never missing, so its truth values are plain ones, as in a record read from CSV.
    plain = [name for name, kind in DERIVED.get(table, {}).items() if kind == pa.bool_()]
    frame = frame.astype(dict.fromkeys(plain, "bool"))
    return frame.assign(**{name: frame[name].cat.set_categories(codes[name]) for name in coded})


def faults(path: Path, descriptor: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What keeps a folder of Parquet files from being read: file, what is wrong, what is needed. Its rows were checked before."""
    made = descriptor.get(MADE_FROM)
    again = "needed is a folder as `python -m data convert` makes it"
    if not isinstance(made, dict) or not {"content_hash", "years"} <= set(made):
        return [("datapackage.json", f"does not say what the tables were made from ({MADE_FROM})", again)]
    found = []
    for name, schema in schemas(descriptor).items():
        file = file_of(path, name)
        try:
            own = pq.read_schema(file)
        except FileNotFoundError:
            found.append((file.name, "is missing", again))
            continue
        except (OSError, pa.ArrowException):
            found.append((file.name, "is not a Parquet file", again))
            continue
        types = dict(zip(own.names, own.types, strict=True))
        wrong = [column.name for column in schema if types.get(column.name) != column.type]
        if wrong:
            found.append((file.name, f"lacks columns, or has them in another type: {', '.join(wrong)}", again))
    return found


_PANDAS = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Codes as text."""
    return frame.astype(dict.fromkeys(frame.select_dtypes("category"), "str"))
