"""Each source, the events that it supports, and what else."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.address import event_link, link, official_link
from components.event_list import event_list
from components.exhibit import download_csv
from components.page import escape
from components.pick import pick_row
from components.view import View
from components.wording import bullets, title_in_words
from data.measures import evidence


@st.fragment
def pages(view: View) -> None:
    """Draw the table of sources; a picked one lists its events."""
    st.header("Sources and their events", anchor=False)
    frame, table = view.measure(evidence.pages), view.once(_table)
    row = pick_row(table, key="pages", of=view.stamp())
    download_csv(frame, "sources_with_events", view)
    if row is not None:
        source = frame.iloc[row]
        st.markdown(f"**{link(str(table['Headline'].iloc[row]), source['url'])}** · {escape(source['publisher'])}")
        if source["events"]:
            event_list(evidence.events_cited(view.selected, source_id=source["source_id"]), view, key="page events")
        _other_uses(source["source_id"], view)


def _table(view: View) -> pd.DataFrame:
    frame = view.measure(evidence.pages)
    return pd.DataFrame(
        {
            "Headline": frame["title"].fillna(frame["url"]),
            "Publisher": frame["publisher"],
            "Kind": frame["kind"].map(view.whole.words("source_kinds").labels),
            "Published": frame["published"].fillna(""),
            "Events": frame["events"],
            "Address": frame["url"],
        }
    )


def _other_uses(source_id: str, view: View) -> None:
    """What a source supports beside events."""
    found = evidence.other_uses(view.selected, source_id)
    if len(found):
        st.markdown(f"Beyond events, it supports:\n\n{bullets(_use(row, view) for row in found.to_dict('records'))}")


def _use(row: dict[str, str], view: View) -> str:
    if row["use"] == "term":
        return f"Term in office: {official_link(row['official'], row['official_id'])}, {escape(row['about'])} ({escape(row['detail'])})"
    if row["use"] == "conflict":
        about = event_link(title_in_words(row["about"], view.whole), row["event_id"])
        return f"Conflict: {about}, where it says “{escape(row['detail'])}”"
    return f"Known gap: {escape(row['about'])}. {escape(row['detail'])}"
