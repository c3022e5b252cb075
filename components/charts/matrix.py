"""A matrix of two sides: who of the one met whom of the other."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import GRID, ON_MARK, SMALL, figure, hover_text, row_names

# In pixels.
ROW, CELL = 36, 17
# Signs in a row's label and in a column's, each of one line.
LONG, SHORT = 56, 36
# From pale to full, each strong enough to be seen on a light and on a dark ground.
SCALE = ("#4c90bf", "#2466a8")
PICKED = "#d9722e"


def meetings(frame: pd.DataFrame, *, sides: tuple[str, str]) -> go.Figure:
    """Rows for the first side, columns for the second, the highest level on top and to the left; a square where two met.

    `frame` has first_id, first, first_level, second_id, second, second_level and engagements, a row a cell; `sides` names the
    two. Each square bears its number; its customdata is [first_id, second_id].
    """
    rows, columns = (_ranked(frame, side) for side in ("first", "second"))
    row_of, column_of = ({key: number for number, key in enumerate(axis["id"])} for axis in (rows, columns))
    met = list(frame.itertuples())
    highest = max(row.engagements for row in met)
    squares = {
        "type": "scatter",
        "x": [column_of[row.second_id] for row in met],
        "y": [row_of[row.first_id] for row in met],
        "mode": "markers+text",
        "text": [str(row.engagements) for row in met],
        "textfont": {"color": ON_MARK, "size": SMALL},
        "customdata": [[row.first_id, row.second_id] for row in met],
        "hovertext": [_in_words(row, sides) for row in met],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"symbol": "square", "size": CELL, "color": [_color(row.engagements, highest) for row in met]},
        "selected": {"marker": {"color": PICKED}, "textfont": {"color": ON_MARK}},
        "unselected": {"marker": {"opacity": 0.6}, "textfont": {"color": ON_MARK}},
    }
    labels = _short(rows, LONG)
    # The gap above a row belongs to its name, that above the first one too.
    shift = (ROW - CELL) / 2 / ROW
    return figure(
        [squares],
        ROW * len(rows) + 250,
        x=_axis(_short(columns, SHORT)) | {"range": [-0.5, len(columns) - 0.5], "side": "top", "tickangle": -90},
        y=_axis(labels) | {"range": [len(rows) - 0.5 - shift, -0.5 - shift], "showticklabels": False},
        showlegend=False,
        hoverdistance=30,
        annotations=row_names(labels, CELL),
    )


def _ranked(frame: pd.DataFrame, side: str) -> pd.DataFrame:
    """The posts or officials of one side, the highest level first. Columns: id, name, level."""
    own = frame[[f"{side}_id", side, f"{side}_level"]].set_axis(["id", "name", "level"], axis="columns")
    return own.drop_duplicates("id").sort_values(["level", "name", "id"], ignore_index=True)


def _axis(texts: Sequence[str]) -> dict[str, Any]:
    return {
        "tickvals": list(range(len(texts))),
        "ticktext": list(texts),
        "tickfont": {"size": SMALL},
        "showgrid": True,
        "gridcolor": GRID,
    }


def _short(axis: pd.DataFrame, most: int) -> list[str]:
    """The labels of an axis: level and name in one line of so many signs."""
    texts = [f"{row.level} {row.name}" for row in axis.itertuples()]
    return [hover_text(text if len(text) <= most else f"{text[: most - 1].rstrip()}…") for text in texts]


def _in_words(row: Any, sides: tuple[str, str]) -> str:
    number = f"<b>{row.engagements}</b> shared bilateral engagement{'s' if row.engagements != 1 else ''}"
    one, other = (
        "<br>".join(hover_text(line) for line in textwrap.wrap(f"{side}: {name}, level {level}", 60))
        for side, name, level in zip(sides, (row.first, row.second), (row.first_level, row.second_level), strict=True)
    )
    return f"{one}<br>{other}<br>{number}"


def _color(number: int, highest: int) -> str:
    """A color between the ends of the scale, by the number."""
    share = (number - 1) / max(highest - 1, 1)
    ends = [[int(color[start : start + 2], 16) for start in (1, 3, 5)] for color in SCALE]
    mixed = [round(low + share * (high - low)) for low, high in zip(*ends, strict=True)]
    return f"rgb({mixed[0]},{mixed[1]},{mixed[2]})"
