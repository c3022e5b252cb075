"""Heat maps."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import figure, year_axis

# One hue from the ground up, readable on light and dark: low values are faint, high ones strong.
SCALE = [[0, "rgba(28,108,156,0.06)"], [0.001, "rgba(28,108,156,0.25)"], [0.5, "#3a8fc4"], [1, "#f0a63a"]]


def by_year(frame: pd.DataFrame, *, key: str, value: str, labels: Mapping[str, str], percent: bool, hover: str) -> go.Figure:
    """Rows by year; a cell is the value. `frame` has key, year and the value, in the order of the rows from the top.

    `hover` is a column with text for each cell. A cell's customdata is [year, key].
    """
    keys = list(dict.fromkeys(frame[key]))[::-1]
    years = sorted(int(year) for year in frame["year"].unique())
    grid = frame.pivot(index=key, columns="year", values=value).reindex(index=keys, columns=years)
    texts = frame.pivot(index=key, columns="year", values=hover).reindex(index=keys, columns=years)
    chart = figure(max(160, 25 * len(keys) + 70))
    chart.add_heatmap(
        x=years,
        y=[labels.get(code, code) for code in keys],
        z=grid.to_numpy(dtype="float64", na_value=float("nan")),
        customdata=[[[year, code] for year in years] for code in keys],
        text=texts.to_numpy(),
        hovertemplate="%{y}, %{x}: %{text}<extra></extra>",
        colorscale=SCALE,
        zmin=0,
        xgap=1,
        ygap=1,
        colorbar={"thickness": 10, "tickformat": ".0%" if percent else "d", "outlinewidth": 0, "len": 0.9},
    )
    chart.update_xaxes(year_axis(years[0], years[-1]), title="Year of start")
    chart.update_yaxes(showgrid=False)
    return chart
