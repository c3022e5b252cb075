"""About what: focus areas over time."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from data.measures.frames import all_years, collect, complete, counted, lazy
from data.record import Tables


def by_year(tables: Tables) -> pd.DataFrame:
    """Engagements that dealt with each area in each year, for the areas that occur.

    Columns: focus_area, year, engagements (count), of (all engagements of that year), share (0 to 1, missing where the year
    has no engagement). An engagement with several areas counts once in each.
    """
    events = counted(tables)
    areas = lazy(tables.event_focus_areas).join(events.select("event_id", "year"), on="event_id")
    found = collect(areas.group_by("focus_area", "year").agg(engagements=nw.len()))
    whole = collect(events.group_by("year").agg(of=nw.len()))
    occurring = [code for code in tables.words("focus_areas").codes if code in set(found["focus_area"])]
    full = complete(found, {"focus_area": occurring, "year": all_years(tables)}, {"engagements": 0})
    full = full.merge(whole.astype({"year": full["year"].dtype}), on="year", how="left").fillna({"of": 0}).astype({"of": "int64"})
    return full.assign(share=full["engagements"] / full["of"].where(full["of"] > 0))


def totals(tables: Tables) -> pd.DataFrame:
    """Each area that occurs. Columns: focus_area, engagements (count), share (of all engagements, 0 to 1), first, last (year)."""
    events = counted(tables)
    found = collect(
        lazy(tables.event_focus_areas)
        .join(events.select("event_id", "year"), on="event_id")
        .group_by("focus_area")
        .agg(engagements=nw.len(), first=nw.col("year").min(), last=nw.col("year").max())
    )
    number = len(collect(events.select("event_id")))
    order = {code: place for place, code in enumerate(tables.words("focus_areas").codes)}
    found = found.sort_values("focus_area", key=lambda codes: codes.map(order)).sort_values(
        "engagements", ascending=False, kind="stable"
    )
    found.insert(2, "share", found["engagements"] / max(number, 1))
    return found.reset_index(drop=True)


def events_in(tables: Tables, focus_area: str, year: int | None = None) -> pd.DataFrame:
    """The engagements behind one number of `by_year` or `totals`: those that dealt with an area, in a year or ever."""
    dealt = lazy(tables.event_focus_areas).filter(nw.col("focus_area") == focus_area).select("event_id")
    kept = counted(tables).join(dealt, on="event_id", how="semi")
    return collect(kept if year is None else kept.filter(nw.col("year") == year), "first_day", "event_id")
