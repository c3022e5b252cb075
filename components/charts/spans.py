"""Spans of time, as many side by side in a lane as fit."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from heapq import heappop, heappush

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, ON_MARK, SMALL, figure, hover_text

# In pixels, and a bar's share of it: room for its title.
ROW, BAR = 30, 0.84
DAY = 86_400_000
# Between two spans of a lane, so that they are told apart.
SPACE = pd.Timedelta(days=60)


def spans(
    frame: pd.DataFrame, *, labels: Mapping[str, str], colors: Mapping[str, str], other: str, years: tuple[int, int]
) -> go.Figure:
    """A bar for each row from its first to its last day, or to the end of the axis where it has none.

    `frame` has title, period (in words), first_day, last_day (missing where a span runs on), group (missing under `other`),
    gap_id and sure (false where the bar is hatched); what lies outside the years is cut off. A bar's customdata is [gap_id].
    """
    first, stop = pd.Timestamp(years[0], 1, 1), pd.Timestamp(years[1], 12, 31)
    rows = frame.assign(since=frame["first_day"].clip(first, stop), to=frame["last_day"].fillna(stop).clip(first, stop))
    rows["lane"] = _lanes(rows)
    depth = int(rows["lane"].max()) + 1 if len(rows) else 1
    data = []
    for group in [*(code for code in labels if code in set(rows["group"])), None]:
        own = list(rows[rows["group"] == group if group else rows["group"].isna()].itertuples())
        if not own:
            continue
        data.append(
            {
                "type": "bar",
                "base": [f"{row.since:%Y-%m-%d}" for row in own],
                "x": [((row.to - row.since).days + 1) * DAY for row in own],
                "y": [row.lane for row in own],
                "width": BAR,
                "orientation": "h",
                "name": hover_text(labels[group] if group else other),
                "marker": {
                    "color": colors.get(group, MUTED) if group else MUTED,
                    "line": {"width": 0},
                    "pattern": {"shape": ["" if row.sure else "/" for row in own], "size": 6, "solidity": 0.25},
                },
                "text": [hover_text(row.title) for row in own],
                "textposition": "inside",
                "insidetextanchor": "start",
                "textangle": 0,
                "textfont": {"size": SMALL, "color": ON_MARK},
                "customdata": [[row.gap_id] for row in own],
                "hovertext": [
                    f"<b>{'<br>'.join(hover_text(line) for line in textwrap.wrap(row.title, 50))}</b><br>{hover_text(row.period)}"
                    for row in own
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    return figure(
        data,
        ROW * depth + 110,
        x={
            "type": "date",
            "range": [f"{first:%Y-%m-%d}", f"{stop + pd.Timedelta(days=1):%Y-%m-%d}"],
            "tick0": "2000-01-01",
            "dtick": "M60" if years[1] - years[0] > 12 else "M12",
            "tickformat": "%Y",
            "showgrid": True,
        },
        y={"range": [depth - 0.5, -0.5], "visible": False},
        barmode="overlay",
        legend={"entrywidth": 110},
        uniformtext={"mode": "hide", "minsize": SMALL},
    )


def _lanes(rows: pd.DataFrame) -> pd.Series:
    """The highest lane that is free for each span, in the order of their starts."""
    free: list[int] = []
    busy: list[tuple[pd.Timestamp, int]] = []
    lanes = {}
    for index, row in rows.sort_values(["since", "to"], kind="stable").iterrows():
        while busy and busy[0][0] + SPACE < row["since"]:
            heappush(free, heappop(busy)[1])
        lane = heappop(free) if free else len(busy)
        lanes[index] = lane
        heappush(busy, (row["to"], lane))
    return pd.Series(lanes, index=rows.index, dtype="int64")
