"""How much is missing: an estimate of engagements that no source reports, drawn where the reader asks for it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import completeness as charts
from components.charts.template import ACCENT
from components.exhibit import Exhibit, exhibit
from components.page import INTERVAL
from components.view import View
from data.measures import completeness

LENGTHS = {5: "5 years", 10: "10 years"}
WHY = (
    "Where independent sources overlap little, much may be missing. If many engagements are known from one source and few from "
    "two, then many are probably known from none. A formula by Anne Chao turns this into a lower bound: at least so many were not found."
)
HOW = (
    "Chao’s lower bound (Biometrics 43, 1987, bias-corrected form) is f₁(f₁ − 1) / 2(f₂ + 1), where f₁ engagements rest on exactly one "
    "independent source and f₂ on exactly two. Whiskers are its 95% log-normal interval."
)
BROKEN = f"""
Engagements need not be equally likely to be reported: a minister’s visit draws a dozen reports, a workshop one or none. That is why
the estimate is a lower bound. It may not be even that, because the record only partly meets its assumptions:

- **Sources are independent.** In fact they follow one another even where their texts differ, so overlap says less than it seems to.
  This makes the estimate too low.
- **All sources were searched.** Our search often stopped where it had found enough, so one source may only mean that no second was
  looked for. This makes the estimate too high.
- **Every engagement is recorded once.** An event that one page misdates, or that another page names differently, adds to those with
  one source. This too makes the estimate too high.
- **Each period is complete.** In fact recent engagements are still being reported, and pages on early ones have left the web.

A period in which fewer than {completeness.FEWEST} engagements rest on one source, or on two, has no estimate. Periods with the fewest
engagements on record may be the least complete.
"""


@st.fragment
def unseen(view: View) -> None:
    """Draw a switch, and the estimate once it is on."""
    st.header("Estimate of engagements that no source reports", anchor=False)
    if not st.toggle("Estimate what was not found", key="completeness_on"):
        st.caption("A rough lower bound, computed from how far sources overlap. The record only partly meets its assumptions.")
        return
    length = st.segmented_control(
        "Periods of", list(LENGTHS), default=5, required=True, format_func=LENGTHS.__getitem__, key="completeness_length"
    )
    if view.measure(completeness.estimates, length).empty:
        st.info("No engagement of this selection is counted.")
        return
    (whole,) = view.measure(completeness.estimates, None).itertuples()
    st.markdown(f"{WHY} {_in_words(whole)}")
    exhibit(
        view.once(_bars, length),
        key="completeness",
        view=view,
        behind=lambda mark: completeness.events_in(view.selected, int(mark[0]), int(mark[1])),
    )
    st.markdown(BROKEN)


def _bars(view: View, length: int) -> Exhibit:
    frame = view.measure(completeness.estimates, length)
    return Exhibit(
        charts.with_unseen(frame, color=ACCENT),
        frame,
        alt=_alt(frame),
        caption="Engagements found in each period, and a lower bound of those not found",
        columns={
            "first": "First year",
            "last": "Last year",
            "observed": "Found",
            "once": "On one source",
            "twice": "On two sources",
            "unseen": "Not found, at least",
            "low": "Both, from",
            "high": "Both, to",
        },
        mark=("first", "last"),
        note="Engagements only, without parts and context. Each period is estimated on its own, so the periods need not add up to the whole.",
        more=f"{HOW} {INTERVAL}",
    )


def _in_words(whole: tuple) -> str:
    """The estimate for all years of the selection, in one sentence."""
    found = f"Over all years of the selection, {whole.observed} engagements are found, {whole.once} from one source and {whole.twice} from two"
    if pd.isna(whole.unseen):
        return f"{found}: too few to say how many are not."
    return f"{found}; the lower bound for those not found is **{whole.unseen:.0f}** (95% interval {whole.low - whole.observed:.0f} to {whole.high - whole.observed:.0f})."


def _alt(frame: pd.DataFrame) -> str:
    told = frame.dropna(subset="unseen")
    head = f"Stacked bars of {len(frame)} periods, {frame['observed'].sum()} engagements found."
    if told.empty:
        return f"{head} No period has sources enough for an estimate of those not found."
    most = told.loc[[told["unseen"].idxmax()]].itertuples()
    return f"{head} {len(told)} have an estimate of those not found; the largest is {charts.in_words(next(most))}."
