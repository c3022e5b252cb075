"""What was found in each period, and over it what was not, by an estimate."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, count_axis, figure

FOUND, UNSEEN, TOO_FEW = "Found", "Not found (estimated lower bound)", "too<br>few"


def with_unseen(frame: pd.DataFrame, *, color: str) -> go.Figure:
    """A bar a period, what is estimated hatched on top with the interval for both; where there is no estimate it says so.

    `frame` has first, last, observed, unseen, low and high, the last three missing where nothing can be said. The customdata of
    what was found is [first, last]; the hatched part has none, as there are no events behind it.
    """
    rows = list(frame.itertuples())
    periods = [period(row.first, row.last) for row in rows]
    told = [(name, row) for name, row in zip(periods, rows, strict=True) if pd.notna(row.unseen)]
    found = {
        "type": "bar",
        "x": periods,
        "y": [int(row.observed) for row in rows],
        "name": FOUND,
        "marker": {"color": color},
        "text": [int(row.observed) for row in rows],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "customdata": [[int(row.first), int(row.last)] for row in rows],
        "hovertemplate": "%{x}: <b>%{y}</b> found<extra></extra>",
    }
    unseen = {
        "type": "bar",
        "x": [name for name, _ in told],
        "y": [round(float(row.unseen), 2) for _, row in told],
        "name": UNSEEN,
        "marker": {
            "color": "rgba(0,0,0,0)",
            "line": {"color": color, "width": 1},
            "pattern": {"shape": "/", "fgcolor": color, "size": 7, "solidity": 0.35},
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [round(float(row.high - row.observed - row.unseen), 2) for _, row in told],
            "arrayminus": [round(float(row.observed + row.unseen - row.low), 2) for _, row in told],
            "color": MUTED,
            "thickness": 1.5,
            "width": 5,
        },
        "hovertext": [in_words(row) for _, row in told],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return figure(
        [found, unseen],
        380,
        # Two lines, so that they fit side by side on a phone.
        x={"title": "Year of start", "type": "category", "tickangle": 0, "tickvals": periods}
        | {"ticktext": [name.replace("–", "–<br>") for name in periods]},
        y={"title": "Engagements"} | count_axis(frame[["observed", "high"]].max().max()),
        barmode="stack",
        legend={"entrywidth": 0},
        annotations=[
            {"x": name, "y": int(row.observed), "text": TOO_FEW, "yanchor": "bottom"}
            for name, row in zip(periods, rows, strict=True)
            if pd.isna(row.unseen)
        ],
    )


def period(first: int, last: int) -> str:
    """A period of years: 1990–1994, or 2025 alone."""
    return f"{first}–{last}" if last > first else str(first)


def in_words(row: tuple) -> str:
    """One estimate: what was found, what was not, and the interval for both."""
    return (
        f"{period(row.first, row.last)}: {row.observed} found, lower bound for those not found {row.unseen:.0f} "
        f"(95% interval {row.low - row.observed:.0f} to {row.high - row.observed:.0f})"
    )
