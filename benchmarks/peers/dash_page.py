"""A Dash page with a year slider, the figures and the rows, and nothing else: `python -m benchmarks.peers.dash_page PORT`."""

from __future__ import annotations

import sys
from typing import Any

from dash import Dash, Input, Output, dash_table, dcc, html

from benchmarks.peers import figures

FIRST, LAST = figures.whole().years
drawn, rows = figures.shown((FIRST, LAST))
app = Dash(__name__, title="Engagements")
app.layout = html.Div(
    [
        dcc.RangeSlider(FIRST, LAST, 1, value=[FIRST, LAST], marks=None, id="years"),
        *(dcc.Graph(id=f"figure {number}", figure=figure) for number, figure in enumerate(drawn)),
        dash_table.DataTable(rows.to_dict("records"), [{"name": name, "id": name} for name in rows], page_size=10, id="rows"),
    ]
)


@app.callback(
    [*(Output(f"figure {number}", "figure") for number in range(len(drawn))), Output("rows", "data")],
    Input("years", "value"),
    prevent_initial_call=True,
)
def change(years: list[int]) -> list[Any]:
    """What the page shows for other years."""
    drawn, rows = figures.shown((years[0], years[1]))
    return [*drawn, rows.to_dict("records")]


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
