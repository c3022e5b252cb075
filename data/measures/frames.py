"""What the measures share: which events count, and filling in what did not occur."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import product
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from data.frames import collect, lazy, number, rows
from data.record import Tables

__all__ = [
    "ENGAGED",
    "all_years",
    "collect",
    "complete",
    "counted",
    "engaged",
    "joined",
    "latest_days",
    "lazy",
    "newest",
    "number",
    "rows",
]

ENGAGED = ("counted", "part")


def counted(tables: Tables, *columns: str, of: str = "events") -> nw.LazyFrame[Any]:
    """The events that count as engagements, or the rows of them in a table that carries the tally: whole, or only these columns."""
    return _tallied(tables, of, columns).filter(nw.col("tally") == "counted")


def engaged(tables: Tables, *columns: str, of: str = "events") -> nw.LazyFrame[Any]:
    """As `counted`, with the events inside those that count."""
    return _tallied(tables, of, columns).filter(nw.col("tally").is_in(ENGAGED))


def joined(tables: Tables, table: str, *columns: str) -> nw.LazyFrame[Any]:
    """A table for an inner join with events of the selection, or with what belongs to them: whole, or only these columns of it.

    It is the whole record's, not yet narrowed to the selection: the join does that, and to do it twice takes twice as long.
    """
    return lazy(getattr(tables.part_of or tables, table), *columns)


def newest(events: nw.LazyFrame[Any], number: int) -> nw.LazyFrame[Any]:
    """So many of some events, or rows that have their first_day and event_id: the latest.

    The days alone are looked through first: to put all rows in order takes several times as long, for the identifiers most of all.
    """
    days = latest_days(events, number)
    near = events.filter(nw.col("first_day") >= nw.lit(days[-1])) if days else events
    return near.sort("first_day", "event_id", descending=True).head(number)


def latest_days(events: nw.LazyFrame[Any], number: int) -> list[datetime]:
    """The first days of so many events, the latest, from the latest on."""
    days = collect(events.select("first_day").sort("first_day", descending=True).head(number))["first_day"]
    return sorted(days.dt.to_pydatetime().tolist(), reverse=True)


def _tallied(tables: Tables, table: str, columns: tuple[str, ...]) -> nw.LazyFrame[Any]:
    return lazy(getattr(tables, table), *dict.fromkeys((*columns, "tally")) if columns else ())


def complete(frame: pd.DataFrame, keys: dict[str, Iterable[Any]], fill: dict[str, int]) -> pd.DataFrame:
    """The frame with a row for every combination of the keys' values; what was not there is filled in."""
    combinations = list(product(*keys.values()))
    place = {combination: number for number, combination in enumerate(combinations)}
    there = [place.get(row, -1) for row in zip(*(frame[key].tolist() for key in keys), strict=True)]
    found = {}
    for key, values in zip(keys, zip(*combinations, strict=True), strict=False):
        found[key] = pd.array(values, dtype=frame[key].dtype) if len(frame) else pd.array(values)
    for column, value in fill.items():
        filled = np.full(len(combinations) + 1, value, dtype="int64")
        # What is of no combination goes into one cell too many.
        filled[there] = frame[column].fillna(value).to_numpy(dtype="int64")
        found[column] = filled[:-1]
    return pd.DataFrame(found, columns=[*keys, *fill])


def all_years(tables: Tables) -> range:
    """Every year of the record or the selection, those without an event included."""
    first, last = tables.years
    return range(first, last + 1)
