"""Officials: levels, who met whom, posts and their holders, turnover, and one official in full."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.exhibit import download_csv
from components.official_card import official_card, official_list
from components.page import page_head
from components.view import View
from dashboard.sections.officials_levels import NO_ONE, highest_level, level_totals, levels_by_year
from dashboard.sections.officials_meetings import level_gap, who_met_whom
from dashboard.sections.officials_posts import posts_as_lanes
from dashboard.sections.officials_turnover import bench_turnover, first_year
from data.measures import officials

LEAD = "Who represented each side, in which office and at what level, and whom they met."


def page(view: View) -> None:
    """Draw the page."""
    found = page_head("Officials", LEAD, view)
    if len(view.selection.official) == 1:
        official_card(view.selection.official[0], view)
    if not found:
        return
    highest_level(view)
    level_totals(view)
    levels_by_year(view)
    level_gap(view)
    who_met_whom(view)
    posts_as_lanes(view)
    bench_turnover(view)
    first_year(view)
    _table(view)


def _table(view: View) -> None:
    st.header("Officials who took part in engagements", anchor=False)
    roster = view.measure(officials.roster)
    if roster.empty:
        st.info(NO_ONE)
        return
    words = st.text_input("Find an official", key="official_search", placeholder="name in any spelling, or office", max_chars=200)
    found = view.once(_found, words)
    columns = {"official": "Name", "side": "Country", "engagements": "Engagements", "first": "First", "last": "Last"}
    columns |= {"counterparts": "Counterparts", "positions": "Positions", "focus_areas": "Focus areas"}
    official_list(found, columns, "official_id", "officials", view)
    st.caption(
        f"{len(found)} of {len(roster)} officials; pick one to open it. Counterparts are of other countries, in the same events."
    )
    download_csv(found, "officials", view)


def _found(view: View, words: str) -> pd.DataFrame:
    return officials.search(view.measure(officials.roster), words)
