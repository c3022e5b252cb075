"""Levels: the highest engaged by year, how often each is reached, and their distribution over the years."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import levels
from components.exhibit import Exhibit, exhibit
from components.view import View
from dashboard.sections.officials_sides import colors, names
from data.measures import officials

LEVEL = "A level ranks an office, 1 the highest. The Data page defines each level."
NO_ONE = "No source names an official or an office in the engagements of this selection."


def highest_level(view: View) -> None:
    """Draw the highest level of each year and side."""
    st.header("Highest level on each side, by year", anchor=False, help=LEVEL)
    if view.measure(officials.highest_level).empty:
        st.info(NO_ONE)
        return
    exhibit(
        view.once(_highest),
        key="highest_level",
        view=view,
        behind=lambda mark: officials.events_at(view.selected, mark[0], int(mark[1]), int(mark[2])),
    )


def _highest(view: View) -> Exhibit:
    frame = view.measure(officials.highest_level)
    return Exhibit(
        levels.highest_by_year(
            frame, words=view.whole.words("levels"), sides=names(view), years=view.selected.years, colors=colors(view)
        ),
        _labeled(frame, view),
        alt=f"One dot a year and side, level 1 on top. {_count_best(frame, 'year', 'years', view)}",
        caption="The highest level of each year and side",
        columns={
            "year": "Year",
            "side": "Side",
            "level": "Level",
            "label": "Level in words",
            "participations": "Participations",
            "people": "Who",
        },
        mark=("country", "level", "year"),
        note="No dot means that no source names an official or an office of that side in that year. Hover over a level for its definition.",
    )


def level_totals(view: View) -> None:
    """Draw how often each level is reached."""
    if view.measure(officials.level_totals).empty:
        return
    st.header("Engagements by highest level on each side", anchor=False)
    exhibit(
        view.once(_totals),
        key="levels",
        view=view,
        behind=lambda mark: officials.events_at(view.selected, mark[0], int(mark[1])),
    )


def _totals(view: View) -> Exhibit:
    frame = view.measure(officials.level_totals)
    return Exhibit(
        levels.distribution(frame, words=view.whole.words("levels"), sides=names(view), colors=colors(view)),
        _labeled(frame, view),
        alt=f"One bar a level and side. {_count_best(frame, 'engagements', 'engagements', view)}",
        caption="Engagements by side and highest level",
        columns={"side": "Side", "level": "Level", "label": "Level in words", "engagements": "Engagements", "share": "Share"},
        mark=("country", "level"),
        note="Each engagement or part counts once for each side of which someone is named, at that side’s highest level.",
    )


def levels_by_year(view: View) -> None:
    """Draw the distribution of levels in each year, side by side."""
    if view.measure(officials.levels).empty:
        return
    st.header("Engagements by year and highest level on each side", anchor=False)
    exhibit(
        view.once(_by_year),
        key="levels_by_year",
        view=view,
        behind=lambda mark: officials.events_at(view.selected, mark[0], int(mark[1]), int(mark[2])),
    )


def _by_year(view: View) -> Exhibit:
    frame = view.measure(officials.levels)
    return Exhibit(
        levels.by_year(frame, words=view.whole.words("levels"), sides=names(view), years=view.selected.years),
        _labeled(frame, view),
        alt=f"Stacked bars a year for each side. {_count_best(frame, 'engagements', 'engagements', view)}",
        caption="Engagements by year, side and highest level",
        columns={"year": "Year", "side": "Side", "level": "Level", "label": "Level in words", "engagements": "Engagements"},
        mark=("country", "level", "year"),
        note="Each engagement or part counts once for each side of which someone is named, at that side’s highest level. "
        "The two sides have separate scales.",
    )


def _labeled(frame: pd.DataFrame, view: View) -> pd.DataFrame:
    return frame.assign(side=frame["country"].map(names(view)), label=frame["level"].map(view.whole.words("levels").labels))


def _count_best(frame: pd.DataFrame, value: str, unit: str, view: View) -> str:
    """For each side how often it reaches its highest level."""
    sentences = []
    for side, rows in frame.groupby("country"):
        best = rows[rows["level"] == rows["level"].min()][value]
        number = best.nunique() if value == "year" else best.sum()
        whole = rows[value].nunique() if value == "year" else rows[value].sum()
        sentences.append(f"{view.label('countries', side)} reaches level {rows['level'].min()} in {number} of {whole} {unit}.")
    return " ".join(sentences)
