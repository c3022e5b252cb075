"""How do we know: sources, citations, conflicts, and how exact and how well supported the events are."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from data.measures.frames import all_years, collect, complete, lazy
from data.record import Tables


def citations_by_kind(tables: Tables) -> pd.DataFrame:
    """Citations by the kind of their source and the year of the event. Columns: kind, year, citations (count)."""
    found = collect(
        lazy(tables.citations)
        .select("event_id", "source_id")
        .join(lazy(tables.sources).select("source_id", "kind"), on="source_id")
        .join(lazy(tables.events).select("event_id", "year"), on="event_id")
        .group_by("kind", "year")
        .agg(citations=nw.len())
    )
    occurring = [code for code in tables.words("source_kinds").codes if code in set(found["kind"])]
    return complete(found, {"kind": occurring, "year": all_years(tables)}, {"citations": 0})


def sources_by_kind(tables: Tables) -> pd.DataFrame:
    """Distinct pages by kind, in the vocabulary's order. Columns: kind, sources (count)."""
    found = collect(lazy(tables.sources).group_by("kind").agg(sources=nw.len()))
    order = {code: place for place, code in enumerate(tables.words("source_kinds").codes)}
    return found.sort_values("kind", key=lambda codes: codes.map(order), ignore_index=True)


def support(tables: Tables) -> pd.DataFrame:
    """Events by the number of independent sources, copies of one text counted once. Columns: independent_sources, events (count)."""
    return collect(lazy(tables.events).group_by("independent_sources").agg(events=nw.len()), "independent_sources")


def precision_by_year(tables: Tables) -> pd.DataFrame:
    """Events by how exactly their start is known. Columns: precision ("day", "month", "year"), year, events (count)."""
    found = collect(lazy(tables.events).group_by("precision", "year").agg(events=nw.len()))
    return complete(found, {"precision": ["day", "month", "year"], "year": all_years(tables)}, {"events": 0})


def register(tables: Tables) -> pd.DataFrame:
    """What each source says in each conflict.

    Columns: conflict_id, event_id, event (title), year, field, value, accepted, publisher, url, resolution (missing where open),
    why.
    """
    return collect(
        lazy(tables.conflict_values)
        .join(lazy(tables.conflicts), on="conflict_id")
        .join(lazy(tables.events).select("event_id", "year", nw.col("title").alias("event")), on="event_id")
        .join(lazy(tables.sources).select("source_id", "publisher", "url"), on="source_id")
        .select("conflict_id", "number", "event_id", "event", "year", "field", "value", "accepted", "publisher", "url", "resolution", "why"),
        "conflict_id",
        "number",
    ).drop(columns="number")
