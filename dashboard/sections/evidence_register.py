"""The register of conflicts: where sources disagree, and which value is accepted."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.event_list import picked_card
from components.exhibit import download_csv
from components.pick import pick_row
from components.view import View
from components.wording import title_in_words
from data.frames import collect, lazy
from data.measures import evidence
from data.record import Tables

STATES = {"settled": "Settled", "open": "Open"}
CONFLICT_COLUMNS = {
    "year": "Year",
    "event": "Event",
    "about": "About",
    "values": "What sources say",
    "resolution": "Accepted",
    "why": "Why",
}


@st.fragment
def register(view: View) -> None:
    """Draw the register, with filters."""
    st.header("Conflicts between sources", anchor=False)
    number, titles = len(view.measure(evidence.conflicts)), view.overall(_titles)
    if not number:
        st.markdown("No sources disagree in this selection.")
        return
    left, right = st.columns([3, 1])
    about = left.multiselect("About", sorted(set(titles.values())), placeholder="All", key="conflicts about")
    state = right.segmented_control("State", list(STATES), format_func=STATES.get, key="conflicts state")
    shown, table = view.once(_chosen, tuple(about), state)
    settled = int((shown["state"] == "settled").sum())
    st.markdown(f"**{len(shown)} of {number} conflicts** · {settled} settled, {len(shown) - settled} open")
    row = pick_row(table, key="conflicts", of=view.stamp(*about, state))

    def values() -> pd.DataFrame:
        every = view.measure(evidence.register)
        return every[every["conflict_id"].isin(shown["conflict_id"])]

    download_csv(values, "register_of_conflicts", view)
    if row is not None:
        conflict = shown.iloc[row]
        picked_card(conflict["event_id"], view, key=f"conflict {conflict['conflict_id']}")


def _chosen(view: View, about: tuple[str, ...], state: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The conflicts about some things, or all, in a state or any; and the same for a reader."""
    frame = view.measure(evidence.conflicts)
    frame["about"] = frame["field"].map(view.overall(_titles))
    shown = frame[frame["about"].isin(about) | (not about)]
    shown = shown[shown["state"] == state] if state else shown
    return shown, shown[list(CONFLICT_COLUMNS)].rename(columns=CONFLICT_COLUMNS).fillna({"Accepted": "open"})


def _titles(tables: Tables) -> dict[str, str]:
    """What the conflicts of a record are about: of the whole one, so that a choice outlives a change of the filters."""
    words = {field: title_in_words(field, tables) for field in collect(lazy(tables.conflicts, "field").unique(), "field")["field"]}
    return {field: title[:1].upper() + title[1:] for field, title in words.items()}
