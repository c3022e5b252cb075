"""How the principal bench of each side changes, and what the first year in a post is like against later ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import narwhals as nw
import pandas as pd

from data import dates
from data.measures.frames import collect, engaged, joined
from data.measures.officials import tenures, whole_engagement
from data.measures.statistics import compare_rates, poisson_interval
from data.record import Tables

BENCH = (1, 2, 3, 4)
SAME, SOME, OTHER, UNKNOWN = "same", "some", "other", "unknown"
YEAR = 365
DAYS_OF_A_YEAR = 365.25


def bench(tables: Tables, then: pd.Timestamp, now: pd.Timestamp, levels: Iterable[int] = BENCH) -> pd.DataFrame:
    """Who held each post of the pair on two days, the highest level first; posts of these levels with terms in the record.

    Every term counts, in full or not. A term surely covers a day that lies between the latest start and the earliest end that
    its dates can mean, and possibly one that lies between the earliest start and the latest end. Where the end was not found it
    covers no day after the last on which an event attests it.

    Columns: post_id, post, country, level, holders_then, holders_now (text, possible holders as "possibly …"; empty where none is
    known), ids_then, ids_now (of officials, comma-separated), change ("same", "some" of several holders, "other", or "unknown"
    where on one of the days no holder is known: vacant, or not in the record), certain (whether every holder is sure).
    """
    terms = tenures(tables).dropna(subset="first_day")
    terms = terms[terms["level"].isin(list(levels)) & terms["country"].isin(tables.pair)]
    rows = []
    for (level, post, post_id, country), own in terms.groupby(["level", "post", "post_id", "country"]):
        one, other = (_on(own, day) for day in (then, now))
        rows.append(
            {"post_id": post_id, "post": post, "country": country, "level": level}
            | {"holders_then": _named(one), "holders_now": _named(other)}
            | {"ids_then": ", ".join(one["official_id"]), "ids_now": ", ".join(other["official_id"])}
            | {"change": _change(set(one["official_id"]), set(other["official_id"]))}
            | {"certain": bool(one["sure"].all() and other["sure"].all())}
        )
    columns = ["post_id", "post", "country", "level", "holders_then", "holders_now", "ids_then", "ids_now", "change", "certain"]
    return pd.DataFrame(rows, columns=columns)


def bench_totals(bench: pd.DataFrame) -> pd.DataFrame:
    """The rows of `bench` counted by side.

    Columns: country, posts, known (posts with a holder known on both days), same, some, other, unknown, uncertain (of those
    known, the posts of which a holder is not certain; all counts).
    """
    found = bench.assign(known=bench["change"] != UNKNOWN)
    for change in (SAME, SOME, OTHER, UNKNOWN):
        found[change] = found["change"] == change
    found["uncertain"] = found["known"] & ~found["certain"].astype("bool")
    columns = ["known", SAME, SOME, OTHER, UNKNOWN, "uncertain"]
    grouped = found.groupby("country")
    return grouped[columns].sum().astype("int64").assign(posts=grouped.size()).reset_index()[["country", "posts", *columns]]


def years_in_post(tables: Tables, whole: Tables) -> pd.DataFrame:
    """Engagements and time of the first year in a post and of the years after it, for each term of the pair in the record.

    Taken are terms whose start is known to the day or the month, and whose end is known or that ran when last seen: the time of
    the others is not known. A month is taken from its first day. Only the time inside the years of the selection counts.

    Columns: tenure_id, post, country, official, phase ("first" for the first 365 days, or "later"), days (int), engagements
    (count, those in which the holder took part in that post, parts counted with their whole; those known only to the year are
    left out).
    """
    terms = tenures(whole)
    terms = terms[terms["country"].isin(whole.pair) & terms["start"].notna() & (terms["end"].notna() | _running(terms))]
    terms = terms[[dates.parse(start).precision != "year" for start in terms["start"]]]
    begin = pd.Timestamp(tables.years[0], 1, 1)
    finish = min(pd.Timestamp(tables.years[1], 12, 31), pd.Timestamp(dates.parse(str(whole.descriptor["as_of"])).last))
    seen = collect(
        joined(tables, "participants", "event_id", "official_id", "post_id")
        .filter(~nw.col("post_id").is_null(), ~nw.col("official_id").is_null())
        .join(
            engaged(tables, "event_id", "part_of", "precision", "first_day")
            .filter(nw.col("precision") != "year")
            .with_columns(whole=whole_engagement()),
            on="event_id",
        )
        .select("official_id", "post_id", "whole", "first_day"),
        "first_day",
    )
    own: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
    for official, post, engagement, day in seen.itertuples(index=False, name=None):
        own.setdefault((official, post), []).append((day, engagement))
    rows = []
    for term in terms.itertuples():
        turn, after = term.first_day + timedelta(days=YEAR), term.last_day + timedelta(days=1)
        for phase, start, stop in (("first", term.first_day, min(turn, after)), ("later", turn, after)):
            start, stop = max(start, begin), min(stop, finish + timedelta(days=1))
            if (days := (stop - start).days) > 0:
                during = {engagement for day, engagement in own.get((term.official_id, term.post_id), ()) if start <= day < stop}
                about = {"tenure_id": term.tenure_id, "post": term.post, "country": term.country, "official": term.official}
                rows.append(about | {"phase": phase, "days": days, "engagements": len(during)})
    columns = ["tenure_id", "post", "country", "official", "phase", "days", "engagements"]
    return pd.DataFrame(rows, columns=columns)


def phase_rates(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of `years_in_post` by side and phase.

    Columns: country, phase, terms (count), years (in post, float), engagements (count), rate (engagements a year in post), low,
    high (of its exact 95% interval).
    """
    found = frame.groupby(["country", "phase"], as_index=False).agg(
        terms=("tenure_id", "nunique"), days=("days", "sum"), engagements=("engagements", "sum")
    )
    found["years"] = found["days"].astype("float64") / DAYS_OF_A_YEAR
    found["rate"] = found["engagements"].astype("float64") / found["years"]
    bounds = [poisson_interval(int(number)) for number in found["engagements"]]
    for place, name in enumerate(("low", "high")):
        found[name] = [bound[place] for bound in bounds] / found["years"]
    return found[["country", "phase", "terms", "years", "engagements", "rate", "low", "high"]]


def phases_in_words(rates: pd.DataFrame, name: str) -> str:
    """The first year against the later ones for a reader: the rows of `phase_rates` of one side, whose name is given."""
    rows = {row.phase: row for row in rates.itertuples()}
    if set(rows) != {"first", "later"}:
        return f"{name}: the terms of this selection do not hold both first and later years."
    first, later = rows["first"], rows["later"]
    said = (
        f"{name}: {_number(first.engagements, 'engagement')} in first years in post ({first.years:.1f} years "
        f"of {_number(first.terms, 'term')}: {first.rate:.2f} a year), {later.engagements} after them ({later.years:.1f} years "
        f"of {_number(later.terms, 'term')}: {later.rate:.2f} a year)."
    )
    if not first.engagements + later.engagements:
        return f"{said} There is nothing to compare."
    # The ratio of the first year to the later ones.
    found = compare_rates(int(later.engagements), later.years, int(first.engagements), first.years)
    bounds = f"95% interval {_factor(found.low)} to {_factor(found.high)}"
    chance = "p\u00a0<\u00a00.001" if found.p_value < 0.001 else f"p\u00a0=\u00a0{found.p_value:.3f}"
    verdict = "more than chance readily explains" if found.p_value < 0.05 else "no more than chance readily explains"
    return f"{said} The rate in the first year is {_factor(found.ratio)} times the later rate ({bounds}; {chance}): {verdict}."


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"


def _factor(number: float) -> str:
    return "any number of" if number == float("inf") else f"{number:.2f}"


def _running(terms: pd.DataFrame) -> pd.Series:
    return terms["end_status"] == "in_office"


def _on(terms: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The terms that may cover a day, with `sure`: whether they surely do; the sure ones first, an official once."""
    found = terms[(terms["first_day"] <= day) & (terms["last_day"] >= day)]
    sure = (found["surely_from"] <= day) & (found["surely_until"] >= day)
    found = found.assign(sure=sure.astype("bool"))
    return found.sort_values(["sure", "first_day"], ascending=[False, True], kind="stable").drop_duplicates("official_id")


def _named(terms: pd.DataFrame) -> str:
    return "; ".join(row.official if row.sure else f"possibly {row.official}" for row in terms.itertuples())


def _change(then: set[Any], now: set[Any]) -> str:
    if not then or not now:
        return UNKNOWN
    return SAME if then == now else SOME if then & now else OTHER
