"""Engagements per year, quarter or month, told apart as the reader likes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.charts import bars
from components.charts.template import MUTED
from components.exhibit import Exhibit, exhibit
from components.view import View
from data.measures import frequency
from data.measures.frequency import NONE

GRAINS = {"year": "Year", "quarter": "Quarter", "month": "Month"}
SPLITS = {
    "type": "Type",
    "format": "Format",
    "country": "Host country",
    "level": "Highest level",
    "series": "Series",
    "": "Nothing",
}
MEASURES = {"engagements": "Engagements", "days": "Days of engagement"}
# Beyond so many groups the colors of a stack can't be told apart; the rest are drawn pale and named on hover.
MOST_GROUPS = 10


@st.fragment
def over_time(view: View) -> None:
    """Draw the section."""
    st.header("Engagements by year, quarter or month", anchor=False)
    left, middle, right = st.columns([2, 2, 2])
    grain = left.segmented_control("Per", list(GRAINS), default="year", required=True, format_func=GRAINS.__getitem__, key="grain")
    split = middle.selectbox("Split by", list(SPLITS), format_func=SPLITS.__getitem__, key="split")
    measure = right.segmented_control(
        "Counted in", list(MEASURES), default="engagements", required=True, format_func=MEASURES.__getitem__, key="measure"
    )
    exhibit(
        view.once(_bars, grain, split, measure),
        key="engagements_over_time",
        view=view,
        behind=lambda mark: frequency.events_in(
            view.selected, {"year": mark[0]} | ({grain: mark[4]} if grain != "year" else {}), split or None, mark[1]
        ),
    )


def _bars(view: View, grain: str, split: str, measure: str) -> Exhibit:
    frame = view.measure(frequency.engagements, grain, split or None)
    labels, colors = _groups(view, split, frame)
    groups = _order(frame, labels)
    table = frame.assign(label=frame["group"].map(labels))
    periods = {name: GRAINS[name] for name in frequency.GRAINS[grain]}
    total = frame.groupby("year")[measure].sum()
    return Exhibit(
        bars.stacked_years(
            frame,
            value=measure,
            groups=groups,
            labels=labels,
            colors=colors,
            unit=MEASURES[measure],
            marks=view.measure(frequency.bands),
        ),
        table,
        alt=f"Stacked bars by {grain}: {total.sum()} {MEASURES[measure].lower()}, most in {total.idxmax()} ({total.max()}).",
        caption=f"{MEASURES[measure]} by {grain}" + (f" and {SPLITS[split].lower()}" if split else ""),
        columns=periods | {"label": SPLITS[split], "engagements": "Engagements", "days": "Days of engagement"},
        mark=("year", "group", "engagements", "days", grain),
        note=_notes(view, grain),
        more=_more(view, measure, sum(group not in colors for group in groups)),
    )


def _groups(view: View, split: str, frame: pd.DataFrame) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Labels and colors of a split's groups, as text; without a color are those that are too many to tell apart."""
    tables = view.whole
    none = {"level": "No official named", "country": "Not known or at sea", "series": "No series"}.get(split, "None")
    if not split:
        return {NONE: "Engagements"}, {NONE: next(iter(tables.words("event_types").colors.values()))}
    if split == "series":
        labels, known = dict(tables.names["series"]), {}
    else:
        words = tables.words({"type": "event_types", "format": "formats", "country": "countries", "level": "levels"}[split])
        labels = {str(code): label for code, label in words.labels.items()}
        known = {str(code): color for code, color in words.colors.items()}
    totals = frame[frame["engagements"] > 0].groupby("group")["engagements"].sum().sort_values(ascending=False, kind="stable")
    spare = iter([color for color in tables.words("focus_areas").colors.values() if color not in known.values()])
    named = [group for group in totals.index if group != NONE][:MOST_GROUPS]
    colors = known | {group: next(spare, MUTED) for group in named if group not in known}
    return labels | {NONE: none}, colors | {NONE: MUTED}


def _order(frame: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    """The groups that occur, in the order of their labels' source, none last."""
    present = set(frame.loc[frame["engagements"] > 0, "group"])
    return [code for code in labels if code in present]


def _notes(view: View, grain: str) -> str:
    notes = [
        "Marks under the bars, and shaded bands behind them, show events that are not counted, such as suspensions and their lifting."
    ]
    if missing := view.measure(frequency.left_out, grain):
        notes.append(f"Left out because they are dated only to the year: {_number(missing)}.")
    return " ".join(notes)


def _more(view: View, measure: str, pale: int) -> str:
    more = []
    if pale:
        more.append(f"Smaller groups drawn pale: {pale}; hover for their names.")
    if measure == "days":
        unknown = _number(view.measure(frequency.one_day))
        more.append(
            f"Days run from the first day to the last. Without a known first or last day, and counted as one day each: {unknown}."
        )
    return " ".join(more)


def _number(engagements: int) -> str:
    return f"{engagements} engagement{'s' if engagements != 1 else ''}"
