"""Events: the selection's events as a table, one event in full, and the selection to take away."""

from __future__ import annotations

import streamlit as st

from components.event_card import event_card
from components.event_list import event_table
from components.extract import extract_buttons
from components.page import escape, page_head
from components.view import View
from data import selection as selections

LEAD = "Everything the selection holds: engagements, their parts and the context around them. Pick a row to read an event in full."
# The event that was opened on this page, rather than by an address.
_HERE = "event opened on this page"


def page(view: View) -> None:
    """Draw the page: an event that the address names comes first, one picked from the table under it."""
    found = page_head("Events", LEAD, view)
    above = st.container()
    if found:
        _table(view)
    below = st.container()
    opened = st.query_params.get("event")
    if opened:
        with below if st.session_state.get(_HERE) == opened else above:
            _event(opened, view)
    if found:
        _extracts(view)


def _table(view: View) -> None:
    event_table(view.selected.events, view, key="events", on_pick=_open)
    number = selections.counts(view.selected)
    st.caption(
        f"{sum(number.values())} events: {number['counted']} counted, {number['part']} part of another, "
        f"{number['context']} context. Click a heading to sort; the table’s own search is at its top right corner."
    )


def _event(event_id: str, view: View) -> None:
    st.button("Close the event", icon=":material/close:", type="tertiary", on_click=_open, args=(None,), key="close")
    if event_id not in set(view.whole.events["event_id"]):
        st.warning(f"The record has no event “{escape(event_id)}”. Pick one from the table, or search for it in the sidebar.")
        return
    if event_id not in set(view.selected.events["event_id"]):
        st.caption("This event is outside the present selection.")
    event_card(event_id, view, follow=_follow)


def _open(event_id: str | None) -> None:
    """Open an event under the table, or close the one that is open."""
    st.session_state[_HERE] = event_id
    _address(event_id)


def _follow(event_id: str) -> None:
    """Go from an open event to another, in the same place."""
    if st.session_state.get(_HERE) == st.query_params.get("event"):
        st.session_state[_HERE] = event_id
    _address(event_id)


def _address(event_id: str | None) -> None:
    """Put an event into the address, or take it out. Called before the page is drawn, so that the filters see the new address."""
    if event_id:
        st.query_params["event"] = event_id
    else:
        st.query_params.pop("event", None)


def _extracts(view: View) -> None:
    st.subheader("Take the selection away", anchor=False)
    extract_buttons(("events", "participants", "focus_areas", "sources"), view)
    st.caption("Extracts hold parts and context too; the columns scope, status and tally tell them apart.")
