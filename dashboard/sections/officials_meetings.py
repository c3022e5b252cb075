"""Who met whom where the two sides meet alone, and how far apart their levels are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import levels, matrix
from components.exhibit import Exhibit, exhibit
from components.page import escape
from components.view import View
from dashboard.sections.officials_sides import colors, names
from data.frames import rows
from data.measures import meetings

SHOWN = 20
BY = {"post": "Posts", "official": "Officials"}
BILATERAL = (
    "Bilateral means that the two sides are the only parties, and that this holds for most engagements of the event’s format."
)


@st.fragment
def who_met_whom(view: View) -> None:
    """Draw the matrix of posts, or of officials where the reader asks for it."""
    st.header("Who met whom", anchor=False)
    by = st.segmented_control("Rows and columns", list(BY), default="post", required=True, format_func=BY.__getitem__, key="met_by")
    if view.once(_met, by).empty:
        st.info(f"No bilateral engagement of this selection names {BY[by].lower()} of both sides.")
        return
    exhibit(
        view.once(_matrix, by),
        key=f"met_{by}",
        view=view,
        behind=lambda mark: meetings.events_between(view.selected, view.whole, by, mark[0], mark[1]),
    )


def _met(view: View, by: str) -> pd.DataFrame:
    return meetings.met(view.selected, view.whole, by)


def _matrix(view: View, by: str) -> Exhibit:
    met, (first, second) = view.once(_met, by), names(view).values()
    shown = meetings.most_met(met, SHOWN)
    most = met.loc[met["engagements"].idxmax()]
    return Exhibit(
        matrix.meetings(shown, sides=(first, second)),
        met,
        alt=f"Matrix: {shown['first_id'].nunique()} {BY[by].lower()} of {first} by {shown['second_id'].nunique()} of {second}. "
        f"Most often, {most['engagements']} times: {most['first']} and {most['second']}.",
        caption=f"Pairs of {BY[by].lower()} who met",
        columns={
            "first": first,
            "first_level": f"Level, {first}",
            "second": second,
            "second_level": f"Level, {second}",
            "engagements": "Shared engagements",
        },
        mark=("first_id", "second_id"),
        note=f"A square counts the bilateral engagements in which both took part: {escape(first)} in rows, {escape(second)} in columns, "
        f"each with its level. {_left_out(met, shown, by)}",
        more=f"{BILATERAL} A visit and the meetings inside it count once. Click a square for the meetings.",
    )


def _left_out(met: pd.DataFrame, shown: pd.DataFrame, by: str) -> str:
    left = sum(met[key].nunique() - shown[key].nunique() for key in ("first_id", "second_id"))
    if not left:
        return ""
    return f"Drawn are the {SHOWN} of each side who met most often; the table and the CSV have {left} more {BY[by].lower()}."


def level_gap(view: View) -> None:
    """Draw who met up and who met down, by year."""
    st.header("Who met higher-ranking counterparts", anchor=False)
    found = view.once(_gaps)
    if found.empty:
        st.info("No bilateral meeting of this selection has a known level on both sides.")
        return
    st.markdown(escape(_in_words(found, names(view))))

    def behind(mark: list[int]) -> pd.DataFrame:
        ids = found.loc[(found["year"] == mark[0]) & (found["gap"] == mark[1]), "event_id"]
        return rows(view.selected.events, event_id=set(ids))

    exhibit(view.once(_differences), key="level_gap", view=view, behind=behind)


def _gaps(view: View) -> pd.DataFrame:
    return meetings.gaps(view.selected, view.whole)


def _differences(view: View) -> Exhibit:
    found, sides = view.once(_gaps), names(view)
    first, second = sides.values()
    return Exhibit(
        levels.gaps(meetings.gaps_by_year(found), sides=sides, colors=colors(view), years=view.selected.years),
        found.assign(words=[levels.gap_in_words(gap, sides) for gap in found["gap"]]),
        alt=f"A dot for each year and difference in level. {_in_words(found, sides)}",
        caption="Bilateral meetings with the highest level of each side",
        columns={
            "year": "Year",
            "start": "Start",
            "title": "Meeting",
            "first_level": f"Level, {first}",
            "second_level": f"Level, {second}",
            "words": "Difference",
        },
        mark=("year", "gap"),
        note="A side meets up when the other side’s highest level is above its own. A number in a dot counts its meetings.",
        more=f"{BILATERAL} Where the meetings inside a visit show both levels, they count instead of the visit.",
    )


def _in_words(found: pd.DataFrame, sides: dict[str, str]) -> str:
    number = len(found)
    up = found["met_up"].value_counts()
    parts = [f"{name} met up in {up.get(code, 0)} ({up.get(code, 0) / number:.0%})" for code, name in sides.items()]
    equal = int(found["met_up"].isna().sum())
    head = (
        f"{number} bilateral meetings have a known level on both sides"
        if number > 1
        else "One bilateral meeting has a known level on both sides"
    )
    return f"{head}: {', '.join(parts)}, and the levels were equal in {equal} ({equal / number:.0%})."
