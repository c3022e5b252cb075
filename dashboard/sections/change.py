"""The rate of engagements a year with its interval, and whether it changed: by the reader's two periods, and by itself."""

from __future__ import annotations

import streamlit as st

from components.charts import rates
from components.exhibit import Exhibit, exhibit
from components.page import ABSENCE, INTERVAL, P_VALUE
from components.view import View
from data.measures import frequency


@st.fragment
def rate_and_change(view: View) -> None:
    """Draw the section."""
    st.header("Engagements a year, and whether the rate changed", anchor=False)
    found = view.measure(frequency.change)
    exhibit(
        view.once(_rates),
        key="rates",
        view=view,
        behind=lambda mark: frequency.events_in(view.selected, {"year": mark[0]}),
    )
    st.markdown(
        frequency.change_in_words(found) + (f" {_odds(found)}" if found and found.point.odds >= frequency.WORTH_SAYING else "")
    )
    _two_periods(view)
    st.caption(ABSENCE, help=f"{P_VALUE} It comes from the exact conditional test of two Poisson rates.")


def _rates(view: View) -> Exhibit:
    found, frame = view.measure(frequency.change), view.measure(frequency.rates)
    return Exhibit(
        rates.with_interval(
            frame,
            color=next(iter(view.whole.words("event_types").colors.values())),
            change=(found.year, found.low, found.high, found.point.before, found.point.after) if found else None,
        ),
        frame,
        alt=f"Engagements a year with 95% intervals. {frequency.change_in_words(found)}",
        caption="Engagements of each year with 95% intervals",
        columns={"year": "Year", "engagements": "Engagements", "low": "95% interval from", "high": "95% interval to"},
        mark=("year",),
        note="A dot is a year’s count; the line through it is its 95% interval, the rates that such a count fits. Dotted lines are the "
        "rates before and after the single change that fits best; the shaded band holds the years in which it came with 95% probability.",
        more=f"{INTERVAL} These are exact Poisson intervals (Garwood 1936), made for events that happen independently of each other. "
        "Rounds of a series and follow-ups do not, so the intervals are only a guide. Only one change is looked for; the rate may have "
        "changed again.",
    )


def _odds(found: frequency.Change) -> str:
    factor = f"{found.point.odds:.0f}" if found.point.odds < 1000 else "over 1,000"
    return f"The counts are {factor} times as likely with such a change as without one (the Bayes factor)."


def _two_periods(view: View) -> None:
    first, last = view.selected.years
    if last - first < 1:
        return
    middle = (first + last) // 2
    left, right = st.columns(2)
    one = left.slider("First period", first, last, (first, middle), key=f"first period {first} {last}")
    two = right.slider("Second period", first, last, (middle + 1, last), key=f"second period {first} {last}")
    if one[0] <= two[1] and two[0] <= one[1]:
        st.warning(f"{_years(one)} and {_years(two)} share years. Choose two periods that do not overlap.")
        return
    try:
        found = view.measure(frequency.compare_periods, one, two)
    except ValueError as error:
        st.warning(f"These periods can’t be compared: {error}.")
        return
    st.markdown(frequency.comparison_in_words(found, one, two))


def _years(period: tuple[int, int]) -> str:
    return str(period[0]) if period[0] == period[1] else f"{period[0]}–{period[1]}"
