"""Data: what the record is, what counts in it, the codebook, and how to take it away and cite it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.extract import TITLES, extract_buttons
from components.page import escape, page_head
from components.view import View
from dashboard.sections.data_access import addresses, use_it_from
from dashboard.sections.data_cite import cite
from dashboard.sections.data_words import words_used
from data import codebook, selection as selections
from data.frames import number as rows_in
from data.measures import evidence
from data.record import Tables

LEAD = "The record itself: what it holds, what counts, what each word, table and code means, and how to download and cite it."


def page(view: View) -> None:
    """Draw the page."""
    found = page_head("Data", LEAD, view)
    _about(view)
    _take_away(view, found)
    if found:
        use_it_from(view)
        addresses(view)
    _what_counts(view)
    words_used(view)
    cite(view)
    _tables(view)
    _vocabularies(view)


def _about(view: View) -> None:
    about, number = view.whole.descriptor, view.overall(selections.counts)
    st.header(escape(str(about["title"])), anchor=False)
    st.markdown(escape(str(about.get("description", ""))))
    st.markdown(
        f"The whole record: version **{escape(str(about['version']))}**, as of **{escape(str(about['as_of']))}**, "
        f"content `{view.whole.content_hash[:12]}` · {number['counted']} engagements, {number['part']} parts of engagements, "
        f"{number['context']} pieces of context · "
        f"{view.overall(evidence.cited_pages):,} sources cited for events, {rows_in(view.whole.sources):,} with those for terms in "
        f"office, conflicts and known gaps · {rows_in(view.whole.citations):,} citations, {rows_in(view.whole.conflicts):,} conflicts"
    )


def _take_away(view: View, found: bool) -> None:
    st.header("Download the selection", anchor=False)
    if not found:
        st.markdown("The selection is empty, so there is nothing to download.")
        return
    extract_buttons(TITLES, view)
    st.caption(
        "CSV files open in Excel as they are (UTF-8 with a byte order mark) and give each code with its label. The zip is a "
        "Frictionless Data Package, an open format for tables with their description: tables, vocabularies and a README."
    )


def _what_counts(view: View) -> None:
    st.header("What counts", anchor=False)
    st.markdown(
        "Only engagements that took place are counted. A part, an event inside an engagement, is not counted again. An event "
        "belongs to the year in which it starts. To count engagements in the events CSV, keep the rows whose `tally` is `counted`."
    )
    words = view.whole.words("statuses")
    st.markdown("\n".join(f"- **{escape(words.label(code))}** — {escape(words.definition(code))}" for code in words.codes))


def _tables(view: View) -> None:
    st.header("Tables", anchor=False)
    for entry, shown in view.overall(_table_entries):
        with st.expander(f"**{escape(entry.title)}** · {_rows(entry)} · {escape(entry.path)}"):
            st.markdown(escape(entry.description))
            st.caption(f"Key: {escape(', '.join(entry.key))}")
            st.table(shown, hide_index=True, border="horizontal")


def _vocabularies(view: View) -> None:
    st.header("Vocabularies", anchor=False)
    for entry, shown in view.overall(_vocabulary_entries):
        with st.expander(f"**{escape(entry.title)}** · {_rows(entry)}"):
            st.markdown(escape(entry.description))
            if entry.rule:
                st.markdown("\n".join(f"{number}. {escape(line)}" for number, line in enumerate(entry.rule, 1)))
            st.table(shown, hide_index=True, border="horizontal")


def _rows(entry: codebook.Entry) -> str:
    return f"{entry.rows:,} row{'s' if entry.rows != 1 else ''}"


def _table_entries(whole: Tables) -> list[tuple[codebook.Entry, pd.DataFrame]]:
    """The tables of the record, each with its columns for a reader."""
    columns = {"column": "Column", "type": "Type", "meaning": "Meaning", "rules": "Rules"}
    entries = codebook.tables_of(whole)
    told = [entry.columns.assign(meaning=entry.columns["title"] + ": " + entry.columns["meaning"]) for entry in entries]
    return [(entry, _plain(frame[list(columns)].rename(columns=columns))) for entry, frame in zip(entries, told, strict=True)]


def _vocabulary_entries(whole: Tables) -> list[tuple[codebook.Entry, pd.DataFrame]]:
    """The vocabularies of the record, each with its codes for a reader."""
    columns = {"code": "Code", "label": "Label", "definition": "Definition"}
    return [(entry, _plain(entry.columns.rename(columns=columns))) for entry in codebook.vocabularies_of(whole)]


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """A table as plain text, for cells that take Markdown."""
    return frame.astype(object).where(frame.notna(), "").astype(str).map(escape)
