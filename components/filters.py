"""The filter bar, and its tie to the page's address.

Streamlit can bind a widget to a query parameter, but it writes the widget's labels there. An address must outlive a wording,
so the address is read and written here, with the same parser as every other door to the record: `data.selection`.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import streamlit as st

from data import selection as selections
from data.record import Tables
from data.selection import LISTS, Problem, Selection

# Parameters that are a page's own and say nothing about the selection.
PAGE_PARAMETERS = ("event",)
TITLES = {
    "focus": "Focus areas",
    "type": "Types",
    "format": "Formats",
    "level": "Level of participants",
    "official": "Officials",
    "place": "Places",
    "series": "Series",
    "confidence": "Confidence",
    "scope": "Scope",
}
FIRST = ("focus", "type")
HELP = {
    "format": "Whether the two sides meet alone or among others",
    "level": "Rank of a participant’s office, 1 the highest; the Data page defines each level",
    "confidence": "How well an event is sourced",
    "scope": "Whether an event is an engagement, or context that is shown and never counted",
}
_ADDRESS = "address as last read or written"
_SHOWN = "selection as last shown"


def filter_bar(tables: Tables) -> tuple[Selection, list[Problem]]:
    """Draw the filters into the current container; return the selection and what the address asked for that the record lacks."""
    problems = _read_address(tables)
    options = selections.options(tables)
    if tables.years[0] < tables.years[1]:
        st.slider("Years", *tables.years, key="years", help="Keeps events that start in these years, first and last included")
    st.text_input(
        "Search",
        key="q",
        placeholder="title, person, place …",
        max_chars=selections.LONGEST_SEARCH,
        help="Finds events that contain all these words, in any spelling of a name",
    )
    for name in FIRST:
        _choice(name, options[name])
        if name == "focus" and len(st.session_state["focus"]) > 1:
            st.segmented_control(
                "Match",
                selections.MATCHES,
                key="focus_match",
                format_func=lambda value: f"{value} of them".capitalize(),
                required=True,
            )
    with st.expander("More filters", expanded=any(st.session_state[name] for name in LISTS if name not in FIRST)):
        for name in LISTS:
            if name not in FIRST:
                _choice(name, options[name])
        st.toggle(
            "Count parts",
            key="parts",
            help="Also count each event inside a larger engagement on its own",
        )
    selection = st.session_state[_SHOWN] = _selection(tables)
    _write_address(selection)
    return selection, problems


def reset(tables: Tables) -> None:
    """Empty every filter; for a button's `on_click`."""
    _set_widgets(Selection(), tables)


def _choice(name: str, options: dict[str, str]) -> None:
    st.multiselect(
        TITLES[name],
        list(options),
        key=name,
        format_func=lambda value: options.get(value, value),
        placeholder="All",
        help=HELP.get(name),
    )


def _read_address(tables: Tables) -> list[Problem]:
    """Take over the address when it is not the one that was last read or written: a link, or the browser's back and forward.

    A filter that the reader has just moved goes before the address, which may still be on its way to the browser.
    """
    query = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}
    # Who goes to another page before the browser has drawn the filters has none of their values any more.
    kept = all(name in st.session_state for name in (*LISTS, "q", "parts"))
    moved = kept and _SHOWN in st.session_state and _selection(tables) != st.session_state[_SHOWN]
    if moved or (kept and query == st.session_state.get(_ADDRESS)):
        return []
    selection, problems = selections.from_query(query, tables, ignore=PAGE_PARAMETERS)
    _set_widgets(selection, tables)
    return problems


def _set_widgets(selection: Selection, tables: Tables) -> None:
    state = st.session_state
    for name in LISTS:
        state[name] = [str(value) for value in getattr(selection, name)]
    state["q"] = selection.q
    state["focus_match"] = selection.focus_match
    state["parts"] = selection.parts == "count"
    state["years"] = selection.years or tables.years


def _selection(tables: Tables) -> Selection:
    state = st.session_state
    values: dict[str, Any] = {name: tuple(state[name]) for name in LISTS}
    values["level"] = tuple(int(value) for value in values["level"])
    years = state.get("years")
    return selections.normalize(
        Selection(
            **values,
            years=tuple(years) if years else None,
            q=" ".join(state["q"].split()),
            focus_match=state.get("focus_match") or "any",
            parts="count" if state["parts"] else "fold",
        ),
        tables,
    )


def _write_address(selection: Selection) -> None:
    wanted: dict[str, list[str]] = {}
    for name in PAGE_PARAMETERS:
        if name in st.query_params:
            wanted[name] = st.query_params.get_all(name)
    for name, value in selection.to_query():
        wanted.setdefault(name, []).append(value)
    query = {name: tuple(values) for name, values in wanted.items()}
    if query != {name: tuple(st.query_params.get_all(name)) for name in st.query_params}:
        st.query_params.from_dict(wanted)
    st.session_state[_ADDRESS] = query


assert set(TITLES) == set(LISTS) <= {field.name for field in fields(Selection)}
