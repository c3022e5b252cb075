"""What the measures share: which events count, and filling in what did not occur."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import narwhals as nw
import pandas as pd

from data.frames import collect, lazy, number, rows
from data.record import Tables

__all__ = ["ENGAGED", "all_years", "collect", "complete", "counted", "engaged", "joined", "lazy", "number", "rows"]

ENGAGED = ("counted", "part")


def counted(tables: Tables, *columns: str) -> nw.LazyFrame[Any]:
    """The events that count as engagements: whole, or only these columns of them."""
    return _events(tables, columns).filter(nw.col("tally") == "counted")


def engaged(tables: Tables, *columns: str) -> nw.LazyFrame[Any]:
    """The events that count as engagements, and those inside them: whole, or only these columns of them."""
    return _events(tables, columns).filter(nw.col("tally").is_in(ENGAGED))


def joined(tables: Tables, table: str, *columns: str) -> nw.LazyFrame[Any]:
    """A table for an inner join with events of the selection, or with what belongs to them: whole, or only these columns of it.

    It is the whole record's, not yet narrowed to the selection: the join does that, and to do it twice takes twice as long.
    """
    return lazy(getattr(tables.part_of or tables, table), *columns)


def _events(tables: Tables, columns: tuple[str, ...]) -> nw.LazyFrame[Any]:
    return lazy(tables.events, *dict.fromkeys((*columns, "tally")) if columns else ())


def complete(frame: pd.DataFrame, keys: dict[str, Iterable[Any]], fill: dict[str, int]) -> pd.DataFrame:
    """The frame with a row for every combination of the keys' values; what was not there is filled in."""
    grid = pd.DataFrame(list(product(*keys.values())), columns=list(keys))
    for key in keys:
        grid[key] = grid[key].astype(frame[key].dtype) if len(frame) else grid[key]
    return grid.merge(frame, on=list(keys), how="left").fillna(fill).astype(dict.fromkeys(fill, "int64"))


def all_years(tables: Tables) -> range:
    """Every year of the record or the selection, those without an event included."""
    first, last = tables.years
    return range(first, last + 1)
