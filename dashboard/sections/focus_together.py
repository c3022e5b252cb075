"""Which focus areas go together in one engagement."""

from __future__ import annotations

import streamlit as st

from components.charts import heatmap
from components.exhibit import Exhibit, exhibit
from components.view import View
from data.measures import focus

VALUES = {"engagements": "Count", "lift": "Lift"}
READ = {
    "engagements": "A cell counts the engagements that deal with both the area of its row and the area of its column.",
    "lift": "Lift is how many times as often two areas appear in one engagement as chance would give: blue above 1, orange "
    "below. × marks pairs that chance would give less than one engagement, too few to read.",
}


@st.fragment
def together(view: View) -> None:
    """Draw the matrix of areas that go together."""
    st.header("Focus areas that appear together", anchor=False)
    if len(view.measure(focus.totals)) < 2:
        st.info("Only one area occurs in this selection, so no two appear together.")
        return
    value = st.segmented_control(
        "Cells show", list(VALUES), default="engagements", required=True, format_func=VALUES.__getitem__, key="focus_together"
    )
    st.caption(f"{READ[value]} Click a cell for the events.")
    exhibit(
        view.once(_matrix, value),
        key="focus_together_matrix",
        view=view,
        behind=lambda mark: focus.events_with(view.selected, mark[0], mark[1]),
    )


def _matrix(view: View, value: str) -> Exhibit:
    frame, pairs, label = view.measure(focus.cooccurrence), view.measure(focus.pairs), view.whole.words("focus_areas").labels
    most = (
        f"most often {label[pairs['a'].iloc[0]]} and {label[pairs['b'].iloc[0]]}, {pairs['engagements'].iloc[0]} times"
        if len(pairs)
        else "none together with another"
    )
    return Exhibit(
        heatmap.matrix(frame, value=value, labels=label),
        pairs.assign(label_a=pairs["a"].map(label), label_b=pairs["b"].map(label)),
        alt=f"Matrix of {frame['a'].nunique()} focus areas; {most}.",
        caption="Pairs of focus areas with the engagements that have both",
        columns={
            "label_a": "One area",
            "label_b": "Other area",
            "engagements": "Engagements with both",
            "expected": "Expected by chance",
            "lift": "Lift",
        },
        mark=("a", "b"),
        note="Chance means that two areas have nothing to do with each other; engagements without an area are left out. "
        "The diagonal, an area with itself, is blank.",
    )
