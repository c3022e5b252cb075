"""Counts a year with the interval that chance alone gives them, and a change of their rate."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import count_axis, figure, year_axis


def with_interval(frame: pd.DataFrame, *, color: str, change: tuple[int, int, int, float, float] | None = None) -> go.Figure:
    """Points a year with their intervals; where given, the rate before and after a change and the years it may have come in.

    `frame` has year, engagements, low and high; `change` is the first year after the change, the bounds of its interval, and
    the rates before and after. A point's customdata is [year].
    """
    first, last = int(frame["year"].min()), int(frame["year"].max())
    chart = figure(360, xaxis_title="Year of start", yaxis_title="Engagements a year", showlegend=False)
    if change:
        year, low, high, before, after = change
        chart.add_vrect(
            x0=low - 0.5, x1=high + 0.5 if high > low else low, fillcolor=color, opacity=0.12, line_width=0, layer="below"
        )
        for x, rate in (([first - 0.5, year - 0.5], before), ([year - 0.5, last + 0.5], after)):
            chart.add_scatter(
                x=x,
                y=[rate, rate],
                mode="lines",
                line={"color": color, "width": 2, "dash": "dot"},
                hovertemplate=f"<b>{rate:.1f}</b> a year<extra></extra>",
            )
    chart.add_scatter(
        x=frame["year"],
        y=frame["engagements"],
        mode="markers",
        marker={"color": color, "size": 8},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": frame["high"] - frame["engagements"],
            "arrayminus": frame["engagements"] - frame["low"],
            "thickness": 1,
            "width": 3,
            "color": color,
        },
        customdata=[
            [int(year), f"{low:.1f} to {high:.1f}"]
            for year, low, high in zip(frame["year"], frame["low"], frame["high"], strict=True)
        ],
        hovertemplate="%{x}: <b>%{y}</b>, 95% interval %{customdata[1]}<extra></extra>",
    )
    chart.update_xaxes(year_axis(first, last))
    chart.update_yaxes(count_axis(frame["high"].max()))
    return chart
