"""Focus areas: what the engagements are about, over time, together, and in one period against another."""

from __future__ import annotations

import streamlit as st

from components.page import page_head
from components.view import View
from dashboard.sections.focus_area import one_area
from dashboard.sections.focus_compare import periods, selections
from dashboard.sections.focus_over_time import by_year, in_all, silences
from dashboard.sections.focus_ranks import rank_by_period
from dashboard.sections.focus_together import together
from data.measures import focus

LEAD = "What the two sides engage each other about. An engagement can have several focus areas and counts once in each."


def page(view: View) -> None:
    """Draw the page."""
    if not page_head("Focus areas", LEAD, view):
        return
    if view.measure(focus.totals).empty:
        st.info("No engagement in this selection has a focus area.")
        return
    by_year(view)
    in_all(view)
    silences(view)
    rank_by_period(view)
    together(view)
    periods(view)
    selections(view)
    one_area(view)
