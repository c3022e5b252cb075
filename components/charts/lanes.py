"""Posts as lanes over time: who held them when, and when the holder took part in an engagement."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.template import GRID, MUTED, ON_MARK, SMALL, Parts, figure, hover_text, lines
from data import dates

# All heights are in pixels, downward, and so is the chart's own vertical axis.
LINE, BAR, ROW, GAP = 15, 24, 35, 9
# A lane without a term has room for dots alone.
DOT = 18
# So near its edge a dot is pointed at: less than the middle of the bar over it is away, or a dot would be picked instead of the term.
NEAR = 6
WRAP = 56
PATTERNS = ("", "/", ".", "x", "-", "+")
DAY = 86_400_000
EDGE, HATCH = "rgba(255,255,255,0.6)", "rgba(255,255,255,0.55)"
# Of the years drawn: how far the dots of an end that was not found reach, and a term too short to be seen without a mark.
REACH, BRIEF = 0.035, 0.01
NOT_FOUND = "Start or end not found"


def post_lanes(
    posts: pd.DataFrame,
    terms: pd.DataFrame,
    appearances: pd.DataFrame,
    *,
    roles: Mapping[str, str],
    color: str | None,
    years: tuple[int, int],
    until: date,
) -> go.Figure:
    """A lane a post, in the order of `posts`: bars are terms in office, dots and brackets are engagements of the holder.

    `posts` has post_id, post and level; `terms` and `appearances` are as `data.measures.officials` makes them, rows of other
    posts are left out. The first of the roles is drawn plain, the others hatched. A bar is pale where a date is known only to
    the month or the year, and goes on in dots on the side on which none was found. An engagement known only to the month or the
    year is a bracket over it. `until` is the last day drawn.
    Customdata is ["term", tenure_id] or ["event", event_id].
    """
    color = color or MUTED
    start, stop = pd.Timestamp(years[0], 1, 1), min(pd.Timestamp(years[1], 12, 31), pd.Timestamp(until))
    stop = max(stop, start + pd.Timedelta(days=364))
    terms = terms[terms["post_id"].isin(posts["post_id"]) & (terms["first_day"] <= stop) & (terms["last_day"] >= start)]
    seen = appearances[appearances["post_id"].isin(posts["post_id"])]
    depth = (terms.groupby("post_id")["row"].max() + 1).to_dict()
    top, labels, height = {}, {}, 0.0
    for post in posts.itertuples():
        name = lines(post.post, WRAP)
        labels[post.post_id] = (height, f"<b>{post.level}</b> {name}")
        top[post.post_id] = height + LINE * (name.count("<br>") + 1) + 4
        height = top[post.post_id] + max(ROW * depth.get(post.post_id, 0), DOT) + GAP
    rows = {(term.post_id, term.official_id): term.row for term in terms.itertuples()}

    days = ["first_day", "surely_from", "surely_until", "last_day"]
    drawn = list(terms.assign(**{day: terms[day].clip(start, stop) for day in days}).itertuples())
    data = [
        *(
            part
            for number, (role, label) in enumerate(roles.items())
            for part in _terms(
                [term for term in drawn if term.tenure_role == role], top, label, color, PATTERNS[number % len(PATTERNS)]
            )
        ),
        *_vague_days(drawn, top, color),
        *_open_ends(list(terms.itertuples()), top, color, (start, stop)),
    ]
    heights = [
        top[row.post_id] + (ROW * rows.get((row.post_id, row.official_id), 0) + BAR + 3 if row.post_id in depth else DOT / 2)
        for row in seen.itertuples()
    ]
    data += _engagements(seen.assign(height=heights), color)
    name = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "top", "align": "left", "font": {"size": 12}, "borderpad": 0}
    rule = {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "line": {"color": GRID, "width": 1}}
    pad = pd.Timedelta(days=(stop - start).days * 0.008)
    step = 60 if years[1] - years[0] > 12 else 12
    return figure(
        data,
        int(height) + 128,
        x={
            "type": "date",
            "range": [_text(start - pad), _text(stop + pad)],
            "tick0": "2000-01-01",
            "dtick": f"M{step}",
            "tickformat": "%Y",
            "showgrid": True,
        },
        y={"range": [height, -GAP], "visible": False},
        barmode="overlay",
        uniformtext={"mode": "hide", "minsize": SMALL},
        hoverdistance=NEAR,
        annotations=[name | {"text": label, "y": place} for place, label in labels.values()],
        shapes=[rule | {"y0": place - GAP / 2, "y1": place - GAP / 2} for place, _ in labels.values()],
    )


def _terms(terms: list[Any], top: Mapping[str, float], label: str, color: str, pattern: str) -> Iterator[Parts]:
    """The days on which each term surely ran."""
    sure = [(term, term.surely_from, term.surely_until) for term in terms if term.surely_from <= term.surely_until]
    if not sure:
        return
    yield _bars(sure, top, label) | {
        "name": hover_text(label),
        "marker": {
            "color": color,
            "line": {"color": EDGE, "width": 1},
            "pattern": {"shape": pattern, "bgcolor": color, "fgcolor": HATCH, "size": 7, "solidity": 0.2},
        },
        "text": [hover_text(_family_name(term.sort_name, term.official)) for term, _, _ in sure],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "textfont": {"size": SMALL, "color": ON_MARK},
    }


def _vague_days(terms: list[Any], top: Mapping[str, float], color: str) -> Iterator[Parts]:
    """The days before and after on which each term may have run, because a date is known only to the month or the year."""
    day = pd.Timedelta(days=1)
    sure = [not term.surely_from > term.surely_until for term in terms]
    vague = [
        *((term, term.first_day, term.surely_from - day if ran else term.last_day) for term, ran in zip(terms, sure, strict=True)),
        *((term, term.surely_until + day, term.last_day) for term, ran in zip(terms, sure, strict=True) if ran),
    ]
    vague = [(term, since, to) for term, since, to in vague if since <= to]
    if vague:
        yield _bars(vague, top, "") | {"marker": {"color": _faint(color)}, "showlegend": False}


def _bars(spans: list[tuple[Any, pd.Timestamp, pd.Timestamp]], top: Mapping[str, float], label: str) -> Parts:
    """A bar for each span of a term, from its first to its last day."""
    return {
        "type": "bar",
        "base": [_text(since) for _, since, _ in spans],
        "x": [((to - since).days + 1) * DAY for _, since, to in spans],
        "y": [_middle(term, top) for term, _, _ in spans],
        "width": BAR,
        "orientation": "h",
        "customdata": [["term", term.tenure_id] for term, _, _ in spans],
        "hovertext": [_about(term, label) for term, _, _ in spans],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _open_ends(terms: list[Any], top: Mapping[str, float], color: str, years: tuple[pd.Timestamp, pd.Timestamp]) -> Iterator[Parts]:
    """Dots from where a term goes on unknown: before its first attested day, or after its last."""
    start, stop = years
    reach = REACH * (stop - start)
    before = [term for term in terms if not isinstance(term.start, str) and term.first_day >= start]
    after = [term for term in terms if term.end_status == "not_found" and term.last_day <= stop]
    ends = [
        *((term, term.first_day, max(term.first_day - reach, start)) for term in before),
        *((term, term.last_day, min(term.last_day + reach, stop)) for term in after),
    ]
    if not ends:
        return
    brief = [term.last_day - term.first_day < BRIEF * (stop - start) for term, _, _ in ends]
    yield {
        "type": "scatter",
        "x": [day for _, known, open_end in ends for day in (_text(known), _text(open_end), None)],
        "y": [height for term, _, _ in ends for height in (_middle(term, top), _middle(term, top), None)],
        "mode": "lines+markers",
        "name": NOT_FOUND,
        "line": {"color": color, "width": 3, "dash": "dot"},
        # A term attested on little more than a day has no bar that could be seen.
        "marker": {"color": color, "symbol": "square", "size": [size for short in brief for size in (8 if short else 0, 0, 0)]},
        "customdata": [["term", term.tenure_id] for term, _, _ in ends for _ in range(3)],
        "hovertext": [_about(term, "") for term, _, _ in ends for _ in range(3)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _engagements(seen: pd.DataFrame, color: str) -> Iterator[Parts]:
    rows = list(seen.itertuples())
    exact, loose = [row for row in rows if row.precision == "day"], [row for row in rows if row.precision != "day"]
    if exact:
        yield {
            "type": "scatter",
            "x": [_text(row.first_day) for row in exact],
            "y": [row.height for row in exact],
            "mode": "markers",
            "name": "Engagement",
            "marker": {"color": color, "size": 8, "line": {"color": EDGE, "width": 1}},
            "customdata": [["event", row.event_id] for row in exact],
            "hovertext": [_what(row) for row in exact],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    if loose:
        yield {
            "type": "scatter",
            "x": [place for row in loose for place in (_text(row.first_day), _text(row.start_until), None)],
            "y": [place for row in loose for place in (row.height, row.height, None)],
            "mode": "lines+markers",
            "name": "Day not stated",
            "line": {"color": color, "width": 2},
            "marker": {"color": color, "size": 8, "symbol": "line-ns-open", "line": {"width": 2}},
            "customdata": [["event", row.event_id] for row in loose for _ in range(3)],
            "hovertext": [_what(row) for row in loose for _ in range(3)],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }


def _middle(term: object, top: Mapping[str, float]) -> float:
    return top[term.post_id] + ROW * term.row + BAR / 2  # type: ignore[attr-defined]


def _about(term: object, role: str) -> str:
    heads: Sequence[str] = [term.official, term.post, *([role] if role else [])]  # type: ignore[attr-defined]
    notes = term.notes if isinstance(term.notes, str) else ""  # type: ignore[attr-defined]
    lines = [*heads[1:], *textwrap.wrap(term.term, 60), *textwrap.wrap(notes, 60)]  # type: ignore[attr-defined]
    return "<br>".join([f"<b>{hover_text(heads[0])}</b>", *map(hover_text, lines)])


def _what(row: object) -> str:
    who = row.official if isinstance(row.official, str) else "Holder not named"  # type: ignore[attr-defined]
    lines = [*textwrap.wrap(row.title, 60), who, dates.in_words(row.start)]  # type: ignore[attr-defined]
    return "<br>".join([f"<b>{hover_text(lines[0])}</b>", *map(hover_text, lines[1:])])


def _family_name(sort_name: str, name: str) -> str:
    """What fits on a bar: the family name where the sort name tells it apart, or else the whole name."""
    return sort_name.split(",")[0] if "," in sort_name else name


def _faint(color: str) -> str:
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.4)"


def _text(day: pd.Timestamp) -> str:
    return day.isoformat()[:10]
