"""How often: the recurring series and their rounds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import narwhals as nw
import pandas as pd

from data.measures.frames import collect, engaged, joined, lazy, newest
from data.record import Tables

# By how exactly a start is known, days from the first on which it may be to the middle of them.
MIDDLE = {"day": 0, "month": 15, "year": 182}
# By series and day, the event_id and start (EDTF) of rounds.
Around = Mapping[tuple[str, datetime], list[tuple[str, str]]]


def rounds(tables: Tables, latest: int | None = None) -> pd.DataFrame:
    """Each engagement that is a round of a series, or is a part of one, by series and first day; or only so many, the latest.

    Columns: series_id, series (name), event_id, title, round (its number or label), start (EDTF), first_day (datetime),
    precision ("day", "month", "year"), tally ("counted", or "part" for a round held inside another engagement).
    Planning conferences, ceremonies and cancellations carry the series' name but are no round, and are not here; nor is a
    round that was only announced. Engagements of one series with the same round are one round (see `summary`).
    """
    names = joined(tables, "series").select("series_id", nw.col("name").alias("series"))
    columns = ("series_id", "series", "event_id", "title", "round", "start", "first_day", "precision", "tally")
    held = engaged(tables, "event_id", "title", "series_id", "round", "start", "first_day", "precision").filter(
        ~nw.col("series_id").is_null(), ~nw.col("round").is_null()
    )
    if latest is not None:
        held = newest(held, latest)
    return collect(held.join(names, on="series_id").select(*columns), "series_id", "first_day", "event_id")


def summary(tables: Tables) -> pd.DataFrame:
    """Each series that an event of the record or selection carries, the one with the most rounds first, then by name.

    Columns: series_id, series (name), rounds (count of different rounds that were held), events (count of all that carry the
    name, context and parts included), first, last (EDTF, start of the first and latest round), usual_interval_days (median of
    the days from one round's start to that of the next, missing under three rounds), longest_break_days (the most days from
    one round's start to that of the next, missing under two), break_from, break_until (event_id of the rounds around it),
    break_from_start, break_until_start (EDTF, their starts).

    A round of several engagements starts with the first of them. A round known only to the month or year is taken to start
    in the middle of it, so that its intervals are approximate: within half a month or half a year.
    """
    named = joined(tables, "series").select("series_id", nw.col("name").alias("series"))
    events = lazy(tables.events, "series_id").filter(~nw.col("series_id").is_null()).group_by("series_id").agg(events=nw.len())
    found = collect(named.join(events, on="series_id"), "series_id")
    # Rounds are far fewer than engagements: only for the days that are told is asked for the engagements on them.
    days = collect(_held(tables).group_by("series_id", "round").agg(day=nw.col("day").min()), "series_id", "day", "round")
    of_series: dict[str, list[datetime]] = {}
    for series_id, day in zip(days["series_id"], days["day"].dt.to_pydatetime(), strict=True):
        of_series.setdefault(series_id, []).append(day)
    told = {day for own in of_series.values() for day in (own[0], own[-1], *_longest_break(own)[1:]) if day}
    around = _on_days(tables, days, told)
    timed = [_timing(series_id, of_series.get(series_id, []), around) for series_id in found["series_id"]]
    timing = pd.DataFrame(timed, columns=list(_timing("", [], {}))).astype(
        {"rounds": "int64", "usual_interval_days": "float64", "longest_break_days": "Int64"}
        | dict.fromkeys(("first", "last", "break_from", "break_until", "break_from_start", "break_until_start"), "str")
    )
    found = pd.concat([found, timing], axis=1)
    found = found.sort_values("series", key=lambda names: names.str.casefold(), kind="stable")
    found = found.sort_values("rounds", ascending=False, kind="stable", ignore_index=True)
    return found[["series_id", "series", "rounds", "events", *(name for name in timing if name != "rounds")]]


def _held(tables: Tables) -> nw.LazyFrame[Any]:
    """The engagements that are rounds, or parts of one, with `day`: the first day, or the middle of the month or year."""
    held = engaged(tables, "event_id", "series_id", "round", "start", "first_day", "precision")
    first, precision = nw.col("first_day"), nw.col("precision")
    month, year = (first.dt.offset_by(f"{MIDDLE[exact]}d") for exact in ("month", "year"))
    inexact = nw.when(precision == "month").then(month).otherwise(year)
    day = nw.when(precision == "day").then(first).otherwise(inexact)
    return held.filter(~nw.col("series_id").is_null(), ~nw.col("round").is_null()).with_columns(day=day)


def _waits(days: Sequence[datetime]) -> list[int]:
    """The days from one round to the next."""
    return [(after - before).days for before, after in pairwise(days)]


def _longest_break(days: Sequence[datetime]) -> tuple[int, datetime, datetime] | tuple[None, None, None]:
    """The most days from one round to the next and the days on which these two start; only None where there is one round."""
    waits = _waits(days)
    if not waits:
        return None, None, None
    at = waits.index(max(waits))
    return waits[at], days[at], days[at + 1]


def _on_days(tables: Tables, days: pd.DataFrame, told: Collection[datetime]) -> Around:
    """The first engagement of each round that starts on some days: by series and day, event_id and start of each, in order."""
    if not told:
        return {}
    # Most events are left out by their first day alone, before their own day is worked out.
    first = [day - timedelta(days) for day in told for days in MIDDLE.values()]
    near = _held(tables).filter(nw.col("first_day").is_in(first))
    there = collect(near.filter(nw.col("day").is_in(list(told))), "series_id", "day", "event_id")
    there = there.merge(days, on=["series_id", "round", "day"]).drop_duplicates(["series_id", "round"])
    found: dict[tuple[str, datetime], list[tuple[str, str]]] = {}
    there = there.sort_values(["series_id", "day", "event_id"])
    for series_id, day, event_id, start in zip(
        there["series_id"], there["day"].dt.to_pydatetime(), there["event_id"], there["start"], strict=True
    ):
        found.setdefault((series_id, day), []).append((event_id, start))
    return found


def _timing(series_id: str, days: Sequence[datetime], around: Around) -> dict[str, object]:
    """What the days of the rounds of one series, in order, say of its timing."""
    waits = _waits(days)
    longest, before, after = _longest_break(days)
    together = longest == 0
    begins = around[series_id, before][0 if together else -1] if before else (None, None)
    ends = around[series_id, after][1 if together else 0] if after else (None, None)
    return {
        "rounds": len(days),
        "first": around[series_id, days[0]][0][1] if days else None,
        "last": around[series_id, days[-1]][-1][1] if days else None,
        "usual_interval_days": float(median(waits)) if len(waits) > 1 else None,
        "longest_break_days": longest,
        "break_from": begins[0],
        "break_until": ends[0],
        "break_from_start": begins[1],
        "break_until_start": ends[1],
    }
