"""Who met whom, and at what level, where the two sides meet alone. Both took part in one event; more than that is not said."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from data.measures.frames import collect, engaged, joined, rows
from data.measures.officials import whole_engagement
from data.record import Tables

# What a row and a column of the matrix can be: the column of the participants and the table that names it.
KEYS = {"post": "post_id", "official": "official_id"}
PAIR_ALONE = 0.5


def bilateral(tables: Tables, whole: Tables) -> nw.LazyFrame[Any]:
    """The engagements, and the parts of engagements, in which the two sides meet alone: `events`, with `whole` beside.

    No code of a format is taken for granted. Two things have to hold: the parties of the event are exactly the pair, and in the
    whole record the parties of more than half of the engagements of its format are. The second leaves out a meeting among many
    whose other parties nobody has listed.
    """
    alone = _parties(whole).filter(nw.col("alone"))
    formats = (
        engaged(whole, "event_id", "format")
        .select("event_id", nw.col("format").cast(nw.String))
        .join(_parties(whole), on="event_id", how="left")
        .with_columns(share=nw.col("alone").fill_null(False).cast(nw.Float64))
        .group_by("format")
        .agg(nw.col("share").mean())
        .filter(nw.col("share") > PAIR_ALONE)
    )
    return (
        engaged(tables, "event_id", "title", "start", "year", "part_of", "first_day", "format")
        .with_columns(nw.col("format").cast(nw.String), whole=whole_engagement())
        .join(alone, on="event_id", how="semi")
        .join(formats, on="format", how="semi")
    )


def met(tables: Tables, whole: Tables, by: str = "post") -> pd.DataFrame:
    """Who met whom in bilateral engagements, the highest level first.

    `by` is "post" or "official". Columns: first_id, first (title or name), first_level of the first side of the pair, second_id,
    second, second_level of the other, engagements (count; a visit and the meetings inside it are one engagement of two who
    take part in both). The level is that of the post, or the highest at which the official took part.
    """
    named = _named(tables, by)
    pairs = _meetings(tables, whole, by).group_by("first_id", "second_id").agg(engagements=nw.col("whole").n_unique())
    for side in ("first", "second"):
        own = named.rename({"id": f"{side}_id", "name": side, "level": f"{side}_level"})
        pairs = pairs.join(own, on=f"{side}_id")
    columns = ["first_id", "first", "first_level", "second_id", "second", "second_level", "engagements"]
    return collect(pairs.select(columns), "first_level", "first", "first_id", "second_level", "second", "second_id")


def most_met(frame: pd.DataFrame, number: int) -> pd.DataFrame:
    """The rows of `met` between those who met most often, at most so many of each side, in the order of `met`."""
    keep = [
        frame[key].isin(frame.groupby(key, sort=False)["engagements"].sum().nlargest(number).index)
        for key in ("first_id", "second_id")
    ]
    return frame[keep[0] & keep[1]].reset_index(drop=True)


def events_between(tables: Tables, whole: Tables, by: str, first_id: str, second_id: str) -> pd.DataFrame:
    """The events behind a number of `met`, one for each engagement: the visit where it names both, or else the first meeting."""
    shared = _meetings(tables, whole, by).filter(nw.col("first_id") == first_id, nw.col("second_id") == second_id)
    found = collect(shared.select("event_id", "whole", "tally", "first_day"), "tally", "first_day", "event_id")
    ids = found.drop_duplicates("whole")["event_id"]
    return rows(tables.events, event_id=list(ids))


def gaps(tables: Tables, whole: Tables) -> pd.DataFrame:
    """The level gap of each bilateral meeting in which a level is known of both sides, the earliest first.

    Columns: event_id, title, start (EDTF), year, first_level, second_level (the highest of each side of the pair), gap (the first
    less the second; as 1 is the highest, above 0 the first side met up, below 0 the second), met_up (the country that did,
    missing where the levels are equal). Where a visit's own meetings tell both levels, they stand for the visit.
    """
    reached = (
        joined(tables, "participants", "event_id", "country", "level")
        .filter(~nw.col("level").is_null())
        .group_by("event_id", "country")
        .agg(nw.col("level").min())
    )
    one, other = (
        reached.filter(nw.col("country") == country).select("event_id", nw.col("level").alias(name))
        for country, name in zip(tables.pair, ("first_level", "second_level"), strict=True)
    )
    events = bilateral(tables, whole).select("event_id", "title", "start", "year", "part_of", "first_day")
    both = events.join(one, on="event_id").join(other, on="event_id")
    wholes = both.filter(~nw.col("part_of").is_null()).select(nw.col("part_of").alias("event_id"))
    gap = nw.col("first_level") - nw.col("second_level")
    up = nw.when(gap > 0).then(nw.lit(tables.pair[0])).otherwise(nw.when(gap < 0).then(nw.lit(tables.pair[1])))
    found = collect(both.join(wholes, on="event_id", how="anti").with_columns(gap=gap, met_up=up), "first_day", "event_id")
    return found[["event_id", "title", "start", "year", "first_level", "second_level", "gap", "met_up"]]


def gaps_by_year(gaps: pd.DataFrame) -> pd.DataFrame:
    """How many meetings of `gaps` have each gap in each year. Columns: year, gap, met_up, meetings (count)."""
    return gaps.groupby(["year", "gap", "met_up"], as_index=False, dropna=False).agg(meetings=("event_id", "size"))


def _parties(tables: Tables) -> nw.LazyFrame[Any]:
    """For each event with parties, whether they are exactly the pair. Columns: event_id, alone."""
    parties = joined(tables, "event_parties", "event_id", "country").with_columns(
        own=nw.col("country").is_in(tables.pair).cast(nw.Int64)
    )
    number = parties.group_by("event_id").agg(nw.col("own").sum(), all=nw.len())
    return number.select("event_id", alone=(nw.col("own") == len(tables.pair)) & (nw.col("all") == len(tables.pair)))


def _named(tables: Tables, by: str) -> nw.LazyFrame[Any]:
    """The posts or officials with name and level. Columns: id, name, level."""
    if by == "post":
        return joined(tables, "posts").select(nw.col("post_id").alias("id"), nw.col("title").alias("name"), "level")
    highest = engaged(tables, "official_id", "level", of="participants").group_by("official_id").agg(nw.col("level").min())
    officials = joined(tables, "officials").join(highest, on="official_id")
    return officials.select(nw.col("official_id").alias("id"), "name", "level")


def _meetings(tables: Tables, whole: Tables, by: str) -> nw.LazyFrame[Any]:
    """Each two of the two sides in each bilateral event. Columns: event_id, whole, tally, first_day, first_id, second_id."""
    key = KEYS[by]
    people = joined(tables, "participants", "event_id", "country", key).filter(~nw.col(key).is_null()).unique()
    first, second = (
        people.filter(nw.col("country") == country).select("event_id", nw.col(key).alias(name))
        for country, name in zip(tables.pair, ("first_id", "second_id"), strict=True)
    )
    events = bilateral(tables, whole).select("event_id", "whole", "tally", "first_day")
    return events.join(first, on="event_id").join(second, on="event_id")
