"""How often: the recurring series and their rounds."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from data.measures.frames import collect, engaged, lazy
from data.record import Tables


def rounds(tables: Tables) -> pd.DataFrame:
    """Each engagement that is a round of a series, or is a part of one, by series and first day.

    Columns: series_id, series (name), event_id, title, round (its number or label), start (EDTF), first_day (datetime),
    precision ("day", "month", "year"), tally ("counted", or "part" for a round held inside another engagement).
    Planning conferences, ceremonies and cancellations carry the series' name but are no round, and are not here; nor is a
    round that was only announced. Engagements of one series with the same round are one round (see `summary`).
    """
    names = lazy(tables.series).select("series_id", nw.col("name").alias("series"))
    columns = ("series_id", "series", "event_id", "title", "round", "start", "first_day", "precision", "tally")
    held = engaged(tables, "event_id", "title", "series_id", "round", "start", "first_day", "precision").filter(
        ~nw.col("series_id").is_null(), ~nw.col("round").is_null()
    )
    return collect(held.join(names, on="series_id").select(*columns), "series_id", "first_day", "event_id")


def summary(tables: Tables) -> pd.DataFrame:
    """Each series that an event of the record or selection carries, the one with the most rounds first, then by name.

    Columns: series_id, series (name), rounds (count of different rounds that were held), events (count of all that carry the
    name, context and parts included), first, last (EDTF, start of the first and latest round), usual_interval_days (median of
    the days from one round's start to that of the next, missing under three rounds), longest_break_days (the most days from
    one round's start to that of the next, missing under two), break_from, break_until (event_id of the rounds around it).

    A round of several engagements starts with the first of them. A round known only to the month or year is taken to start
    in the middle of it, so that its intervals are approximate: within half a month or half a year.
    """
    named = lazy(tables.series).select("series_id", nw.col("name").alias("series"))
    events = lazy(tables.events, "series_id").filter(~nw.col("series_id").is_null()).group_by("series_id").agg(events=nw.len())
    found = collect(named.join(events, on="series_id"), "series_id")
    first_held = _first_held(rounds(tables))
    timed = [_timing(first_held[first_held["series_id"] == series_id]) for series_id in found["series_id"]]
    timing = pd.DataFrame(timed, columns=list(_timing(first_held.head(0)))).astype(
        {"rounds": "int64", "usual_interval_days": "float64", "longest_break_days": "Int64"}
        | dict.fromkeys(("first", "last", "break_from", "break_until"), "str")
    )
    found = pd.concat([found, timing], axis=1)
    found = found.sort_values("series", key=lambda names: names.str.casefold(), kind="stable")
    found = found.sort_values("rounds", ascending=False, kind="stable", ignore_index=True)
    return found[["series_id", "series", "rounds", "events", *(name for name in timing if name != "rounds")]]


def _first_held(held: pd.DataFrame) -> pd.DataFrame:
    """One row a round, its first engagement, in order, with `day`: the first day, or the middle of the month or year."""
    middle = held["precision"].map({"day": 0, "month": 15, "year": 182})
    placed = held.assign(day=held["first_day"] + pd.to_timedelta(middle.astype("int64"), unit="D"))
    placed = placed.sort_values(["series_id", "day", "event_id"], kind="stable")
    return placed.drop_duplicates(["series_id", "round"])


def _timing(held: pd.DataFrame) -> dict[str, object]:
    """What the rounds of one series in order say of its timing."""
    waits = held["day"].diff().dt.days.iloc[1:]
    at = int(waits.to_numpy().argmax()) if len(waits) else None
    return {
        "rounds": len(held),
        "first": held["start"].iloc[0] if len(held) else None,
        "last": held["start"].iloc[-1] if len(held) else None,
        "usual_interval_days": float(waits.median()) if len(waits) > 1 else None,
        "longest_break_days": int(waits.iloc[at]) if at is not None else None,
        "break_from": held["event_id"].iloc[at] if at is not None else None,
        "break_until": held["event_id"].iloc[at + 1] if at is not None else None,
    }
