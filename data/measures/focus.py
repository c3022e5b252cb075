"""About what: focus areas over time, together, and in one period or selection against another."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

import narwhals as nw
import pandas as pd

from data.measures import frequency, statistics
from data.measures.frames import all_years, collect, complete, counted, engaged, joined, lazy, number
from data.record import Tables, remembered
from data.selection import counts


def by_year(tables: Tables) -> pd.DataFrame:
    """Engagements that dealt with each area in each year, for the areas that occur.

    Columns: focus_area, year, engagements (count), of (all engagements of that year), share (0 to 1, missing where the year
    has no engagement). An engagement with several areas counts once in each.
    """
    found = _by_area_and_year(tables)
    whole = frequency.engagements(tables, "year", None).set_index("year")["engagements"]
    occurring = _ordered(tables, found["focus_area"])
    full = complete(found, {"focus_area": occurring, "year": all_years(tables)}, {"engagements": 0})
    full = full.assign(of=full["year"].map(whole).astype("int64"))
    return full.assign(share=full["engagements"] / full["of"].where(full["of"] > 0))


def totals(tables: Tables) -> pd.DataFrame:
    """Each area that occurs. Columns: focus_area, engagements (count), share (of all engagements, 0 to 1), first, last (year)."""
    found = _by_area_and_year(tables)
    number, years = _counts(found), {}
    for area, year in zip(found["focus_area"].tolist(), found["year"].tolist(), strict=True):
        years.setdefault(area, []).append(year)
    order = {code: place for place, code in enumerate(tables.words("focus_areas").codes)}
    areas = sorted(number, key=lambda area: (-number[area], order[area]))
    of = max(_number(tables), 1)
    return pd.DataFrame(
        {
            "focus_area": pd.Series(areas, dtype="str"),
            "engagements": pd.Series([number[area] for area in areas], dtype="int64"),
            "share": pd.Series([number[area] / of for area in areas], dtype="float64"),
            "first": pd.Series([min(years[area]) for area in areas], dtype="Int64"),
            "last": pd.Series([max(years[area]) for area in areas], dtype="Int64"),
        }
    )


def events_in(tables: Tables, focus_area: str, year: int | None = None) -> pd.DataFrame:
    """The engagements behind one number of `by_year` or `totals`: those that dealt with an area, in a year or ever."""
    kept = counted(tables).join(_having(tables, focus_area), on="event_id", how="semi")
    return collect(kept if year is None else kept.filter(nw.col("year") == year), "first_day", "event_id")


def ranks(tables: Tables, period_years: int = 5) -> pd.DataFrame:
    """The rank of each area that occurs, by engagements, in each period of so many years.

    Columns: focus_area, period_start, period_end (year, both included), engagements (count), rank (1 the highest; areas with
    as many share the lower number; missing without an engagement). Periods are counted from the first year of the record or
    selection; the last ends with its last year and may be shorter.

    Raises ValueError where a period has no year.
    """
    if period_years < 1:
        raise ValueError("a period needs a year at least")
    first, last = tables.years
    found = collect(
        _dealt_with(tables)
        .with_columns(period_start=nw.col("year") - (nw.col("year") - first) % period_years)
        .group_by("focus_area", "period_start")
        .agg(engagements=nw.len())
    )
    steps = range(first, last + 1, period_years)
    full = complete(found, {"focus_area": _ordered(tables, found["focus_area"]), "period_start": steps}, {"engagements": 0})
    full.insert(2, "period_end", (full["period_start"] + period_years - 1).clip(upper=last))
    some = full["engagements"].where(full["engagements"] > 0)
    return full.assign(rank=some.groupby(full["period_start"]).rank(method="min", ascending=False).astype("Int64"))


def silent(tables: Tables, years: int = 5) -> pd.DataFrame:
    """Areas whose latest engagement lies more than so many years before the last year of the record or selection.

    Columns: focus_area, last (year), engagements (count, ever); the longest silent first.
    """
    found = totals(tables)[["focus_area", "last", "engagements"]]
    return found[tables.years[1] - found["last"] > years].sort_values("last", kind="stable", ignore_index=True)


def cooccurrence(tables: Tables) -> pd.DataFrame:
    """Which areas go together: every cell of the matrix of the areas that occur, in the vocabulary's order.

    Columns: a, b (focus areas; each pair both ways round), engagements (count that dealt with both; on the diagonal, with the
    area at all), expected (how many would, were the two independent), lift (engagements / expected: above 1 they go together,
    below 1 apart). Expected and lift are missing on the diagonal. Their base is the engagements that have an area at all; the
    lift of rare areas hangs on one or two engagements.
    """
    dealt = _dealt_with(tables).select("event_id", "focus_area")
    pairs = dealt.rename({"focus_area": "a"}).join(dealt.rename({"focus_area": "b"}), on="event_id")
    found = collect(pairs.group_by("a", "b").agg(engagements=nw.len()))
    base = number(dealt.select("event_id").unique())
    occurring = _ordered(tables, found["a"])
    full = complete(found, {"a": occurring, "b": occurring}, {"engagements": 0})
    same = full["a"] == full["b"]
    own = full[same].set_index("a")["engagements"]
    expected = (full["a"].map(own) * full["b"].map(own) / max(base, 1)).astype("float64").mask(same)
    return full.assign(expected=expected, lift=full["engagements"] / expected)


def pairs(tables: Tables) -> pd.DataFrame:
    """The pairs of areas that occur together, each once, the most frequent first. Columns: those of `cooccurrence`."""
    found = cooccurrence(tables)
    place = {code: number for number, code in enumerate(tables.words("focus_areas").codes)}
    found = found[(found["a"].map(place) < found["b"].map(place)) & (found["engagements"] > 0)]
    return found.sort_values(["engagements", "lift"], ascending=False, kind="stable", ignore_index=True)


def events_with(tables: Tables, a: str, b: str) -> pd.DataFrame:
    """The engagements behind a cell of `cooccurrence`: those that dealt with both areas. Columns: those of events."""
    kept = counted(tables)
    for area in (a, b):
        kept = kept.join(_having(tables, area), on="event_id", how="semi")
    return collect(kept, "first_day", "event_id")


def compare(first: Tables, second: Tables) -> pd.DataFrame:
    """Each area that occurs in either of two periods or selections of one record: its share of the engagements of each.

    Columns: focus_area, first, first_of, second, second_of (count: engagements with the area, and all), share_first,
    share_second (0 to 1), difference (second less first), low, high (its 95% interval, see
    `statistics.difference_of_shares`); the largest rise first. Where either has no engagement its share, the difference and
    the interval are missing. The interval is for two groups that have no engagement in common; where they have, it does not hold.
    """
    return _compared(first, *((_counts(totals(tables)), _number(tables)) for tables in (first, second)))


def compare_periods(tables: Tables, first: tuple[int, int], second: tuple[int, int]) -> pd.DataFrame:
    """`compare` for two periods of one record or selection, given by their first and last years, both included.

    Raises ValueError where the periods share a year.
    """
    if first[0] <= second[1] and second[0] <= first[1]:
        raise ValueError(f"{first[0]}–{first[1]} and {second[0]}–{second[1]} share a year")
    of_years = _by_area_and_year(tables)
    of = frequency.engagements(tables, "year", None)

    def within(found: pd.DataFrame, years: tuple[int, int]) -> pd.DataFrame:
        return found[found["year"].between(*years)]

    periods = ((_counts(within(of_years, years)), int(within(of, years)["engagements"].sum())) for years in (first, second))
    return _compared(tables, *periods)


def _counts(found: pd.DataFrame) -> Counter[str]:
    """The engagements with each area, of rows that have focus_area and engagements."""
    number: Counter[str] = Counter()
    for area, engagements in zip(found["focus_area"].tolist(), found["engagements"].tolist(), strict=True):
        number[area] += engagements
    return number


def _compared(tables: Tables, first: tuple[Counter[str], int], second: tuple[Counter[str], int]) -> pd.DataFrame:
    """The rows of `compare` for the engagements with each area, and all, of two groups."""
    (one, one_of), (two, two_of) = first, second
    areas = list(_ordered(tables, [*one, *two]))
    counts = [(int(one.get(area, 0)), int(two.get(area, 0))) for area in areas]
    if one_of and two_of:
        differences = [statistics.difference_of_shares(before, one_of, after, two_of) for before, after in counts]
    else:
        differences = [(math.nan,) * 3] * len(areas)
    frame = pd.DataFrame(
        {
            "focus_area": pd.Series(areas, dtype="str"),
            "first": pd.Series([before for before, _ in counts], dtype="int64"),
            "first_of": one_of,
            "second": pd.Series([after for _, after in counts], dtype="int64"),
            "second_of": two_of,
            "share_first": pd.Series([before / one_of if one_of else math.nan for before, _ in counts], dtype="float64"),
            "share_second": pd.Series([after / two_of if two_of else math.nan for _, after in counts], dtype="float64"),
        }
        | {
            name: pd.Series([three[place] for three in differences], dtype="float64")
            for place, name in enumerate(("difference", "low", "high"))
        }
    )
    return frame.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


def area_years(tables: Tables, focus_area: str) -> pd.DataFrame:
    """One area over time, years without it included. Columns: year, engagements (count)."""
    dealt = _dealt_with(tables).filter(nw.col("focus_area") == focus_area)
    found = collect(dealt.group_by("year").agg(engagements=nw.len()))
    return complete(found, {"year": all_years(tables)}, {"engagements": 0})


def area_officials(tables: Tables, focus_area: str) -> pd.DataFrame:
    """The officials who took part in what dealt with an area, the most engaged first.

    Columns: official_id, official (name), engagements (count, a part of an engagement counted with its whole), as in
    `officials.areas`, the other way round.
    """
    whole = nw.when(nw.col("tally") == "counted").then(nw.col("event_id")).otherwise(nw.col("part_of"))
    people = joined(tables, "participants", "event_id", "official_id").filter(~nw.col("official_id").is_null())
    found = collect(
        people.join(_engaged_in(tables, focus_area).select("event_id", whole.alias("whole")), on="event_id")
        .group_by("official_id")
        .agg(engagements=nw.col("whole").n_unique())
        .join(lazy(tables.officials).select("official_id", nw.col("name").alias("official")), on="official_id")
        .select("official_id", "official", "engagements"),
        "official",
        "official_id",
    )
    return found.sort_values("engagements", ascending=False, kind="stable", ignore_index=True)


def area_series(tables: Tables, focus_area: str) -> pd.DataFrame:
    """The recurring series of the engagements that dealt with an area, the most frequent first.

    Columns: series_id, series (name), engagements (count).
    """
    found = collect(
        counted(tables, "event_id", "series_id")
        .filter(~nw.col("series_id").is_null())
        .join(_having(tables, focus_area), on="event_id", how="semi")
        .group_by("series_id")
        .agg(engagements=nw.len())
        .join(joined(tables, "series").select("series_id", nw.col("name").alias("series")), on="series_id")
        .select("series_id", "series", "engagements"),
        "series",
        "series_id",
    )
    return found.sort_values("engagements", ascending=False, kind="stable", ignore_index=True)


def area_outcomes(tables: Tables, focus_area: str) -> pd.DataFrame:
    """What came of the engagements, and the parts of engagements, that dealt with an area, the earliest first.

    Columns: event_id, title, start (EDTF), outcome (text).
    """
    events = _engaged_in(tables, focus_area).select("event_id", "title", "start", "first_day")
    found = joined(tables, "event_outcomes").join(events, on="event_id")
    return collect(found, "first_day", "event_id", "number")[["event_id", "title", "start", "outcome"]]


@remembered
def _by_area_and_year(tables: Tables) -> pd.DataFrame:
    """The engagements with each area in each year that has any: focus_area, year, engagements. Several measures ask for it."""
    return collect(_dealt_with(tables).group_by("focus_area", "year").agg(engagements=nw.len()), "focus_area", "year")


def _dealt_with(tables: Tables) -> nw.LazyFrame[Any]:
    """Each area of each engagement, with its year."""
    return counted(tables, "event_id", "focus_area", "year", of="event_focus_areas")


def _having(tables: Tables, focus_area: str) -> nw.LazyFrame[Any]:
    return (
        joined(tables, "event_focus_areas", "event_id", "focus_area").filter(nw.col("focus_area") == focus_area).select("event_id")
    )


def _engaged_in(tables: Tables, focus_area: str) -> nw.LazyFrame[Any]:
    return engaged(tables).join(_having(tables, focus_area), on="event_id", how="semi")


def _number(tables: Tables) -> int:
    return counts(tables)["counted"]


def _ordered(tables: Tables, areas: Iterable[str]) -> list[str]:
    """The areas once each, in the vocabulary's order."""
    occurring = set(areas)
    return [code for code in tables.words("focus_areas").codes if code in occurring]
