"""The known gaps in coverage: what a source or a numbering shows to be missing, and what may be."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.charts import spans
from components.event_list import picked_card
from components.exhibit import CONFIG, download_csv, source
from components.page import escape
from components.pick import pick_row
from components.view import View
from data.frames import collect, lazy
from data.measures import coverage

COLUMNS = {
    "period": "When",
    "title": "What is missing",
    "certain": "Took place",
    "missing": "Number, at least",
    "basis": "How we know",
    "url": "Address",
}


@st.fragment
def known_gaps(view: View) -> None:
    """Draw the gaps as spans over the years and as a table; a picked one with how we know and the event that shows it."""
    st.header("Known gaps in coverage", anchor=False)
    frame = view.once(_gaps)
    if frame.empty:
        st.markdown("This selection has no known gap, which does not mean that there is none.")
        return
    certainties = view.whole.words("certainties")
    sure = int((frame["certainty"] == certainties.codes[0]).sum())
    st.markdown(
        f"The record lacks {len(frame)} known engagements or groups of engagements. For {sure}, a source or a numbering shows that they "
        f"took place, or most likely did; for {len(frame) - sure}, hatched, that is not known.",
        help="The list holds only the gaps that can be seen. They may overlap, so their numbers do not add up.",
    )
    _spans(frame, view)
    row = pick_row(view.once(_table), key="known gaps", of=view.stamp())
    if row is not None:
        _gap(frame.iloc[row], view, key="known gap")
    download_csv(frame.drop(columns=["first_day", "last_day"]), "known_holes_in_coverage", view)


def _gaps(view: View) -> pd.DataFrame:
    """The gaps of the selection, of the whole record: an event outside the selection may show a gap inside it."""
    frame, own = view.overall(coverage.known_gaps), collect(lazy(view.selected.known_gaps, "gap_id"))["gap_id"]
    frame = frame[frame["gap_id"].isin(own)].reset_index(drop=True)
    return frame.assign(certain=frame["certainty"].map(view.whole.words("certainties").labels))


def _table(view: View) -> pd.DataFrame:
    frame = view.once(_gaps)
    return frame.assign(missing=frame["missing"].astype("str").fillna(""))[list(COLUMNS)].rename(columns=COLUMNS)


def _figure(view: View) -> go.Figure:
    frame, types = view.once(_gaps), view.whole.words("event_types")
    return spans.spans(
        frame.assign(group=frame["event_type"], sure=frame["certainty"] == view.whole.words("certainties").codes[0]),
        labels=types.labels,
        colors=types.colors,
        other="Several types",
        years=view.selected.years,
    )


def _spans(frame: pd.DataFrame, view: View) -> None:
    picked = st.plotly_chart(
        view.once(_figure),
        key="known gaps chart",
        alt=f"Spans over the years: {len(frame)} known gaps in coverage, the first {frame['period'].iloc[0]}; all are in the table.",
        config=CONFIG,
        on_select="rerun",
        selection_mode="points",
    )
    st.caption(source(view))
    marks = [point["customdata"][0] for point in picked["selection"]["points"] if point.get("customdata")]
    for mark in marks[:1]:
        chosen = frame[frame["gap_id"] == mark]
        if len(chosen):
            _gap(chosen.iloc[0], view, key="known gap mark")


def _gap(gap: pd.Series, view: View, key: str) -> None:
    """One gap in full, and the event that shows it."""
    about = [part for part in (gap["period"], gap["series"]) if isinstance(part, str)]
    if pd.notna(gap["missing"]):
        about.append(f"at least {gap['missing']} missing")
    about.append(f"took place: {view.label('certainties', gap['certainty']).lower()}")
    st.markdown(f"**{escape(gap['title'])}** · {escape(' · '.join(about))}\n\n{escape(gap['basis'])}")
    if isinstance(gap["url"], str):
        st.link_button(f"Source: {escape(gap['publisher'])}", gap["url"], icon=":material/open_in_new:", type="tertiary")
    if isinstance(gap["event_id"], str):
        picked_card(gap["event_id"], view, key=key)
