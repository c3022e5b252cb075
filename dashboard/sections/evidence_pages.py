"""Each source and the events that it supports."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.event_list import event_list
from components.exhibit import download_csv
from components.pick import pick_row
from components.view import View
from data.measures import evidence


@st.fragment
def pages(view: View) -> None:
    """Draw the table of sources; a picked one lists its events."""
    st.header("Sources and their events", anchor=False)
    frame = evidence.pages(view.selected)
    table = pd.DataFrame(
        {
            "Headline": frame["title"].fillna(frame["url"]),
            "Publisher": frame["publisher"],
            "Kind": frame["kind"].map(view.whole.words("source_kinds").labels),
            "Published": frame["published"].fillna(""),
            "Events": frame["events"],
            "Address": frame["url"],
        }
    )
    row = pick_row(table, key="pages")
    download_csv(frame, "sources_with_events", view)
    if row is not None:
        source = frame.iloc[row]
        event_list(evidence.events_cited(view.selected, source_id=source["source_id"]), view, key="page events")
