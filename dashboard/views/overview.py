"""Overview: the headline numbers, engagements per year by type, what is newest."""

from __future__ import annotations

import streamlit as st

from components.charts import bars
from components.event_list import event_list
from components.exhibit import Exhibit, exhibit
from components.page import INTERVAL, escape, page_head
from components.view import View
from data import dates, selection as selections
from data.findings import Finding, findings
from data.measures import evidence, frequency, headline, listing

NEWEST = 8


def page(view: View) -> None:
    """Draw the page."""
    if not page_head("Overview", escape(str(view.whole.descriptor["description"])), view):
        return
    _headline(view)
    _per_year(view)
    _stands_out(view)
    _newest(view)


def _headline(view: View) -> None:
    first, last = view.selected.years
    numbers = {
        "Engagements": (
            f"{view.measure(selections.counts)['counted']:,}",
            "Engagements that took place, each counted once; parts and context are not counted",
            "events",
        ),
        "Years engaged": (
            f"{view.measure(headline.years_engaged)} of {last - first + 1}",
            "Years in which at least one engagement started",
            "frequency",
        ),
        "Officials": (
            f"{view.measure(headline.officials_engaged):,}",
            "Named people who took part in engagements or their parts, from any country",
            "officials",
        ),
        "Sources": (
            f"{view.measure(evidence.cited_pages):,}",
            "Web pages cited for the events of the selection, context included; pages cited only for terms in office are not counted",
            "evidence",
        ),
    }
    with st.container(horizontal=True):
        for label, (value, explanation, behind) in numbers.items():
            with st.container(width=160, gap=None):
                st.metric(label, value, help=explanation)
                if behind in view.pages:
                    st.page_link(view.pages[behind], label="See them", query_params=view.selection.to_query())


def _per_year(view: View) -> None:
    st.header("Engagements per year, by type", anchor=False)
    if not view.measure(selections.counts)["counted"]:
        st.info("Nothing in this selection counts as an engagement: it holds context or parts of engagements only.")
        return
    exhibit(
        view.once(_by_type),
        key="engagements_by_type",
        view=view,
        behind=lambda mark: frequency.events_in(view.selected, {"year": mark[0]}, "type", mark[1]),
    )


def _by_type(view: View) -> Exhibit:
    frame = view.measure(frequency.engagements, "year", "type")
    types = view.whole.words("event_types")
    total = frame.groupby("year")["engagements"].sum()
    return Exhibit(
        bars.stacked_years(
            frame,
            value="engagements",
            groups=types.codes,
            labels=types.labels,
            colors=types.colors,
            unit="Engagements",
            marks=view.measure(frequency.bands),
        ),
        frame.drop(columns="days").assign(label=frame["group"].map(types.labels)),
        alt=f"Stacked bars: {total.sum()} engagements from {total.index.min()} to {total.index.max()}, "
        f"most in {total.idxmax()} ({total.max()}).",
        caption="Engagements of each year by type",
        columns={"year": "Year", "label": "Type", "engagements": "Engagements"},
        mark=("year", "group"),
        note="Marks under the bars, and shaded bands behind them, show events that are not counted, such as suspensions and their lifting. "
        "Click a bar for its events.",
    )


def _stands_out(view: View) -> None:
    found = view.once(_findings)
    if not found:
        return
    st.header("What stands out", anchor=False)
    st.caption("Computed from the selection. More engagements on record may only mean more reports.", help=INTERVAL)
    for finding in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(escape(finding.sentence), width="stretch")
            if finding.page in view.pages:
                st.page_link(
                    view.pages[finding.page],
                    label="Show",
                    query_params=finding.selection.to_query(),
                    icon=":material/arrow_forward:",
                )


def _findings(view: View) -> list[Finding]:
    return findings(view.whole, view.selected, view.selection)


def _newest(view: View) -> None:
    st.header("Latest events", anchor=False)
    st.caption(
        f"The {NEWEST} latest events of the selection, parts and context included. "
        f"Sources were searched up to {dates.in_words(str(view.whole.descriptor['as_of']))}."
    )
    event_list(view.measure(listing.latest, NEWEST), view, key="newest")
