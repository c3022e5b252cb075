"""The rank of each focus area from period to period."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import ranks
from components.exhibit import Exhibit, exhibit
from components.view import View
from data.measures import focus
from data.selection import Selection, apply

PERIODS = (3, 5, 10)
# So many lines can be told apart by color.
HIGHLIGHTED = 10
# So many areas are said to have been on top.
SAID = 4


@st.fragment
def rank_by_period(view: View) -> None:
    """Draw the bump chart of ranks."""
    st.header("Rank of focus areas, period by period", anchor=False)
    st.caption(
        "In each period the focus area with the most engagements ranks first; “=” marks areas that share a rank. "
        "A dotted line passes over periods without an engagement."
    )
    years = st.segmented_control(
        "Years to a period", list(PERIODS), default=5, required=True, format_func=str, key="focus_period_years"
    )
    exhibit(
        view.once(_lines, years),
        key="focus_ranks",
        view=view,
        behind=lambda mark: focus.events_in(apply(Selection(years=(mark[1], mark[2])), view.selected), mark[0]),
    )


def _lines(view: View, years: int) -> Exhibit:
    words, frame = view.whole.words("focus_areas"), view.measure(focus.ranks, years)
    top = view.measure(focus.totals)["focus_area"].head(HIGHLIGHTED).tolist()
    return Exhibit(
        ranks.bump(frame.rename(columns={"focus_area": "key"}), labels=words.labels, colors=words.colors, highlighted=top),
        frame.assign(label=frame["focus_area"].map(words.labels)),
        alt=f"Lines of {frame['focus_area'].nunique()} areas through {frame['period_start'].nunique()} periods. {_leaders(frame, view)}",
        caption="Focus areas by period, with their rank",
        columns={"label": "Focus area", "period_start": "From", "period_end": "To", "engagements": "Engagements", "rank": "Rank"},
        mark=("focus_area", "period_start", "period_end"),
        note=" ".join(_notes(frame, years, view)),
    )


def _leaders(frame: pd.DataFrame, view: View) -> str:
    """The areas of rank 1, and in how many periods, the most frequent first."""
    periods = frame.loc[(frame["rank"] == 1).fillna(False), "focus_area"].value_counts()
    words = view.whole.words("focus_areas")
    listed = ", ".join(f"{words.label(code)} in {number}" for code, number in periods.head(SAID).items())
    return f"On top, alone or with others: {listed}{' and others' if len(periods) > SAID else ''}."


def _notes(frame: pd.DataFrame, years: int, view: View) -> list[str]:
    """What a reader must know of this chart: which areas it names, and that the last period may be shorter."""
    first, last = view.selected.years
    notes = []
    if frame["focus_area"].nunique() > HIGHLIGHTED:
        notes.append(f"In color and named: the {HIGHLIGHTED} areas with the most engagements; hover over a dot for the rest.")
    if last - first < years:
        notes.append("The selection is a single period; choose shorter periods or more years to see how ranks change.")
    elif cut := (last - first + 1) % years:
        notes.append(f"The last period has {cut} year{'s' if cut > 1 else ''} instead of {years}.")
    return notes
