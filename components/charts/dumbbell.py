"""Two shares a row, with the line between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, SMALL, Parts, figure, hover_text, lines

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
    rows = list(frame.itertuples())
    keys, places = [row.key for row in rows], list(range(len(rows)))
    shown = [MUTED if not certain.get(code) else colors.get(code, MUTED) for code in keys]
    opacity = [1 if certain.get(code) else FAINT for code in keys]
    hover = [_words(row, labels, names) for row in rows]
    ends = [(round(row.share_first, 4), round(row.share_second, 4)) for row in rows]
    data: list[Parts] = []
    for color, faint in dict.fromkeys(zip(shown, opacity, strict=True)):
        own = [place for place in places if (shown[place], opacity[place]) == (color, faint)]
        data.append(
            {
                "type": "scatter",
                # A gap after each row.
                "x": [end for place in own for end in (*ends[place], None)],
                "y": [end for place in own for end in (place, place, None)],
                "mode": "lines",
                "line": {"color": color, "width": 3},
                "opacity": faint,
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    for group, (name, symbol) in enumerate(zip(names, ("circle-open", "circle"), strict=True)):
        head = {"type": "scatter", "mode": "markers", "name": hover_text(name)}
        marker = {"symbol": symbol, "size": 12}
        # The rows have colors of their own: the legend tells hollow from filled alone.
        data.append(head | {"x": [None], "y": [None], "marker": marker | {"color": MUTED}})
        data.append(
            head
            | {
                "x": [both[group] for both in ends],
                "y": places,
                "marker": marker | {"color": shown, "opacity": opacity, "line": {"width": 2.5, "color": shown}},
                "showlegend": False,
                "customdata": [[code, group] for code in keys],
                "hovertext": hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    highest = max((max(both) for both in ends), default=0) or 1
    return figure(
        data,
        ROW * len(keys) + 96,
        x={
            "title": "Share of the group’s engagements",
            "tickformat": ".0%",
            "showgrid": True,
            "range": [round(-0.02 * highest, 4), round(highest * 1.05, 4)],
            "nticks": 6,
        },
        y={
            "range": [len(keys) - 0.5, -0.5],
            "tickvals": places,
            "ticktext": [lines(labels.get(code, code), WRAP) for code in keys],
            "tickfont": {"size": SMALL},
            "showgrid": True,
        },
        legend={"entrywidth": 0},
    )


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
