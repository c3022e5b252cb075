"""How an event is known: its sources, and where they disagree."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components.address import link
from components.page import escape
from components.view import View
from components.wording import bullets, known, title_in_words, value_in_words, with_events
from data import dates
from data.frames import rows
from data.record import Tables

# Enough of an address to tell a page by where its headline was not seen.
_SHOWN = 60


def sources(event: pd.Series, view: View) -> None:
    """Draw the sources of an event, copies of a text last: page, publisher, kind, date, and what of the event it supports."""
    tables = view.whole
    cited = rows(tables.citations, event_id=event["event_id"])
    about = _pages({*cited["source_id"], *cited["same_text_as"].dropna()}, tables)
    cited = cited.merge(about.reset_index(), on="source_id")
    cited = cited.sort_values("same_text_as", key=lambda original: original.notna(), kind="stable").to_dict("records")
    st.markdown(
        f"**Sources** ({len(cited)}, {event['independent_sources']} independent)",
        help="Copies of one text, such as a release and its reposts, count as one independent source.",
    )
    st.markdown(bullets(_source(source, about, view) for source in cited))


def conflicts(event_id: str, tables: Tables) -> None:
    """Draw what the sources of an event disagree on: a small table each, which value is accepted, and why."""
    for conflict in rows(tables.conflicts, event_id=event_id).to_dict("records"):
        subject = title_in_words(conflict["field"], tables)
        st.markdown(f"**Sources disagree on: {escape(subject)}**")
        values = rows(tables.conflict_values, conflict_id=conflict["conflict_id"]).sort_values("number")
        about = _pages(set(values["source_id"]), tables)
        told = [
            {
                "Value": escape(value_in_words(value["value"])),
                "Who says so": _who(value["source_id"], set(values["source_id"]), about),
                "Accepted": "open" if pd.isna(value["accepted"]) else "yes" if value["accepted"] else "no",
            }
            for value in values.to_dict("records")
        ]
        st.table(pd.DataFrame(told), hide_index=True, border="horizontal", alt=f"What sources say on: {subject}")
        settled = known(conflict["resolution"])
        held = f"Accepted: **{escape(value_in_words(conflict['resolution']))}**" if settled else "**Open**"
        st.markdown(f"{held} — {with_events(conflict['why'], tables)}")


def disagreements(event_id: str, tables: Tables) -> tuple[int, int]:
    """How many matters the sources of an event disagree on, and how many of these are open."""
    found = rows(tables.conflicts, event_id=event_id)
    return len(found), int(found["resolution"].isna().sum())


def _pages(source_ids: set[str], tables: Tables) -> pd.DataFrame:
    """What is known of some sources, by source_id."""
    return rows(tables.sources, source_id=source_ids).set_index("source_id")


def _who(source_id: str, others: set[str], about: pd.DataFrame) -> str:
    """The publisher as a link to the page; with its headline where another page of the publisher says something else."""
    source = about.loc[source_id]
    alone = (about.loc[list(others), "publisher"] == source["publisher"]).sum() == 1
    return link(
        source["publisher"] if alone or not known(source["title"]) else f"{source['publisher']}, {source['title']}", source["url"]
    )


def _source(source: dict[str, Any], about: pd.DataFrame, view: View) -> str:
    published = dates.in_words(source["published"]) if known(source["published"]) else "no date given"
    pieces = [escape(text) for text in (source["publisher"], view.label("source_kinds", source["kind"]), published)]
    if known(source["supports"]):
        told = ", ".join(title_in_words(word, view.whole) for word in source["supports"].split())
        pieces.append(f"supports {escape(told)}")
    if known(source["same_text_as"]):
        original = about.loc[source["same_text_as"]].to_dict()
        pieces.append(f"same text as {_page(original)} ({escape(original['publisher'])})")
    return f"{_page(source)}  \n  :small[{' · '.join(pieces)}]"


def _page(source: dict[str, Any]) -> str:
    """A source as a link: its headline, or the beginning of its address where the headline was not seen."""
    if known(source["title"]):
        return link(source["title"], source["url"])
    address = source["url"].partition("://")[2].removeprefix("www.").rstrip("/")
    return link(address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…", source["url"])
