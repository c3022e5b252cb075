"""Charts of levels, 1 the highest and on top."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.charts.bars import hover_text
from components.charts.template import GRID, MUTED, count_axis, figure, year_axis
from data.record import Vocabulary

ROW = 52
SYMBOLS = ("circle", "diamond", "square", "cross")
SHOWN_PEOPLE = 6


def highest_by_year(
    frame: pd.DataFrame,
    *,
    words: Vocabulary,
    sides: Mapping[str, str],
    colors: Mapping[str, str],
    years: tuple[int, int],
) -> go.Figure:
    """One dot a year and side at the highest level that took part, the sides a little apart; no dot where no one is named.

    `frame` has year, country, level and people; `words` are the levels. A dot's customdata is [country, level, year].
    """
    rows = {level: number for number, level in enumerate(words.codes)}
    chart = figure(ROW * len(rows) + 84, xaxis_title="Year of start")
    for number, (side, name) in enumerate(sides.items()):
        dots = frame[frame["country"] == side]
        chart.add_scatter(
            x=dots["year"],
            y=[rows[level] + 0.2 * (number - (len(sides) - 1) / 2) for level in dots["level"]],
            mode="markers",
            name=name,
            marker={"color": colors.get(side, MUTED), "size": 9, "symbol": SYMBOLS[number % len(SYMBOLS)]},
            customdata=[[side, int(level), int(year)] for level, year in zip(dots["level"], dots["year"], strict=True)],
            hovertext=[
                f"{row.year}, {hover_text(name)}: <b>level {row.level}</b><br>{_wrapped(_shortened(row.people))}"
                for row in dots.itertuples()
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    for level, row in rows.items():
        chart.add_annotation(
            text=f"<b>{level}</b> {hover_text(words.label(level))}",
            hovertext=f"<b>{hover_text(words.label(level))}</b><br>{_wrapped(words.definition(level))}",
            **{"x": 0, "xref": "paper", "xanchor": "left", "y": row, "yshift": 15, "showarrow": False, "font": {"size": 11}},
        )
    chart.update_xaxes(year_axis(*years))
    chart.update_yaxes(
        range=[len(rows) - 0.5, -0.55], tickvals=list(rows.values()), showticklabels=False, showgrid=True, gridcolor=GRID
    )
    return chart


def distribution(frame: pd.DataFrame, *, words: Vocabulary, sides: Mapping[str, str], colors: Mapping[str, str]) -> go.Figure:
    """For each level one bar a side: the engagements in which it is the highest of that side.

    `frame` has country, level, engagements and share; `words` are the levels. A bar's customdata is [country, level].
    """
    labels = {level: "<br>".join(textwrap.wrap(f"{level} {hover_text(label)}", 24)) for level, label in words.labels.items()}
    chart = figure(42 * len(labels) + 80, barmode="group", xaxis_title="Engagements, parts included")
    for side, name in sides.items():
        bars = frame[frame["country"] == side]
        chart.add_bar(
            x=bars["engagements"],
            y=[labels[level] for level in bars["level"]],
            orientation="h",
            name=name,
            marker_color=colors.get(side, MUTED),
            text=bars["engagements"],
            textposition="outside",
            cliponaxis=False,
            customdata=[[side, int(level)] for level in bars["level"]],
            hovertext=[
                f"{hover_text(name)}, level {row.level}: <b>{row.engagements}</b> ({row.share:.0%})" for row in bars.itertuples()
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    highest = float(frame["engagements"].max() or 1)
    chart.update_xaxes(count_axis(highest), showgrid=True, range=[0, highest * 1.12])
    chart.update_yaxes(
        categoryorder="array", categoryarray=list(labels.values()), autorange="reversed", showgrid=False, tickfont={"size": 11}
    )
    return chart


def _shortened(people: str) -> str:
    names: Sequence[str] = people.split("; ")
    more = len(names) - SHOWN_PEOPLE
    return "; ".join(names[:SHOWN_PEOPLE]) + (f"; and {more} more" if more > 0 else "")


def _wrapped(text: str) -> str:
    return "<br>".join(hover_text(line) for line in textwrap.wrap(text, 60))
