"""What every chart shares: one Plotly template, quiet axes, whole numbers, years without commas, room for a legend.

Streamlit's theme is laid over a figure's template in the browser: it gives type, and the colors of text, ground and grid, light or
dark. The template here says the rest, once, in place of Plotly's own of some 7 kB a figure.
"""

from __future__ import annotations

import textwrap
from typing import Any

import plotly.graph_objects as go

GRID = "rgba(128,128,128,0.18)"
MUTED = "#767676"
# The color of marks that stand for no group.
ACCENT = "#1c6c9c"
# On light and dark marks' own ground alike.
ON_MARK = "#ffffff"
# In pixels: the smallest type that is read on a phone.
SMALL = 11

HOUSE = {
    "layout": {
        "hovermode": "closest",
        "dragmode": False,
        "bargap": 0.15,
        "hoverlabel": {"align": "left", "namelength": -1},
        "annotationdefaults": {"showarrow": False, "font": {"size": SMALL}},
        "legend": {
            "orientation": "h",
            "yanchor": "bottom",
            "y": 1.02,
            "x": 0,
            "xanchor": "left",
            "traceorder": "normal",
            # Narrow enough for two columns on a phone.
            "entrywidth": 96,
            "itemwidth": 30,
        },
        "xaxis": {"fixedrange": True},
        "yaxis": {"fixedrange": True, "zeroline": False},
    },
    "data": {
        "scatter": [{"type": "scatter", "cliponaxis": False, "marker": {"line": {"width": 0}}}],
        "bar": [{"type": "bar", "cliponaxis": False, "textfont": {"size": SMALL}}],
    },
}
# What the theme would set otherwise.
TITLE = {"standoff": 18, "font": {"size": 12}}

Parts = dict[str, Any]


class Figure(go.Figure):
    """A figure as it was written; Plotly's own objects are made of it, and tried, only when someone looks into it.

    Plotly tries each property of each trace, which takes ten times as long as what is drawn. A page sends the figure as written;
    the tests look into every one.
    """

    def __init__(self, data: list[Parts], layout: Parts) -> None:
        self._written: Parts | None = {"data": data, "layout": layout}

    def __getattr__(self, name: str) -> Any:
        written = self.__dict__.get("_written")
        if written is None:
            raise AttributeError(name)
        self._written = None
        super().__init__(**written)
        return getattr(self, name)

    def to_dict(self) -> Parts:
        """Traces and layout as plain values, ready for JSON; not to be written to."""
        return self._written or super().to_dict()


def figure(data: list[Parts], height: int, x: Parts | None = None, y: Parts | None = None, **layout: Any) -> Figure:
    """A figure in the house’s style, of traces that hold lists, with its axes `x` and `y` and more of Plotly’s layout."""
    margin = {"l": 8, "r": 8, "t": 8, "b": 8} | layout.pop("margin", {})
    legend = {"font": {"size": SMALL}} | layout.pop("legend", {})
    axes = {"xaxis": _titled(x or {}), "yaxis": _titled(y or {})}
    return Figure(data, {"template": HOUSE, "height": height, "margin": margin, "legend": legend} | axes | layout)


def _titled(axis: Parts) -> Parts:
    """An axis with the house’s type for its title, which may be given as plain text."""
    text = axis.get("title")
    return axis | {"title": TITLE | {"text": text} if text else TITLE}


def band(start: float, end: float, color: str, opacity: float) -> Parts:
    """A band behind the marks from one place of the horizontal axis to another, as high as the chart."""
    return {
        "type": "rect",
        "xref": "x",
        "x0": start,
        "x1": end,
        "yref": "y domain",
        "y0": 0,
        "y1": 1,
        "fillcolor": color,
        "opacity": opacity,
        "line": {"width": 0},
        "layer": "below",
    }


def hover_text(text: str) -> str:
    """Text of the record for a place where Plotly reads HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def lines(text: str, width: int, most: int | None = None) -> str:
    """Text of the record in lines of so many letters, and no more lines than `most`, for a place where Plotly reads HTML."""
    wrapped = textwrap.wrap(text, width, max_lines=most, placeholder=" …", break_long_words=False, break_on_hyphens=False)
    return "<br>".join(map(hover_text, wrapped))


def year_axis(first: int, last: int) -> dict[str, Any]:
    """An axis of years, whole and without commas, with as many ticks as fit."""
    return {"range": [first - 0.6, last + 0.6], "tickformat": "d", "dtick": 5 if last - first > 12 else 1, "tick0": 0}


def count_axis(highest: float) -> dict[str, Any]:
    """An axis of counts from 0."""
    return {"rangemode": "tozero"} | whole_ticks(highest)


def whole_ticks(highest: float) -> dict[str, Any]:
    """Ticks at whole numbers only, for values up to the highest."""
    return {"tickformat": "d"} | ({"dtick": 1} if highest <= 6 else {"nticks": 7})


def row_names(names: list[str], cell: int) -> list[dict[str, Any]]:
    """Annotations that put each row's name over its cells rather than beside them: a phone has no room for both.

    Row 0 is the first name, each ready for a place where Plotly reads HTML; the cells are `cell` pixels high.
    """
    place = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": cell / 2, "borderpad": 0}
    return [place | {"text": name, "y": row} for row, name in enumerate(names)]
