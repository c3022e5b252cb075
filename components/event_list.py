"""A list of events; picking one opens it in full under the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from hashlib import sha256

import pandas as pd
import streamlit as st

from components.event_card import event_card
from components.view import View
from data.frames import rows
from data.measures.listing import LATEST_FIRST

TALLIES = {"counted": "Engagement", "part": "Part", "context": "Context"}
# A table sends every row to the browser, so it has no more than these.
MOST = 1000
# Widths in pixels; with the box to tick they fit a window of 1440 pixels beside the open filters, and show most of a title on a phone.
CONFIG = {
    "Start": st.column_config.TextColumn(
        width=92, help="2024-10 is a month whose day is not stated; ~ means approximate, ? uncertain"
    ),
    "Event": st.column_config.TextColumn(width=328),
    "Counts as": st.column_config.TextColumn(
        width=92, help="Only engagements that took place are counted; parts of an engagement and context are shown"
    ),
    "Type": st.column_config.TextColumn(width=110),
    "Focus areas": st.column_config.TextColumn(width=138),
    "Place": st.column_config.TextColumn(width=112),
    "Sources": st.column_config.NumberColumn(width=68, help="Independent sources: copies of one text count as one"),
}


def event_list(events: pd.DataFrame, view: View, key: str) -> None:
    """Draw events as a table, the latest first; the picked one is shown in full."""
    if events.empty:
        st.caption("No events.")
        return
    if len(events) > MOST:
        st.caption(f"The latest {MOST:,} of {len(events):,} events; filters narrow them down.")
    picked = event_table(events, view, key)
    if picked is None:
        st.caption("Pick a row to read the event and its sources.")
        return
    picked_card(picked, view, key)


def picked_card(picked: str, view: View, key: str) -> None:
    """Draw an event that was picked on a page; from its card the reader goes on to others in the same place."""
    trail = f"{key} trail"
    start, now = st.session_state.get(trail, (picked, picked))
    event_card(now if start == picked else picked, view, follow=partial(_follow, trail, picked), key=key)


def event_table(
    events: pd.DataFrame,
    view: View,
    key: str,
    on_pick: Callable[[str | None], None] | None = None,
    opened: str | None = None,
    height: int = 400,
) -> str | None:
    """Draw events as a table, the latest first and `MOST` at most; return the event_id of the picked row.

    `on_pick` is called with it, or with None when the row is let go, before the page is drawn again. Who gives it says which
    event is `opened`: its row is the one that is ticked, however it was opened or closed.
    """
    events = events.sort_values(LATEST_FIRST, ascending=False).head(MOST)
    ids = events["event_id"].tolist()
    # A selection belongs to these rows: other rows under the same key begin with none picked.
    key = f"{key} {sha256(' '.join(ids).encode()).hexdigest()[:12]}"
    if on_pick:
        ticked = [ids.index(opened)] if opened in ids else []
        if key not in st.session_state or st.session_state[key]["selection"]["rows"] != ticked:
            st.session_state[key] = {"selection": {"rows": ticked}}
    picked = st.dataframe(
        view.kept(("list of events", tuple(ids)), lambda: _for_reader(events, view)),
        hide_index=True,
        key=key,
        on_select=partial(_picked, key, ids, on_pick) if on_pick else "rerun",
        selection_mode="single-row",
        column_config=CONFIG,
        height=min(height, 38 + 35 * max(len(events), 1)),
    )
    return _chosen(picked["selection"]["rows"], ids)


def _for_reader(events: pd.DataFrame, view: View) -> pd.DataFrame:
    # The years let an engine leave most of the table unread.
    areas = rows(view.whole.event_focus_areas, year=events["year"].unique().tolist(), event_id=events["event_id"].tolist())
    areas = areas.assign(label=areas["focus_area"].map(view.whole.words("focus_areas").labels))
    labels = areas.groupby("event_id")["label"].agg(", ".join)
    country = events["country"].astype(object).map(view.whole.words("countries").labels)
    return pd.DataFrame(
        {
            "Start": events["start"],
            "Event": events["title"],
            "Counts as": events["tally"].map(TALLIES),
            "Type": events["type"].astype(object).map(view.whole.words("event_types").labels),
            "Focus areas": [labels.get(event_id, "") for event_id in events["event_id"]],
            "Place": events["place"].fillna(country).fillna(""),
            "Sources": events["independent_sources"],
        }
    )


def _picked(key: str, ids: list[str], on_pick: Callable[[str | None], None]) -> None:
    on_pick(_chosen(st.session_state[key]["selection"]["rows"], ids))


def _chosen(rows: list[int], ids: list[str]) -> str | None:
    return ids[rows[0]] if rows and rows[0] < len(ids) else None


def _follow(trail: str, start: str, event_id: str) -> None:
    st.session_state[trail] = (start, event_id)
