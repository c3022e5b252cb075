"""Read the tables of a record whatever engine holds them: pandas, or another one that Narwhals speaks (see `data.engines`)."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa
from narwhals import from_native

# The place of each row in its table, from 0, where the engine does not keep rows in their order.
ROW = "row"
# A table: a pandas frame, or what another engine has in its place.
Frame = Any
_INTEGERS = dict.fromkeys((pa.int8(), pa.int16(), pa.int32(), pa.int64()), pd.Int64Dtype())
_BOOLEANS = {pa.bool_(): pd.BooleanDtype()}


def lazy(frame: Frame, *columns: str) -> nw.LazyFrame[Any]:
    """A table of any engine as a lazy Narwhals frame: whole, or only these columns of it.

    Columns are named where the table is wide: pandas copies every column of the rows that a filter keeps.
    """
    found = from_native(frame).lazy()
    return found.select(*columns) if columns else found


def collect(frame: nw.LazyFrame[Any], *sort: str) -> pd.DataFrame:
    """The computed frame as pandas, sorted, with an index from 0; whole numbers and booleans stay such where some are missing."""
    asked = frame.sort(*sort) if sort else frame
    if asked.implementation.is_pandas():
        return asked.collect().to_pandas().reset_index(drop=True)
    return _in_pandas(asked.collect(backend="pyarrow").to_native())


def as_table(frame: nw.LazyFrame[Any]) -> Frame:
    """A lazy frame as its engine's own: computed in pandas, for other engines a plan that is carried out where it is used."""
    return nw.to_native(frame)


def computed(frame: Frame) -> Frame:
    """A table of its engine, held in memory where it was a plan."""
    found = from_native(frame)
    return nw.to_native(found.collect()) if isinstance(found, nw.LazyFrame) else frame


def rows(frame: Frame, **values: Any) -> pd.DataFrame:
    """The rows of a table whose columns have these values, a list, tuple or set meaning any of them; as pandas."""
    kept = lazy(frame)
    for column, value in values.items():
        several = isinstance(value, (list, tuple, set, frozenset))
        kept = kept.filter(nw.col(column).is_in(list(value)) if several else nw.col(column) == value)
    return whole(kept)


def whole(frame: Frame | nw.LazyFrame[Any]) -> pd.DataFrame:
    """A table as pandas, its rows in the record's order."""
    asked = frame if isinstance(frame, nw.LazyFrame) else lazy(frame)
    found = collect(asked)
    if ROW not in found:
        return found
    # Most engines hand over what they read of a file in its order: to see that it is so is quicker than to sort.
    ordered = found if found[ROW].is_monotonic_increasing else found.sort_values(ROW, ignore_index=True)
    return ordered.drop(columns=ROW)


def number(frame: Frame | nw.LazyFrame[Any]) -> int:
    """How many rows a table has."""
    if isinstance(frame, pd.DataFrame):
        return len(frame)
    asked = frame if isinstance(frame, nw.LazyFrame) else lazy(frame)
    return int(collect(asked.select(number=nw.len()))["number"].iloc[0])


def _in_pandas(table: pa.Table) -> pd.DataFrame:
    frame = table.to_pandas()
    for column, kind in zip(table.columns, table.schema, strict=True):
        if column.null_count and pa.types.is_integer(kind.type):
            frame[kind.name] = column.to_pandas(types_mapper=_INTEGERS.get)
        elif column.null_count and pa.types.is_boolean(kind.type):
            frame[kind.name] = column.to_pandas(types_mapper=_BOOLEANS.get)
    return frame
