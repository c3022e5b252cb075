"""Rows of dots on a shared time axis."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.charts.bars import hover_text
from components.charts.template import GRID, figure

MIDDLE = {"day": 0, "month": 15, "year": 182}


def rounds(frame: pd.DataFrame, *, order: list[str], color: str, years: tuple[int, int]) -> go.Figure:
    """A row a series, a dot a round; a round known only to the month or year is hollow and lies in the middle of it.

    `frame` has series, title, round, start, first_day, precision and event_id; `order` names the rows from the top. A dot's
    customdata is [event_id].
    """
    chart = figure(max(140, 30 * len(order) + 60), showlegend=False)
    middle = pd.to_timedelta(frame["precision"].map(MIDDLE).astype("int64"), unit="D")
    chart.add_scatter(
        x=frame["first_day"] + middle,
        y=[hover_text(name) for name in frame["series"]],
        mode="markers",
        marker={
            "color": color,
            "size": 11,
            "symbol": ["circle" if exact == "day" else "circle-open" for exact in frame["precision"]],
            "line": {"width": 2, "color": color},
        },
        customdata=[[event_id] for event_id in frame["event_id"]],
        hovertext=[
            f"{hover_text(title)}<br>{start}, round {hover_text(label)}"
            for title, start, label in zip(frame["title"], frame["start"], frame["round"], strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    chart.update_xaxes(range=[f"{years[0]}-01-01", f"{years[1] + 1}-01-01"], showgrid=True, gridcolor=GRID, tickformat="%Y")
    chart.update_yaxes(
        categoryorder="array",
        categoryarray=[hover_text(name) for name in order[::-1]],
        range=[-0.6, len(order) - 0.4],
        showgrid=True,
    )
    return chart
