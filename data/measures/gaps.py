"""How often, turned around: the silences between engagements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from data.measures.frames import collect, counted, engaged
from data.measures.frequency import as_of
from data.record import Tables

ORDER = ("first_day", "event_id")
DAYS = ("from_day", "until_day")
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
    # Days are far fewer than engagements: the silences are between days, and only then is asked for the engagements around them.
    starts = collect(_bounds(tables).group_by("first_day").agg(until=nw.col("until").max()), "first_day")
    found = pd.DataFrame({"from_day": starts["until"].cummax().shift(1), "until_day": starts["first_day"]})
    found["days"] = (found["until_day"] - found["from_day"]).dt.days
    found = found[found["days"] > 1].astype({"days": "int64"})
    found = found.merge(_last_to_start(tables, found["from_day"]), on="from_day", how="left")
    found = found.merge(_first_to_start(tables, found["until_day"]), on="until_day", how="left")
    found["may_hold"] = _may_hold(tables, found)
    found = found[["days", *DAYS, "after_event", "after_title", "ended_by", "ended_by_title", "may_hold"]]
    return found.sort_values("days", ascending=False, kind="stable", ignore_index=True) if longest_first else found


def since_last(tables: Tables) -> pd.DataFrame:
    """The silence that the record ends with: from the latest known day of an engagement to the day up to which the record goes.

    Columns: days, from_day, until_day (datetime), after_event, after_title, may_hold (count), as in `gaps`; one row, none where
    no engagement is known to the day or one lasts as long as the record.
    """
    today = as_of(tables)
    until = collect(_bounds(tables).select(nw.col("until").max()))["until"].dropna()
    found = _last_to_start(tables, until)
    found["until_day"] = pd.Series([pd.Timestamp(today)] * len(found), dtype="datetime64[s]")
    found["days"] = (found["until_day"] - found["from_day"]).dt.days
    found = found[found["days"] > 0].reset_index(drop=True)
    found["may_hold"] = _may_hold(tables, found)
    return found[["days", *DAYS, "after_event", "after_title", "may_hold"]]


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


def _last_to_start(tables: Tables, days: pd.Series) -> pd.DataFrame:
    """For each of some days to which engagements last, one of them: the last to start. Columns: from_day, after_event, after_title."""
    found = collect(_bounds(tables).group_by("until", "first_day").agg(named=nw.col("named").max()), "until", "first_day")
    found = found.drop_duplicates("until", keep="last")[["until", "named"]]
    return _split(found[found["until"].isin(days)], ["from_day", "after_event", "after_title"])


def _first_to_start(tables: Tables, days: pd.Series) -> pd.DataFrame:
    """For each of some days, one engagement that starts on it. Columns: until_day, ended_by, ended_by_title."""
    found = collect(_bounds(tables).group_by("first_day").agg(named=nw.col("named").min()), "first_day")
    return _split(found[found["first_day"].isin(days)], ["until_day", "ended_by", "ended_by_title"])


def _split(found: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Days and one event of each, `named` being its event_id and title, as three columns under these names."""
    found = found.reset_index(drop=True)
    day, named = found.columns
    parts = [text.partition(BETWEEN) for text in found[named].tolist()]
    ids, titles = (pd.Series([part[place] for part in parts], dtype="str") for place in (0, 2))
    return pd.DataFrame(dict(zip(names, (found[day], ids, titles), strict=True)))


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
