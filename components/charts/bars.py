"""Bar charts."""

from __future__ import annotations

from calendar import month_name
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import MUTED, SMALL, Parts, band, count_axis, figure, hover_text, lines, year_axis

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
    **layout: Any,
) -> go.Figure:
    """Stacked bars over years, or over quarters or months where the frame has such a column; under them a strip of marks.

    `frame` has year, group and the value, and may have quarter or month; `groups` orders the stack from the axis up; a group
    without a color is pale and not in the legend. `marks` has title, start, first_day and until (missing where no end is known):
    see `frequency.bands`. `layout` is more of Plotly's. A bar's customdata is [year, group, share of the bar's stack in words,
    period in words, step within the year].
    """
    step = next((name for name in STEPS if name in frame), None)
    rows = list(zip(*(frame[name].tolist() for name in ("group", "year", step or "year", value)), strict=True))
    totals: Counter[tuple[int, int]] = Counter()
    for _, year, number, amount in rows:
        totals[year, number] += amount
    of_group: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for group, year, number, amount in rows:
        if amount > 0:
            of_group[group].append((year, number, amount))
    data: list[Parts] = [
        {
            "type": "bar",
            "x": [_place(year, number, step) for year, number, _ in of_group[group]],
            "y": [amount for _, _, amount in of_group[group]],
            "width": round(0.85 / STEPS.get(step or "", 1), 4),
            "name": hover_text(labels.get(group, group)),
            "marker": {"color": colors.get(group, PALE)},
            "showlegend": group in colors,
            "customdata": [
                [year, group, f"{amount / totals[year, number]:.0%}", _period(year, number, step), number if step else 1]
                for year, number, amount in of_group[group]
            ],
            "hovertemplate": "%{fullData.name}, %{customdata[3]}: <b>%{y}</b> (%{customdata[2]})<extra></extra>",
        }
        for group in groups
        if of_group[group]
    ]
    if any(len(labels.get(group, group)) > LONG for group in groups if of_group[group]):
        layout = {"legend": {"entrywidth": 0}} | layout
    if len(data) == 1:
        layout = {"showlegend": False} | layout
        if len(data[0]["y"]) <= FEW:
            data[0] |= {"texttemplate": "%{y}", "textposition": "outside"}
    years = [year for _, year, _, _ in rows]
    x = {"title": "Year of start"} | year_axis(min(years), max(years))
    y = {"title": unit} | count_axis(max(totals.values()))
    if marks is not None and len(marks):
        strip, bands = _marks(marks)
        data.append(strip)
        x["anchor"] = "y2"
        y["domain"] = [0.14, 1]
        layout |= {"yaxis2": {"domain": [0, 0.07], "range": [0, 1], "visible": False}, "shapes": bands}
    return figure(data, **{"height": 430, "x": x, "y": y, "barmode": "stack"} | layout)


def _place(year: int, number: int, step: str | None) -> float:
    """The middle of a period on an axis on which a year is centered on its number."""
    return round(year - 0.5 + (number - 0.5) / STEPS[step], 4) if step else year


def _period(year: int, number: int, step: str | None) -> str:
    """A period in words: 2016, Q2 2016, April 2016."""
    return f"Q{number} {year}" if step == "quarter" else f"{month_name[number]} {year}" if step == "month" else str(year)


def _marks(marks: pd.DataFrame) -> tuple[Parts, list[Parts]]:
    """The strip under the bars, a mark at its day, a line for what lasts; and for what lasts long a band behind the bars."""
    x: list[float | None] = []
    hover: list[str] = []
    bands = []
    for row in marks.itertuples():
        lasts = pd.notna(row.until) and row.until > row.first_day
        place = [round(_year_position(day), 4) for day in ([row.first_day, row.until] if lasts else [row.first_day])]
        if lasts and place[1] - place[0] > SHORT:
            bands.append(band(place[0], place[1], MUTED, 0.1))
        # One trace for all: each ends with a gap in the line.
        x += [*place, None]
        hover += [f"{hover_text(row.title)}<br>{_dates(row.start, row.until if lasts else None)}"] * len(place) + [""]
    strip = {
        "type": "scatter",
        "x": x,
        "y": [None if place is None else 0.5 for place in x],
        "yaxis": "y2",
        "mode": "lines+markers",
        "line": {"color": MUTED, "width": 5},
        "marker": {"color": MUTED, "size": 9, "symbol": "diamond"},
        "opacity": 0.75,
        "showlegend": False,
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return strip, bands


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
    beside: Sequence[str] | None = None,
) -> go.Figure:
    """One bar a row, the first row on top, each with its number or what is to stand `beside` it.

    On hover its share of all, or the words of the column `hover`. The frame has a row at least. A bar's customdata is [key].
    """
    keys, numbers, texts = frame[key].tolist(), frame[value].tolist(), frame[label].tolist()
    names = [lines(text, WRAP, 2) for text in texts]
    row = ROW + LINE * max(name.count("<br>") for name in names)
    whole = sum(numbers)
    more = frame[hover].tolist() if hover else [f"{number / whole:.0%} of {whole:,}" for number in numbers]
    bars = {
        "type": "bar",
        "x": numbers,
        "y": list(range(len(keys))),
        "width": round(BAR / row, 4),
        "orientation": "h",
        "marker": {"color": color if isinstance(color, str) else [color.get(code, MUTED) for code in keys]},
        "text": numbers if beside is None else list(beside),
        "textposition": "outside",
        "customdata": [[code] for code in keys],
        "hovertext": [
            f"{hover_text(text)}: <b>{number:,}</b><br>{hover_text(extra)}"
            for text, number, extra in zip(texts, numbers, more, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    highest = float(max(numbers) or 1)
    return figure(
        [bars],
        max(120, row * len(keys) + 50),
        x=count_axis(highest) | {"title": unit, "showgrid": True, "range": [0, highest * (1.12 if beside is None else 1)]},
        y={
            "range": [len(keys) - 0.5, -0.5],
            "tickvals": list(range(len(keys))),
            "ticktext": names,
            "tickfont": {"size": SMALL},
            "showgrid": False,
        },
        # Room for what stands beside the longest bar.
        margin={} if beside is None else {"r": 96},
    )
