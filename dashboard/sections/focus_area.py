"""One focus area in full: its timeline, officials, series and outcomes."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from components.charts import bars
from components.event_card import event_card
from components.event_list import event_list
from components.exhibit import download_csv, exhibit
from components.page import escape
from components.pick import pick_row
from components.view import View
from data.measures import focus


@st.fragment
def one_area(view: View) -> None:
    """Ask for an area and draw it."""
    st.header("One focus area in full", anchor=False)
    words = view.whole.words("focus_areas")
    area = st.selectbox("Focus area", focus.totals(view.selected)["focus_area"], format_func=words.label, key="focus_area")
    if definition := words.definition(area):
        st.caption(escape(definition))
    _timeline(area, view)
    _officials(area, view)
    _series(area, view)
    _outcomes(area, view)


def _timeline(area: str, view: View) -> None:
    words, frame = view.whole.words("focus_areas"), focus.area_years(view.selected, area)
    best = frame.loc[frame["engagements"].idxmax()]
    exhibit(
        bars.stacked_years(
            frame.assign(group=area),
            value="engagements",
            groups=[area],
            labels=words.labels,
            colors=words.colors,
            unit="Engagements",
        ).update_layout(showlegend=False, height=260),
        frame,
        key=f"focus_area_{area}",
        alt=f"Bars by year: {frame['engagements'].sum()} engagements with {words.label(area)}, "
        f"most in {best['year']} ({best['engagements']}).",
        view=view,
        caption="Engagements of each year with the area",
        columns={"year": "Year", "engagements": "Engagements"},
        behind=lambda mark: focus.events_in(view.selected, area, mark[0]),
        mark=("year",),
    )


def _officials(area: str, view: View) -> None:
    found = focus.area_officials(view.selected, area)

    def events(official_id: str) -> pd.DataFrame:
        people = view.selected.participants
        return _engaged(area, view, people.loc[people["official_id"] == official_id, "event_id"])

    note = "A part counts with the engagement around it."
    columns = {"official": "Official", "engagements": "Engagements"}
    _table("Officials", found, columns, area, view, lambda row: events(row["official_id"]), note)


def _series(area: str, view: View) -> None:
    def events(series_id: str) -> pd.DataFrame:
        found = focus.events_in(view.selected, area)
        return found[found["series_id"] == series_id]

    found = focus.area_series(view.selected, area)
    columns = {"series": "Series", "engagements": "Engagements"}
    _table("Series", found, columns, area, view, lambda row: events(row["series_id"]))


def _outcomes(area: str, view: View) -> None:
    found = focus.area_outcomes(view.selected, area)
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
    row = pick_row(found[list(columns)].rename(columns=columns), key=key)
    if row is not None and events:
        event_list(events(found.iloc[row]), view, key=f"{key} events")
    elif row is not None:
        event_card(found["event_id"].iloc[row], view, key=f"{key} event")
    download_csv(found, key, view)


def _engaged(area: str, view: View, events: pd.Series) -> pd.DataFrame:
    """The engagements and parts of engagements of the selection with an area, among some events."""
    areas, found = view.selected.event_focus_areas, view.selected.events
    own = areas.loc[areas["focus_area"] == area, "event_id"]
    return found[found["event_id"].isin(own) & found["event_id"].isin(events) & (found["tally"] != "context")]
