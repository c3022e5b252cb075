"""How exactly dates are known."""

from __future__ import annotations

import streamlit as st

from components.charts import bars
from components.exhibit import Exhibit, exhibit
from components.view import View
from dashboard.sections.evidence_words import in_years
from data.measures import evidence

PRECISIONS = {"day": "Known to the day", "month": "Known to the month", "year": "Known to the year"}
PRECISION_COLORS = {"day": "#1c6c9c", "month": "#29959e", "year": "#d9722e"}


def precision(view: View) -> None:
    """Draw the events of each year by the precision of their start."""
    st.header("Events by how exactly the start is known", anchor=False)
    exhibit(
        view.once(_bars),
        key="date_precision_by_year",
        view=view,
        behind=lambda mark: evidence.events_where(view.selected, precision=mark[1], year=int(mark[0])),
    )


def _bars(view: View) -> Exhibit:
    frame = view.measure(evidence.precision_by_year).rename(columns={"precision": "group"})
    frame["label"] = frame["group"].map(PRECISIONS)
    words = {"groups": list(PRECISIONS), "labels": PRECISIONS, "colors": PRECISION_COLORS}
    return Exhibit(
        bars.stacked_years(frame, value="events", unit="Events", **words),
        frame,
        alt=in_years(frame, "events"),
        caption="Events of each year by the precision of their start",
        columns={"year": "Year", "label": "Precision", "events": "Events"},
        mark=("year", "group"),
        note="A date known only to the month or year stays that way; no day is invented. Charts by month leave out events known only to the year.",
    )
