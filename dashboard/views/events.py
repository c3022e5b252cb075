"""Events: the selection's events as a table, one event in full, and the selection to take away."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components import filters
from components.event_card import event_card
from components.event_list import MOST, event_table
from components.extract import extract_buttons
from components.page import escape, page_head
from components.view import View
from data import dates, search, selection as selections
from data.frames import rows
from data.measures.listing import latest
from data.record import Tables
from data.retractions import Retraction, retraction

LEAD = "All events of the selection: engagements, their parts, and the context around them. Pick a row to read an event in full."
# The event that was opened on this page, rather than by an address.
_HERE = "event opened on this page"
# So much of an address that leads nowhere is repeated.
_LONGEST = 100


def page(view: View) -> None:
    """Draw the page: an event that the address names comes first, one picked from the table under it."""
    found = page_head("Events", LEAD, view)
    opened = st.query_params.get("event")
    picked_here = st.session_state.get(_HERE) == opened
    if opened and not picked_here:
        _event(opened, view)
    if found:
        _table(view)
    if opened and picked_here:
        _event(opened, view)
    if found:
        _extracts(view)


def _table(view: View) -> None:
    number = selections.counts(view.selected)
    events = latest(view.selected, MOST, skip=_skipped(sum(number.values())))
    listed = frozenset(events["event_id"])
    event_table(events, view, key="events", on_pick=partial(_pick, listed), opened=st.query_params.get("event"))
    st.caption(
        f"{sum(number.values())} events: {number['counted']} counted, {number['part']} part of another, "
        f"{number['context']} context. Click a heading to sort; the table’s own search is at its top right."
    )


def _skipped(events: int) -> int:
    """How many events stand before those that are shown: a reader turns pages where they are more than a table holds."""
    if events <= MOST:
        return 0
    pages = -(-events // MOST)
    page = st.number_input(
        f"Page, 1 to {pages:,}, the latest events first", 1, pages, key=f"page of {pages}", help=f"{MOST:,} events a page"
    )
    return (int(page) - 1) * MOST


def _event(event_id: str, view: View) -> None:
    if rows(view.whole.events, event_id=event_id).empty:
        if gone := retraction(event_id, view.whole):
            _retracted(gone)
        else:
            _unknown(event_id, view.whole)
        return
    st.button("Close the event", icon=":material/close:", type="tertiary", on_click=_open, args=(None,), key="close")
    if rows(view.selected.events, event_id=event_id).empty:
        st.info("This event is outside the selection: the filters leave it out, so the table does not list it.")
    event_card(event_id, view, follow=_follow, heading=st.header)


def _retracted(gone: Retraction) -> None:
    """Say that the event was taken out of the record, when and why, and lead to the one that replaces it."""
    st.warning(escape(str(gone)), icon=":material/history:")
    with st.container(horizontal=True):
        if gone.replaced_by:
            st.button(
                "Open the event that replaces it", on_click=_follow, args=(gone.replaced_by,), icon=":material/arrow_forward:"
            )
        st.button("Dismiss", icon=":material/close:", type="tertiary", on_click=_open, args=(None,), key="close")


def _unknown(event_id: str, tables: Tables) -> None:
    """Say that the record has no such event, and offer the events most like it and a search for its words."""
    near, words = search.nearest(event_id, tables), search.findable(event_id, tables)
    asked = event_id if len(event_id) <= _LONGEST else f"{event_id[:_LONGEST]}…"
    st.warning(
        f"The record has no event “{escape(asked)}”. "
        + (
            "Did you mean one of these?"
            if near
            else "Nothing in it has a similar name. The search in the sidebar finds words of a title, person or place."
        )
    )
    about = rows(tables.events, event_id=near).set_index("event_id")
    with st.container(gap=None):
        for name in near:
            label = f"{about.at[name, 'title']}, {dates.in_words(about.at[name, 'start'])}"
            st.button(
                escape(label),
                key=f"near {name}",
                on_click=_follow,
                args=(name,),
                type="tertiary",
                icon=":material/arrow_forward:",
            )
    with st.container(horizontal=True):
        if words:
            st.button(
                f"Search the whole record for “{escape(words)}”",
                key="search words",
                on_click=_search,
                args=(words, tables),
                icon=":material/search:",
            )
        st.button("Dismiss", icon=":material/close:", type="tertiary", on_click=_open, args=(None,), key="close")


def _search(words: str, tables: Tables) -> None:
    """Show every event of the record that holds these words, and no event in full."""
    _open(None)
    filters.reset(tables)
    st.session_state["q"] = words


def _pick(listed: frozenset[str], event_id: str | None) -> None:
    """Open the event whose row was picked; close it when the row is let go. What is open beside the table stays open."""
    if event_id or st.query_params.get("event") in listed:
        _open(event_id)


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
    st.header("Download the selection", anchor=False)
    extract_buttons(("events", "participants", "focus_areas", "sources"), view)
    st.caption("The files hold parts and context too; the columns scope, status and tally tell them apart.")
