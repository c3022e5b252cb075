"""Overview: the headline numbers, engagements per year by type, what is newest."""

from __future__ import annotations

import streamlit as st

from components.charts import bars
from components.exhibit import exhibit
from components.page import page_head
from components.view import View
from data.measures import frequency


def page(view: View) -> None:
    """Draw the page."""
    if not page_head("Overview", str(view.whole.descriptor["description"]), view):
        return
    _per_year(view)


def _per_year(view: View) -> None:
    st.subheader("Engagements per year, by type", anchor=False)
    frame = frequency.engagements(view.selected, split="type")
    types = view.whole.words("event_types")
    table = frame.assign(label=frame["group"].map(types.labels))
    chart = bars.stacked_years(
        frame, value="engagements", groups=types.codes, labels=types.labels, colors=types.colors, unit="Engagements", marks=frequency.bands(view.selected)
    )
    total = frame.groupby("year")["engagements"].sum()
    exhibit(
        chart,
        table,
        key="engagements_by_type",
        alt=f"Stacked bars: {total.sum()} engagements from {total.index.min()} to {total.index.max()}, most in {total.idxmax()} ({total.max()}).",
        view=view,
        columns={"year": "Year", "label": "Type", "engagements": "Engagements"},
        behind=lambda mark: frequency.events_in(view.selected, {"year": int(mark[0])}, "type", mark[1]),
        note="Diamonds and lines under the bars: suspensions, embargoes and their lifting, which are shown and not counted.",
    )
