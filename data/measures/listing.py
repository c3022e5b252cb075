"""The events themselves, so many at a time."""

from __future__ import annotations

from datetime import datetime

import narwhals as nw
import pandas as pd

from data.measures.frames import collect, latest_days, lazy
from data.record import Tables

# What a list of events shows.
LISTED = ("event_id", "first_day", "year", "start", "title", "tally", "type", "country", "place", "independent_sources")
LATEST_FIRST = ["first_day", "event_id"]


def latest(tables: Tables, number: int, skip: int = 0) -> pd.DataFrame:
    """The latest events, context and parts included: so many, after so many that are skipped. Columns: `LISTED`, of events."""
    days = latest_days(lazy(tables.events, "first_day"), skip + number)
    last, first = (days[skip], days[-1]) if len(days) > skip else (datetime.max, datetime.max)
    near = lazy(tables.events, *LISTED).filter(nw.col("first_day").is_between(nw.lit(first), nw.lit(last)))
    found = collect(near, *LATEST_FIRST).iloc[::-1]
    # Of those on the last day, some may be skipped.
    start = skip - sum(day > last for day in days)
    return found[start : start + number].reset_index(drop=True)
