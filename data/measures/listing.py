"""The events themselves, so many at a time."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from data.frames import whole
from data.measures.frames import collect, lazy, rows
from data.record import Tables

LATEST_FIRST = ["first_day", "event_id"]


def latest(tables: Tables, number: int, skip: int = 0) -> pd.DataFrame:
    """The latest events, context and parts included: so many, after so many that are skipped. Columns: those of events."""
    order = lazy(tables.events, *LATEST_FIRST).sort(*LATEST_FIRST, descending=True).head(skip + number)
    wanted = collect(order, *LATEST_FIRST)[: -skip or None]
    if wanted.empty:
        return rows(tables.events, event_id=[])
    # The days let an engine leave most of the table unread.
    days = wanted["first_day"].dt.to_pydatetime().tolist()
    near = lazy(tables.events).filter(nw.col("first_day").is_between(nw.lit(days[0]), nw.lit(days[-1])))
    found = whole(near.filter(nw.col("event_id").is_in(list(wanted["event_id"]))))
    return found.sort_values(LATEST_FIRST, ascending=False, ignore_index=True)
