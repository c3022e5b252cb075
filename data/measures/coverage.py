"""What the record is known to lack, and what it may lack."""

from __future__ import annotations

import calendar

import narwhals as nw
import pandas as pd

from data import dates
from data.measures.frames import collect, lazy
from data.record import Tables

COLUMNS = (
    *(
        "gap_id",
        "title",
        "certainty",
        "start",
        "end",
        "period",
        "first_day",
        "last_day",
        "event_type",
        "series_id",
        "series",
        "missing",
        "basis",
    ),
    *("event_id", "event", "source_id", "publisher", "url"),
)


def known_gaps(tables: Tables) -> pd.DataFrame:
    """The known holes in coverage, in the order of their start.

    Columns: gap_id, title (what is missing), certainty (code), start, end (EDTF; end missing where the hole runs on), period (in words), first_day,
    last_day (the earliest day the start and the latest day the end can mean, last_day missing where the hole runs on),
    event_type, series_id, series (name), missing (engagements at the least, where a number is known), basis (how we know), event_id and
    event (id and title of the event that shows it; no title where the event is outside the selection), source_id, publisher, url.
    """
    found = collect(
        lazy(tables.known_gaps)
        .join(lazy(tables.series).select("series_id", nw.col("name").alias("series")), on="series_id", how="left")
        .join(lazy(tables.events).select("event_id", nw.col("title").alias("event")), on="event_id", how="left")
        .join(lazy(tables.sources).select("source_id", "publisher", "url"), on="source_id", how="left")
    )
    found["first_day"] = pd.to_datetime(found["start"].map(lambda start: dates.parse(start).first))
    found["last_day"] = pd.to_datetime(found["end"].map(lambda end: dates.parse(end).last, na_action="ignore"))
    periods = [_period(start, end) for start, end in zip(found["start"], found["end"], strict=True)]
    found["period"] = pd.Series(periods, found.index, dtype="str")
    return found.sort_values(["first_day", "gap_id"], ignore_index=True)[list(COLUMNS)]


def _period(start: str, end: str | None) -> str:
    """ "2007", "2007 to October 2012", "from 2006 on": no more exact than the dates are."""
    if not isinstance(end, str):
        return f"from {_words(start)} on"
    return _words(start) if start == end else f"{_words(start)} to {_words(end)}"


def _words(text: str) -> str:
    span = dates.parse(text)
    month, year = calendar.month_name[span.first.month], span.first.year
    words = {"day": f"{month} {span.first.day}, {year}", "month": f"{month} {year}", "year": str(year)}[span.precision]
    return f"about {words}" if span.approximate or span.uncertain else words
