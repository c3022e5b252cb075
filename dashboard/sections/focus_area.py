"""One focus area in full: its timeline, officials, series and outcomes."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from components.charts import bars
from components.event_card import event_card
from components.event_list import event_list
from components.exhibit import Exhibit, download_csv, exhibit
from components.page import escape
from components.pick import pick_row
from components.view import View
from data.frames import rows
from data.measures import focus
from data.measures.frames import ENGAGED


@st.fragment
def one_area(view: View) -> None:
    """Ask for an area and draw it."""
    st.header("One focus area in full", anchor=False)
    words = view.whole.words("focus_areas")
    area = st.selectbox("Focus area", view.measure(focus.totals)["focus_area"], format_func=words.label, key="focus_area")
    if definition := words.definition(area):
        st.caption(escape(definition))
    exhibit(
        view.once(_timeline, area),
        key=f"focus_area_{area}",
        view=view,
        behind=lambda mark: focus.events_in(view.selected, area, mark[0]),
    )
    _officials(area, view)
    _series(area, view)
    _outcomes(area, view)


def _timeline(view: View, area: str) -> Exhibit:
    words, frame = view.whole.words("focus_areas"), view.measure(focus.area_years, area)
    best = frame.loc[frame["engagements"].idxmax()]
    return Exhibit(
        bars.stacked_years(
            frame.assign(group=area),
            value="engagements",
            groups=[area],
            labels=words.labels,
            colors=words.colors,
            unit="Engagements",
            height=260,
            showlegend=False,
        ),
        frame,
        alt=f"Bars by year: {frame['engagements'].sum()} engagements with {words.label(area)}, "
        f"most in {best['year']} ({best['engagements']}).",
        caption="Engagements of each year with the area",
        columns={"year": "Year", "engagements": "Engagements"},
        mark=("year",),
    )


def _officials(area: str, view: View) -> None:
    found = view.measure(focus.area_officials, area)

    def events(official_id: str) -> pd.DataFrame:
        return _engaged(area, view, rows(view.selected.participants, official_id=official_id)["event_id"])

    note = "A part counts with the engagement around it."
    columns = {"official": "Official", "engagements": "Engagements"}
    _table("Officials", found, columns, area, view, lambda row: events(row["official_id"]), note)


def _series(area: str, view: View) -> None:
    def events(series_id: str) -> pd.DataFrame:
        found = focus.events_in(view.selected, area)
        return found[found["series_id"] == series_id]

    found = view.measure(focus.area_series, area)
    columns = {"series": "Series", "engagements": "Engagements"}
    _table("Series", found, columns, area, view, lambda row: events(row["series_id"]))


def _outcomes(area: str, view: View) -> None:
    found = view.measure(focus.area_outcomes, area)
    _table("Outcomes", found, {"start": "Start", "title": "Event", "outcome": "Outcome"}, area, view, None)


def _table(
    name: str,
    found: pd.DataFrame,
    columns: dict[str, str],
    area: str,
    view: View,
    events: Callable[[pd.Series], pd.DataFrame] | None,
    note: str = "",
) -> None:
    """A table of which a picked row opens its events, or, where its rows are events, the event."""
    st.markdown(f"**{name}**")
    if found.empty:
        st.caption(f"The engagements with this area name no {name.lower()}.")
        return
    if note:
        st.caption(note)
    key = f"focus_area_{area}_{name.lower()}"
    row = pick_row(found[list(columns)].rename(columns=columns), key=key, of=view.stamp())
    if row is not None and events:
        event_list(events(found.iloc[row]), view, key=f"{key} events")
    elif row is not None:
        event_card(found["event_id"].iloc[row], view, key=f"{key} event")
    download_csv(found, key, view)


def _engaged(area: str, view: View, events: pd.Series) -> pd.DataFrame:
    """The engagements and parts of engagements of the selection with an area, among some events."""
    own = rows(view.selected.event_focus_areas, focus_area=area, event_id=set(events))["event_id"]
    return rows(view.selected.events, event_id=set(own), tally=ENGAGED)
