"""A table from which the reader picks a row."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

CONFIG = {
    "Event": st.column_config.TextColumn(width="medium"),
    "Headline": st.column_config.TextColumn(width="large"),
    "Publisher": st.column_config.TextColumn(width="medium"),
    "Year": st.column_config.NumberColumn(format="%d", width="small"),
    "Address": st.column_config.LinkColumn(validate=r"^https?://"),
}


def pick_row(table: pd.DataFrame, key: str, config: Mapping[str, Any] | None = None) -> int | None:
    """Draw a table, its columns formatted by `config` besides the usual; return the number of the row that the reader picked."""
    # A selection belongs to these rows: other rows under the same key begin with none picked.
    content = sha256(table.to_csv(index=False).encode()).hexdigest()[:12]
    height = min(360, 38 + 35 * max(len(table), 1))
    picked = st.dataframe(
        table,
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
    return rows[0] if rows and rows[0] < len(table) else None
