"""A chart as a reader needs it: the chart, its source, the events behind a mark that she clicks, its table and its CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.download import download_button
from components.event_list import event_list
from components.page import escape
from components.pick import MOST, first_row, pick_row
from components.view import View
from data import dates, extracts

Behind = Callable[[list[Any]], pd.DataFrame]
CONFIG = {"displayModeBar": False, "responsive": True}


@dataclass(frozen=True)
class Exhibit:
    """A chart with all that is said of it; a section makes it once for all readers (`View.once`).

    `alt` says what the chart shows now to a reader who can't see it, in no more than a few sentences; `caption` what the table
    holds. `columns` names the table's columns for a reader, in order; the CSV keeps all columns under their own names. `mark` are
    the table's columns that hold a mark's customdata, so that a row opens its events as well, by keyboard too. `note` explains
    the chart under it; `more` is the note’s tooltip.
    """

    figure: go.Figure
    table: pd.DataFrame
    alt: str
    caption: str
    columns: Mapping[str, str]
    mark: Sequence[str] = ()
    note: str = ""
    more: str = ""


@st.fragment
def exhibit(shown: Exhibit, *, key: str, view: View, behind: Behind | None = None) -> None:
    """Draw a chart; its table is sent, and its CSV made, when a reader asks for them.

    `behind` takes the customdata of a clicked mark and returns the events behind it.
    """
    _chart(shown.figure, key, shown.alt, view, behind)
    with st.container(gap=None):
        if shown.note:
            st.caption(shown.note, help=shown.more or None)
        st.caption(source(view))
    _fold(shown, key, view, behind if shown.mark else None)


def _fold(shown: Exhibit, key: str, view: View, behind: Behind | None) -> None:
    fold = st.expander("Table and CSV", icon=":material/table_chart:", key=f"{key} fold", on_change="rerun")
    if fold.open:
        with fold:
            st.caption(f"{shown.caption}; {len(shown.table):,} row{'s' if len(shown.table) != 1 else ''}.")
            _table(shown, key, view, behind)
            download_csv(shown.table, key, view)


def _table(shown: Exhibit, key: str, view: View, behind: Behind | None) -> None:
    table = shown.table[list(shown.columns)].rename(columns=dict(shown.columns))
    formats = _formats(shown.table, shown.columns)
    if not behind:
        start = first_row(len(table), f"{key} table")
        st.dataframe(table.iloc[start : start + MOST], hide_index=True, height="auto", key=f"{key} table", column_config=formats)
        return
    row = pick_row(table, key=f"{key} table", config=formats)
    if row is not None:
        event_list(behind(shown.table[list(shown.mark)].iloc[row].tolist()), view, key=f"{key} table events")


def source(view: View) -> str:
    """Where a chart's numbers come from, in Markdown: the record's title, version and day."""
    about = view.whole.descriptor
    day = dates.in_words(str(about["as_of"]))
    return escape(f"Source: {about['title']}, version {about['version']}, as of {day}.")


def _formats(table: pd.DataFrame, columns: Mapping[str, str]) -> dict[str, Any]:
    """Years without commas, shares and their differences as percentages, other fractions with two places."""
    formats: dict[str, Any] = {}
    for name, title in columns.items():
        if "year" in name or "period" in name:
            formats[title] = st.column_config.NumberColumn(format="%d") if pd.api.types.is_integer_dtype(table[name]) else None
        elif pd.api.types.is_float_dtype(table[name]):
            shares = any(column.startswith("share") for column in table)
            formats[title] = st.column_config.NumberColumn(format="percent" if shares else "%.2f")
    return formats


def _chart(figure: go.Figure, key: str, alt: str, view: View, behind: Behind | None) -> None:
    if not behind:
        st.plotly_chart(figure, key=key, alt=alt, config=CONFIG)
        return
    picked = st.plotly_chart(figure, key=key, alt=alt, config=CONFIG, on_select="rerun", selection_mode="points")
    points = [point["customdata"] for point in picked["selection"]["points"] if point.get("customdata")]
    if points:
        events = pd.concat([behind(point) for point in points]).drop_duplicates("event_id")
        st.markdown(f"**{len(events)} event{'s' if len(events) != 1 else ''} behind the mark**")
        event_list(events, view, key=f"{key} events")


def download_csv(frame: pd.DataFrame | Callable[[], pd.DataFrame], name: str, view: View, label: str = "Download CSV") -> None:
    """A button that makes and downloads a frame as CSV; a frame that nothing else needs may be given as what makes it."""
    download_button(
        label,
        lambda: extracts.to_csv(frame() if callable(frame) else frame),
        file_name=extracts.file_name(name, view.selection, "csv"),
        mime="text/csv",
        key=f"{name} csv",
        icon=":material/download:",
    )
