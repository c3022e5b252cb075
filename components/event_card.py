"""One event in full: dates, place, delegations, focus areas, outcomes, sources, conflicts, its series and its parts."""

from __future__ import annotations

import streamlit as st

from components.page import escape
from components.view import View
from data import dates


def event_card(event_id: str, view: View) -> None:
    """Draw one event with everything that the record knows of it."""
    tables = view.whole
    event = tables.events[tables.events["event_id"] == event_id].iloc[0]
    with st.container(border=True):
        st.subheader(escape(event["title"]), anchor=False)
        end = event["end"] if isinstance(event["end"], str) else None
        st.caption(dates.range_in_words(event["start"], end))
        st.markdown(escape(event["summary"]))
        cited = tables.citations[tables.citations["event_id"] == event_id].merge(tables.sources, on="source_id")
        st.markdown("**Sources**")
        for source in cited.itertuples():
            st.markdown(f"- [{escape(source.title if isinstance(source.title, str) else source.url)}]({source.url}) — {escape(source.publisher)}")
