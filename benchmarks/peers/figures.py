"""What the peers show: figures of the dashboard's own charts, and the events as a table."""

from __future__ import annotations

import os
from calendar import month_abbr
from functools import cache

import pandas as pd
import plotly.graph_objects as go

from components.charts import bars, heatmap, rates, strip
from data import frames, selection
from data.measures import frequency, series
from data.record import HOME, Tables, load

COLUMNS = ["start", "title", "type", "country", "place"]
# Which figures a peer shows: those of the Overview page, two, or those of the Frequency page.
SETTING = "FIGURES"


@cache
def whole() -> Tables:
    """The record shipped."""
    return load(HOME)


def shown(years: tuple[int, int]) -> tuple[list[go.Figure], pd.DataFrame]:
    """The figures and the rows of the events that start in these years, first and last included."""
    tables = selection.apply(selection.normalize(selection.Selection(years=years), whole()), whole())
    return [draw(tables) for draw in SETS[os.environ.get(SETTING, "two")]], frames.rows(tables.events)[COLUMNS]


def _by_type(tables: Tables) -> go.Figure:
    types = tables.words("event_types")
    return bars.stacked_years(
        frequency.engagements(tables, split="type"),
        value="engagements",
        groups=types.codes,
        labels=types.labels,
        colors=types.colors,
        unit="Engagements",
        marks=frequency.bands(tables),
    )


def _calendar(tables: Tables) -> go.Figure:
    frame = frequency.calendar(tables).sort_values(["month", "year"])
    frame["words"] = frame["engagements"].map(lambda number: f"{number} engagement{'s' if number != 1 else ''}")
    months = {month: month_abbr[month] for month in range(1, 13)}
    return heatmap.by_year(frame, key="month", value="engagements", labels=months, percent=False, hover="words")


def _rates(tables: Tables) -> go.Figure:
    found = frequency.change(tables)
    change = (found.year, found.low, found.high, found.point.before, found.point.after) if found else None
    return rates.with_interval(frequency.rates(tables), color=_color(tables), change=change)


def _rounds(tables: Tables) -> go.Figure:
    rounds, summary = series.rounds(tables), series.summary(tables)
    order = list(summary.loc[summary["rounds"] > 0, "series"])
    return strip.rounds(rounds, order=order, color=_color(tables), years=tables.years)


def _color(tables: Tables) -> str:
    return next(iter(tables.words("event_types").colors.values()))


SETS = {"overview": (_by_type,), "two": (_by_type, _calendar), "frequency": (_by_type, _rates, _calendar, _rounds)}
