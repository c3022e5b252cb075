"""What was worked out once is kept for every reader, within a bound on memory."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from threading import Condition
from typing import Any, TypeVar

import pandas as pd
from cachetools import LRUCache, cached
from plotly.graph_objects import Figure

Value = TypeVar("Value")
# In bytes.
BOUND = 256_000_000
# Of whatever is kept, for what is not weighed.
LEAST = 500
# Of a cell of a table, its text included: 10 to 60 in the tables and measures of the record.
CELL = 30
LONG = 10


class Kept:
    """Values by their keys, those asked for last; a value is made once, however many readers ask for it at the same time.

    Streamlit's own cache does the same, but takes some 0.7 ms to find a value by a selection and 3 ms by the times of a record's
    files, and a page asks for twenty.
    """

    def __init__(self, bound: int = BOUND, weight: Callable[[Any], int] | None = None) -> None:
        """Up to `bound`, in bytes, or in what `weight` gives each value; a value that weighs more alone is not kept."""
        values: LRUCache[Hashable, Any] = LRUCache(bound, weight or weigh)
        self._get = cached(values, key=lambda key, make: key, condition=Condition())(lambda key, make: make())

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made where it is not kept. A frame is the caller's own to add columns to: its data are shared."""
        value = self._get(key, make)
        # pandas copies what is written to, and nothing before that.
        return value.copy(deep=False) if isinstance(value, pd.DataFrame) else value


def weigh(value: Any) -> int:
    """About how many bytes a value takes."""
    if isinstance(value, pd.DataFrame):
        return LEAST + value.size * CELL
    if isinstance(value, Figure):
        return weigh(value.to_dict())
    if isinstance(value, dict):
        return LEAST + sum(weigh(one) for one in value.values())
    if isinstance(value, list | tuple):
        # The items of a long list are much alike.
        return LEAST + (len(value) * weigh(value[0]) if len(value) > LONG else sum(map(weigh, value)))
    if is_dataclass(value):
        return LEAST + sum(weigh(getattr(value, field.name)) for field in fields(value))
    return sys.getsizeof(value)
