"""Rows of dots on a shared time axis."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import figure, hover_text

MIDDLE = {"day": 0, "month": 15, "year": 182}


def rounds(frame: pd.DataFrame, *, order: list[str], color: str, years: tuple[int, int]) -> go.Figure:
    """A row a series, a dot a round; a round known only to the month or year is hollow and lies in the middle of it.

    `frame` has series, title, round, start, first_day, precision and event_id; `order` names the rows from the top. A dot's
    customdata is [event_id].
    """
    chart = figure(max(160, 40 * len(order) + 60), showlegend=False)
    rows = {name: len(order) - place for place, name in enumerate(order)}
    for name, row in rows.items():
        # Above its dots rather than beside them: a phone has no room for both.
        chart.add_annotation(text=hover_text(name), x=0, xref="paper", xanchor="left", y=row + 0.42)
    middle = pd.to_timedelta(frame["precision"].map(MIDDLE).astype("int64"), unit="D")
    chart.add_scatter(
        x=frame["first_day"] + middle,
        y=frame["series"].map(rows),
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
    chart.update_xaxes(range=[f"{years[0]}-01-01", f"{years[1] + 1}-01-01"], showgrid=True, tickformat="%Y")
    chart.update_yaxes(visible=False, range=[0.4, len(order) + 0.8])
    return chart
