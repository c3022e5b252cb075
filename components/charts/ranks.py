"""Ranks over periods, as a bump chart."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, ON_MARK, SMALL, figure, hover_text, lines

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
    chart = figure(ROW * most + 70, showlegend=False, margin={"l": 18, "r": MARGIN, "t": 8, "b": 8})
    order = sorted(dict.fromkeys(frame["key"]), key=lambda code: code in highlighted)
    for code in order:
        rows, bright = frame[frame["key"] == code].sort_values("column"), code in highlighted
        _add_line(chart, rows, hover_text(labels.get(code, code)), colors.get(code, MUTED) if bright else MUTED, bright)
        if bright:
            _name(chart, rows.dropna(subset="slot"), labels.get(code, code), len(starts) - 1)
    periods = frame.drop_duplicates("period_start").sort_values("period_start")
    chart.update_xaxes(
        range=[-0.2, len(starts) - 0.9],
        tickvals=list(column.values()),
        # Two lines, so that they fit side by side on a phone.
        ticktext=[_years(row.period_start, row.period_end).replace("–", "–<br>") for row in periods.itertuples()],
        tickangle=0,
        tickfont_size=SMALL,
    )
    chart.update_yaxes(range=[most + 0.6, 0.4], visible=False)
    return chart


def _add_line(chart: go.Figure, rows: pd.DataFrame, name: str, color: str, bright: bool) -> None:
    heights = rows["slot"].astype("float64")
    stroke = {"color": color}
    opacity = 1 if bright else 0.3
    chart.add_scatter(
        x=rows["column"],
        y=heights,
        mode="lines",
        connectgaps=True,
        line=stroke | {"width": 1.2, "dash": "dot"},
        opacity=opacity,
        hoverinfo="skip",
    )
    points = rows.dropna(subset="slot")
    chart.add_scatter(
        x=rows["column"], y=heights, mode="lines", line=stroke | {"width": 3 if bright else 1.2}, opacity=opacity, hoverinfo="skip"
    )
    chart.add_scatter(
        x=points["column"],
        y=points["slot"].astype("float64"),
        mode="markers+text" if bright else "markers",
        name=name,
        marker={"size": 18 if bright else 9, "color": color},
        opacity=opacity,
        text=points["mark"],
        textfont={"size": SMALL, "color": ON_MARK},
        customdata=[[row.key, int(row.period_start), int(row.period_end)] for row in points.itertuples()],
        hovertext=[
            f"{name}, {_years(row.period_start, row.period_end)}<br>"
            f"<b>Rank {row.rank}</b>{', shared' if row.mark.endswith('=') else ''}; "
            f"{row.engagements} engagement{'s' if row.engagements != 1 else ''}"
            for row in points.itertuples()
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _name(chart: go.Figure, points: pd.DataFrame, label: str, last: int) -> None:
    """The name beside the line's end at the right edge, or above an end before it."""
    ends = {int(row.column): float(row.slot) for row in points.itertuples()}
    end = max(ends)
    if end == last:
        chart.add_annotation(text=lines(label, WRAP), borderpad=0, x=last, y=ends[last], xanchor="left", xshift=12, align="left")
    else:
        chart.add_annotation(text=hover_text(label), borderpad=0, x=end, y=ends[end], yanchor="bottom", yshift=8)


def _years(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}–{end}"
