"""A chart as a reader needs it: the chart, its source, the events behind a mark that she clicks, its table and its CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.event_list import event_list
from components.page import escape
from components.pick import pick_row
from components.view import View
from data import dates, extracts

Behind = Callable[[list[Any]], pd.DataFrame]
CONFIG = {"displayModeBar": False, "responsive": True}


def exhibit(
    figure: go.Figure,
    table: pd.DataFrame,
    *,
    key: str,
    alt: str,
    view: View,
    caption: str,
    columns: Mapping[str, str],
    behind: Behind | None = None,
    mark: Sequence[str] = (),
    note: str = "",
    more: str = "",
) -> None:
    """Draw a chart with its table and CSV.

    `alt` says what the chart shows now to a reader who can't see it, in no more than a few sentences; `caption` what the table
    holds. `columns` names the table's columns for a reader, in order; the CSV keeps all columns under their own names. `behind`
    takes the customdata of a clicked mark and returns the events behind it; `mark` are the table's columns that hold the same, so
    that a row opens its events as well, by keyboard too. `note` explains the chart under it; `more` is the note’s tooltip.
    """
    _chart(figure, key, alt, view, behind)
    with st.container(gap=None):
        if note:
            st.caption(note, help=more or None)
        st.caption(source(view))
    with st.expander("Table and CSV", icon=":material/table_chart:"):
        st.caption(f"{caption}; {len(table):,} row{'s' if len(table) != 1 else ''}.")
        _table(table, columns, key, view, behind if mark else None, mark)
        download_csv(table, key, view)


@st.fragment
def _table(
    table: pd.DataFrame, columns: Mapping[str, str], key: str, view: View, behind: Behind | None, mark: Sequence[str]
) -> None:
    shown, formats = table[list(columns)].rename(columns=dict(columns)), _formats(table, columns)
    if not behind:
        st.dataframe(shown, hide_index=True, height="auto", key=f"{key} table", column_config=formats)
        return
    row = pick_row(shown, key=f"{key} table", config=formats)
    if row is not None:
        event_list(behind(table[list(mark)].iloc[row].tolist()), view, key=f"{key} table events")


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


@st.fragment
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


def download_csv(frame: pd.DataFrame, name: str, view: View, label: str = "Download CSV") -> None:
    """A button that makes and downloads a frame as CSV."""
    st.download_button(
        label,
        data=lambda: extracts.to_csv(frame),
        file_name=extracts.file_name(name, view.selection, "csv"),
        mime="text/csv",
        key=f"{name} csv",
        on_click="ignore",
        icon=":material/download:",
    )
