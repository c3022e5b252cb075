"""A table from which the reader picks a row."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

# A table sends every row to the browser, so it has no more than these.
MOST = 1000
CONFIG = {
    "Event": st.column_config.TextColumn(width="medium"),
    "Headline": st.column_config.TextColumn(width="large"),
    "Publisher": st.column_config.TextColumn(width="medium"),
    "Year": st.column_config.NumberColumn(format="%d", width="small"),
    "Address": st.column_config.LinkColumn(validate=r"^https?://"),
}


def pick_row(table: pd.DataFrame, key: str, config: Mapping[str, Any] | None = None, of: str | None = None) -> int | None:
    """Draw a table, its columns formatted by `config` besides the usual; return the number of the row that the reader picked.

    A picked row belongs to these rows, and with other rows under the same key none is picked. `of` names what the rows follow
    from (`View.stamp`); without it they are read through.
    """
    start = first_row(len(table), key)
    shown = table.iloc[start : start + MOST]
    content = of or sha256(pd.util.hash_pandas_object(shown, index=False).to_numpy().tobytes()).hexdigest()[:12]
    height = min(360, 38 + 35 * max(len(shown), 1))
    picked = st.dataframe(
        shown,
        hide_index=True,
        key=f"{key} {content}",
        on_select="rerun",
        selection_mode="single-row",
        column_config=CONFIG | dict(config or {}),
        height=height,
    )
    number = f"{len(table):,} row{'s' if len(table) != 1 else ''}"
    st.caption(f"{number}. Pick one to read more; the table’s own search is at its top right.")
    rows = picked["selection"]["rows"]
    return start + rows[0] if rows and rows[0] < len(shown) else None


def first_row(rows: int, key: str) -> int:
    """The first row, from 0, of the page of a table that the reader turned to; asks for it where the rows are too many for one."""
    if rows <= MOST:
        return 0
    pages = -(-rows // MOST)
    page = st.number_input(f"Page of the table, 1 to {pages:,}", 1, pages, key=f"{key} page of {pages}", width=220)
    start = (int(page) - 1) * MOST
    st.caption(
        f"Rows {start + 1:,} to {min(start + MOST, rows):,} of {rows:,}. The table sorts and searches these; the CSV has all rows."
    )
    return start
