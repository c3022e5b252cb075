"""The events themselves, so many at a time."""

from __future__ import annotations

import pandas as pd

from data.measures.frames import collect, lazy, rows
from data.record import Tables

LATEST_FIRST = ["first_day", "event_id"]


def latest(tables: Tables, number: int, skip: int = 0) -> pd.DataFrame:
    """The latest events, context and parts included: so many, after so many that are skipped. Columns: those of events."""
    order = lazy(tables.events, *LATEST_FIRST).sort(*LATEST_FIRST, descending=True).head(skip + number)
    wanted = collect(order)["event_id"].iloc[skip:]
    return rows(tables.events, event_id=list(wanted)).sort_values(LATEST_FIRST, ascending=False, ignore_index=True)
