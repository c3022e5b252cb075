"""A list of events; picking one opens it in full under the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from hashlib import sha256

import pandas as pd
import streamlit as st

from components.event_card import event_card
from components.view import View

TALLIES = {"counted": "Counted", "part": "Part of another", "context": "Context"}
CONFIG = {
    "Start": st.column_config.TextColumn(width=96, help="2024-10: a month, day not stated; ~ approximate, ? uncertain"),
    "Event": st.column_config.TextColumn(width=380),
    "Tally": st.column_config.TextColumn(width=115, help="Counted is an engagement that took place; the rest is only shown"),
    "Type": st.column_config.TextColumn(width=110),
    "Focus areas": st.column_config.TextColumn(width=200),
    "Place": st.column_config.TextColumn(width=130),
    "Sources": st.column_config.NumberColumn(width=70, help="Independent sources: copies of one text are one"),
}


def event_list(events: pd.DataFrame, view: View, key: str) -> None:
    """Draw events as a table, the latest first; the picked one is shown in full."""
    picked = event_table(events, view, key)
    if picked is None:
        st.caption("Pick a row to read the event and its sources." if len(events) else "No events.")
        return
    picked_card(picked, view, key)


def picked_card(picked: str, view: View, key: str) -> None:
    """Draw an event that was picked on a page; from its card the reader goes on to others in the same place."""
    trail = f"{key} trail"
    start, now = st.session_state.get(trail, (picked, picked))
    event_card(now if start == picked else picked, view, follow=partial(_follow, trail, picked), key=key)


def event_table(
    events: pd.DataFrame, view: View, key: str, on_pick: Callable[[str | None], None] | None = None, height: int = 400
) -> str | None:
    """Draw events as a table, the latest first; return the event_id of the picked row.

    `on_pick` is called with it, or with None when the row is let go, before the page is drawn again.
    """
    rows = events.sort_values(["first_day", "event_id"], ascending=False)
    ids = rows["event_id"].tolist()
    # A selection belongs to these rows: other rows under the same key begin with none picked.
    key = f"{key} {sha256(' '.join(ids).encode()).hexdigest()[:12]}"
    picked = st.dataframe(
        _for_reader(rows, view),
        hide_index=True,
        key=key,
        on_select=partial(_picked, key, ids, on_pick) if on_pick else "rerun",
        selection_mode="single-row",
        column_config=CONFIG,
        height=min(height, 38 + 35 * max(len(rows), 1)),
    )
    return _chosen(picked["selection"]["rows"], ids)


def _for_reader(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    areas = view.whole.event_focus_areas
    areas = areas.assign(label=areas["focus_area"].map(view.whole.words("focus_areas").labels))
    labels = areas.groupby("event_id")["label"].agg(", ".join)
    country = rows["country"].astype(object).map(view.whole.words("countries").labels)
    return pd.DataFrame(
        {
            "Start": rows["start"],
            "Event": rows["title"],
            "Tally": rows["tally"].map(TALLIES),
            "Type": rows["type"].astype(object).map(view.whole.words("event_types").labels),
            "Focus areas": rows["event_id"].map(labels).fillna(""),
            "Place": rows["place"].fillna(country).fillna(""),
            "Sources": rows["independent_sources"],
        }
    )


def _picked(key: str, ids: list[str], on_pick: Callable[[str | None], None]) -> None:
    on_pick(_chosen(st.session_state[key]["selection"]["rows"], ids))


def _chosen(rows: list[int], ids: list[str]) -> str | None:
    return ids[rows[0]] if rows and rows[0] < len(ids) else None


def _follow(trail: str, start: str, event_id: str) -> None:
    st.session_state[trail] = (start, event_id)
