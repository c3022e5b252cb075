"""The events themselves, so many at a time."""

from __future__ import annotations

from datetime import datetime

import narwhals as nw
import pandas as pd

from data.measures.frames import collect, lazy
from data.record import Tables

# What a list of events shows.
LISTED = ("event_id", "first_day", "year", "start", "title", "tally", "type", "country", "place", "independent_sources")
LATEST_FIRST = ["first_day", "event_id"]


def latest(tables: Tables, number: int, skip: int = 0) -> pd.DataFrame:
    """The latest events, context and parts included: so many, after so many that are skipped. Columns: `LISTED`, of events."""
    order = lazy(tables.events, *LATEST_FIRST).sort(*LATEST_FIRST, descending=True).head(skip + number)
    wanted = collect(order, *LATEST_FIRST)[: -skip or None]
    days = wanted["first_day"].dt.to_pydatetime().tolist() or [datetime.max]
    # The days let an engine leave most of the table unread.
    near = lazy(tables.events, *LISTED).filter(nw.col("first_day").is_between(nw.lit(days[0]), nw.lit(days[-1])))
    found = collect(near.filter(nw.col("event_id").is_in(wanted["event_id"].tolist())), *LATEST_FIRST)
    return found.iloc[::-1].reset_index(drop=True)
