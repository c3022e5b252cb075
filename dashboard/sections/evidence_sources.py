"""Sources: by kind, citations by kind and year of the event, and the publishers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import bars
from components.charts.template import ACCENT
from components.exhibit import Exhibit, exhibit
from components.view import View
from dashboard.sections.evidence_words import in_years
from data.measures import evidence

SHOWN = 15


def sources_by_kind(view: View) -> None:
    """Draw the number of pages of each kind."""
    st.header("Sources by kind", anchor=False)
    exhibit(
        view.once(_kinds),
        key="sources_by_kind",
        view=view,
        behind=lambda mark: evidence.events_cited(view.selected, kind=mark[0]),
    )


def _kinds(view: View) -> Exhibit:
    frame, kinds = view.measure(evidence.sources_by_kind), view.whole.words("source_kinds")
    frame = frame.assign(label=frame["kind"].map(kinds.labels))
    most = frame.loc[frame["sources"].idxmax()]
    return Exhibit(
        bars.horizontal(frame, label="label", value="sources", key="kind", unit="Sources", color=kinds.colors),
        frame,
        alt=f"Bars: {frame['sources'].sum()} sources of {len(frame)} kinds, most of them {most['label']} ({most['sources']}).",
        caption="Sources by kind",
        columns={"label": "Kind", "sources": "Sources"},
        mark=("kind",),
        note="A source is one web page and counts once, however many events it supports. Sources for terms in office, conflicts and known "
        "gaps are included.",
    )


def citations_by_year(view: View) -> None:
    """Draw the citations of each year, told apart by the kind of page."""
    st.header("Citations by year of the event and kind of source", anchor=False)
    exhibit(
        view.once(_citations),
        key="citations_by_kind_and_year",
        view=view,
        behind=lambda mark: evidence.events_cited(view.selected, kind=mark[1], year=int(mark[0])),
    )


def _citations(view: View) -> Exhibit:
    frame, kinds = view.measure(evidence.citations_by_kind), view.whole.words("source_kinds")
    frame = frame.rename(columns={"kind": "group"}).assign(label=lambda rows: rows["group"].map(kinds.labels))
    words = {"groups": kinds.codes, "labels": kinds.labels, "colors": kinds.colors}
    return Exhibit(
        bars.stacked_years(frame, value="citations", unit="Citations", **words),
        frame,
        alt=in_years(frame, "citations"),
        caption="Citations by the year of the event and the kind of source",
        columns={"year": "Year", "label": "Kind", "citations": "Citations"},
        mark=("year", "group"),
        note="A citation is one source that supports one event.",
    )


def publishers(view: View) -> None:
    """Draw the publishers whose pages support the most events."""
    st.header("Publishers by number of events supported", anchor=False)
    exhibit(
        view.once(_publishers),
        key="publishers",
        view=view,
        behind=lambda mark: evidence.events_cited(view.selected, publisher=mark[0]),
    )


def _publishers(view: View) -> Exhibit:
    frame = view.measure(evidence.publishers)
    shown, citations = frame.head(SHOWN), frame["citations"].sum()
    top = shown.iloc[0]
    return Exhibit(
        bars.horizontal(
            shown.assign(hover=[f"{row.pages} sources, {row.citations} citations" for row in shown.itertuples()]),
            label="publisher",
            value="events",
            key="publisher",
            unit="Events",
            color=ACCENT,
            hover="hover",
        ),
        frame,
        alt=f"Bars: the {len(shown)} of {len(frame)} publishers with the most events, first {top['publisher']} ({top['events']}).",
        caption="Publishers with their sources, citations and events",
        columns={
            "publisher": "Publisher",
            "pages": "Sources",
            "citations": "Citations",
            "events": "Events",
            "independent": "Events with its own text",
            "first": "First year",
            "last": "Last year",
        },
        mark=("publisher",),
        note=_share(frame, shown, citations),
    )


def _share(frame: pd.DataFrame, shown: pd.DataFrame, citations: int) -> str:
    reposts = "A repost is listed under the names of both publishers."
    if len(frame) == len(shown):
        return f"{len(frame)} publishers. {reposts}"
    share = shown["citations"].sum() / citations
    once = int((frame["events"] == 1).sum())
    return (
        f"{len(frame)} publishers; the {len(shown)} drawn carry {share:.0%} of the {citations:,} citations, and {once} support one "
        f"event each. {reposts} The table has all."
    )
