"""What was worked out once is kept for every reader, within a bound on memory."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from threading import Lock, RLock
from typing import Any, TypeVar

import pandas as pd
import plotly.graph_objects as go

Value = TypeVar("Value")
# In bytes. What is larger than the share of it is not kept at all: it would drive out what many readers ask for.
BOUND, SHARE = 256_000_000, 1 / 8
# Of whatever is kept, for what is not weighed.
LEAST = 500
LONG = 10


class Kept:
    """Values by their keys, those asked for last; a value is made once, however many readers ask for it at the same time.

    Streamlit's own cache does the same, but takes some 0.7 ms to find a value by a selection and 3 ms by the times of a record's
    files, and a page asks for twenty.
    """

    def __init__(self, bound: int = BOUND, weight: Callable[[Any], int] | None = None) -> None:
        """Up to `bound`, in bytes, or in what `weight` gives each value."""
        self.bound = bound
        self._weigh = weight or weigh
        self._largest = bound * SHARE if weight is None else bound
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()
        self._making: dict[Hashable, RLock] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made where it is not kept. A frame is the caller's own to add columns to: its data are shared."""
        with self._lock:
            if key in self._values:
                return self._known(key)
            making = self._making.setdefault(key, RLock())
        with making:
            with self._lock:
                if key in self._values:
                    return self._known(key)
            try:
                value = make()
                self._keep(key, value)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return _own(value)

    def _known(self, key: Hashable) -> Any:
        self._values.move_to_end(key)
        return _own(self._values[key][0])

    def _keep(self, key: Hashable, value: Any) -> None:
        weight = self._weigh(value)
        if weight > self._largest:
            return
        with self._lock:
            self._weight += weight - self._values.pop(key, (None, 0))[1]
            self._values[key] = (value, weight)
            while self._weight > self.bound:
                self._weight -= self._values.popitem(last=False)[1][1]


def weigh(value: Any) -> int:
    """About how many bytes a value takes."""
    if isinstance(value, pd.DataFrame):
        return LEAST + int(value.memory_usage().sum())
    if isinstance(value, go.Figure):
        return weigh(value.to_dict())
    if isinstance(value, dict):
        return LEAST + sum(weigh(one) for one in value.values())
    if isinstance(value, list | tuple):
        # The items of a long list are much alike.
        return LEAST + (len(value) * weigh(value[0]) if len(value) > LONG else sum(map(weigh, value)))
    if is_dataclass(value):
        return LEAST + sum(weigh(getattr(value, field.name)) for field in fields(value))
    return sys.getsizeof(value)


def _own(value: Any) -> Any:
    # pandas copies what is written to, and nothing before that.
    return value.copy(deep=False) if isinstance(value, pd.DataFrame) else value
