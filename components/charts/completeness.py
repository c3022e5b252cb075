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
    periods = [period(row.first, row.last) for row in frame.itertuples()]
    told = frame["unseen"].notna()
    total = frame["observed"] + frame["unseen"]
    chart = figure(380, barmode="stack", xaxis_title="Year of start", yaxis_title="Engagements")
    chart.update_layout(legend_entrywidth=0)
    chart.add_bar(
        x=periods,
        y=frame["observed"],
        name=FOUND,
        marker_color=color,
        text=frame["observed"],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        customdata=frame[["first", "last"]].astype(object).values.tolist(),
        hovertemplate="%{x}: <b>%{y}</b> found<extra></extra>",
    )
    chart.add_bar(
        x=[name for name, known in zip(periods, told, strict=True) if known],
        y=frame.loc[told, "unseen"],
        name=UNSEEN,
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"color": color, "width": 1},
            "pattern": {"shape": "/", "fgcolor": color, "size": 7, "solidity": 0.35},
        },
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (frame["high"] - total)[told],
            "arrayminus": (total - frame["low"])[told],
            "color": MUTED,
            "thickness": 1.5,
            "width": 5,
        },
        hovertext=[in_words(row) for row in frame[told].itertuples()],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for name, row in zip(periods, frame.itertuples(), strict=True):
        if pd.isna(row.unseen):
            chart.add_annotation(x=name, y=row.observed, text=TOO_FEW, yanchor="bottom")
    # Two lines, so that they fit side by side on a phone.
    chart.update_xaxes(type="category", tickangle=0, tickvals=periods, ticktext=[name.replace("–", "–<br>") for name in periods])
    chart.update_yaxes(count_axis(frame[["observed", "high"]].max().max()))
    return chart


def period(first: int, last: int) -> str:
    """A period of years: 1990–1994, or 2025 alone."""
    return f"{first}–{last}" if last > first else str(first)


def in_words(row: tuple) -> str:
    """One estimate: what was found, what was not, and the interval for both."""
    return (
        f"{period(row.first, row.last)}: {row.observed} found, lower bound for those not found {row.unseen:.0f} "
        f"(95% interval {row.low - row.observed:.0f} to {row.high - row.observed:.0f})"
    )
