"""Turnover: who of the bench changed between two days, and the first year in a post against later ones."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from components.exhibit import download_csv
from components.page import INTERVAL, P_VALUE, escape
from components.view import View
from dashboard.sections.officials_levels import LEVEL
from dashboard.sections.officials_sides import names
from data import dates
from data.measures import officials, turnover
from data.record import Tables

YEARS_BACK = 10
CHANGES = {
    turnover.SAME: "same holder",
    turnover.SOME: "some of several holders",
    turnover.OTHER: "other holder",
    turnover.UNKNOWN: "not known",
}
CAUTION = (
    "Read with care: the record has only the posts it lists and the engagements that public sources report. An event that several "
    "holders attend counts for each of them, so the counts are not independent. Terms that reach a second year are not a random sample."
)


@st.fragment
def bench_turnover(view: View) -> None:
    """Draw how much of each side's bench changed between two days that the reader chooses."""
    st.header("Turnover in senior posts", anchor=False)
    last = dates.parse(str(view.whole.descriptor["as_of"])).last
    begin = view.overall(_first_day)
    if begin is None:
        st.info("The record has no dated term in office.")
        return
    first = min(begin, last)
    usual = max(first, (pd.Timestamp(last) - pd.DateOffset(years=YEARS_BACK)).date())
    left, right = st.columns(2)
    then = left.date_input("First day", usual, first, last, key="bench_then")
    now = right.date_input("Second day", last, first, last, key="bench_now")
    if then >= now:
        st.warning("Choose two days, the earlier one first.")
        return
    sentences, table = view.overall(_bench, then, now)
    for sentence in sentences:
        st.markdown(sentence)
    columns = {
        "side": "Side",
        "level": "Level",
        "post": "Post",
        "holders_then": f"Holder on {then.isoformat()}",
        "holders_now": f"Holder on {now.isoformat()}",
        "changed": "Change",
        "sure": "Certain?",
    }
    st.dataframe(
        table[list(columns)].rename(columns=columns),
        hide_index=True,
        height="auto",
        key="bench table",
        column_config={"Post": st.column_config.TextColumn(width=260)},
    )
    st.caption(
        f"Senior posts are all posts of levels {turnover.BENCH[0]} to {turnover.BENCH[-1]} with terms in the record, whatever the filters. "
        "“Not known” can mean a vacancy, a post that did not exist, or a term missing from the record.",
        help=f"{LEVEL} Every holder counts, in full or not. Where a term is known only to the month or year, its holder is marked "
        "“possibly” on days on which it may have begun or ended. A term that ran when last seen is taken to go on.",
    )
    download_csv(table, "bench", view)


def _first_day(tables: Tables) -> date | None:
    """The first known day of any term in office."""
    days = officials.tenures(tables)["first_day"].dropna()
    return None if days.empty else days.min().date()


def _bench(whole: Tables, then: date, now: date) -> tuple[list[str], pd.DataFrame]:
    """What to say of each side's bench on two days, and the posts with their holders."""
    found = turnover.bench(whole, pd.Timestamp(then), pd.Timestamp(now))
    sides = {code: whole.words("countries").label(code) for code in whole.pair}
    totals = {row.country: row for row in turnover.bench_totals(found).itertuples()}
    table = found.assign(
        side=found["country"].map(sides),
        changed=found["change"].map(CHANGES),
        sure=found["certain"].map({True: "", False: "not certain"}),
    )
    table = table.sort_values("country", key=lambda code: code.map(list(sides).index), kind="stable")
    return [_in_words(totals[side], name) for side, name in sides.items() if side in totals], table


def _in_words(row: object, name: str) -> str:
    head = f"**{escape(name)}**: of {row.posts} senior post{'s' if row.posts != 1 else ''}, {row.known} had a known holder on both days"
    if not row.known:
        return f"{head}."
    some = f", some of several in {row.some}" if row.some else ""
    sure = f" {row.uncertain} of these {row.known} rest on a holder who is not certain." if row.uncertain else ""
    return f"{head}: the same holder in {row.same}{some}, another in {row.other} ({(row.known - row.same) / row.known:.0%} changed).{sure}"


def _years_in_post(view: View) -> pd.DataFrame:
    return turnover.years_in_post(view.selected, view.whole)


def _phases(view: View) -> tuple[list[str], pd.DataFrame]:
    """What to say of each side's first years in a post, and the rates."""
    rates, sides = turnover.phase_rates(view.once(_years_in_post)), names(view)
    said = [turnover.phases_in_words(rates[rates["country"] == code], name) for code, name in sides.items()]
    when = rates["phase"].map({"first": "first 365 days", "later": "later"})
    return said, rates.assign(side=rates["country"].map(sides), when=when)


def first_year(view: View) -> None:
    """Draw the engagements of the first year in a post against those of later ones."""
    st.header("Engagements in the first year in a post and later", anchor=False)
    frame = view.once(_years_in_post)
    if frame.empty:
        st.info("No term in the years of this selection has a known end and a start known to the day or the month.")
        return
    sentences, table = view.once(_phases)
    for sentence in sentences:
        st.markdown(escape(sentence))
    columns = {
        "side": "Side",
        "when": "Time in post",
        "terms": "Terms",
        "years": "Years in post",
        "engagements": "Engagements",
        "rate": "Engagements a year",
        "low": "95% interval from",
        "high": "95% interval to",
    }
    decimals = ("years", "rate", "low", "high")
    numbers = {columns[name]: st.column_config.NumberColumn(format="%.2f") for name in decimals}
    shown = table[list(columns)].rename(columns=columns)
    st.dataframe(shown, hide_index=True, height="auto", key="first_year table", column_config=numbers)
    st.caption(
        "Engagements in which a holder of the post took part, divided by the time in the post within the years of the selection. "
        "A visit and the meetings inside it count once.",
        help=f"{CAUTION} Left out: terms whose start is known only to the year or whose end was not found, and engagements dated only to "
        f"the year. {INTERVAL} These are exact Poisson intervals. {P_VALUE} It comes from the exact conditional test.",
    )
    download_csv(frame, "first_year", view)
