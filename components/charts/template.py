"""What every chart shares: quiet axes, whole numbers, years without commas, room for a legend above the marks."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

GRID = "rgba(128,128,128,0.18)"
MUTED = "#767676"


def figure(height: int, **layout: Any) -> go.Figure:
    """An empty figure in the house's style; colors of text and ground come from the theme."""
    return go.Figure(
        layout={
            "height": height,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "hovermode": "closest",
            "dragmode": False,
            "bargap": 0.15,
            "legend": {
                "orientation": "h",
                "yanchor": "bottom",
                "y": 1.02,
                "x": 0,
                "xanchor": "left",
                "traceorder": "normal",
                # Narrow enough for two columns on a phone.
                "entrywidth": 96,
                "itemwidth": 30,
                "font": {"size": 11},
            },
            "xaxis": {"showgrid": False, "zeroline": False, "automargin": True, "fixedrange": True},
            "yaxis": {"gridcolor": GRID, "zeroline": False, "automargin": True, "fixedrange": True},
        }
        | layout
    )


def year_axis(first: int, last: int) -> dict[str, Any]:
    """An axis of years, whole and without commas, with as many ticks as fit."""
    return {"range": [first - 0.6, last + 0.6], "tickformat": "d", "dtick": 5 if last - first > 12 else 1, "tick0": 0}


def count_axis(highest: float) -> dict[str, Any]:
    """An axis of counts from 0."""
    return {"rangemode": "tozero", "gridcolor": GRID} | whole_ticks(highest)


def whole_ticks(highest: float) -> dict[str, Any]:
    """Ticks at whole numbers only, for values up to the highest."""
    return {"tickformat": "d"} | ({"dtick": 1} if highest <= 6 else {"nticks": 7})
