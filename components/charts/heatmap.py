"""Heat maps: rows by years, and the matrix of what goes together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, SMALL, Parts, figure, hover_text, row_names, whole_ticks, year_axis

# One hue from faint to full, so that more is stronger on a light and on a dark ground alike.
SCALE = [[0, "rgba(46,134,193,0.05)"], [0.001, "rgba(46,134,193,0.2)"], [1, "rgba(46,134,193,1)"]]
# Two hues, safe for color-blind readers, that fade to nothing in the middle.
DIVERGING = [[0, "rgba(217,114,46,1)"], [0.5, "rgba(128,128,128,0.08)"], [1, "rgba(46,134,193,1)"]]
# A lift is drawn by its logarithm to base 2, so that twice and half as often are as strong; beyond these it gets no stronger.
LIFTS = {-2: "¼", -1: "½", 0: "1", 1: "2", 2: "4"}
# With fewer expected together, one engagement more or less turns the lift over.
FEWEST_EXPECTED = 1
TITLES = {"engagements": "Engagements with both", "lift": "Lift"}
# In pixels: a row whose name stands beside it, one with its name above, and the cells of that one.
ROW, TALL, CELL = 26, 33, 17
# In letters: longer names stand above their rows.
BRIEF = 4
# Seen on a cell of any color, on a light and on a dark ground.
PICKED = "#c2185b"
BAR = {"orientation": "h", "thickness": 8, "outlinewidth": 0, "tickfont": {"size": SMALL}}
ABOVE = BAR | {"x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "lenmode": "pixels", "len": 200, "ypad": 4}
# Beside a color bar Plotly draws an axis title over the axis's own ticks: it stands under them as a note.
UNDER = {"x": 0.5, "xref": "paper", "y": 0, "yref": "paper", "yanchor": "top", "yshift": -32, "font": {"size": 12}}
BELOW = BAR | {"y": -0.01, "yanchor": "top", "len": 1}


def by_year(frame: pd.DataFrame, *, key: str, value: str, labels: Mapping[str, str], percent: bool, hover: str) -> go.Figure:
    """Rows by year; a cell is the value. `frame` has key, year and the value, in the order of the rows from the top.

    `hover` is a column with text for each cell. A cell's customdata is [year, key].
    """
    keys = list(dict.fromkeys(frame[key].tolist()))
    cells = {
        (row, year): (number, text)
        for row, year, number, text in zip(*(frame[name].tolist() for name in (key, "year", value, hover)), strict=True)
    }
    years = sorted({year for _, year in cells})
    names = [labels.get(code, str(code)) for code in keys]
    axis, row, gap = _rows(names)
    bar = {"tickformat": ".0%"} if percent else whole_ticks(frame[value].max())
    title = "Share of the year’s engagements" if percent else "Engagements"
    shares = {
        "type": "heatmap",
        "x": years,
        "y": list(range(len(keys))),
        "z": [[_rounded(cells[code, year][0]) for year in years] for code in keys],
        "hoverinfo": "skip",
        "colorscale": SCALE,
        "zmin": 0,
        "xgap": 1,
        "ygap": gap,
        "colorbar": ABOVE | bar | {"title": {"text": title, "side": "top", "font": {"size": SMALL}}},
    }
    places = [(number, code, year) for number, code in enumerate(keys) for year in years]
    points = _points(
        [year for _, _, year in places],
        [number for number, _, _ in places],
        [[year, code] for _, code, year in places],
        [f"{hover_text(labels.get(code, code))}, {year}: {hover_text(cells[code, year][1])}" for _, code, year in places],
    )
    return figure(
        [shares, points],
        max(200, row * len(keys) + 110),
        x=year_axis(years[0], years[-1]),
        y=axis,
        margin={"b": 52},
        showlegend=False,
        hoverdistance=60,
        annotations=[UNDER | {"text": "Year of start"}, *(row_names(axis["ticktext"], CELL) if gap > 1 else [])],
    )


def matrix(frame: pd.DataFrame, *, value: str, labels: Mapping[str, str]) -> go.Figure:
    """What goes together, every pair both ways round; the diagonal is left blank.

    `frame` has a, b, engagements (count), expected (count by chance) and lift (their quotient), for every cell, in the order of
    the rows from the top; `value` is "engagements" or "lift". In a matrix of lifts a cross marks a cell in which too few are
    expected to read its lift. A cell's customdata is [a, b].
    """
    rows = list(frame.itertuples())
    keys = list(dict.fromkeys(row.a for row in rows))
    place = {code: number for number, code in enumerate(keys)}
    few = [row for row in rows if row.a != row.b and row.expected < FEWEST_EXPECTED]
    unreadable = {(row.a, row.b) for row in few} if value == "lift" else set()
    shown = {
        (row.a, row.b): _exponent(row.lift) if value == "lift" else row.engagements
        for row in rows
        if row.a != row.b and (row.a, row.b) not in unreadable
    }
    names = [labels.get(code, str(code)) for code in keys]
    axis, height, gap = _rows(names)
    bar = BELOW | {"title": {"text": TITLES[value], "side": "bottom", "font": {"size": SMALL}}}
    cells = {
        "type": "heatmap",
        "x": list(range(len(keys))),
        "y": list(range(len(keys))),
        "z": [[_rounded(shown.get((one, other))) for other in keys] for one in keys],
        "hoverinfo": "skip",
        "xgap": 1,
        "ygap": gap,
    }
    if value == "lift":
        cells |= {"colorscale": DIVERGING, "zmin": min(LIFTS), "zmax": max(LIFTS)}
        cells["colorbar"] = bar | {"tickvals": list(LIFTS), "ticktext": list(LIFTS.values())}
    else:
        cells |= {"colorscale": SCALE, "zmin": 0, "colorbar": bar | whole_ticks(max(shown.values(), default=1))}
    crosses = {
        "type": "scatter",
        "x": [place[row.b] for row in few],
        "y": [place[row.a] for row in few],
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"symbol": "x-thin", "size": 5, "line": {"width": 1, "color": MUTED}, "opacity": 0.6},
        "unselected": {"marker": {"opacity": 0.6}},
    }
    points = _points(
        [place[row.b] for row in rows],
        [place[row.a] for row in rows],
        [[row.a, row.b] for row in rows],
        [_together(row, labels) for row in rows],
    )
    return figure(
        [cells, *([crosses] if unreadable else []), points],
        height * len(keys) + 230,
        x={
            "range": [-0.5, len(keys) - 0.5],
            "tickvals": list(range(len(keys))),
            "ticktext": [hover_text(name) for name in names],
            "tickfont": {"size": SMALL},
            "tickangle": -90,
            "side": "top",
            "showgrid": False,
        },
        y=axis,
        showlegend=False,
        hoverdistance=60,
        annotations=row_names(axis["ticktext"], CELL) if gap > 1 else [],
    )


def _exponent(lift: float) -> float:
    """A lift's logarithm to base 2 within the scale; no engagement together has no logarithm and is drawn as the least."""
    return min(max(log2(lift), min(LIFTS)), max(LIFTS)) if lift > 0 else min(LIFTS)


def _together(row: Any, labels: Mapping[str, str]) -> str:
    """A cell of the matrix in words."""
    a, b = (hover_text(labels.get(code, str(code))) for code in (row.a, row.b))
    number = f"{row.engagements} engagement{'s' if row.engagements != 1 else ''}"
    if row.a == row.b:
        return f"{a}: <b>{number}</b> in all"
    few = "; too few to read" if row.expected < FEWEST_EXPECTED else ""
    return f"{a} and {b}<br><b>{number}</b> with both, {row.expected:.1f} expected by chance<br>Lift {row.lift:.2f}{few}"


def _points(x: Sequence[float], y: Sequence[float], customdata: Sequence[list[Any]], hovertext: Sequence[str]) -> Parts:
    """A point in the middle of each cell, unseen until it is picked: a heat map's own cells can't be picked."""
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "markers",
        "customdata": customdata,
        "hovertext": hovertext,
        "hovertemplate": "%{hovertext}<extra></extra>",
        # Small, since where the points' own areas overlap the nearest one is not told apart.
        "marker": {"symbol": "square-open", "size": 6, "color": PICKED, "line": {"width": 3}, "opacity": 0},
        "selected": {"marker": {"opacity": 1, "size": 11}},
        "unselected": {"marker": {"opacity": 0}},
    }


def _rows(names: Sequence[str]) -> tuple[dict[str, Any], int, int]:
    """An axis with a row for each name, the first on top; the height of a row and of the gap between two, in pixels."""
    places = {"tickvals": list(range(len(names))), "ticktext": [hover_text(name) for name in names], "showgrid": False}
    if all(len(name) <= BRIEF for name in names):
        return places | {"range": [len(names) - 0.5, -0.5]}, ROW, 1
    # The gap above a row belongs to its name, that above the first one too.
    shift = (TALL - CELL) / 2 / TALL
    return places | {"range": [len(names) - 0.5 - shift, -0.5 - shift], "showticklabels": False}, TALL, TALL - CELL


def _rounded(number: float | None) -> float | None:
    """A number in as many digits as are seen; none where it is missing."""
    return None if number is None or number != number else round(number, 4)
