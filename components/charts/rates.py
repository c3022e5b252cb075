"""Counts a year with the interval that chance alone gives them, and a change of their rate."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import Parts, band, count_axis, figure, year_axis


def with_interval(frame: pd.DataFrame, *, color: str, change: tuple[int, int, int, float, float] | None = None) -> go.Figure:
    """Points a year with their intervals; where given, the rate before and after a change and the years it may have come in.

    `frame` has year, engagements, low and high; `change` is the first year after the change, the bounds of its interval, and
    the rates before and after. A point's customdata is [year].
    """
    years = frame["year"].tolist()
    first, last = min(years), max(years)
    counts, lows, highs = (frame[name].tolist() for name in ("engagements", "low", "high"))
    data: list[Parts] = []
    bands = []
    if change:
        year, low, high, before, after = change
        bands.append(band(low - 0.5, high + 0.5 if high > low else low, color, 0.12))
        data += [
            {
                "type": "scatter",
                "x": x,
                "y": [round(rate, 4)] * 2,
                "mode": "lines",
                "line": {"color": color, "width": 2, "dash": "dot"},
                "hovertemplate": f"<b>{rate:.1f}</b> a year<extra></extra>",
            }
            for x, rate in (([first - 0.5, year - 0.5], before), ([year - 0.5, last + 0.5], after))
        ]
    data.append(
        {
            "type": "scatter",
            "x": years,
            "y": counts,
            "mode": "markers",
            "marker": {"color": color, "size": 8},
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": [round(high - count, 3) for high, count in zip(highs, counts, strict=True)],
                "arrayminus": [round(count - low, 3) for low, count in zip(lows, counts, strict=True)],
                "thickness": 1,
                "width": 3,
                "color": color,
            },
            "customdata": [[year, f"{low:.1f} to {high:.1f}"] for year, low, high in zip(years, lows, highs, strict=True)],
            "hovertemplate": "%{x}: <b>%{y}</b>, 95% interval %{customdata[1]}<extra></extra>",
        }
    )
    return figure(
        data,
        360,
        x={"title": "Year of start"} | year_axis(first, last),
        y={"title": "Engagements a year"} | count_axis(max(highs)),
        showlegend=False,
        shapes=bands,
    )
