"""A list of events; picking one opens it in full under the list."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.event_card import event_card
from components.view import View


def event_list(events: pd.DataFrame, view: View, key: str) -> None:
    """Draw events as a table, the latest first; the picked one is shown in full."""
    rows = events.sort_values(["first_day", "event_id"], ascending=False)
    labels = {"counted": "Counted", "part": "Part of another", "context": "Context"}
    shown = pd.DataFrame(
        {
            "Date": rows["start"],
            "Event": rows["title"],
            "Type": rows["type"].astype(object).map(view.whole.words("event_types").labels),
            "Place": rows["place"],
            "Counted": rows["tally"].map(labels),
        }
    )
    picked = st.dataframe(
        shown,
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        column_config={"Date": st.column_config.TextColumn(width="small", help="EDTF: ~ approximate, ? uncertain"), "Event": st.column_config.TextColumn(width="large")},
    )
    chosen = picked["selection"]["rows"]
    if chosen and chosen[0] < len(rows):
        event_card(rows.iloc[chosen[0]]["event_id"], view)
    else:
        st.caption("Pick a row to read the event and its sources.")
