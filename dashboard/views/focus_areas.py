"""Focus areas: what the engagements are about, year by year and in all."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import bars, heatmap
from components.exhibit import exhibit
from components.page import page_head
from components.view import View
from data.measures import focus

MEASURES = {"engagements": "Count", "share": "Share of the year"}
ORDERS = {"total": "Total", "first": "First appearance", "name": "Name"}


def page(view: View) -> None:
    """Draw the page."""
    if not page_head(
        "Focus areas",
        "What the two sides engage each other about. An engagement can have several areas and counts once in each.",
        view,
    ):
        return
    totals = focus.totals(view.selected)
    if totals.empty:
        st.info("No engagement in this selection has a focus area.")
        return
    _by_year(view, totals)
    _totals(view, totals)


def _by_year(view: View, totals: pd.DataFrame) -> None:
    st.subheader("Areas by year", anchor=False)
    left, right = st.columns(2)
    measure = left.segmented_control(
        "Shown as", list(MEASURES), default="engagements", required=True, format_func=MEASURES.__getitem__, key="focus_shown"
    )
    order = right.segmented_control(
        "Ordered by", list(ORDERS), default="total", required=True, format_func=ORDERS.__getitem__, key="focus_order"
    )
    words = view.whole.words("focus_areas")
    ranks = _ranked(totals, order, view)
    frame = focus.by_year(view.selected)
    frame = frame.sort_values("focus_area", key=lambda codes: codes.map(ranks), kind="stable").assign(
        label=lambda rows: rows["focus_area"].map(words.labels),
        words=lambda rows: [
            f"{n} of {of} engagements ({n / of:.0%})" if of else "no engagement"
            for n, of in zip(rows["engagements"], rows["of"], strict=True)
        ],
    )
    top = totals.iloc[0]
    exhibit(
        heatmap.by_year(frame, key="focus_area", value=measure, labels=words.labels, percent=measure == "share", hover="words"),
        frame.drop(columns="words"),
        key="focus_areas_by_year",
        alt=f"Heat map of {len(totals)} focus areas by year; "
        f"the most frequent is {words.label(top['focus_area'])} with {top['engagements']} engagements.",
        view=view,
        columns={
            "label": "Focus area",
            "year": "Year",
            "engagements": "Engagements",
            "of": "All engagements of the year",
            "share": "Share",
        },
        behind=lambda mark: focus.events_in(view.selected, mark[1], mark[0]),
        note="A share is of that year’s engagements; years with few engagements swing widely." if measure == "share" else "",
    )


def _ranked(totals: pd.DataFrame, order: str, view: View) -> dict[str, int]:
    labels = totals["focus_area"].map(view.whole.words("focus_areas").labels)
    rows = totals.assign(label=labels)
    by = {"total": (["engagements"], False), "first": (["first", "engagements"], [True, False]), "name": (["label"], True)}[order]
    return {code: place for place, code in enumerate(rows.sort_values(by[0], ascending=by[1], kind="stable")["focus_area"])}


def _totals(view: View, totals: pd.DataFrame) -> None:
    st.subheader("Areas in all, with first and latest year", anchor=False)
    words = view.whole.words("focus_areas")
    table = totals.assign(
        label=totals["focus_area"].map(words.labels),
        hover=[
            f"{share:.0%} of engagements, {first}–{last}"
            for share, first, last in zip(totals["share"], totals["first"], totals["last"], strict=True)
        ],
    )
    exhibit(
        bars.horizontal(
            table, label="label", value="engagements", key="focus_area", unit="Engagements", color=words.colors, hover=["hover"]
        ),
        table.drop(columns="hover"),
        key="focus_areas",
        alt="Bars: "
        + ", ".join(f"{row.label} {row.engagements}" for row in table.head(5).itertuples())
        + (", and fewer of the rest." if len(table) > 5 else "."),
        view=view,
        columns={
            "label": "Focus area",
            "engagements": "Engagements",
            "share": "Share",
            "first": "First year",
            "last": "Latest year",
        },
        behind=lambda mark: focus.events_in(view.selected, mark[0]),
    )
