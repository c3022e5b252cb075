"""Bar charts."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, SMALL, count_axis, figure, hover_text, lines, year_axis

# Steps of a year that a frame may carry beside the year, and how many a year has.
STEPS = {"quarter": 4, "month": 12}
# In years: what lasts no longer is seen better as a mark than as a band.
SHORT = 0.08
# In letters: longer names need more room in the legend than its columns give.
LONG = 22
PALE = "rgba(128,128,128,0.45)"
# So few bars of one group bear their numbers.
FEW = 12
# Of a row's name, in letters a line; in pixels a row, what a second line of its name adds to it, and its bar.
WRAP, ROW, LINE, BAR = 22, 26, 9, 20


def stacked_years(
    frame: pd.DataFrame,
    *,
    value: str,
    groups: Sequence[str],
    labels: Mapping[str, str],
    colors: Mapping[str, str],
    unit: str,
    marks: pd.DataFrame | None = None,
) -> go.Figure:
    """Stacked bars over years, or over quarters or months where the frame has such a column; under them a strip of marks.

    `frame` has year, group and the value, and may have quarter or month; `groups` orders the stack from the axis up; a group
    without a color is pale and not in the legend. `marks` has
    title, start, first_day and until (missing where no end is known): see `frequency.bands`. A bar's customdata is [year, group,
    share of the bar's stack in words, period in words, step within the year].
    """
    step = next((name for name in STEPS if name in frame), None)
    first, last = int(frame["year"].min()), int(frame["year"].max())
    chart = figure(430, barmode="stack", xaxis_title="Year of start", yaxis_title=unit)
    totals = frame.groupby(["year", step] if step else ["year"])[value].transform("sum")
    for group in groups:
        rows = frame[(frame["group"] == group) & (frame[value] > 0)]
        if rows.empty:
            continue
        shares = rows[value] / totals[rows.index]
        steps = rows[step] if step else pd.Series(1, index=rows.index)
        chart.add_bar(
            x=rows["year"] if not step else rows["year"] - 0.5 + (steps - 0.5) / STEPS[step],
            y=rows[value],
            width=0.85 / STEPS.get(step or "", 1),
            name=labels.get(group, group),
            marker_color=colors.get(group, PALE),
            showlegend=group in colors,
            customdata=[
                [int(year), group, f"{share:.0%}", _period(int(year), int(number), step), int(number)]
                for year, share, number in zip(rows["year"], shares, steps, strict=True)
            ],
            hovertemplate="%{fullData.name}, %{customdata[3]}: <b>%{y}</b> (%{customdata[2]})<extra></extra>",
        )
    if any(len(trace.name) > LONG for trace in chart.data):
        chart.update_layout(legend_entrywidth=0)
    if len(chart.data) == 1:
        chart.update_layout(showlegend=False)
        if len(chart.data[0].y) <= FEW:
            chart.update_traces(texttemplate="%{y}", textposition="outside")
    chart.update_xaxes(year_axis(first, last))
    chart.update_yaxes(count_axis(totals.max()))
    if marks is not None and len(marks):
        _add_marks(chart, marks)
    return chart


def _period(year: int, number: int, step: str | None) -> str:
    """A period in words: 2016, Q2 2016, April 2016."""
    return f"Q{number} {year}" if step == "quarter" else f"{month_name[number]} {year}" if step == "month" else str(year)


def _add_marks(chart: go.Figure, marks: pd.DataFrame) -> None:
    """A strip under the bars with a mark at its day; what lasts is a line there, and a band behind the bars."""
    chart.update_layout(yaxis={"domain": [0.14, 1]}, yaxis2={"domain": [0, 0.07], "range": [0, 1], "visible": False})
    chart.update_xaxes(anchor="y2")
    for row in marks.itertuples():
        lasts = pd.notna(row.until) and row.until > row.first_day
        place = [_year_position(day) for day in ([row.first_day, row.until] if lasts else [row.first_day])]
        if lasts and place[1] - place[0] > SHORT:
            chart.add_vrect(x0=place[0], x1=place[1], fillcolor=MUTED, opacity=0.1, line_width=0, layer="below")
        chart.add_scatter(
            x=place,
            y=[0.5] * len(place),
            yaxis="y2",
            mode="lines+markers",
            line={"color": MUTED, "width": 5},
            marker={"color": MUTED, "size": 9, "symbol": "diamond"},
            opacity=0.75,
            showlegend=False,
            hovertemplate=f"{hover_text(row.title)}<br>{_dates(row.start, row.until if lasts else None)}<extra></extra>",
        )


def _dates(start: str, until: pd.Timestamp | None) -> str:
    return f"{start} to {until:%Y-%m-%d}" if until else start


def _year_position(day: pd.Timestamp) -> float:
    """A day on an axis on which the bar of a year is centered on its number."""
    return day.year - 0.5 + (day.day_of_year - 0.5) / 366


def horizontal(
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    key: str,
    unit: str,
    color: str | Mapping[str, str],
    hover: str | None = None,
) -> go.Figure:
    """One bar a row, the first row on top, each with its number; on hover its share of all, or the words of a column.

    The frame has a row at least. A bar's customdata is [key].
    """
    colors = color if isinstance(color, str) else [color.get(code, MUTED) for code in frame[key]]
    names = [lines(text, WRAP, 2) for text in frame[label]]
    row = ROW + LINE * max(name.count("<br>") for name in names)
    chart = figure(max(120, row * len(frame) + 50), xaxis_title=unit)
    more = frame[hover] if hover else [f"{share:.0%} of {frame[value].sum():,}" for share in frame[value] / frame[value].sum()]
    chart.add_bar(
        x=frame[value],
        y=list(range(len(frame))),
        width=BAR / row,
        orientation="h",
        marker_color=colors,
        text=frame[value],
        textposition="outside",
        customdata=[[code] for code in frame[key]],
        hovertext=[
            f"{hover_text(text)}: <b>{number:,}</b><br>{hover_text(extra)}"
            for text, number, extra in zip(frame[label], frame[value], more, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    highest = float(frame[value].max() or 1)
    chart.update_xaxes(count_axis(highest), showgrid=True, range=[0, highest * 1.12])
    chart.update_yaxes(
        range=[len(frame) - 0.5, -0.5], tickvals=list(range(len(frame))), ticktext=names, tickfont_size=SMALL, showgrid=False
    )
    return chart
