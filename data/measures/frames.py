"""What the measures share: the tables as Narwhals frames, and filling in what did not occur."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import narwhals as nw
import pandas as pd

from data.record import Tables

ENGAGED = ("counted", "part")


def lazy(frame: Any) -> nw.LazyFrame[Any]:
    """A table as a lazy Narwhals frame."""
    return nw.from_native(frame).lazy()


def counted(tables: Tables) -> nw.LazyFrame[Any]:
    """The events that count as engagements."""
    return lazy(tables.events).filter(nw.col("tally") == "counted")


def engaged(tables: Tables) -> nw.LazyFrame[Any]:
    """The events that count as engagements, and those inside them."""
    return lazy(tables.events).filter(nw.col("tally").is_in(ENGAGED))


def collect(frame: nw.LazyFrame[Any], *sort: str) -> pd.DataFrame:
    """The computed frame as pandas, sorted, with an index from 0."""
    found = frame.collect().to_pandas() if not sort else frame.sort(*sort).collect().to_pandas()
    return found.reset_index(drop=True)


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
