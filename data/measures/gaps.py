"""How often, turned around: the silences between engagements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from data.measures.frames import collect, counted, engaged
from data.measures.frequency import as_of
from data.record import Tables, remembered

ORDER = ("first_day", "event_id")
DAYS = ("from_day", "until_day")
# Comes before every sign of an identifier, so that texts are in the order of their identifiers.
BETWEEN = "\t"
# First day, and day until which it is known to last.
Span = tuple[datetime, datetime]
# By a day, event_id and title of an event.
Named = dict[datetime, tuple[str, str]]


@remembered
def silences(tables: Tables) -> pd.DataFrame:
    """The silences: from the latest day that any engagement so far is known to have lasted to the day on which the next starts.

    Columns: days (from one day to the other, at least 2: an engagement that starts the day after ends no silence), from_day,
    until_day (datetime), may_hold (count); by from_day.

    Only an engagement, or a part of one, whose start is known to the day bounds a silence. It lasts to its last day where that is known to the
    day, else it is known to last one day. `may_hold` is how many engagements with a start or an end known only to the month
    or year may fall, or last, into the silence: with any of them it may be shorter than it looks. Days marked approximate or
    uncertain are taken as they stand.
    """
    found = []
    latest = datetime.max
    for first, until in _spans(tables):
        if (first - latest).days > 1:
            found.append(((first - latest).days, latest, first))
        latest = until if latest is datetime.max else max(latest, until)
    frame = _frame(found, ["days", *DAYS])
    return frame.assign(may_hold=_may_hold(tables, frame))


def gaps(tables: Tables, longest: int | None = None) -> pd.DataFrame:
    """The `silences` with what bounds them: all, or only so many, the longest.

    Columns: days, from_day, until_day (datetime), after_event, after_title, ended_by, ended_by_title (of the engagement before
    and of that after), may_hold (count); by from_day, or the longest first where only so many are asked for.
    """
    found = silences(tables)
    if longest is not None:
        found = found.nlargest(longest, "days").reset_index(drop=True)
    before, until = (found[name].dt.to_pydatetime().tolist() for name in DAYS)
    last, first = _bounding(tables, before, until)
    names = [(*last[left], *first[right]) for left, right in zip(before, until, strict=True)]
    columns = ["after_event", "after_title", "ended_by", "ended_by_title"]
    return found[["days", *DAYS]].join(_frame(names, columns)).assign(may_hold=found["may_hold"])


def since_last(tables: Tables) -> pd.DataFrame:
    """The silence that the record ends with: from the latest known day of an engagement to the day up to which the record goes.

    Columns: days, from_day, until_day (datetime), after_event, after_title, may_hold (count), as in `gaps`; one row, none where
    no engagement is known to the day or one lasts as long as the record.
    """
    today = datetime.combine(as_of(tables), time.min)
    spans = _spans(tables)
    latest = max((until for _, until in spans), default=today)
    rows = [((today - latest).days, latest, today, *_bounding(tables, [latest], [])[0][latest])] if latest < today else []
    found = _frame(rows, ["days", *DAYS, "after_event", "after_title"])
    found["may_hold"] = _may_hold(tables, found)
    return found


def may_fall_in(tables: Tables, from_day: datetime, until_day: datetime) -> pd.DataFrame:
    """The engagements behind a silence's `may_hold`: perhaps inside, dated only to the month or year. Columns: those of events."""
    return collect(
        counted(tables).filter(_inexact(), nw.col("last_day") > nw.lit(from_day), nw.col("first_day") < nw.lit(until_day)), *ORDER
    )


@remembered
def _dated(tables: Tables) -> pd.DataFrame:
    """How many engagements, and parts of them, share their days: far fewer rows than engagements, where these are many.

    Columns: first_day, last_day, until (the day that it is known to last to), bounds (whether it starts on a known day), inexact
    (see `_inexact`), number (count). Several measures ask for it.
    """
    days = engaged(tables, "first_day", "last_day", "precision", "end_precision").with_columns(
        until=_until(), bounds=_bounds(), inexact=_inexact() & (nw.col("tally") == "counted")
    )
    alike = days.group_by("first_day", "last_day", "until", "bounds", "inexact").agg(number=nw.len())
    return collect(alike, "first_day", "until")


def _spans(tables: Tables) -> list[Span]:
    """The days that engagements surely lasted, in order."""
    found = _dated(tables)
    found = found[found["bounds"].astype("bool")].drop_duplicates(["first_day", "until"])
    return list(zip(*(found[name].dt.to_pydatetime().tolist() for name in ("first_day", "until")), strict=True))


def _bounding(tables: Tables, last: Sequence[datetime], first: Sequence[datetime]) -> tuple[Named, Named]:
    """For each of some days to which engagements last, the last of them to start; for each of others, one that starts on it."""
    # In one text the first or the last event of a day brings its title along.
    named = nw.concat_str(nw.col("event_id"), nw.col("title"), separator=BETWEEN)
    dated = engaged(tables, "event_id", "title", "first_day", "last_day", "precision", "end_precision")
    # What takes the least comes first, what is made of the texts last: they are most of what there is to read.
    near = dated.filter(nw.col("first_day").is_in([*last, *first]) | nw.col("last_day").is_in(list(last)))
    asked = near.filter(_bounds(), _until().is_in(list(last)) | nw.col("first_day").is_in(list(first)))
    asked = asked.select("first_day", until=_until(), named=named)
    found = collect(
        asked.group_by("first_day", "until").agg(first=nw.col("named").min(), last=nw.col("named").max()), "first_day", "until"
    )
    lasting = dict(zip(found["until"].dt.to_pydatetime(), found["last"], strict=True))
    starting = found.groupby("first_day")["first"].min()
    begun = dict(zip(starting.index.to_pydatetime(), starting, strict=True))
    return _parted(lasting), _parted(begun)


def _parted(named: Mapping[datetime, str]) -> Named:
    parts = {day: text.partition(BETWEEN) for day, text in named.items()}
    return {day: (event_id, title) for day, (event_id, _, title) in parts.items()}


def _bounds() -> nw.Expr:
    return nw.col("precision") == "day"


def _until() -> nw.Expr:
    return nw.when(nw.col("end_precision") == "day").then(nw.col("last_day")).otherwise(nw.col("first_day"))


def _inexact() -> nw.Expr:
    return (nw.col("precision") != "day") | nw.col("end_precision").fill_null("").is_in(["month", "year"])


def _frame(rows: Sequence[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    """Silences as a frame, typed also where there are none."""
    types = {"days": "int64"} | dict.fromkeys(DAYS, "datetime64[us]")
    values = zip(columns, zip(*rows, strict=True) if rows else [()] * len(columns), strict=True)
    return pd.DataFrame({name: pd.Series(list(own), dtype=types.get(name, "str")) for name, own in values})


def _may_hold(tables: Tables, silences: pd.DataFrame) -> np.ndarray:
    """How many inexact engagements overlap each silence: those that begin before its end less those that end before it begins."""
    spans = _dated(tables)
    spans = spans[spans["inexact"].astype("bool")]

    def until(column: str, days: pd.Series, side: str) -> np.ndarray:
        ordered = spans.sort_values(column)
        total = np.concatenate([[0], np.cumsum(ordered["number"].to_numpy(dtype="int64"))])
        unit = "datetime64[s]"
        return total[np.searchsorted(ordered[column].to_numpy(dtype=unit), days.to_numpy(dtype=unit), side)]

    return until("first_day", silences["until_day"], "left") - until("last_day", silences["from_day"], "right")
