"""Between whom: officials, their posts and levels over time."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from data.measures.frames import collect, engaged, lazy
from data.record import Tables


def highest_level(tables: Tables) -> pd.DataFrame:
    """The highest level engaged in each year by each of the pair, for the years in which a source names one.

    Columns: year, country, level (1 is the highest), participations (count at that level).
    """
    people = (
        lazy(tables.participants)
        .filter(nw.col("country").is_in(tables.pair))
        .join(engaged(tables).select("event_id", "year"), on="event_id")
        .select("year", "country", "level")
    )
    best = people.group_by("year", "country").agg(nw.col("level").min())
    return collect(people.join(best, on=["year", "country", "level"]).group_by("year", "country", "level").agg(participations=nw.len()), "year", "country")


def levels(tables: Tables) -> pd.DataFrame:
    """How many engagements reach each level, by year and side.

    Columns: year, country, level (the highest of that side in the engagement), engagements (count, parts of engagements
    included).
    """
    return collect(
        lazy(tables.participants)
        .filter(nw.col("country").is_in(tables.pair))
        .join(engaged(tables).select("event_id", "year"), on="event_id")
        .group_by("event_id", "year", "country")
        .agg(nw.col("level").min())
        .group_by("year", "country", "level")
        .agg(engagements=nw.len()),
        "year",
        "country",
        "level",
    )


def tenures(tables: Tables) -> pd.DataFrame:
    """Terms in office with the names that a reader needs.

    Columns: tenure_id, post_id, post, country, level, official_id, official, tenure_role, start, end (EDTF), end_status.
    """
    return collect(
        lazy(tables.tenures)
        .select("tenure_id", "post_id", "official_id", "tenure_role", "start", "end", "end_status")
        .join(_posts(tables), on="post_id")
        .join(_officials(tables), on="official_id"),
        "level",
        "post_id",
        "tenure_id",
    )


def appearances(tables: Tables) -> pd.DataFrame:
    """Each time that the holder of a post took part in an engagement.

    Columns: event_id, title, start (EDTF), first_day, year, precision, post_id, post, country, level (of the post),
    official_id, official (missing where no source gives a name), tenure_role, capacity.
    """
    return collect(
        lazy(tables.participants)
        .filter(~nw.col("post_id").is_null())
        .select("event_id", "post_id", "official_id", "tenure_role", "capacity")
        .join(engaged(tables).select("event_id", "title", "start", "first_day", "year", "precision"), on="event_id")
        .join(_posts(tables), on="post_id")
        .join(_officials(tables), on="official_id", how="left"),
        "first_day",
        "event_id",
    )


def roster(tables: Tables) -> pd.DataFrame:
    """Officials who took part in engagements, the most engaged first.

    Columns: official_id, official, sort_name, country, positions (text, the latest first), engagements (count, a part of an
    engagement counted with its whole), first, last (EDTF of the first and latest start), level (highest held).
    """
    people = collect(
        lazy(tables.participants)
        .filter(~nw.col("official_id").is_null())
        .select("event_id", "official_id", "position", "level")
        .join(engaged(tables).select("event_id", "part_of", "tally", "start", "first_day"), on="event_id"),
        "first_day",
        "event_id",
    )
    # A visit and the meetings inside it are one engagement of the visitor.
    people["whole"] = people["event_id"].where(people["tally"] == "counted", people["part_of"].fillna(people["event_id"]))
    found = people.groupby("official_id", as_index=False).agg(
        positions=("position", lambda held: "; ".join(dict.fromkeys(held.dropna().iloc[::-1]))),
        engagements=("whole", "nunique"),
        first=("start", "first"),
        last=("start", "last"),
        level=("level", "min"),
    )
    named = tables.officials[["official_id", "name", "sort_name", "country"]].rename(columns={"name": "official"})
    return named.merge(found, on="official_id").sort_values(["engagements", "sort_name"], ascending=[False, True], ignore_index=True)


def _posts(tables: Tables) -> nw.LazyFrame:
    return lazy(tables.posts).select("post_id", "country", "level", nw.col("title").alias("post"))


def _officials(tables: Tables) -> nw.LazyFrame:
    return lazy(tables.officials).select("official_id", nw.col("name").alias("official"))
