"""The silences between engagements: the longest, and the one that the record ends with."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.event_list import event_list
from components.exhibit import download_csv
from components.page import escape
from components.view import View
from data.frames import rows
from data.measures import frequency, gaps

SHOWN = 10
COLUMNS = {
    "days": "Days",
    "from_day": "From",
    "until_day": "Until",
    "after_title": "After",
    "ended_by_title": "Ended by",
    "may_hold": "May contain",
}


@st.fragment
def silences(view: View) -> None:
    """Draw the section."""
    st.header("Longest silences between engagements", anchor=False)
    ends_with_record = view.selected.years[1] >= frequency.as_of(view.selected).year
    for row in view.measure(gaps.since_last).itertuples() if ends_with_record else ():
        st.markdown(
            f"**{row.days:,} days** since the latest engagement dated to the day, {escape(row.after_title)} "
            f"({row.from_day:%B} {row.from_day.day}, {row.from_day.year}), up to {row.until_day:%B} {row.until_day.day}, {row.until_day.year}."
        )
    found = view.measure(gaps.silences)
    if found.empty:
        st.markdown("This selection has no silence between engagements dated to the day.")
        return
    if len(found) == 1:
        st.markdown("The only silence between two engagements dated to the day:")
    else:
        usual = found["days"].median()
        st.markdown(f"The longest of {len(found)} silences; half of them last no more than {usual:g} days.")
    shown = view.measure(gaps.gaps, SHOWN)
    picked = st.dataframe(
        shown[list(COLUMNS)].rename(columns=COLUMNS),
        hide_index=True,
        key="silences",
        on_select="rerun",
        selection_mode="single-row",
        column_config={name: st.column_config.DateColumn(format="YYYY-MM-DD") for name in ("From", "Until")},
    )
    for number in picked["selection"]["rows"]:
        row = shown.iloc[number]
        around = rows(view.whole.events, event_id=[row["after_event"], row["ended_by"]])
        event_list(around, view, key=f"silence from {row['from_day']:%Y-%m-%d}")
    st.caption(
        "A silence runs from the last known day of one engagement to the first day of the next. Pick a row for the engagements around it.",
        help="“May contain” counts engagements dated only to the month or year that may fall inside the silence; any of them would "
        "shorten it. Days marked approximate or uncertain are used as they stand.",
    )
    download_csv(partial(gaps.gaps, view.selected, len(found)), "silences", view)
