"""The tables of an engine other than pandas in blocks: so many events, or sources, at a time, with the rows that belong to them.

Keys fall into groups, the events of a day or a thousand sources, whose rows mostly stand together in every table. Where they stand
is found once for a table; a block then asks for a stretch of rows, which an engine finds in a file without reading what is around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from data.frames import ROW, collect, lazy
from data.record import Tables
from data.streams import ahead

TEXT = pa.large_string()
# A table of a record in memory: in pandas, where the record is, or as another engine hands it over.
Held = pd.DataFrame | pa.Table
# Some tables of a record by name.
Frames = Callable[[str], Held]
# What an engine hands over at a time, in events or sources.
BLOCK = 40_000
# A part of a record is worked out anew for each block, so its blocks are so many times as large.
OF_A_PART = 4
# Stretches that are no further apart, in rows, are asked for as one: an engine reads or leaves many rows together.
NEAR = 20_000
# Where groups hold so many times the rows that are needed, the engine looks for these rows one by one.
MANY = 8
# Where groups lie among each other, a block may become so many times as large.
MOST = 4
KEYS = {"events": "event_id", "sources": "source_id"}
# The group of a key: what comes before the name of an event, most often its day; the thousand in which a source's number lies.
GROUPS = {
    "event_id": nw.col("event_id").str.slice(0, 10),
    "conflict_id": nw.col("conflict_id").str.slice(0, 10),
    "source_id": nw.col("source_id").str.slice(1, 15).cast(nw.Int64) // 1000,
}
# The tables that name sources, where a block is one of events.
CITING = ("citations", "conflict_values")


def blocks(tables: Tables, columns: Mapping[str, Sequence[str]]) -> Iterator[Frames]:
    """Tables in memory, in blocks of the rows of the first and, of the others, what belongs to them; in the record's order.

    Of each table the columns that are named are asked for, beside its keys; none named means all. Tables that are in pandas
    are handed over at once and as they are.
    """
    first = next(iter(columns))
    if isinstance(getattr(tables, first), pd.DataFrame):
        yield partial(getattr, tables)
    else:
        yield from ahead(_blocks(tables, KEYS[first], columns))


def _blocks(tables: Tables, key: str, columns: Mapping[str, Sequence[str]]) -> Iterator[Frames]:
    groups = _groups(tables, next(iter(columns)), key)
    number = _cut(groups, BLOCK * OF_A_PART if tables.part_of else BLOCK)
    asked = {name: _asked(tables, name, own) for name, own in columns.items()}
    if not number or not number[-1]:
        yield {name: _held(frame) for name, frame in asked.items()}.__getitem__
        return
    for _, block in groups.groupby(number):
        yield _block(tables, key, block.index, asked).__getitem__


def _cut(groups: pd.DataFrame, block: int) -> list[int]:
    """The block of each group. One ends where no group has rows on both sides, so that blocks keep the record's order."""
    number, held, ends = [], 0, -1
    for first, last, rows in zip(groups["first"], groups["last"], groups["rows"], strict=True):
        full = held + rows > block and (first > ends or held > MOST * block)
        number.append((number[-1] if number else 0) + (full and held > 0))
        held, ends = (0 if full else held) + rows, max(ends, last)
    return number


def _asked(tables: Tables, name: str, columns: Sequence[str]) -> nw.LazyFrame[Any]:
    frame = lazy(getattr(tables, name))
    kept = [column for column in frame.collect_schema().names() if column in (*columns, *GROUPS, ROW)]
    return frame.select(*kept) if columns else frame


def _block(tables: Tables, key: str, block: pd.Index, asked: Mapping[str, nw.LazyFrame[Any]]) -> dict[str, pa.Table]:
    """The rows of some groups of events or sources, and those of other tables that belong to them or are named by these."""
    frames: dict[str, nw.LazyFrame[Any]] = {}
    found: dict[str, pa.Table] = {}
    # Where rows stand in the whole record, those of a part of it do too.
    record = tables.part_of or tables
    for name, frame in asked.items():
        if key in frame.collect_schema().names():
            frames[name] = _stretch(frame, key, _groups(record, name, key), block)
        else:
            by, users = ("conflict_id", ("conflicts",)) if name == "conflict_values" else ("source_id", CITING)
            users = tuple(user for user in users if user in found)
            groups, ours = _groups(record, name, by), _in_groups([found[user][by] for user in users], by)
            frames[name] = _stretch(frame, by, groups, ours)
            # A conflict that is not of these events may stand in a group with one that is.
            near = groups["rows"][groups.index.isin(ours)].sum()
            if name == "conflict_values" or near > MANY * sum(len(found[user]) for user in users):
                keys = nw.concat([frames[user].select(by) for user in users]).unique()
                frames[name] = frames[name].join(keys, on=by, how="semi")
        found[name] = _held(frames[name])
    return found


def _held(frame: nw.LazyFrame[Any]) -> pa.Table:
    """The rows of a table, in the record's order."""
    table = frame.collect(backend="pyarrow").to_native()
    if ROW in table.column_names:
        # Most engines hand over what they read of a file in its order: to see that it is so is quicker than to sort.
        ordered = bool((np.diff(table[ROW].to_numpy()) > 0).all())
        table = (table if ordered else table.sort_by(ROW)).drop_columns(ROW)
    types = {field.name: TEXT if pa.types.is_string(field.type) else field.type for field in table.schema}
    return table.cast(pa.schema(types))


def _groups(tables: Tables, name: str, key: str) -> pd.DataFrame:
    """For each group of the keys in a table its first and its last row, and how many it has, in the order of the first."""
    known = tables.known.setdefault("groups", {})
    if (name, key) not in known:
        rows = lazy(getattr(tables, name), key, ROW).select(ROW, group=GROUPS[key])
        groups = rows.group_by("group").agg(first=nw.col(ROW).min(), last=nw.col(ROW).max(), rows=nw.len())
        # Found again and again in lists of plain values, which are compared more quickly than Arrow's.
        known[name, key] = collect(groups, "first").astype({"group": object}).set_index("group")
    return known[name, key]


def _in_groups(keys: Iterable[pa.ChunkedArray], key: str) -> pd.Index:
    """The groups of keys."""
    table = pa.table({key: pa.chunked_array([chunk for own in keys for chunk in own.chunks], TEXT)})
    groups = nw.from_native(table).select(group=GROUPS[key])["group"].drop_nulls().unique()
    return pd.Index(groups.to_list())


def _stretch(frame: nw.LazyFrame[Any], key: str, groups: pd.DataFrame, ours: pd.Index) -> nw.LazyFrame[Any]:
    """The rows of some groups of keys."""
    own = groups.index.isin(ours)
    first, last = groups["first"].to_numpy(), groups["last"].to_numpy()
    if not own.any():
        return frame.filter(nw.col(ROW) < 0)
    ends = np.maximum.accumulate(last[own])
    begins = np.flatnonzero(np.append(True, first[own][1:] > ends[:-1] + NEAR))
    stretches = list(zip(first[own][begins].tolist(), ends[np.append(begins[1:], 0) - 1].tolist(), strict=True))
    kept = frame.filter(reduce(or_, (nw.col(ROW).is_between(*stretch) for stretch in stretches)))
    strangers = any(((first[~own] <= end) & (last[~own] >= begin)).any() for begin, end in stretches)
    return kept.filter(GROUPS[key].is_in(groups.index[own].tolist())) if strangers else kept
