"""Charts of levels, 1 the highest and on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, ON_MARK, SMALL, count_axis, figure, hover_text, lines, year_axis
from data.record import Vocabulary

ROW = 56
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
            **{"x": 0, "xref": "paper", "xanchor": "left", "y": row, "yshift": 19},
        )
    chart.update_xaxes(year_axis(*years))
    chart.update_yaxes(range=[len(rows) - 0.5, -0.55], tickvals=list(rows.values()), showticklabels=False, showgrid=True)
    return chart


def distribution(frame: pd.DataFrame, *, words: Vocabulary, sides: Mapping[str, str], colors: Mapping[str, str]) -> go.Figure:
    """For each level one bar a side: the engagements in which it is the highest of that side.

    `frame` has country, level, engagements and share; `words` are the levels. A bar's customdata is [country, level].
    """
    labels = {level: lines(f"{level} {label}", 24) for level, label in words.labels.items()}
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
            customdata=[[side, int(level)] for level in bars["level"]],
            hovertext=[
                f"{hover_text(name)}, level {row.level}: <b>{row.engagements}</b> ({row.share:.0%})" for row in bars.itertuples()
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    highest = float(frame["engagements"].max() or 1)
    chart.update_xaxes(count_axis(highest), showgrid=True, range=[0, highest * 1.12])
    chart.update_yaxes(
        categoryorder="array", categoryarray=list(labels.values()), autorange="reversed", showgrid=False, tickfont_size=SMALL
    )
    return chart


def by_year(frame: pd.DataFrame, *, words: Vocabulary, sides: Mapping[str, str], years: tuple[int, int]) -> go.Figure:
    """For each side a row of bars over years, stacked by level, the highest at the foot.

    `frame` has year, country, level and engagements; `words` are the levels. A bar's customdata is [country, level, year].
    """
    chart = figure(210 * len(sides) + 90, barmode="stack", xaxis_title="Year of start")
    totals = frame.groupby(["country", "year"])["engagements"].transform("sum")
    each = 1 / len(sides)
    # Every level stands once in the legend, with the first side that reaches it.
    legend = {
        level: next((side for side in sides if ((frame["country"] == side) & (frame["level"] == level)).any()), None)
        for level in words.codes
    }
    for number, (side, name) in enumerate(sides.items()):
        axis = "y" if not number else f"y{number + 1}"
        top = 1 - number * each
        chart.update_layout(
            {
                f"yaxis{number + 1 if number else ''}": count_axis(totals[frame["country"] == side].max() if len(frame) else 1)
                | {"domain": [top - each + 0.01, top - 0.09]}
            }
        )
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": top - 0.085, "yref": "paper", "yanchor": "bottom"}
        chart.add_annotation(text=f"<b>{hover_text(name)}</b>, engagements", font_size=12, **place)
        for level in words.codes:
            bars = frame[(frame["country"] == side) & (frame["level"] == level)]
            shares = bars["engagements"] / totals[bars.index]
            chart.add_bar(
                x=bars["year"],
                y=bars["engagements"],
                yaxis=axis,
                width=0.85,
                name=f"{level} {hover_text(words.label(level))}",
                legendgroup=str(level),
                legendrank=1 + words.codes.index(level),
                showlegend=legend[level] == side,
                marker_color=words.colors.get(level, MUTED),
                customdata=[[side, int(level), int(year)] for year in bars["year"]],
                hovertext=[
                    f"{hover_text(name)}, {row.year}, level {level}: <b>{row.engagements}</b> ({share:.0%})"
                    for row, share in zip(bars.itertuples(), shares, strict=True)
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            )
    chart.update_xaxes(year_axis(*years), anchor=f"y{len(sides)}" if len(sides) > 1 else "y")
    chart.update_layout(legend={"entrywidth": 0})
    return chart


def gaps(frame: pd.DataFrame, *, sides: Mapping[str, str], colors: Mapping[str, str], years: tuple[int, int]) -> go.Figure:
    """A dot for the meetings of a year with the same level gap, larger where there are more; equal levels in the middle.

    `frame` has year, gap (above 0: the first side met up), met_up (country, missing where equal) and meetings. A dot's
    customdata is [year, gap].
    """
    lowest, highest = min(int(frame["gap"].min()), -1), max(int(frame["gap"].max()), 1)
    chart = figure(44 * (highest - lowest + 1) + 90, showlegend=False, xaxis_title="Year of start")
    first, second = sides.values()
    chart.add_hline(y=0, line={"color": MUTED, "width": 1}, layer="below")
    chart.add_scatter(
        x=frame["year"],
        y=frame["gap"],
        mode="markers+text",
        text=[number if number > 1 else "" for number in frame["meetings"]],
        textfont={"size": SMALL, "color": ON_MARK},
        marker={
            "color": [colors.get(side, MUTED) if isinstance(side, str) else MUTED for side in frame["met_up"]],
            "size": [9 + 5 * float(number - 1) ** 0.5 for number in frame["meetings"]],
            "opacity": 1,
            # Dots of one year may lie on one another.
            "line": {"width": 1, "color": "rgba(255,255,255,0.6)"},
        },
        customdata=frame[["year", "gap"]].astype(int).to_numpy().tolist(),
        hovertext=[f"{row.year}: <b>{row.meetings}</b>, {hover_text(gap_in_words(row.gap, sides))}" for row in frame.itertuples()],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for name, y, anchor in ((first, highest + 0.95, "top"), (second, lowest - 0.95, "bottom")):
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": y, "yanchor": anchor}
        chart.add_annotation(text=f"{'↑' if anchor == 'top' else '↓'} <b>{hover_text(name)} met up</b>", **place)
    ticks = list(range(lowest, highest + 1))
    chart.update_xaxes(year_axis(*years))
    chart.update_yaxes(
        range=[lowest - 1, highest + 1],
        tickvals=ticks,
        ticktext=[str(abs(tick)) if tick else "equal" for tick in ticks],
        title="Levels between them",
    )
    return chart


def gap_in_words(gap: int, sides: Mapping[str, str]) -> str:
    """A level gap for a reader: "Freedonia met up by 2 levels"."""
    if not gap:
        return "equal levels"
    first, second = sides.values()
    return f"{first if gap > 0 else second} met up by {abs(gap)} level{'s' if abs(gap) > 1 else ''}"


def _shortened(people: str) -> str:
    names: Sequence[str] = people.split("; ")
    more = len(names) - SHOWN_PEOPLE
    return "; ".join(names[:SHOWN_PEOPLE]) + (f"; and {more} more" if more > 0 else "")


def _wrapped(text: str) -> str:
    return lines(text, 60)
