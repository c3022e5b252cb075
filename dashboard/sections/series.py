"""The recurring series: a row each, a dot a round."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import strip
from components.exhibit import Exhibit, download_csv, exhibit
from components.view import View
from data.frames import rows
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

# More dots than anyone can tell apart, and as many as a page can be sent at once.
MOST = 2000


def recurring_series(view: View) -> None:
    """Draw the section."""
    st.header("Recurring series and their rounds", anchor=False)
    if view.measure(series.rounds, MOST).empty:
        st.markdown("This selection has no round of a recurring series.")
        return
    exhibit(view.once(_dots), key="rounds", view=view, behind=lambda mark: rows(view.whole.events, event_id=mark[0]))
    table = _held(view)
    st.dataframe(table[list(COLUMNS)].rename(columns=COLUMNS), hide_index=True, key="series summary")
    st.caption(
        "The usual interval is the median number of days from the start of one round to the next. Rounds that no source reports are "
        "missing, so a long break may be a break in the reports.",
        help="A round dated only to the year is placed in the middle of that year. What sources say about a round’s number stands in "
        "the event’s notes.",
    )
    download_csv(table, "series", view)


def _held(view: View) -> pd.DataFrame:
    """The series of which a round was held."""
    found = view.measure(series.summary)
    return found[found["rounds"] > 0]


def _dots(view: View) -> Exhibit:
    rounds, held = view.measure(series.rounds, MOST), _held(view)
    return Exhibit(
        strip.rounds(
            rounds,
            order=list(held["series"]),
            color=next(iter(view.whole.words("event_types").colors.values())),
            years=view.selected.years,
        ),
        rounds,
        alt=f"{len(held)} series as rows of dots, a dot a round; {held.iloc[0]['series']} has the most rounds ({held.iloc[0]['rounds']}).",
        caption="Rounds of the recurring series",
        columns={"series": "Series", "round": "Round", "start": "Start", "title": "Event"},
        mark=("event_id",),
        note="A dot is a round; a hollow dot is a round dated only to the month or year. Planning conferences, ceremonies and "
        "cancellations are not rounds, nor are rounds that were only announced."
        + (f" Only the latest {MOST:,} are drawn." if len(rounds) == MOST else ""),
    )
