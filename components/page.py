"""The head of every page: its title, the selection in words, and what to do when the selection is empty."""

from __future__ import annotations

import streamlit as st

from components import filters
from components.view import View
from data import selection as selections

# Said wherever a number is compared with another.
ABSENCE = "The record holds what public sources report: an absence of reports is not an absence of engagements."


def page_head(title: str, lead: str, view: View) -> bool:
    """Draw the head of a page; whether there is anything to show under it."""
    st.title(title, anchor=False)
    st.markdown(lead)
    st.markdown(f"**{selection_sentence(view)}**", help=_explain(view))
    if not view.selection.is_empty:
        st.button(
            "Reset filters", on_click=filters.reset, args=(view.whole,), icon=":material/restart_alt:", type="tertiary", key="reset"
        )
    if view.selected.events.empty:
        st.info("Nothing in the record matches this selection. Take a filter away, or reset them all.")
    return not view.selected.events.empty


def selection_sentence(view: View) -> str:
    """The selection in words: "61 of 274 engagements · 2010–2016 · Peacekeeping or Disaster response"."""
    number, whole = selections.counts(view.selected), selections.counts(view.whole)
    if view.selection.parts == "count":
        whole["counted"] += whole["part"]
    head = f"{number['counted']} of {whole['counted']} engagements"
    return " · ".join([head, *(escape(phrase) for phrase in selections.in_words(view.selection, view.whole))])


def _explain(view: View) -> str:
    number = selections.counts(view.selected)
    return (
        f"Counted are engagements that took place, each once. The selection also holds {number['part']} parts of engagements "
        f"(events inside a larger one) and {number['context']} pieces of context (what is no engagement, or is not known to have "
        "taken place): both are shown and exported, and not counted, a part not even where the larger event is outside the "
        "selection. “Count parts” among the filters counts parts as well."
    )


def escape(text: str) -> str:
    """Text of the record or the reader for a place that takes Markdown, every sign of markup made plain."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|$~:@" else sign for sign in text)
