"""The words that the pages use, each with a sentence: from the record's own description where it has one."""

from __future__ import annotations

import streamlit as st

from components.page import INTERVAL, WORDS, escape
from components.view import View
from data.record import Tables

# Words of the pages that stand for the rows of a table, with the table whose description defines them.
ROWS = {
    "Event": "events",
    "Focus area": "event_focus_areas",
    "Series": "series",
    "Official": "officials",
    "Post": "posts",
    "Term in office": "tenures",
    "Level": "levels",
    "Participant": "participants",
    "Source": "sources",
    "Citation": "citations",
    "Conflict": "conflicts",
    "Known gap": "known_gaps",
}
OWN = {
    "Part": "An event inside a larger engagement, such as a clinic day inside an exercise; shown, and not counted again.",
    "Round": "One holding of a recurring series; planning conferences, ceremonies and cancellations are none.",
    "Independent source": "A source with its own text; copies of one text count as one independent source.",
    "Silence": "The days from the last known day of one engagement to the first day of the next.",
    "Accepted": "What we take to be true where sources disagree; a conflict without an accepted value is open.",
    "95% interval": INTERVAL,
}
# Vocabularies whose labels the pages use as words.
CODES = ("scopes", "formats")
# How the description of a table begins.
ROW = "One row is "


def words_used(view: View) -> None:
    """Draw the list, in alphabetical order."""
    st.header("Words used here", anchor=WORDS)
    defined = _defined(view.whole)
    lines = (f"- **{escape(word)}** — {escape(defined[word])}" for word in sorted(defined, key=str.casefold))
    st.markdown("\n".join(lines))


def _defined(tables: Tables) -> dict[str, str]:
    """Each word with its definition."""
    described = {resource["name"]: str(resource.get("description", "")) for resource in tables.descriptor["resources"]}
    rows = {word: described[name].removeprefix(ROW) for word, name in ROWS.items() if described.get(name)}
    kinds = {words.label(code): words.definition(code) for words in map(tables.words, CODES) for code in words.codes}
    return {word: text[:1].upper() + text[1:] for word, text in (rows | kinds | OWN).items()}
