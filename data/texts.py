"""What the search looks through: all text of an event and around it, in a form that finds any spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pandas as pd


def fold(text: str) -> str:
    """Text without case and marks, so that a search finds any spelling of an accent."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def of_events(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """For each event of a record's tables, all text that the search looks through, folded. Columns: event_id, text."""
    events, people, places, serial = (frames[name] for name in ("events", "officials", "places", "series"))
    named = frames["participants"].merge(people[["official_id", "name", "other_spellings"]], on="official_id", how="left")
    pieces = (
        (events, ("title", "summary", "place", "venue")),
        (named, ("name", "other_spellings", "name_as_given", "position", "organization")),
        (frames["event_outcomes"], ("outcome",)),
        (frames["event_units"], ("unit",)),
        (frames["event_places"].merge(places, on="place_id"), ("name", "other_names")),
        (events[["event_id", "series_id"]].merge(serial, on="series_id"), ("name", "other_names")),
    )
    lines = [piece[["event_id", column]].rename(columns={column: "text"}) for piece, columns in pieces for column in columns]
    joined = pd.concat(lines).dropna().groupby("event_id")["text"].agg(" ".join).map(fold)
    return events[["event_id"]].assign(text=events["event_id"].map(joined).fillna("").astype("str"))
