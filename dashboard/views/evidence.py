"""Evidence: what the record rests on, where it rests on little, and where sources disagree."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import bars
from components.event_card import event_card, field_in_words
from components.event_list import event_list
from components.exhibit import download_csv, exhibit
from components.page import page_head
from components.pick import pick_row
from components.view import View
from data.measures import evidence

LEAD = "How we know: the pages behind the events, how many are independent, how exact the dates are, and where sources disagree."
PRECISIONS = {"day": "Known to the day", "month": "Known to the month", "year": "Known to the year"}
PRECISION_COLORS = {"day": "#1c6c9c", "month": "#29959e", "year": "#d9722e"}
STATES = {"settled": "Settled", "open": "Open"}
CONFLICT_COLUMNS = {
    "year": "Year",
    "event": "Event",
    "about": "About",
    "values": "What sources say",
    "resolution": "Held to be so",
    "why": "Why",
}
COLOR = "#1c6c9c"


def page(view: View) -> None:
    """Draw the page."""
    if not page_head("Evidence", LEAD, view):
        return
    st.caption("This page looks at all events of the selection, parts and context included.")
    _sources_by_kind(view)
    _citations_by_year(view)
    _support(view)
    _thin(view)
    _precision(view)
    _register(view)
    _pages(view)


def _sources_by_kind(view: View) -> None:
    st.subheader("Sources by kind", anchor=False)
    frame, kinds = evidence.sources_by_kind(view.selected), view.whole.words("source_kinds")
    frame = frame.assign(label=frame["kind"].map(kinds.labels))
    most = frame.loc[frame["sources"].idxmax()]
    exhibit(
        bars.horizontal(frame, label="label", value="sources", key="kind", unit="Pages", color=kinds.colors),
        frame,
        key="sources_by_kind",
        alt=f"Bars: {frame['sources'].sum()} pages of {len(frame)} kinds, most of them {most['label']} ({most['sources']}).",
        view=view,
        columns={"label": "Kind", "sources": "Pages"},
        behind=lambda mark: evidence.events_cited(view.selected, kind=mark[0]),
        note="A page counts once, however many events it supports; pages behind terms in office and conflicts are among them.",
    )


def _citations_by_year(view: View) -> None:
    st.subheader("Citations by kind and year of the event", anchor=False)
    frame, kinds = evidence.citations_by_kind(view.selected), view.whole.words("source_kinds")
    frame = frame.rename(columns={"kind": "group"}).assign(label=lambda rows: rows["group"].map(kinds.labels))
    words = {"groups": kinds.codes, "labels": kinds.labels, "colors": kinds.colors}
    exhibit(
        bars.stacked_years(frame, value="citations", unit="Citations", **words),
        frame,
        key="citations_by_kind_and_year",
        alt=_alt(frame, "citations"),
        view=view,
        columns={"year": "Year", "label": "Kind", "citations": "Citations"},
        behind=lambda mark: evidence.events_cited(view.selected, kind=mark[1], year=int(mark[0])),
        note="A citation is one page that supports one event.",
    )


def _support(view: View) -> None:
    st.subheader("Events by number of independent sources", anchor=False)
    frame = evidence.support(view.selected)
    frame = frame.assign(label=[f"{n} source{'s' if n != 1 else ''}" for n in frame["independent_sources"]])
    one = frame.loc[frame["independent_sources"] <= 1, "events"].sum()
    exhibit(
        bars.horizontal(frame, label="label", value="events", key="independent_sources", unit="Events", color=COLOR),
        frame,
        key="events_by_independent_sources",
        alt=f"Bars: {one} of {frame['events'].sum()} events rest on one independent source.",
        view=view,
        columns={"label": "Independent sources", "events": "Events"},
        behind=lambda mark: evidence.events_where(view.selected, independent_sources=int(mark[0])),
        note="Copies of one text, such as a release and its reposts, are one source.",
    )


@st.fragment
def _thin(view: View) -> None:
    st.subheader("Events to be careful with", anchor=False)
    confidence = view.whole.words("confidence")
    st.markdown(f"One independent source, or confidence “{confidence.label(confidence.codes[-1])}”.")
    event_list(evidence.thin(view.selected), view, key="thin")


def _precision(view: View) -> None:
    st.subheader("How exactly the start is known", anchor=False)
    frame = evidence.precision_by_year(view.selected).rename(columns={"precision": "group"})
    frame["label"] = frame["group"].map(PRECISIONS)
    words = {"groups": list(PRECISIONS), "labels": PRECISIONS, "colors": PRECISION_COLORS}
    exhibit(
        bars.stacked_years(frame, value="events", unit="Events", **words),
        frame,
        key="date_precision_by_year",
        alt=_alt(frame, "events"),
        view=view,
        columns={"year": "Year", "label": "Precision", "events": "Events"},
        behind=lambda mark: evidence.events_where(view.selected, precision=mark[1], year=int(mark[0])),
        note="A date that is only a month or a year never invents a day; charts by month leave out what is known to the year only.",
    )


@st.fragment
def _register(view: View) -> None:
    st.subheader("Register of conflicts", anchor=False)
    frame = evidence.conflicts(view.selected)
    frame["about"] = frame["field"].map(field_in_words)
    if frame.empty:
        st.markdown("In this selection no sources disagree.")
        return
    left, right = st.columns([3, 1])
    # The whole record's, so that a choice outlives a change of the filters.
    options = sorted({field_in_words(field) for field in view.whole.conflicts["field"]})
    about = left.multiselect("About", options, placeholder="All", key="conflicts about")
    state = right.segmented_control("State", list(STATES), format_func=STATES.get, key="conflicts state")
    shown = frame[frame["about"].isin(about) | (not about)]
    shown = shown[shown["state"] == state] if state else shown
    settled = int((shown["state"] == "settled").sum())
    st.markdown(f"**{len(shown)} of {len(frame)} conflicts** · {settled} settled, {len(shown) - settled} open")
    table = shown[list(CONFLICT_COLUMNS)].rename(columns=CONFLICT_COLUMNS).fillna({"Held to be so": "open"})
    row = pick_row(table, key="conflicts")
    values = evidence.register(view.selected)
    download_csv(values[values["conflict_id"].isin(shown["conflict_id"])], "register_of_conflicts", view)
    if row is not None:
        event_card(shown.iloc[row]["event_id"], view, key="conflict")


@st.fragment
def _pages(view: View) -> None:
    st.subheader("Sources and their events", anchor=False)
    frame = evidence.pages(view.selected)
    table = pd.DataFrame(
        {
            "Headline": frame["title"].fillna(frame["url"]),
            "Publisher": frame["publisher"],
            "Kind": frame["kind"].map(view.whole.words("source_kinds").labels),
            "Published": frame["published"].fillna(""),
            "Events": frame["events"],
            "Address": frame["url"],
        }
    )
    row = pick_row(table, key="pages")
    download_csv(frame, "sources_with_events", view)
    if row is not None:
        source = frame.iloc[row]
        event_list(evidence.events_cited(view.selected, source_id=source["source_id"]), view, key="page events")


def _alt(frame: pd.DataFrame, value: str) -> str:
    total = frame.groupby("year")[value].sum()
    span, most = f"{total.index.min()} to {total.index.max()}", f"{total.idxmax()} ({total.max()})"
    return f"Stacked bars: {total.sum()} {value} from {span}, most in {most}."
