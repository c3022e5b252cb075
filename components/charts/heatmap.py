"""Heat maps: rows by years, and the matrix of what goes together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, SMALL, figure, hover_text, row_names, whole_ticks, year_axis

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
BELOW = BAR | {"y": -0.01, "yanchor": "top", "len": 1}


def by_year(frame: pd.DataFrame, *, key: str, value: str, labels: Mapping[str, str], percent: bool, hover: str) -> go.Figure:
    """Rows by year; a cell is the value. `frame` has key, year and the value, in the order of the rows from the top.

    `hover` is a column with text for each cell. A cell's customdata is [year, key].
    """
    keys = list(dict.fromkeys(frame[key]))
    years = sorted(int(year) for year in frame["year"].unique())
    grid = frame.pivot(index=key, columns="year", values=value).reindex(index=keys, columns=years)
    texts = frame.pivot(index=key, columns="year", values=hover).reindex(index=keys, columns=years)
    names = [labels.get(code, str(code)) for code in keys]
    rows, row, gap = _rows(names)
    # Beside a color bar the theme leaves an axis title no room of its own.
    margin = {"l": 8, "r": 8, "t": 8, "b": 52}
    height = max(200, row * len(keys) + 110)
    chart = figure(height, xaxis_title="Year of start", margin=margin, showlegend=False, hoverdistance=60)
    chart.add_heatmap(
        x=years,
        y=list(range(len(keys))),
        z=_numbers(grid),
        hoverinfo="skip",
        colorscale=SCALE,
        zmin=0,
        xgap=1,
        ygap=gap,
        colorbar=ABOVE
        | ({"tickformat": ".0%"} if percent else whole_ticks(frame[value].max()))
        | {
            "title": {
                "text": "Share of the year’s engagements" if percent else "Engagements",
                "side": "top",
                "font": {"size": SMALL},
            }
        },
    )
    cells = list(product(range(len(keys)), range(len(years))))
    _add_cells(
        chart,
        [years[column] for _, column in cells],
        [row for row, _ in cells],
        [[years[column], keys[row]] for row, column in cells],
        [
            f"{hover_text(labels.get(keys[row], keys[row]))}, {years[column]}: {hover_text(texts.iat[row, column])}"
            for row, column in cells
        ],
    )
    chart.update_xaxes(year_axis(years[0], years[-1]))
    chart.update_yaxes(rows)
    if gap > 1:
        chart.update_layout(annotations=row_names(rows["ticktext"], CELL))
    return chart


def matrix(frame: pd.DataFrame, *, value: str, labels: Mapping[str, str]) -> go.Figure:
    """What goes together, every pair both ways round; the diagonal is left blank.

    `frame` has a, b, engagements (count), expected (count by chance) and lift (their quotient), for every cell, in the order of
    the rows from the top; `value` is "engagements" or "lift". In a matrix of lifts a cross marks a cell in which too few are
    expected to read its lift. A cell's customdata is [a, b].
    """
    keys = list(dict.fromkeys(frame["a"]))
    place = {code: number for number, code in enumerate(keys)}
    rows, columns = frame["a"].map(place), frame["b"].map(place)
    few = (frame["a"] != frame["b"]) & (frame["expected"] < FEWEST_EXPECTED)
    shown = frame["engagements"].where(frame["a"] != frame["b"])
    if value == "lift":
        # No engagement together has no logarithm: it is drawn as the least.
        exponent = np.log2(frame["lift"].astype("float64").clip(lower=2 ** (min(LIFTS) - 1)))
        shown = exponent.clip(min(LIFTS), max(LIFTS)).mask(few)
    grid = frame.assign(shown=shown).pivot(index="a", columns="b", values="shown").reindex(index=keys, columns=keys)
    names = [labels.get(code, str(code)) for code in keys]
    axis, row, gap = _rows(names)
    bar = BELOW | {"title": {"text": TITLES[value], "side": "bottom", "font": {"size": SMALL}}}
    chart = figure(row * len(keys) + 230, showlegend=False, hoverdistance=60)
    chart.add_heatmap(
        x=list(range(len(keys))),
        y=list(range(len(keys))),
        z=_numbers(grid),
        hoverinfo="skip",
        xgap=1,
        ygap=gap,
        **(
            {"colorscale": DIVERGING, "zmin": min(LIFTS), "zmax": max(LIFTS)}
            | {"colorbar": bar | {"tickvals": list(LIFTS), "ticktext": list(LIFTS.values())}}
            if value == "lift"
            else {"colorscale": SCALE, "zmin": 0, "colorbar": bar | whole_ticks(shown.max() if shown.notna().any() else 1)}
        ),
    )
    if value == "lift" and few.any():
        chart.add_scatter(
            x=columns[few],
            y=rows[few],
            mode="markers",
            hoverinfo="skip",
            marker={"symbol": "x-thin", "size": 5, "line": {"width": 1, "color": MUTED}, "opacity": 0.6},
            unselected={"marker": {"opacity": 0.6}},
        )
    _add_cells(
        chart,
        columns.tolist(),
        rows.tolist(),
        frame[["a", "b"]].to_numpy().tolist(),
        [_together(row, labels) for row in frame.itertuples()],
    )
    chart.update_yaxes(axis)
    if gap > 1:
        chart.update_layout(annotations=row_names(axis["ticktext"], CELL))
    chart.update_xaxes(
        range=[-0.5, len(keys) - 0.5],
        tickvals=list(range(len(keys))),
        ticktext=[hover_text(name) for name in names],
        tickfont_size=SMALL,
        tickangle=-90,
        side="top",
        showgrid=False,
    )
    return chart


def _together(row: Any, labels: Mapping[str, str]) -> str:
    """A cell of the matrix in words."""
    a, b = (hover_text(labels.get(code, str(code))) for code in (row.a, row.b))
    number = f"{row.engagements} engagement{'s' if row.engagements != 1 else ''}"
    if row.a == row.b:
        return f"{a}: <b>{number}</b> in all"
    few = "; too few to read" if row.expected < FEWEST_EXPECTED else ""
    return f"{a} and {b}<br><b>{number}</b> with both, {row.expected:.1f} expected by chance<br>Lift {row.lift:.2f}{few}"


def _add_cells(
    chart: go.Figure, x: Sequence[float], y: Sequence[float], customdata: Sequence[list[Any]], hovertext: Sequence[str]
) -> None:
    """A point in the middle of each cell, unseen until it is picked: a heat map's own cells can't be picked."""
    chart.add_scatter(
        x=x,
        y=y,
        mode="markers",
        customdata=customdata,
        hovertext=hovertext,
        hovertemplate="%{hovertext}<extra></extra>",
        # Small, since where the points' own areas overlap the nearest one is not told apart.
        marker={"symbol": "square-open", "size": 6, "color": PICKED, "line": {"width": 3}, "opacity": 0},
        selected={"marker": {"opacity": 1, "size": 11}},
        unselected={"marker": {"opacity": 0}},
    )


def _rows(names: Sequence[str]) -> tuple[dict[str, Any], int, int]:
    """An axis with a row for each name, the first on top; the height of a row and of the gap between two, in pixels."""
    places = {"tickvals": list(range(len(names))), "ticktext": [hover_text(name) for name in names], "showgrid": False}
    if all(len(name) <= BRIEF for name in names):
        return places | {"range": [len(names) - 0.5, -0.5]}, ROW, 1
    # The gap above a row belongs to its name, that above the first one too.
    shift = (TALL - CELL) / 2 / TALL
    return places | {"range": [len(names) - 0.5 - shift, -0.5 - shift], "showticklabels": False}, TALL, TALL - CELL


def _numbers(grid: pd.DataFrame) -> np.ndarray:
    return grid.to_numpy(dtype="float64", na_value=float("nan"))
