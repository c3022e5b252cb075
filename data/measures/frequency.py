"""How often: engagements over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import narwhals as nw
import pandas as pd

from data import dates
from data.measures import statistics
from data.measures.frames import all_years, collect, complete, counted, lazy, newest, number
from data.record import Tables, remembered
from data.selection import counts

# A grain is the columns of the events that name a period.
GRAINS = {"year": ("year",), "quarter": ("year", "quarter"), "month": ("year", "month")}
# A split is the column of the events by which an engagement is told apart.
SPLITS = {"type": "type", "format": "format", "country": "country", "level": "level", "series": "series_id"}
NONE = ""
# A Bayes factor from which a change is worth saying: "substantial" on the scale of Jeffreys (1961), Theory of Probability.
WORTH_SAYING = 3


@remembered
def engagements(tables: Tables, grain: str = "year", split: str | None = "type") -> pd.DataFrame:
    """Engagements in each period, those without any included.

    Columns: year, quarter or month for these grains, group (the split's code as text, "" where the event has none or nothing
    is split), engagements (count), days (of them together, as in the events). An engagement belongs to the period of its start; one whose start
    is known only to the year is left out of quarters and months (see `left_out`).
    """
    if (grain, split) == ("year", None):
        # Whoever asks for this mostly asks for the types as well.
        total = engagements(tables).groupby("year", as_index=False)[["engagements", "days"]].sum()
        total.insert(1, "group", NONE)
        return total
    period = list(GRAINS[grain])
    found = collect(
        counted(tables, *period, "days", *([SPLITS[split]] if split else ()))
        .filter(~nw.col(period[-1]).is_null())
        .with_columns(group=_group(split))
        .group_by([*period, "group"])
        .agg(engagements=nw.len(), days=nw.col("days").sum())
    )
    steps = {"year": all_years(tables), "quarter": range(1, 5), "month": range(1, 13)}
    groups = sorted(found["group"].unique()) or [NONE]
    full = complete(found, {name: steps[name] for name in period} | {"group": groups}, {"engagements": 0, "days": 0})
    return full.sort_values([*period, "group"], ignore_index=True)


def one_day(tables: Tables) -> int:
    """How many engagements count one day because their first or last day is not known."""
    exact = (nw.col("precision") == "day") & (nw.col("end_precision").fill_null("") == "day")
    return number(counted(tables, "precision", "end_precision").filter(~exact))


def _group(split: str | None) -> nw.Expr:
    return nw.col(SPLITS[split]).cast(nw.String).fill_null(NONE) if split else nw.lit(NONE)


def left_out(tables: Tables, grain: str) -> int:
    """How many engagements a grain leaves out because their start is not known so exactly."""
    return counts(tables)["counted"] - int(engagements(tables, grain, None)["engagements"].sum())


def bands(tables: Tables, latest: int = 500) -> pd.DataFrame:
    """What is marked over time instead of counted: suspensions, embargoes and the like, and their lifting; so many, the latest.

    Columns: event_id, title, type, start, end (EDTF), first_day, until (datetime: the day of the lifting, else the last day;
    missing where neither is known); by first day.
    """
    marked = [code for code, row in zip(*_context_types(tables), strict=True) if row]
    own = ("event_id", "title", "type", "start", "end", "first_day")
    found = (
        lazy(tables.events, *own, "status", "end_known", "last_day", "lifted_day")
        .filter(nw.col("type").is_in(marked), nw.col("status") == "occurred")
        .with_columns(until=nw.coalesce("lifted_day", nw.when(nw.col("end_known")).then(nw.col("last_day"))))
    )
    return collect(newest(found, latest).select(*own, "until"), "first_day", "event_id")


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


def calendar(tables: Tables) -> pd.DataFrame:
    """Engagements in each month of each year, those without any included. Columns: year, month (1 to 12), engagements (count).

    Engagements known only to the year are in no month; `left_out` says how many.
    """
    return engagements(tables, "month", None)[["year", "month", "engagements"]]


def rates(tables: Tables) -> pd.DataFrame:
    """Engagements in each year, with the interval for the rate behind the count.

    Columns: year, engagements (count), low, high (engagements a year, Garwood's exact 95% interval, see
    `statistics.poisson_interval`). For a year that is not over (see `over`), the interval is for the part that is. The interval
    says how far chance alone moves such a count, not what sources leave out.
    """
    found = engagements(tables, "year", None)[["year", "engagements"]]
    limits = [statistics.poisson_interval(int(count)) for count in found["engagements"]]
    return found.assign(low=[low for low, _ in limits], high=[high for _, high in limits])


def as_of(tables: Tables) -> date:
    """The last day up to which the record goes; that of the month or year where the record names no day."""
    return dates.parse(str(tables.descriptor["as_of"])).last


def over(tables: Tables, year: int) -> float:
    """The part of a year that is over when the record ends: 1 for a past year, 0 for one to come, between them by days."""
    first, last, today = date(year, 1, 1), date(year, 12, 31), as_of(tables)
    return ((min(max(today, first), last) - first).days + (today >= first)) / ((last - first).days + 1)


def period_count(tables: Tables, years: tuple[int, int]) -> tuple[int, float]:
    """Engagements from the first to the last year, both included, and how many years these are.

    A year that is not over when the record ends counts as the part of it that is (see `over`).

    Raises ValueError where the years are not within those of the record or selection: nothing is known of others.
    """
    first, last = years
    if not tables.years[0] <= first <= last <= tables.years[1]:
        raise ValueError(f"{first}–{last} is not within {tables.years[0]}–{tables.years[1]}")
    found = engagements(tables, "year", None)
    within = found.loc[found["year"].between(first, last), "engagements"]
    return int(within.sum()), sum(over(tables, year) for year in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods compared: engagements (count) and length (years) of each, and how the rate of the second differs."""

    first: int
    first_years: float
    second: int
    second_years: float
    change: statistics.RateChange


def compare_periods(tables: Tables, first: tuple[int, int], second: tuple[int, int]) -> Comparison:
    """Whether engagements were more or less frequent in the second period than in the first: see `statistics.compare_rates`.

    The test takes engagements to come independently of each other; a yearly series comes more evenly than that, a visit
    with its follow-up less.

    Raises ValueError where the periods share a year, are not within the years of the record or selection, or have no day that
    is over.
    """
    if first[0] <= second[1] and second[0] <= first[1]:
        raise ValueError(f"{first[0]}–{first[1]} and {second[0]}–{second[1]} share a year")
    (one, one_years), (two, two_years) = period_count(tables, first), period_count(tables, second)
    return Comparison(one, one_years, two, two_years, statistics.compare_rates(one, one_years, two, two_years))


@dataclass(frozen=True, slots=True)
class Change:
    """The most likely single change in the number of engagements a year.

    `year` is the first after the change, from `low` to `high` by its 95% credible set; `years` are the first and last looked
    at; `engagements` is the count in them; `point` holds the rates before and after and how far the counts speak for a change
    at all (see `statistics.ChangePoint`).
    """

    year: int
    low: int
    high: int
    years: tuple[int, int]
    engagements: int
    point: statistics.ChangePoint


def change(tables: Tables) -> Change | None:
    """Where the number of engagements a year most likely changed: see `statistics.change_point`.

    Only years that are over when the record ends are looked at. None where they are fewer than three or without engagements.
    """
    found = engagements(tables, "year", None)
    found = found[[over(tables, int(year)) == 1 for year in found["year"]]]
    counts = [int(count) for count in found["engagements"]]
    if len(counts) < 3 or not any(counts):
        return None
    point, first = statistics.change_point(counts), int(found["year"].iloc[0])
    return Change(
        year=first + point.index,
        low=first + point.low,
        high=first + point.high,
        years=(first, first + len(counts) - 1),
        engagements=sum(counts),
        point=point,
    )


def change_in_words(found: Change | None) -> str:
    """What `change` found, in a sentence or two with its numbers."""
    if not found:
        return "There are too few years with engagements to look for a change."
    years, n = f"{found.years[0]}–{found.years[1]}", found.engagements
    if found.point.odds < WORTH_SAYING:
        return (
            f"Over {years} ({_number(n)}), a single change in the yearly rate explains the counts no clearly better than no change: "
            f"they are {found.point.odds:.1f} times as likely with one as without (the Bayes factor)."
        )
    span = f"between {found.low} and {found.high} with 95% probability"
    when = str(found.year) if found.low == found.high else f"{found.year} ({span})"
    return (
        f"If the yearly rate changed once in {years} ({_number(n)}), it most likely changed in {when}, from "
        f"{found.point.before:.1f} to {found.point.after:.1f} engagements a year."
    )


def comparison_in_words(found: Comparison, first: tuple[int, int], second: tuple[int, int]) -> str:
    """What `compare_periods` found, in sentences with its numbers; `first` and `second` are the periods' years."""
    names = [str(a) if a == b else f"{a}–{b}" for a, b in (first, second)]
    rates_of = [found.first / found.first_years, found.second / found.second_years]
    counts = [
        f"{name}: {count} engagement{'s' if count != 1 else ''} in {years:.3g} year{'s' if years != 1 else ''} ({rate:.1f} a year)"
        for name, count, years, rate in zip(
            names, (found.first, found.second), (found.first_years, found.second_years), rates_of, strict=True
        )
    ]
    p = found.change.p_value
    told = f"p {'< 0.001' if p < 0.001 else f'= {p:.3f}' if p < 0.1 else f'= {p:.2f}'}"
    if not found.first and not found.second:
        verdict = "Neither period has an engagement, so there is nothing to compare."
    elif p >= 0.05:
        verdict = f"The difference is no more than chance readily explains ({told})."
    else:
        more = "more" if found.change.ratio > 1 else "less"
        ratio = (
            ""
            if found.change.ratio == float("inf")
            else f": its rate is {found.change.ratio:.2f} times that of the first (95% interval {found.change.low:.2f} to "
            f"{found.change.high:.2f})"
        )
        verdict = f"Engagements were {more} frequent in the second period, by more than chance readily explains{ratio} ({told})."
    return f"{'; '.join(counts)}. {verdict}"


def _number(count: int) -> str:
    return f"{count} engagement{'s' if count != 1 else ''}"
