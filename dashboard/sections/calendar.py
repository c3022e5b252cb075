"""A calendar of engagements: years by months."""

from __future__ import annotations

from calendar import month_abbr, month_name

import streamlit as st

from components.charts import heatmap
from components.exhibit import Exhibit, exhibit
from components.view import View
from data.measures import frequency


def calendar(view: View) -> None:
    """Draw the section."""
    st.header("Engagements by month and year", anchor=False)
    exhibit(
        view.once(_by_month),
        key="calendar",
        view=view,
        behind=lambda mark: frequency.events_in(view.selected, {"year": mark[0], "month": mark[1]}),
    )


def _by_month(view: View) -> Exhibit:
    frame = view.measure(frequency.calendar).sort_values(["month", "year"])
    frame["words"] = frame["engagements"].map(lambda number: f"{number} engagement{'s' if number != 1 else ''}")
    by_month = frame.groupby("month")["engagements"].sum()
    missing = view.measure(frequency.left_out, "month")
    return Exhibit(
        heatmap.by_year(
            frame,
            key="month",
            value="engagements",
            labels={month: month_abbr[month] for month in range(1, 13)},
            percent=False,
            hover="words",
        ),
        frame.drop(columns="words").sort_values(["year", "month"]),
        alt=f"Heat map of months by years; {month_name[int(by_month.idxmax())]} has the most engagements ({by_month.max()}).",
        caption="Engagements by the year and month of their start",
        columns={"year": "Year", "month": "Month", "engagements": "Engagements"},
        mark=("year", "month"),
        note=f"An engagement stands in the month in which it starts. Left out because they are dated only to the year: {missing}."
        if missing
        else "",
    )
