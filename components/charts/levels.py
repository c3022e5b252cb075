"""Charts of levels, 1 the highest and on top."""

from __future__ import annotations

from collections import Counter
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
    data = []
    for number, (side, name) in enumerate(sides.items()):
        dots = list(frame[frame["country"] == side].itertuples())
        data.append(
            {
                "type": "scatter",
                "x": [int(row.year) for row in dots],
                "y": [round(rows[row.level] + 0.2 * (number - (len(sides) - 1) / 2), 4) for row in dots],
                "mode": "markers",
                "name": hover_text(name),
                "marker": {"color": colors.get(side, MUTED), "size": 9, "symbol": SYMBOLS[number % len(SYMBOLS)]},
                "customdata": [[side, int(row.level), int(row.year)] for row in dots],
                "hovertext": [
                    f"{row.year}, {hover_text(name)}: <b>level {row.level}</b><br>{_wrapped(_shortened(row.people))}"
                    for row in dots
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    place = {"x": 0, "xref": "paper", "xanchor": "left", "yshift": 19}
    return figure(
        data,
        ROW * len(rows) + 84,
        x={"title": "Year of start"} | year_axis(*years),
        y={
            "range": [len(rows) - 0.5, -0.55],
            "tickvals": list(rows.values()),
            "showticklabels": False,
            "showgrid": True,
        },
        annotations=[
            place
            | {
                "y": row,
                "text": f"<b>{level}</b> {hover_text(words.label(level))}",
                "hovertext": f"<b>{hover_text(words.label(level))}</b><br>{_wrapped(words.definition(level))}",
            }
            for level, row in rows.items()
        ],
    )


def distribution(frame: pd.DataFrame, *, words: Vocabulary, sides: Mapping[str, str], colors: Mapping[str, str]) -> go.Figure:
    """For each level one bar a side: the engagements in which it is the highest of that side.

    `frame` has country, level, engagements and share; `words` are the levels. A bar's customdata is [country, level].
    """
    labels = {level: lines(f"{level} {label}", 24) for level, label in words.labels.items()}
    data = []
    for side, name in sides.items():
        rows = list(frame[frame["country"] == side].itertuples())
        data.append(
            {
                "type": "bar",
                "x": [int(row.engagements) for row in rows],
                "y": [labels[row.level] for row in rows],
                "orientation": "h",
                "name": hover_text(name),
                "marker": {"color": colors.get(side, MUTED)},
                "text": [int(row.engagements) for row in rows],
                "textposition": "outside",
                "customdata": [[side, int(row.level)] for row in rows],
                "hovertext": [f"{hover_text(name)}, level {row.level}: <b>{row.engagements}</b> ({row.share:.0%})" for row in rows],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    highest = float(frame["engagements"].max() or 1)
    return figure(
        data,
        42 * len(labels) + 80,
        x={"title": "Engagements, parts included"} | count_axis(highest) | {"showgrid": True, "range": [0, highest * 1.12]},
        y={
            "categoryorder": "array",
            "categoryarray": list(labels.values()),
            "autorange": "reversed",
            "showgrid": False,
            "tickfont": {"size": SMALL},
        },
        barmode="group",
    )


def by_year(frame: pd.DataFrame, *, words: Vocabulary, sides: Mapping[str, str], years: tuple[int, int]) -> go.Figure:
    """For each side a row of bars over years, stacked by level, the highest at the foot.

    `frame` has year, country, level and engagements; `words` are the levels. A bar's customdata is [country, level, year].
    """
    rows = list(frame.itertuples())
    totals: Counter[tuple[str, int]] = Counter()
    for row in rows:
        totals[row.country, row.year] += int(row.engagements)
    each = 1 / len(sides)
    data, axes, annotations = [], {}, []
    told: set[object] = set()
    for number, (side, name) in enumerate(sides.items()):
        top = 1 - number * each
        highest = max((total for (country, _), total in totals.items() if country == side), default=1)
        axes[f"yaxis{number + 1 if number else ''}"] = count_axis(highest) | {
            "domain": [round(top - each + 0.01, 4), round(top - 0.09, 4)]
        }
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": round(top - 0.085, 4), "yref": "paper", "yanchor": "bottom"}
        annotations.append(place | {"text": f"<b>{hover_text(name)}</b>, engagements", "font": {"size": 12}})
        for level in words.codes:
            bars = [row for row in rows if row.country == side and row.level == level]
            data.append(
                {
                    "type": "bar",
                    "x": [int(row.year) for row in bars],
                    "y": [int(row.engagements) for row in bars],
                    "yaxis": f"y{number + 1}" if number else "y",
                    "width": 0.85,
                    "name": f"{level} {hover_text(words.label(level))}",
                    "legendgroup": str(level),
                    "legendrank": 1 + words.codes.index(level),
                    # Every level stands once in the legend, with the first side that reaches it.
                    "showlegend": bool(bars) and level not in told,
                    "marker": {"color": words.colors.get(level, MUTED)},
                    "customdata": [[side, int(level), int(row.year)] for row in bars],
                    "hovertext": [
                        f"{hover_text(name)}, {row.year}, level {level}: <b>{row.engagements}</b> "
                        f"({row.engagements / totals[side, row.year]:.0%})"
                        for row in bars
                    ],
                    "hovertemplate": "%{hovertext}<extra></extra>",
                }
            )
            if bars:
                told.add(level)
    return figure(
        data,
        210 * len(sides) + 90,
        x={"title": "Year of start"} | year_axis(*years) | {"anchor": f"y{len(sides)}" if len(sides) > 1 else "y"},
        y=axes.pop("yaxis"),
        barmode="stack",
        legend={"entrywidth": 0},
        annotations=annotations,
        **axes,
    )


def gaps(frame: pd.DataFrame, *, sides: Mapping[str, str], colors: Mapping[str, str], years: tuple[int, int]) -> go.Figure:
    """A dot for the meetings of a year with the same level gap, larger where there are more; equal levels in the middle.

    `frame` has year, gap (above 0: the first side met up), met_up (country, missing where equal) and meetings. A dot's
    customdata is [year, gap].
    """
    rows = list(frame.itertuples())
    seen = [int(row.gap) for row in rows]
    lowest, highest = min(*seen, -1), max(*seen, 1)
    first, second = sides.values()
    dots = {
        "type": "scatter",
        "x": [int(row.year) for row in rows],
        "y": [int(row.gap) for row in rows],
        "mode": "markers+text",
        "text": [str(row.meetings) if row.meetings > 1 else "" for row in rows],
        "textfont": {"size": SMALL, "color": ON_MARK},
        "marker": {
            "color": [colors.get(row.met_up, MUTED) if isinstance(row.met_up, str) else MUTED for row in rows],
            "size": [round(9 + 5 * float(row.meetings - 1) ** 0.5, 2) for row in rows],
            "opacity": 1,
            # Dots of one year may lie on one another.
            "line": {"width": 1, "color": "rgba(255,255,255,0.6)"},
        },
        "customdata": [[int(row.year), int(row.gap)] for row in rows],
        "hovertext": [f"{row.year}: <b>{row.meetings}</b>, {hover_text(gap_in_words(row.gap, sides))}" for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    place = {"x": 0, "xref": "paper", "xanchor": "left"}
    ticks = list(range(lowest, highest + 1))
    return figure(
        [dots],
        44 * (highest - lowest + 1) + 90,
        x={"title": "Year of start"} | year_axis(*years),
        y={
            "title": "Levels between them",
            "range": [lowest - 1, highest + 1],
            "tickvals": ticks,
            "ticktext": [str(abs(tick)) if tick else "equal" for tick in ticks],
        },
        showlegend=False,
        annotations=[
            place | {"y": highest + 0.95, "yanchor": "top", "text": f"↑ <b>{hover_text(first)} met up</b>"},
            place | {"y": lowest - 0.95, "yanchor": "bottom", "text": f"↓ <b>{hover_text(second)} met up</b>"},
        ],
        shapes=[
            {"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "yref": "y", "y0": 0, "y1": 0}
            | {"line": {"color": MUTED, "width": 1}, "layer": "below"}
        ],
    )


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
