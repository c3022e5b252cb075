"""Two shares a row, with the line between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, SMALL, figure, hover_text, lines

ROW, WRAP = 28, 18
FAINT = 0.45


def shares(
    frame: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    colors: Mapping[str, str],
    names: tuple[str, str],
    certain: Mapping[str, bool],
) -> go.Figure:
    """A row a key: a hollow dot for its share of the first group, a filled one for the second; the first row on top.

    `frame` has key, first, first_of, second, second_of (count), share_first, share_second (0 to 1), difference, low and high.
    `names` are the groups'; `certain` tells for a key whether its difference is more than chance: the others are faint. A dot's
    customdata is [key, 0 for the first group or 1 for the second].
    """
    keys = list(frame["key"])
    shown = [MUTED if not certain.get(code) else colors.get(code, MUTED) for code in keys]
    opacity = [1 if certain.get(code) else FAINT for code in keys]
    hover = [_words(row, labels, names) for row in frame.itertuples()]
    chart = figure(ROW * len(keys) + 96, xaxis_title="Share of the group’s engagements")
    for place, row in enumerate(frame.itertuples()):
        chart.add_scatter(
            x=[row.share_first, row.share_second],
            y=[place, place],
            mode="lines",
            line={"color": shown[place], "width": 3},
            opacity=opacity[place],
            hoverinfo="skip",
            showlegend=False,
        )
    for group, (name, share, symbol) in enumerate(
        zip(names, ("share_first", "share_second"), ("circle-open", "circle"), strict=True)
    ):
        # The rows have colors of their own: the legend tells hollow from filled alone.
        chart.add_scatter(
            x=[None], y=[None], mode="markers", name=hover_text(name), marker={"symbol": symbol, "size": 12, "color": MUTED}
        )
        chart.add_scatter(
            x=frame[share],
            y=list(range(len(keys))),
            mode="markers",
            name=hover_text(name),
            marker={"symbol": symbol, "size": 12, "color": shown, "opacity": opacity, "line": {"width": 2.5, "color": shown}},
            showlegend=False,
            customdata=[[code, group] for code in keys],
            hovertext=hover,
            hovertemplate="%{hovertext}<extra></extra>",
        )
    highest = float(frame[["share_first", "share_second"]].max(axis=None) or 1)
    chart.update_layout(legend={"entrywidth": 0})
    chart.update_xaxes(tickformat=".0%", showgrid=True, range=[-0.02 * highest, highest * 1.05], nticks=6)
    chart.update_yaxes(
        range=[len(keys) - 0.5, -0.5],
        tickvals=list(range(len(keys))),
        ticktext=[lines(labels.get(code, code), WRAP) for code in keys],
        tickfont_size=SMALL,
        showgrid=True,
    )
    return chart


def _words(row: Any, labels: Mapping[str, str], names: tuple[str, str]) -> str:
    one = f"{hover_text(names[0])}: {row.share_first:.0%} ({row.first} of {row.first_of})"
    two = f"{hover_text(names[1])}: {row.share_second:.0%} ({row.second} of {row.second_of})"
    return (
        f"<b>{hover_text(labels.get(row.key, row.key))}</b><br>{one}<br>{two}<br>"
        f"Difference {in_points(row.difference)} points, 95% interval {in_points(row.low)} to {in_points(row.high)}"
    )


def in_points(difference: float) -> str:
    """A difference of shares (-1 to 1) in percentage points with its sign: "+12", "−3", "0"."""
    number = round(100 * difference)
    return f"{number:+d}".replace("-", "−") if number else "0"
