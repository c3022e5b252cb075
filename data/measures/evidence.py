"""How do we know: sources, citations, conflicts, and how exact and how well supported the events are."""

from __future__ import annotations

import narwhals as nw
import numpy as np
import pandas as pd

from data.measures.frames import all_years, collect, complete, joined, lazy
from data.record import Tables


def citations_by_kind(tables: Tables) -> pd.DataFrame:
    """Citations by the kind of their source and the year of the event. Columns: kind, year, citations (count)."""
    found = collect(
        lazy(tables.citations, "source_id", "year")
        .join(joined(tables, "sources").select("source_id", "kind"), on="source_id")
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


def cited_pages(tables: Tables) -> int:
    """How many different pages are cited for events."""
    pages = collect(lazy(tables.citations, "page"))["page"].to_numpy(dtype="int64")
    # Places are numbers from 0 on: to mark which occur takes a quarter of the time that an engine takes to tell them apart.
    return int(np.count_nonzero(np.bincount(pages)))


def publishers(tables: Tables) -> pd.DataFrame:
    """Who published the pages that support events, those with the most events first.

    Columns: publisher, pages (that support an event), citations, events, independent (of these, the events for which a page of
    this publisher repeats no other page's text), first, last (years of the events).
    """
    cited = lazy(tables.citations).join(joined(tables, "sources").select("source_id", "publisher"), on="source_id")
    own = cited.filter(nw.col("same_text_as").is_null()).group_by("publisher").agg(independent=nw.col("event_id").n_unique())
    return collect(
        cited.group_by("publisher")
        .agg(
            pages=nw.col("page").n_unique(),
            citations=nw.len(),
            events=nw.col("event_id").n_unique(),
            first=nw.col("year").min(),
            last=nw.col("year").max(),
        )
        .join(own, on="publisher", how="left")
        .with_columns(independent=nw.col("independent").fill_null(0).cast(nw.Int64))
        .sort("events", "citations", "publisher", descending=[True, True, False])
        .select("publisher", "pages", "citations", "events", "independent", "first", "last")
    )


def support(tables: Tables) -> pd.DataFrame:
    """Events by the number of independent sources, copies of one text counted once, up to the highest number that occurs.

    Columns: independent_sources, events (count).
    """
    found = collect(lazy(tables.events).group_by("independent_sources").agg(events=nw.len()))
    highest = int(found["independent_sources"].max()) if len(found) else 0
    lowest = int(found["independent_sources"].min()) if len(found) else 1
    return complete(found, {"independent_sources": range(lowest, highest + 1)}, {"events": 0})


def thin(tables: Tables) -> pd.DataFrame:
    """The events to be careful with: one independent source at most, or the lowest confidence. Columns: those of events."""
    lowest = tables.words("confidence").codes[-1]
    few = nw.col("independent_sources") <= 1
    low = nw.col("confidence").cast(nw.String) == lowest
    return collect(lazy(tables.events).filter(few | low), "first_day", "event_id")


def precision_by_year(tables: Tables) -> pd.DataFrame:
    """Events by how exactly their start is known. Columns: precision ("day", "month", "year"), year, events (count)."""
    found = collect(lazy(tables.events).group_by("precision", "year").agg(events=nw.len()))
    return complete(found, {"precision": ["day", "month", "year"], "year": all_years(tables)}, {"events": 0})


def register(tables: Tables) -> pd.DataFrame:
    """What each source says in each conflict.

    Columns: conflict_id, event_id, event (title), year, field, value, accepted, publisher, url, resolution (missing where open),
    why.
    """
    columns = ("event_id", "event", "year", "field", "value", "accepted", "publisher", "url", "resolution", "why")
    return collect(
        lazy(tables.conflict_values)
        .join(lazy(tables.conflicts), on="conflict_id")
        .join(lazy(tables.events).select("event_id", "year", nw.col("title").alias("event")), on="event_id")
        .join(lazy(tables.sources).select("source_id", "publisher", "url"), on="source_id")
        .select("conflict_id", "number", *columns),
        "conflict_id",
        "number",
    ).drop(columns="number")


def conflicts(tables: Tables) -> pd.DataFrame:
    """The register with one row a conflict, the latest event first.

    Columns: conflict_id, event_id, event (title), year, field, state ("open" or "settled"), values (what each source says, joined
    by " / "), resolution (missing where open), why.
    """
    said = register(tables).groupby("conflict_id")["value"].agg(" / ".join).rename("values")
    found = collect(
        lazy(tables.conflicts)
        .join(lazy(tables.events).select("event_id", "year", "first_day", nw.col("title").alias("event")), on="event_id")
        .with_columns(state=nw.when(nw.col("resolution").is_null()).then(nw.lit("open")).otherwise(nw.lit("settled")))
        .sort("first_day", "conflict_id", descending=[True, False])
        .select("conflict_id", "event_id", "event", "year", "field", "state", "resolution", "why")
    )
    found.insert(6, "values", found["conflict_id"].map(said))
    return found


def pages(tables: Tables) -> pd.DataFrame:
    """Each source with the number of events that it supports, the most used first.

    Columns: source_id, title (missing where the headline was not seen), publisher, kind, published (EDTF), url, events (count),
    copies (of these, where it repeats another source's text).
    """
    cited = (
        lazy(tables.citations)
        .with_columns(copy=(~nw.col("same_text_as").is_null()).cast(nw.Int64))
        .group_by("source_id")
        .agg(events=nw.len(), copies=nw.col("copy").sum())
    )
    return collect(
        lazy(tables.sources)
        .join(cited, on="source_id", how="left")
        .with_columns(events=nw.col("events").fill_null(0).cast(nw.Int64), copies=nw.col("copies").fill_null(0).cast(nw.Int64))
        .sort("events", "source_id", descending=[True, False])
        .select("source_id", "title", "publisher", "kind", "published", "url", "events", "copies")
    )


def events_cited(tables: Tables, *, year: int | None = None, **values: str) -> pd.DataFrame:
    """The events supported by the sources whose columns have these values, in one year where it is given. Columns: those of events."""
    cited = lazy(tables.citations).join(lazy(tables.sources).select("source_id", "kind", "publisher"), on="source_id")
    for column, value in values.items():
        cited = cited.filter(nw.col(column) == value)
    return events_where(tables, year=year, event_id=tuple(collect(cited.select("event_id").unique())["event_id"]))


def events_where(tables: Tables, *, event_id: tuple[str, ...] | None = None, **values: str | int | None) -> pd.DataFrame:
    """The events whose columns have these values, a value of None being any; context and parts included."""
    kept = lazy(tables.events)
    for column, value in values.items():
        if value is not None:
            kept = kept.filter(nw.col(column) == value)
    if event_id is not None:
        kept = kept.filter(nw.col("event_id").is_in(event_id))
    return collect(kept, "first_day", "event_id")


def other_uses(tables: Tables, source_id: str) -> pd.DataFrame:
    """What a source supports beside events: terms in office, values in conflicts, known holes.

    Columns: use ("term", "conflict" or "hole"), about (the post, what sources disagree on, or what is missing), official_id and
    official (of a term; missing for others), event_id (of a conflict or a hole; missing for others), detail (start and end of the
    term as EDTF, the value that the source says, or how we know).
    """
    of_source = nw.col("source_id") == source_id
    terms = collect(
        lazy(tables.tenure_citations)
        .filter(of_source)
        .join(lazy(tables.tenures).select("tenure_id", "official_id", "post_id", "start", "end"), on="tenure_id")
        .join(lazy(tables.officials).select("official_id", nw.col("name").alias("official")), on="official_id")
        .join(lazy(tables.posts).select("post_id", nw.col("title").alias("about")), on="post_id"),
        "tenure_id",
    )
    terms["detail"] = terms["start"].fillna("not known") + " – " + terms["end"].fillna("not known")
    values = collect(
        lazy(tables.conflict_values).filter(of_source).join(lazy(tables.conflicts), on="conflict_id"), "conflict_id", "number"
    ).rename(columns={"field": "about", "value": "detail"})
    holes = collect(lazy(tables.known_gaps).filter(of_source), "gap_id").rename(columns={"title": "about", "basis": "detail"})
    columns = ["use", "about", "official_id", "official", "event_id", "detail"]
    found = pd.concat([terms.assign(use="term"), values.assign(use="conflict"), holes.assign(use="hole")])
    return found.reindex(columns=columns).astype("str").reset_index(drop=True)
