"""Heat maps."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import figure, whole_ticks, year_axis

# One hue from faint to full, so that more is stronger on a light and on a dark ground alike.
SCALE = [[0, "rgba(46,134,193,0.05)"], [0.001, "rgba(46,134,193,0.2)"], [1, "rgba(46,134,193,1)"]]


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
        colorbar={"thickness": 10, "outlinewidth": 0, "len": 0.9}
        | ({"tickformat": ".0%"} if percent else whole_ticks(frame[value].max())),
    )
    chart.update_xaxes(year_axis(years[0], years[-1]), title="Year of start")
    chart.update_yaxes(showgrid=False)
    return chart
