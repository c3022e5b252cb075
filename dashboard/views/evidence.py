"""Evidence: what the record rests on, where it rests on little, and where sources disagree."""

from __future__ import annotations

import streamlit as st

from components.page import page_head
from components.view import View
from dashboard.sections.evidence_completeness import unseen
from dashboard.sections.evidence_pages import pages
from dashboard.sections.evidence_precision import precision
from dashboard.sections.evidence_register import register
from dashboard.sections.evidence_sources import citations_by_year, publishers, sources_by_kind
from dashboard.sections.evidence_support import support, thin
from dashboard.sections.known_gaps import known_gaps

LEAD = "How we know: the sources behind each event, how many are independent, how exact the dates are, and where sources disagree."


def page(view: View) -> None:
    """Draw the page."""
    if not page_head("Evidence", LEAD, view):
        # Where nothing is on record, what is known to be missing matters most.
        known_gaps(view)
        return
    st.caption("This page covers all events of the selection, parts and context included.")
    sources_by_kind(view)
    citations_by_year(view)
    publishers(view)
    support(view)
    unseen(view)
    thin(view)
    precision(view)
    register(view)
    known_gaps(view)
    pages(view)
