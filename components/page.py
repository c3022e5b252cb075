"""The head of every page: its title, the selection in words, and what to do when the selection is empty."""

from __future__ import annotations

import re

import streamlit as st

from components import filters
from components.view import View
from data import selection as selections

# Said wherever a number is compared with another.
ABSENCE = "The record holds what public sources report. No report does not mean no engagement."
# The anchor of the list of words on the Data page.
WORDS = "words-used-here"
_MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|$~:@&]")
# Once Markdown is read, Streamlit looks through what has become of it, where no sign is escaped any more: addresses become links,
# ":tada:" a picture, "->" an arrow. What stands in two pieces becomes nothing: between them is a piece of markup without content.
_APART = re.compile(r"(?<=:)(?=[\w+/-])|(?<=www)(?=\.)|(?<=@)|(?<=[<>~=-])(?=[<>~=-])", re.IGNORECASE)
NOTHING = ":small[]"
# What the statistics of the pages say, for a tooltip at their first use.
INTERVAL = "A 95% interval is the range that would contain the true value in 95 of 100 repetitions, if chance were the only source of error."
P_VALUE = "p is the probability of a difference at least as unlikely as this one if the two rates were the same."


def page_head(title: str, lead: str, view: View) -> bool:
    """Draw the head of a page; whether there is anything to show under it."""
    st.title(title, anchor=False)
    st.markdown(lead)
    st.markdown(f"**{selection_sentence(view)}**", help=_explain(view))
    if not view.selection.is_empty:
        st.button(
            "Reset filters", on_click=filters.reset, args=(view.whole,), icon=":material/restart_alt:", type="tertiary", key="reset"
        )
    found = any(view.measure(selections.counts).values())
    if not found:
        st.info("Nothing in the record matches this selection. Remove a filter, or reset them all.")
    return found


def selection_sentence(view: View) -> str:
    """The selection in words: "61 of 274 engagements · 2010–2016 · Peacekeeping or Disaster response"."""
    number, whole = view.measure(selections.counts), view.overall(selections.counts)
    of = whole["counted"] + (whole["part"] if view.selection.parts == "count" else 0)
    head = f"{number['counted']} of {of} engagements"
    return " · ".join([head, *(escape(phrase) for phrase in view.once(_filters))])


def _filters(view: View) -> list[str]:
    return selections.in_words(view.selection, view.whole)


def _explain(view: View) -> str:
    number = view.measure(selections.counts)
    return (
        "Counted: engagements that took place, each once. Shown and exported, but not counted: "
        f"{number['part']} parts (events inside a larger engagement) and {number['context']} pieces of context (events that are not "
        "engagements, or are not known to have taken place). A part is not counted even where the filters leave out the larger "
        "engagement; “Count parts” under “More filters” counts parts too. “Words used here” in the sidebar defines the terms."
    )


def escape(text: str) -> str:
    """Text of the record or the reader for a place that takes Markdown, every sign of markup made plain; in one line."""
    pieces = _APART.split(" ".join(text.split("\n")))
    return NOTHING.join(_MARKUP.sub(r"\\\g<0>", piece) for piece in pieces)
