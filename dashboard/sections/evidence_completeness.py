"""How much is missing: an estimate of engagements that no source reports, drawn where the reader asks for it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import completeness as charts
from components.charts.template import ACCENT
from components.exhibit import exhibit
from components.view import View
from data.measures import completeness

LENGTHS = {5: "5 years", 10: "10 years"}
WHY = (
    "Where independent sources overlap little, much may be missing: many engagements known from one source alone, beside few "
    "known from two, suggest that many are known from none. Chao’s lower bound (Biometrics 43, 1987, bias-corrected form) puts those at "
    "f₁(f₁ − 1) / 2(f₂ + 1), where f₁ engagements rest on exactly one independent source and f₂ on exactly two; whiskers are its "
    "95 % log-normal interval."
)
BROKEN = f"""
The bound needs no engagement to be as likely to be reported as another: a minister’s visit draws a dozen reports, a workshop one or
none, and that is why it is a lower bound. It may not be even that, because the record breaks what it does assume:

- **Sources are independent draws.** They copy and follow one another even where their texts differ, so that overlap says less
  than it seems to; this makes the estimate too low.
- **All sources were looked at.** Our search often stopped where it had found enough: one source may only mean that one was looked
  for, which makes the estimate too high.
- **Every engagement on record is one.** An event that a single page misdates, or that another page has under another name, adds to
  those on one source; this too makes it too high.
- **Each period is closed.** Recent engagements are still being reported, and pages of early ones have gone from the web.

Periods in which fewer than {completeness.FEWEST} engagements rest on one source, or on two, have no estimate; periods
with the fewest engagements on record may be the least complete.
"""


@st.fragment
def unseen(view: View) -> None:
    """Draw a switch, and the estimate once it is on."""
    st.header("Completeness: how much no source reports", anchor=False)
    if not st.toggle("Estimate what was not found", key="completeness_on"):
        st.caption("Off until asked for: a rough lower bound from how sources overlap, with assumptions that the record strains.")
        return
    length = st.segmented_control(
        "Periods of", list(LENGTHS), default=5, required=True, format_func=LENGTHS.__getitem__, key="completeness_length"
    )
    frame = completeness.estimates(view.selected, length)
    if frame.empty:
        st.info("No engagement of this selection is counted.")
        return
    (whole,) = completeness.estimates(view.selected, None).itertuples()
    st.markdown(f"{WHY} {_in_words(whole)}")
    exhibit(
        charts.with_unseen(frame, color=ACCENT),
        frame,
        key="completeness",
        alt=_alt(frame),
        view=view,
        caption="What each period holds, and what it lacks at the least",
        columns={
            "first": "First year",
            "last": "Last year",
            "observed": "Found",
            "once": "On one source",
            "twice": "On two sources",
            "unseen": "Not found, lower bound",
            "low": "Both, from",
            "high": "Both, to",
        },
        behind=lambda mark: completeness.events_in(view.selected, int(mark[0]), int(mark[1])),
        mark=("first", "last"),
        note="Counted engagements only. Periods are estimated one by one, so that they need not add up to the whole.",
    )
    st.markdown(BROKEN)


def _in_words(whole: tuple) -> str:
    """The estimate for all years of the selection, in one sentence."""
    found = f"Of all years of the selection, {whole.observed} engagements are found, {whole.once} from one source and {whole.twice} from two"
    if pd.isna(whole.unseen):
        return f"{found}: too few to say how many are not."
    return f"{found}; the bound for those not found is **{whole.unseen:.0f}** (95 % interval {whole.low - whole.observed:.0f} to {whole.high - whole.observed:.0f})."


def _alt(frame: pd.DataFrame) -> str:
    told = frame.dropna(subset="unseen")
    head = f"Stacked bars of {len(frame)} periods, {frame['observed'].sum()} engagements found."
    if told.empty:
        return f"{head} No period has sources enough for an estimate of those not found."
    most = told.loc[[told["unseen"].idxmax()]].itertuples()
    return f"{head} {len(told)} have an estimate of those not found; the largest is {charts.in_words(next(most))}."
