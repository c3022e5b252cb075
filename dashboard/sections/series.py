"""The recurring series: a row each, a dot a round."""

from __future__ import annotations

import streamlit as st

from components.charts import strip
from components.exhibit import download_csv, exhibit
from components.view import View
from data.measures import series

COLUMNS = {
    "series": "Series",
    "rounds": "Rounds on record",
    "first": "First",
    "last": "Latest",
    "usual_interval_days": "Usual interval (days)",
    "longest_break_days": "Longest break on record (days)",
    "break_from_start": "Break from",
    "break_until_start": "Break until",
    "events": "Events with the name",
}


def recurring_series(view: View) -> None:
    """Draw the section."""
    st.header("Recurring series and their rounds", anchor=False)
    rounds, summary = series.rounds(view.selected), series.summary(view.selected)
    if rounds.empty:
        st.markdown("This selection has no round of a recurring series.")
        return
    held = summary[summary["rounds"] > 0]
    exhibit(
        strip.rounds(
            rounds,
            order=list(held["series"]),
            color=next(iter(view.whole.words("event_types").colors.values())),
            years=view.selected.years,
        ),
        rounds,
        key="rounds",
        alt=f"{len(held)} series as rows of dots, a dot a round; {held.iloc[0]['series']} has the most rounds ({held.iloc[0]['rounds']}).",
        view=view,
        caption="Rounds of the recurring series",
        columns={"series": "Series", "round": "Round", "start": "Start", "title": "Event"},
        behind=lambda mark: view.whole.events[view.whole.events["event_id"] == mark[0]],
        mark=("event_id",),
        note="A dot is a round; a hollow dot is a round dated only to the month or year. Planning conferences, ceremonies and "
        "cancellations are not rounds, nor are rounds that were only announced.",
    )
    starts = dict(zip(view.whole.events["event_id"], view.whole.events["start"], strict=True))
    table = held.assign(break_from_start=held["break_from"].map(starts), break_until_start=held["break_until"].map(starts))
    st.dataframe(table[list(COLUMNS)].rename(columns=COLUMNS), hide_index=True, key="series summary")
    st.caption(
        "The usual interval is the median number of days from the start of one round to the next. Rounds that no source reports are "
        "missing, so a long break may be a break in the reports.",
        help="A round dated only to the year is placed in the middle of that year. What sources say about a round’s number stands in "
        "the event’s notes.",
    )
    download_csv(table, "series", view)
