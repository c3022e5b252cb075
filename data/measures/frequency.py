"""How often: engagements over time."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from data.measures.frames import all_years, collect, complete, counted, lazy
from data.record import Tables

# A grain is the columns of the events that name a period.
GRAINS = {"year": ("year",), "quarter": ("year", "quarter"), "month": ("year", "month")}
# A split is the column of the events by which an engagement is told apart.
SPLITS = {"type": "type", "format": "format", "country": "country", "level": "level", "series": "series_id"}
NONE = ""


def engagements(tables: Tables, grain: str = "year", split: str | None = "type") -> pd.DataFrame:
    """Engagements in each period, those without any included.

    Columns: year, quarter or month for these grains, group (the split's code as text, "" where the event has none or nothing
    is split), engagements (count), days (count, see `days`). An engagement belongs to the period of its start; one whose start
    is known only to the year is left out of quarters and months (see `left_out`).
    """
    period = list(GRAINS[grain])
    found = collect(
        counted(tables)
        .filter(~nw.col(period[-1]).is_null())
        .with_columns(group=_group(split), days=days())
        .group_by([*period, "group"])
        .agg(engagements=nw.len(), days=nw.col("days").sum())
    )
    steps = {"year": all_years(tables), "quarter": range(1, 5), "month": range(1, 13)}
    groups = sorted(found["group"].unique()) or [NONE]
    full = complete(found, {name: steps[name] for name in period} | {"group": groups}, {"engagements": 0, "days": 0})
    return full.sort_values([*period, "group"], ignore_index=True)


def days() -> nw.Expr:
    """The days that an engagement lasts, first and last included; 1 where either is not known to the day."""
    return nw.when(_exact()).then((nw.col("last_day") - nw.col("first_day")).dt.total_minutes() // 1440 + 1).otherwise(nw.lit(1))


def one_day(tables: Tables) -> int:
    """How many engagements count one day because their first or last day is not known."""
    return len(collect(counted(tables).filter(~_exact()).select("event_id")))


def _exact() -> nw.Expr:
    return (nw.col("precision") == "day") & (nw.col("end_precision") == "day")


def _group(split: str | None) -> nw.Expr:
    return nw.col(SPLITS[split]).cast(nw.String).fill_null(NONE) if split else nw.lit(NONE)


def left_out(tables: Tables, grain: str) -> int:
    """How many engagements a grain leaves out because their start is not known so exactly."""
    return len(collect(counted(tables).filter(nw.col(GRAINS[grain][-1]).is_null()).select("event_id")))


def bands(tables: Tables) -> pd.DataFrame:
    """What is marked over time instead of counted: suspensions, embargoes and the like, and their lifting.

    Columns: event_id, title, type, start, end (EDTF), first_day, last_day, end_known; by first day.
    """
    marked = [code for code, row in zip(*_context_types(tables), strict=True) if row]
    return collect(
        lazy(tables.events)
        .filter(nw.col("type").is_in(marked), nw.col("status") == "occurred")
        .select("event_id", "title", "type", "start", "end", "first_day", "last_day", "end_known"),
        "first_day",
        "event_id",
    )


def _context_types(tables: Tables) -> tuple[list[str], list[bool]]:
    frame = tables.words("event_types").frame
    return frame["code"].tolist(), frame["context"].tolist()


def events_in(tables: Tables, period: dict[str, int], split: str | None = None, group: str = NONE) -> pd.DataFrame:
    """The events behind one number of `engagements`: those of a period and a group.

    A period is {"year": 2016}, or also names a quarter or month.
    """
    kept = counted(tables).filter(*(nw.col(name) == value for name, value in period.items()))
    if split:
        kept = kept.filter(_group(split) == group)
    return collect(kept, "first_day", "event_id")
