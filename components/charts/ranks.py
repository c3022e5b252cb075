"""Ranks over periods, as a bump chart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, ON_MARK, SMALL, Parts, figure, hover_text, lines

ROW, WRAP = 30, 13
# Right of the lines, for names in lines of so many letters.
MARGIN = 104


def slots(frame: pd.DataFrame) -> pd.Series:
    """The place of each row in its period from the top, one a place: by rank, those of one rank by all their engagements.

    `frame` has key, period_start, engagements and rank (missing where it has none, and then so is the place).
    """
    ranked = frame.dropna(subset="rank")
    ranked = ranked.assign(whole=ranked["key"].map(frame.groupby("key")["engagements"].sum()))
    ranked = ranked.sort_values(["period_start", "rank", "whole"], ascending=[True, True, False], kind="stable")
    return (ranked.groupby("period_start").cumcount() + 1).reindex(frame.index).astype("Int64")


def bump(frame: pd.DataFrame, *, labels: Mapping[str, str], colors: Mapping[str, str], highlighted: Collection[str]) -> go.Figure:
    """A line a key through its place in each period; the highlighted ones in color and named at their end, the others faint.

    `frame` has key, period_start, period_end (year), engagements (count) and rank. Keys that share a rank stand one under
    another and are marked "="; a period without an engagement interrupts the line, which is dotted there. A point's customdata
    is [key, period_start, period_end].
    """
    frame = frame.assign(slot=slots(frame))
    starts = sorted(int(start) for start in frame["period_start"].unique())
    column = {start: number for number, start in enumerate(starts)}
    shared = frame.groupby(["period_start", "rank"])["key"].transform("size")
    frame = frame.assign(
        column=frame["period_start"].map(column),
        mark=frame["rank"].astype("str") + shared.map(lambda size: "=" if size > 1 else ""),
    )
    most = int(frame["slot"].max())
    lines_of: dict[str, list[Any]] = {code: [] for code in frame["key"].tolist()}
    for row in frame.sort_values("column", kind="stable").itertuples():
        lines_of[row.key].append(row)
    data: list[Parts] = []
    annotations = []
    for code, rows in sorted(lines_of.items(), key=lambda line: line[0] in highlighted):
        bright = code in highlighted
        data += _line(rows, hover_text(labels.get(code, code)), colors.get(code, MUTED) if bright else MUTED, bright)
        if bright:
            annotations.append(_name([row for row in rows if pd.notna(row.slot)], labels.get(code, code), len(starts) - 1))
    periods = sorted({(int(row.period_start), int(row.period_end)) for rows in lines_of.values() for row in rows})
    return figure(
        data,
        ROW * most + 70,
        x={
            "range": [-0.2, len(starts) - 0.9],
            "tickvals": list(column.values()),
            # Two lines, so that they fit side by side on a phone.
            "ticktext": [_years(*period).replace("–", "–<br>") for period in periods],
            "tickangle": 0,
            "tickfont": {"size": SMALL},
        },
        y={"range": [most + 0.6, 0.4], "visible": False},
        showlegend=False,
        margin={"l": 18, "r": MARGIN},
        annotations=annotations,
    )


def _line(rows: list[Any], name: str, color: str, bright: bool) -> list[Parts]:
    """A key's dotted line past the periods that have none of it, its line, and its dots."""
    points = [row for row in rows if pd.notna(row.slot)]
    heights = [int(row.slot) if pd.notna(row.slot) else None for row in rows]
    head = {"type": "scatter", "opacity": 1 if bright else 0.3}
    line = head | {"x": [int(row.column) for row in rows], "y": heights, "mode": "lines", "hoverinfo": "skip"}
    dots = head | {
        "x": [int(row.column) for row in points],
        "y": [int(row.slot) for row in points],
        "mode": "markers+text" if bright else "markers",
        "name": name,
        "marker": {"size": 18 if bright else 9, "color": color},
        "text": [row.mark for row in points],
        "textfont": {"size": SMALL, "color": ON_MARK},
        "customdata": [[row.key, int(row.period_start), int(row.period_end)] for row in points],
        "hovertext": [
            f"{name}, {_years(row.period_start, row.period_end)}<br>"
            f"<b>Rank {row.rank}</b>{', shared' if row.mark.endswith('=') else ''}; "
            f"{row.engagements} engagement{'s' if row.engagements != 1 else ''}"
            for row in points
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return [
        line | {"connectgaps": True, "line": {"color": color, "width": 1.2, "dash": "dot"}},
        line | {"line": {"color": color, "width": 3 if bright else 1.2}},
        dots,
    ]


def _name(points: list[Any], label: str, last: int) -> Parts:
    """The name beside the line's end at the right edge, or above an end before it."""
    end = max(points, key=lambda row: row.column)
    place = {"borderpad": 0, "x": int(end.column), "y": int(end.slot)}
    if end.column == last:
        return place | {"text": lines(label, WRAP), "xanchor": "left", "xshift": 12, "align": "left"}
    return place | {"text": hover_text(label), "yanchor": "bottom", "yshift": 8}


def _years(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}–{end}"
