"""Focus areas over time: by year, in all with first and latest mention, and those that went silent."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import bars, heatmap
from components.event_list import event_list
from components.exhibit import Exhibit, download_csv, exhibit
from components.page import ABSENCE, escape
from components.pick import pick_row
from components.view import View
from data.measures import focus

MEASURES = {"engagements": "Count", "share": "Share of the year"}
ORDERS = {"total": "Total", "first": "First appearance", "name": "Name"}
# What is offered first: so many years without an engagement make an area silent.
SILENT_YEARS = 5


@st.fragment
def by_year(view: View) -> None:
    """Draw the heat map of areas by year."""
    st.header("Focus areas by year", anchor=False)
    st.caption("Each row is a focus area, each column a year; stronger color means a higher number. Click a cell for its events.")
    left, right = st.columns(2)
    measure = left.segmented_control(
        "Shown as", list(MEASURES), default="engagements", required=True, format_func=MEASURES.__getitem__, key="focus_shown"
    )
    order = right.segmented_control(
        "Ordered by", list(ORDERS), default="total", required=True, format_func=ORDERS.__getitem__, key="focus_order"
    )
    exhibit(
        view.once(_heat_map, measure, order),
        key="focus_areas_by_year",
        view=view,
        behind=lambda mark: focus.events_in(view.selected, mark[1], mark[0]),
    )


def _heat_map(view: View, measure: str, order: str) -> Exhibit:
    words, totals = view.whole.words("focus_areas"), view.measure(focus.totals)
    places = _places(totals, order, view)
    frame = view.measure(focus.by_year)
    frame = frame.sort_values("focus_area", key=lambda codes: codes.map(places), kind="stable").assign(
        label=lambda rows: rows["focus_area"].map(words.labels),
        words=lambda rows: [
            f"{n} of {of} engagements ({n / of:.0%})" if of else "no engagement"
            for n, of in zip(rows["engagements"], rows["of"], strict=True)
        ],
    )
    top = totals.iloc[0]
    return Exhibit(
        heatmap.by_year(frame, key="focus_area", value=measure, labels=words.labels, percent=measure == "share", hover="words"),
        frame.drop(columns="words").merge(totals[["focus_area", "first", "last"]], on="focus_area"),
        alt=f"Heat map of {len(totals)} focus areas by year; "
        f"the most frequent is {words.label(top['focus_area'])} with {top['engagements']} engagements.",
        caption="Engagements by focus area and year",
        columns={
            "label": "Focus area",
            "year": "Year",
            "engagements": "Engagements",
            "of": "All engagements of the year",
            "share": "Share",
            "first": "First year of the area",
            "last": "Latest year of the area",
        },
        mark=("year", "focus_area"),
        note="A share is the part of that year’s engagements; in years with few engagements it swings widely."
        if measure == "share"
        else "",
    )


def _places(totals: pd.DataFrame, order: str, view: View) -> dict[str, int]:
    labels = totals["focus_area"].map(view.whole.words("focus_areas").labels)
    rows = totals.assign(label=labels)
    by = {"total": (["engagements"], False), "first": (["first", "engagements"], [True, False]), "name": (["label"], True)}[order]
    return {code: place for place, code in enumerate(rows.sort_values(by[0], ascending=by[1], kind="stable")["focus_area"])}


def in_all(view: View) -> None:
    """Draw the bars of areas in all, with the years of their first and latest mention."""
    st.header("Engagements by focus area, with first and latest year", anchor=False)
    st.caption("Beside each bar: the number of engagements, and the years of the first and the latest.")
    exhibit(view.once(_bars), key="focus_areas", view=view, behind=lambda mark: focus.events_in(view.selected, mark[0]))


def _bars(view: View) -> Exhibit:
    words, totals = view.whole.words("focus_areas"), view.measure(focus.totals)
    span = [str(first) if first == last else f"{first}–{last}" for first, last in zip(totals["first"], totals["last"], strict=True)]
    table = totals.assign(
        label=totals["focus_area"].map(words.labels),
        hover=[f"{share:.0%} of engagements, {years}" for share, years in zip(totals["share"], span, strict=True)],
    )
    chart = bars.horizontal(
        table,
        label="label",
        value="engagements",
        key="focus_area",
        unit="Engagements",
        color=words.colors,
        hover="hover",
        beside=[f"{number} · {years}" for number, years in zip(totals["engagements"], span, strict=True)],
    )
    return Exhibit(
        chart,
        table.drop(columns="hover"),
        alt="Bars: "
        + ", ".join(f"{row.label} {row.engagements}" for row in table.head(5).itertuples())
        + (", and fewer of the rest." if len(table) > 5 else "."),
        caption="Focus areas with their engagements and years",
        columns={
            "label": "Focus area",
            "engagements": "Engagements",
            "share": "Share",
            "first": "First year",
            "last": "Latest year",
        },
        mark=("focus_area",),
    )


@st.fragment
def silences(view: View) -> None:
    """Say which areas have gone without an engagement for the last years of the selection."""
    st.header("Focus areas that went silent", anchor=False)
    first, last = view.selected.years
    if first == last:
        st.info(f"The selection is the single year {first}; an area goes silent over several years.")
        return
    st.caption("A focus area is silent if no engagement in the last years of the selection deals with it.")
    longest = last - first
    years = st.number_input(
        "Years without an engagement", 1, longest, min(SILENT_YEARS, longest), key=f"focus silent {first} {last}", width=220
    )
    found = view.once(_silent, int(years))
    since = str(last) if years == 1 else f"{last - years + 1}–{last}"
    whole = len(view.measure(focus.totals))
    if found.empty:
        st.markdown(f"None of the {whole} focus areas of this selection is silent in {since}.")
        return
    listed = ", ".join(f"{escape(row.label)} (latest {row.last})" for row in found.itertuples())
    st.markdown(f"**{len(found)} of {whole}** focus areas of this selection have no engagement in {since}: {listed}.")
    columns = {"label": "Focus area", "last": "Latest year", "since": "Years since", "engagements": "Engagements"}
    row = pick_row(found[list(columns)].rename(columns=columns), key="focus_silent table", of=view.stamp(years))
    if row is not None:
        event_list(focus.events_in(view.selected, found["focus_area"].iloc[row]), view, key="focus_silent events")
    download_csv(found, "focus_areas_silent", view)
    st.caption(ABSENCE)


def _silent(view: View, years: int) -> pd.DataFrame:
    """The areas without an engagement in so many years at the end of the selection, with their labels and how long."""
    # The measure counts the years since the latest engagement, of which its own year is one.
    found = focus.silent(view.selected, years - 1)
    labels = found["focus_area"].map(view.whole.words("focus_areas").labels)
    return found.assign(label=labels, since=view.selected.years[1] - found["last"])
