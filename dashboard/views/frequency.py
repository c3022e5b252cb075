"""Frequency: how often, how regularly, and whether that changed."""

from __future__ import annotations

import streamlit as st

from components.page import page_head
from components.view import View
from dashboard.sections.calendar import calendar
from dashboard.sections.change import rate_and_change
from dashboard.sections.over_time import over_time
from dashboard.sections.series import recurring_series
from dashboard.sections.silences import silences
from data import selection as selections

LEAD = "How often the two sides engage each other, how regularly, and how long the silences between engagements last."


def page(view: View) -> None:
    """Draw the page."""
    if not page_head("Frequency", LEAD, view):
        return
    if not view.measure(selections.counts)["counted"]:
        st.info("Nothing in this selection counts as an engagement: it holds context or parts of engagements only.")
        return
    over_time(view)
    rate_and_change(view)
    calendar(view)
    silences(view)
    recurring_series(view)
