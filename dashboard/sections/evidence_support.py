"""How well events are supported: by number of independent sources, and those that rest on little."""

from __future__ import annotations

import streamlit as st

from components.charts import bars
from components.charts.template import ACCENT
from components.event_list import event_list
from components.exhibit import Exhibit, exhibit
from components.page import escape
from components.view import View
from data.measures import evidence


def support(view: View) -> None:
    """Draw the number of events that rest on one, two or more independent sources."""
    st.header("Events by number of independent sources", anchor=False)
    exhibit(
        view.once(_bars),
        key="events_by_independent_sources",
        view=view,
        behind=lambda mark: evidence.events_where(view.selected, independent_sources=int(mark[0])),
    )


def _bars(view: View) -> Exhibit:
    frame = view.measure(evidence.support)
    frame = frame.assign(label=[f"{n} source{'s' if n != 1 else ''}" for n in frame["independent_sources"]])
    one = frame.loc[frame["independent_sources"] <= 1, "events"].sum()
    return Exhibit(
        bars.horizontal(frame, label="label", value="events", key="independent_sources", unit="Events", color=ACCENT),
        frame,
        alt=f"Bars: {one} of {frame['events'].sum()} events rest on one independent source.",
        caption="Events by the number of independent sources",
        columns={"label": "Independent sources", "events": "Events"},
        mark=("independent_sources",),
        note="Copies of one text, such as a release and its reposts, count as one source.",
    )


@st.fragment
def thin(view: View) -> None:
    """List the events with one independent source or the lowest confidence."""
    st.header("Events with little support", anchor=False)
    confidence = view.whole.words("confidence")
    lowest = escape(confidence.label(confidence.codes[-1]))
    st.markdown(f"Events with one independent source, or with confidence “{lowest}”.")
    event_list(view.measure(evidence.thin), view, key="thin")
