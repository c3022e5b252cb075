"""How often, turned around: the silences between engagements."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime, time
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from data.measures.frames import collect, counted, engaged
from data.measures.frequency import as_of
from data.record import Tables

ORDER = ("first_day", "event_id")
DAYS = ("from_day", "until_day")
# First day, day until which it is known to last, and event_id and title of the first and the last event of these days.
Span = tuple[datetime, datetime, str, str]
# Comes before every sign of an identifier, so that texts are in the order of their identifiers.
BETWEEN = "\t"


def gaps(tables: Tables, longest_first: bool = False) -> pd.DataFrame:
    """The silences: from the latest day that any engagement so far is known to have lasted to the day on which the next starts.

    Columns: days (from one day to the other, at least 2: an engagement that starts the day after ends no silence), from_day,
    until_day (datetime), after_event, after_title, ended_by, ended_by_title (of the engagement before and of that after),
    may_hold (count); by from_day, or the longest first.

    Only an engagement, or a part of one, whose start is known to the day bounds a silence. It lasts to its last day where that is known to the
    day, else it is known to last one day. `may_hold` is how many engagements with a start or an end known only to the month
    or year may fall, or last, into the silence: with any of them it may be shorter than it looks. Days marked approximate or
    uncertain are taken as they stand.
    """
    spans = _spans(tables)
    silences = []
    latest = datetime.max
    for first, until, *_ in spans:
        if (first - latest).days > 1:
            silences.append((latest, first))
        latest = until if latest is datetime.max else max(latest, until)
    after = _last_to_start(spans, {latest for latest, _ in silences})
    ended = _first_to_start(spans, {first for _, first in silences})
    found = _frame(
        [((first - latest).days, latest, first, *after[latest], *ended[first]) for latest, first in silences],
        ["days", *DAYS, "after_event", "after_title", "ended_by", "ended_by_title"],
    )
    found["may_hold"] = _may_hold(tables, found)
    return found.sort_values("days", ascending=False, kind="stable", ignore_index=True) if longest_first else found


def since_last(tables: Tables) -> pd.DataFrame:
    """The silence that the record ends with: from the latest known day of an engagement to the day up to which the record goes.

    Columns: days, from_day, until_day (datetime), after_event, after_title, may_hold (count), as in `gaps`; one row, none where
    no engagement is known to the day or one lasts as long as the record.
    """
    today = datetime.combine(as_of(tables), time.min)
    spans = _spans(tables)
    latest = max((until for _, until, *_ in spans), default=today)
    rows = [((today - latest).days, latest, today, *_last_to_start(spans, {latest})[latest])] if latest < today else []
    found = _frame(rows, ["days", *DAYS, "after_event", "after_title"])
    found["may_hold"] = _may_hold(tables, found)
    return found


def may_fall_in(tables: Tables, from_day: datetime, until_day: datetime) -> pd.DataFrame:
    """The engagements behind a silence's `may_hold`: perhaps inside, dated only to the month or year. Columns: those of events."""
    return collect(_inexact(tables).filter(nw.col("last_day") > nw.lit(from_day), nw.col("first_day") < nw.lit(until_day)), *ORDER)


def _bounds(tables: Tables) -> nw.LazyFrame[Any]:
    """The engagements, and parts of them, that start on a known day. Columns: first_day, until (the last day that it is known to
    last), named (event_id and title in one text, so that the first or the last event of a day brings its title along).
    """
    last = nw.when(nw.col("end_precision") == "day").then(nw.col("last_day")).otherwise(nw.col("first_day"))
    named = nw.concat_str(nw.col("event_id"), nw.col("title"), separator=BETWEEN)
    dated = engaged(tables, "event_id", "title", "first_day", "last_day", "precision", "end_precision")
    return dated.filter(nw.col("precision") == "day").select("first_day", until=last, named=named)


def _spans(tables: Tables) -> list[Span]:
    """The engagements by the days that they surely lasted, in order: far fewer than engagements, where these are many."""
    found = collect(
        _bounds(tables).group_by("first_day", "until").agg(first=nw.col("named").min(), last=nw.col("named").max()),
        "first_day",
        "until",
    )
    days = (found[name].dt.to_pydatetime().tolist() for name in ("first_day", "until"))
    return list(zip(*days, found["first"].tolist(), found["last"].tolist(), strict=True))


def _last_to_start(spans: Sequence[Span], days: Set[datetime]) -> dict[datetime, tuple[str, str]]:
    """For each of some days to which engagements last, event_id and title of one of them: the last to start."""
    return {until: _parted(last) for _, until, _, last in spans if until in days}


def _first_to_start(spans: Sequence[Span], days: Set[datetime]) -> dict[datetime, tuple[str, str]]:
    """For each of some days, event_id and title of one engagement that starts on it."""
    found: dict[datetime, str] = {}
    for day, _, first, _ in spans:
        if day in days:
            found[day] = min(first, found.get(day, first))
    return {day: _parted(named) for day, named in found.items()}


def _parted(named: str) -> tuple[str, str]:
    event_id, _, title = named.partition(BETWEEN)
    return event_id, title


def _frame(rows: Sequence[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    """Silences as a frame, typed also where there are none."""
    types = {"days": "int64"} | dict.fromkeys(DAYS, "datetime64[us]")
    values = zip(columns, zip(*rows, strict=True) if rows else [()] * len(columns), strict=True)
    return pd.DataFrame({name: pd.Series(list(own), dtype=types.get(name, "str")) for name, own in values})


def _inexact(tables: Tables, *columns: str) -> nw.LazyFrame[Any]:
    inexact = (nw.col("precision") != "day") | nw.col("end_precision").fill_null("").is_in(["month", "year"])
    return counted(tables, *columns).filter(inexact)


def _may_hold(tables: Tables, silences: pd.DataFrame) -> np.ndarray:
    """How many inexact engagements overlap each silence: those that begin before its end less those that end before it begins."""
    dated = ("first_day", "last_day", "precision", "end_precision")
    spans = collect(_inexact(tables, *dated).group_by("first_day", "last_day").agg(number=nw.len()))

    def until(column: str, days: pd.Series, side: str) -> np.ndarray:
        ordered = spans.sort_values(column)
        total = np.concatenate([[0], np.cumsum(ordered["number"].to_numpy(dtype="int64"))])
        unit = "datetime64[s]"
        return total[np.searchsorted(ordered[column].to_numpy(dtype=unit), days.to_numpy(dtype=unit), side)]

    return until("first_day", silences["until_day"], "left") - until("last_day", silences["from_day"], "right")
