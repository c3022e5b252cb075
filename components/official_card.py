"""One official in full, and a list of officials; picking one of the list opens it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components.address import event_link, link
from components.event_list import event_list
from components.page import escape
from components.view import View
from components.wording import title_in_words
from data.frames import rows
from data.measures import officials


def official_card(official_id: str, view: View) -> None:
    """One official: names, terms with their sources, focus areas, counterparts and engagements."""
    tables = view.whole
    person = rows(tables.officials, official_id=official_id).iloc[0]
    with st.container(border=True):
        st.header(escape(person["name"]), anchor=False)
        about = [view.label("countries", person["country"]), person["other_spellings"], person["notes"]]
        st.caption(escape(" · ".join(text for text in about if isinstance(text, str))))
        for row in officials.roster(view.selected).query("official_id == @official_id").itertuples():
            number = f"{row.engagements} engagement{'s' if row.engagements != 1 else ''}"
            when = row.first if row.first == row.last else f"{row.first} to {row.last}"
            told = f"{when}, as {row.positions}" if row.positions else when
            st.markdown(f"**{number} in the selection** (a part counts with the engagement around it): {escape(told)}")
        for term in officials.tenures(tables).query("official_id == @official_id").sort_values("first_day").itertuples():
            cited = rows(tables.sources, source_id=list(rows(tables.tenure_citations, tenure_id=term.tenure_id)["source_id"]))
            links = ", ".join(link(source.publisher, source.url) for source in cited.itertuples())
            notes = f" {term.notes}" if isinstance(term.notes, str) else ""
            role = view.label("tenure_roles", term.tenure_role)
            st.markdown(f"- {escape(f'{term.post} ({role}): {term.term}.{notes}')} {links}")
        if len(areas := officials.areas(view.selected, official_id)):
            listed = ", ".join(f"{view.label('focus_areas', row.focus_area)} {row.engagements}" for row in areas.itertuples())
            st.markdown(f"**Focus areas**: {escape(listed)}")
        if len(met := officials.counterparts(view.selected).query("official_id == @official_id").reset_index(drop=True)):
            st.markdown("**Counterparts**: officials of other countries named in the same events")
            official_list(
                met,
                {"counterpart": "Name", "side": "Country", "engagements": "Engagements"},
                "counterpart_id",
                "counterparts",
                view,
            )
        _conflicts(official_id, view)
        named = list(rows(view.selected.participants, official_id=official_id)["event_id"])
        if len(named):
            st.markdown("**Every event that names this official**")
            event_list(rows(view.selected.events, event_id=named), view, key=f"events of {official_id}")
        else:
            st.markdown("No event of the selection names this official.")
        st.button("Show all officials", icon=":material/close:", on_click=_open, args=([],), key="close_official")


def _conflicts(official_id: str, view: View) -> None:
    """What sources disagree on that concerns an official, and what stands."""
    found = officials.conflicts(view.whole, official_id)
    if found.empty:
        return
    with st.expander(f"{len(found)} conflict{'s' if len(found) != 1 else ''} between sources that may concern this official"):
        st.caption(
            "Conflicts on events that name the official: about who took part, or with a value that contains a word of the "
            "official’s name. The event’s own page shows which source says what."
        )
        for row in found.itertuples():
            held = f"accepted: **{escape(row.resolution)}**" if isinstance(row.resolution, str) else "**open**"
            about = f"{event_link(row.title, row.event_id)} ({escape(row.start)}), {escape(title_in_words(row.field, view.whole))}"
            why = f" {escape(row.why)}" if isinstance(row.why, str) else ""
            st.markdown(f"- {about}: {escape(row.values)} — {held}.{why}")


def official_list(frame: pd.DataFrame, columns: dict[str, str], key: str, name: str, view: View) -> None:
    """A table of officials; picking a row opens that official. Its key changes with the rows, so that nothing stays picked."""
    shown = frame.assign(side=frame["country"].map(view.whole.words("countries").labels))[list(columns)].rename(columns=columns)
    state = f"{name} {hash(tuple(frame[key]))}"
    picked = partial(_open_picked, list(frame[key]), state)
    st.dataframe(shown, hide_index=True, key=state, on_select=picked, selection_mode="single-row")


def _open_picked(ids: list[str], state: str) -> None:
    _open([ids[row] for row in st.session_state[state]["selection"]["rows"] if row < len(ids)])


def _open(ids: list[str]) -> None:
    """Open one official, or none: the filter is the address."""
    st.session_state["official"] = ids
