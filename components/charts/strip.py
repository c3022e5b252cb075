"""Rows of dots on a shared time axis."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import figure, hover_text
from data.measures.series import MIDDLE


def rounds(frame: pd.DataFrame, *, order: list[str], color: str, years: tuple[int, int]) -> go.Figure:
    """A row a series, a dot a round; a round known only to the month or year is hollow and lies in the middle of it.

    `frame` has series, title, round, start, first_day, precision and event_id; `order` names the rows from the top. A dot's
    customdata is [event_id].
    """
    rows = {name: len(order) - place for place, name in enumerate(order)}
    held = list(frame.itertuples())
    days = frame["first_day"] + pd.to_timedelta(frame["precision"].map(MIDDLE), unit="D")
    dots = {
        "type": "scatter",
        "x": days.dt.strftime("%Y-%m-%d").tolist(),
        "y": [rows[row.series] for row in held],
        "mode": "markers",
        "marker": {
            "color": color,
            "size": 11,
            "symbol": ["circle" if row.precision == "day" else "circle-open" for row in held],
            "line": {"width": 2, "color": color},
        },
        "customdata": [[row.event_id] for row in held],
        "hovertext": [f"{hover_text(row.title)}<br>{row.start}, round {hover_text(row.round)}" for row in held],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return figure(
        [dots],
        max(160, 40 * len(order) + 60),
        x={"range": [f"{years[0]}-01-01", f"{years[1] + 1}-01-01"], "showgrid": True, "tickformat": "%Y"},
        y={"visible": False, "range": [0.4, len(order) + 0.8]},
        showlegend=False,
        annotations=[
            # Above its dots rather than beside them: a phone has no room for both.
            {"text": hover_text(name), "x": 0, "xref": "paper", "xanchor": "left", "y": row + 0.42}
            for name, row in rows.items()
        ],
    )
