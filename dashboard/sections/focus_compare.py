"""Focus areas in one period or selection against another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from components.charts import dumbbell
from components.exhibit import Exhibit, exhibit
from components.page import ABSENCE, INTERVAL, escape
from components.view import View
from data.measures import focus, headline
from data.measures.frames import collect, counted as counted_events
from data.record import Tables
from data.selection import Selection, apply

# What two groups can be told apart by: a filter of the selection, what it is called, and its vocabulary.
DIMENSIONS = {"type": ("Type", "event_types"), "format": ("Format", "formats"), "level": ("Level", "levels")}
SAID = 3
READ = (
    "A hollow dot is a focus area’s share of the first group’s engagements, a filled dot its share of the second’s; the largest rise "
    "is on top. In color: differences whose 95% interval leaves out 0."
)


@st.fragment
def periods(view: View) -> None:
    """Compare two periods that the reader chooses."""
    st.header("Focus areas in two periods", anchor=False)
    first, last = view.selected.years
    if first == last:
        st.info(f"The selection is the single year {first}; two periods need two years.")
        return
    st.caption(READ)
    middle = (first + last) // 2
    left, right = st.columns(2)
    one = left.slider("First period", first, last, (first, middle), key=f"focus first period {first} {last}")
    two = right.slider("Second period", first, last, (middle + 1, last), key=f"focus second period {first} {last}")
    _compared((Selection(years=one), Selection(years=two)), (_years(one), _years(two)), "focus_periods", view)


@st.fragment
def selections(view: View) -> None:
    """Compare two types, formats or levels that the reader chooses."""
    st.header("Focus areas in two kinds of engagement", anchor=False)
    st.caption(READ)
    offered = {name: values for name in DIMENSIONS if len(values := _occurring(name, view)) > 1}
    if not offered:
        st.info("All engagements of this selection have one type, one format and one level, so there is nothing to compare.")
        return
    columns = st.columns(3)
    name = columns[0].selectbox("Told apart by", list(offered), format_func=lambda key: DIMENSIONS[key][0], key="focus_dimension")
    values, labels = offered[name], view.whole.words(DIMENSIONS[name][1]).labels
    one = columns[1].selectbox("First", values, format_func=labels.get, key=f"focus first {name}")
    rest = [value for value in values if value != one]
    two = columns[2].selectbox("Second", rest, format_func=labels.get, key=f"focus second {name}")
    groups = (Selection(**{name: (one,)}), Selection(**{name: (two,)}))
    _compared(groups, (labels[one], labels[two]), "focus_kinds", view)


def _occurring(name: str, view: View) -> list:
    """The values of a dimension that the engagements of the selection have, the most frequent first."""
    number = view.measure(headline.engagements_by, name)
    return sorted((code for code in view.whole.words(DIMENSIONS[name][1]).codes if code in number), key=lambda code: -number[code])


@dataclass(frozen=True)
class Comparison:
    """Two groups compared (see `focus.compare`), the engagements of each, and of both."""

    frame: pd.DataFrame
    numbers: tuple[int, int]
    shared: int

    @property
    def stands_out(self) -> pd.Series:
        """Which areas differ by more than chance readily explains."""
        return ((self.frame["low"] > 0) | (self.frame["high"] < 0)) & (not self.shared)


def _comparison(tables: Tables, first: Selection, second: Selection) -> Comparison:
    groups = [apply(group, tables) for group in (first, second)]
    counted = [set(collect(counted_events(group, "event_id"))["event_id"]) for group in groups]
    return Comparison(focus.compare(*groups), (len(counted[0]), len(counted[1])), len(counted[0] & counted[1]))


def _compared(groups: tuple[Selection, Selection], names: tuple[str, str], key: str, view: View) -> None:
    """The chart of two groups and what stands out in it."""
    found = view.measure(_comparison, *groups)
    for number, name in zip(found.numbers, names, strict=True):
        if not number:
            st.info(f"No engagement of this selection is in {escape(name)}, so there is nothing to compare.")
            return
    if found.frame.empty:
        st.info("No engagement of the two groups has a focus area.")
        return
    if found.shared:
        st.warning(f"{_number(found.shared)} in both groups. The 95% intervals assume separate groups, so they do not hold here.")
    else:
        st.markdown(view.once(_said, groups, names))

    def behind(mark: list[Any]) -> pd.DataFrame:
        own = groups[mark[1] : mark[1] + 1] if len(mark) > 1 else groups
        return pd.concat(focus.events_in(apply(group, view.selected), mark[0]) for group in own).drop_duplicates("event_id")

    exhibit(view.once(_dots, groups, names), key=key, view=view, behind=behind)


def _said(view: View, groups: tuple[Selection, Selection], names: tuple[str, str]) -> str:
    found = view.measure(_comparison, *groups)
    return _in_words(found.frame[found.stands_out], len(found.frame), names, view.whole.words("focus_areas").labels)


def _dots(view: View, groups: tuple[Selection, Selection], names: tuple[str, str]) -> Exhibit:
    found = view.measure(_comparison, *groups)
    frame, words = found.frame, view.whole.words("focus_areas")
    top = frame.iloc[frame["difference"].abs().argmax()]
    return Exhibit(
        dumbbell.shares(
            frame.rename(columns={"focus_area": "key"}),
            labels=words.labels,
            colors=words.colors,
            names=names,
            certain=dict(zip(frame["focus_area"], found.stands_out, strict=True)),
        ),
        frame.assign(label=frame["focus_area"].map(words.labels)),
        alt=f"Two dots a focus area, its share in {names[0]} and in {names[1]}; "
        f"the largest difference is {words.label(top['focus_area'])}, {dumbbell.in_points(top['difference'])} points.",
        caption="Focus areas in the first group and in the second",
        columns={
            "label": "Focus area",
            "first": f"1. {names[0]}",
            "first_of": "1. All engagements",
            "share_first": "1. Share",
            "second": f"2. {names[1]}",
            "second_of": "2. All engagements",
            "share_second": "2. Share",
            "difference": "Difference",
            "low": "95% interval from",
            "high": "95% interval to",
        },
        mark=("focus_area",),
        note=f"Click a dot for its events. {ABSENCE}",
        more=f"{INTERVAL} That of a difference between two shares is Newcombe’s hybrid score interval (1998, method 10).",
    )


def _in_words(found: pd.DataFrame, of: int, names: tuple[str, str], labels: Mapping[str, str]) -> str:
    """The areas whose difference is more than chance, the largest first."""
    if found.empty:
        return f"No area’s share differs between {escape(names[0])} and {escape(names[1])} by more than chance readily explains."
    caution = "By chance alone, about one area in 20 would stand out." if of > 1 else ""
    found = found.sort_values("difference", key=lambda column: -column.abs(), kind="stable")
    said = [
        f"- **{escape(labels[row.focus_area])}**: {row.share_first:.0%} ({row.first} of {row.first_of}) in {escape(names[0])}, "
        f"{row.share_second:.0%} ({row.second} of {row.second_of}) in {escape(names[1])}; {dumbbell.in_points(row.difference)} percentage points "
        f"(95% interval {dumbbell.in_points(row.low)} to {dumbbell.in_points(row.high)})"
        for row in found.head(SAID).itertuples()
    ]
    head = f"{len(found)} of {of} areas differ by more than chance readily explains; the largest differences:"
    if len(found) <= SAID:
        head = f"{len(found)} of {of} areas differ{'s' if len(found) == 1 else ''} by more than chance readily explains:"
    return "\n".join([head, "", *said, "", caution])


def _number(shared: int) -> str:
    return f"{shared} engagement{'s are' if shared != 1 else ' is'}"


def _years(period: Iterable[int]) -> str:
    first, last = period
    return str(first) if first == last else f"{first}–{last}"
