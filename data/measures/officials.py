"""Between whom: officials, their posts and levels over time. Context never counts anyone as engaged."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from typing import Any

import narwhals as nw
import pandas as pd

from data import dates
from data.measures.frames import collect, engaged, joined, lazy, rows
from data.record import Tables
from data.texts import fold


def highest_level(tables: Tables) -> pd.DataFrame:
    """The highest level engaged in each year by each of the pair, for the years in which a source names one.

    Columns: year, country, level (1 is the highest), participations (count at that level), people (text: names, or positions
    where no source names the holder).
    """
    people = (
        _participations(tables)
        .join(lazy(tables.events, "event_id", "first_day"), on="event_id")
        .join(_officials(tables), on="official_id", how="left")
        .with_columns(who=nw.coalesce(nw.col("official"), nw.col("name_as_given"), nw.col("position")))
        .select("year", "country", "level", "who", "first_day", "event_id", "number")
    )
    best = people.group_by("year", "country").agg(nw.col("level").min())
    found = collect(people.join(best, on=["year", "country", "level"]), "first_day", "event_id", "number")
    by = ["year", "country", "level"]
    people = _listed(zip(*(found[name].tolist() for name in by), strict=True), found["who"])
    found = found.groupby(by, as_index=False).agg(participations=("event_id", "size"))
    keys = zip(*(found[name].tolist() for name in by), strict=True)
    return found.assign(people=pd.Series([people.get(key, "") for key in keys], dtype="str"))


def levels(tables: Tables) -> pd.DataFrame:
    """How many engagements reach each level, by year and side.

    Columns: year, country, level (the highest of that side in the engagement), engagements (count, parts of engagements
    included).
    """
    reached = _reached(tables)
    return collect(reached.group_by("year", "country", "level").agg(engagements=nw.len()), "year", "country", "level")


def level_totals(tables: Tables) -> pd.DataFrame:
    """`levels` over all years. Columns: country, level, engagements (count), share (of that side's, 0 to 1)."""
    found = levels(tables).groupby(["country", "level"], as_index=False)["engagements"].sum()
    return found.assign(share=found["engagements"] / found.groupby("country")["engagements"].transform("sum"))


def events_at(tables: Tables, country: str, level: int, year: int | None = None) -> pd.DataFrame:
    """The events behind a number of `levels`: those in which a level is the highest of a side, in one year or in all."""
    reached = _reached(tables).filter(nw.col("country") == country, nw.col("level") == level)
    if year is not None:
        reached = reached.filter(nw.col("year") == year)
    return _events(tables, collect(reached.select("event_id"))["event_id"])


def posts(tables: Tables, whole: Tables) -> pd.DataFrame:
    """The posts of the pair that have a term or an engagement in the whole record, the highest level first.

    Columns: post_id, post, organization, country, level, terms (count, in the whole record), engagements (count, in the
    selection, parts of engagements included).
    """
    held = lazy(whole.tenures).group_by("post_id").agg(terms=nw.len())
    ever = _held_posts(whole).group_by("post_id").agg(ever=nw.len())
    seen = _held_posts(tables).group_by("post_id").agg(engagements=nw.col("event_id").n_unique())
    return collect(
        lazy(whole.posts)
        .filter(nw.col("country").is_in(whole.pair))
        .select("post_id", nw.col("title").alias("post"), "organization", "country", "level")
        .join(held, on="post_id", how="left")
        .join(ever, on="post_id", how="left")
        .join(seen, on="post_id", how="left")
        .with_columns(nw.col("terms", "ever", "engagements").fill_null(0).cast(nw.Int64))
        .filter((nw.col("terms") > 0) | (nw.col("ever") > 0))
        .drop("ever"),
        "level",
        "post",
        "post_id",
    )


def most_engaged(posts: pd.DataFrame, number: int) -> pd.DataFrame:
    """The rows of `posts` with the most engagements, at most so many of each country; without any, the highest posts."""
    seen = posts[posts["engagements"] > 0]
    ranked = (seen if len(seen) else posts).sort_values("engagements", ascending=False, kind="stable")
    return ranked.groupby("country").head(number).sort_index()


def tenures(tables: Tables) -> pd.DataFrame:
    """Terms in office with the names that a reader needs and the days between which they are known.

    Columns: tenure_id, post_id, post, country, level, official_id, official, sort_name, tenure_role, start, end (EDTF),
    end_status, notes, term (in words), and the days from which and until which the term is drawn:

    - `first_day`: the earliest day the start can mean; where no start was found, the first day on which an event attests
      the person in the post
    - `last_day`: the latest day the end can mean; the record's own last day for a term that went on when last seen; where
      the end was not found, the last day on which an event attests the person, or else the first day
    - `surely_from`, `surely_until`: the days between which it surely ran, the latest start and the earliest end that the dates
      can mean; the first is after the second where they leave no such day
    - `row`: 0 for the first of the terms that run side by side in one post, 1 for the second, …; handovers whose dates are
      known only to the month or the year do not run side by side

    Both days are missing where neither a date nor an event places the term.
    """
    found = collect(
        lazy(tables.tenures)
        .select("tenure_id", "post_id", "official_id", "tenure_role", "start", "end", "end_status", "notes")
        .join(_posts(tables), on="post_id")
        .join(
            _officials(tables).join(lazy(tables.officials).select("official_id", "sort_name"), on="official_id"), on="official_id"
        ),
        "level",
        "post_id",
        "tenure_id",
    )
    attested = collect(
        lazy(tables.participants, "event_id", "official_id", "post_id")
        .filter(~nw.col("post_id").is_null(), ~nw.col("official_id").is_null())
        .join(
            lazy(tables.events, "event_id", "precision", "first_day")
            .filter(nw.col("precision") == "day")
            .select("event_id", "first_day"),
            on="event_id",
        )
        .select("official_id", "post_id", "first_day")
    )
    days = {key: list(group["first_day"]) for key, group in attested.groupby(["official_id", "post_id"])}
    as_of = pd.Timestamp(dates.parse(str(tables.descriptor["as_of"])).last)
    terms = found.to_dict("records")
    placed = [_days(term, days.get((term["official_id"], term["post_id"]), []), as_of) for term in terms]
    for number, name in enumerate(("first_day", "surely_from", "surely_until", "last_day")):
        found[name] = pd.to_datetime([four[number] for four in placed])
    found["term"] = [_term_in_words(term) for term in terms]
    found["row"] = _rows(found)
    return found


def appearances(tables: Tables) -> pd.DataFrame:
    """Each time that the holder of a post took part in an engagement.

    Columns: event_id, title, start (EDTF), first_day, start_until (the first and the last day that the start can mean), year,
    precision, post_id, post, country, level (of the post), official_id, official (missing where no source gives a name),
    tenure_role, capacity.
    """
    found = collect(
        _held_posts(tables)
        .join(engaged(tables, "event_id", "title", "start", "first_day", "year", "precision").drop("tally"), on="event_id")
        .join(_posts(tables), on="post_id")
        .join(_officials(tables), on="official_id", how="left"),
        "first_day",
        "event_id",
        "number",
    ).drop(columns="number")
    found.insert(4, "start_until", pd.to_datetime([dates.parse(text).last for text in found["start"]]))
    return found


def events_in_term(tables: Tables, term: Any) -> pd.DataFrame:
    """The engagements in which an official took part in a post during one term, a row of `tenures`."""
    seen = appearances(tables)
    seen = seen[(seen["official_id"] == term.official_id) & (seen["post_id"] == term.post_id)]
    return _events(tables, seen[(seen["first_day"] <= term.last_day) & (seen["start_until"] >= term.first_day)]["event_id"])


def lane_rows(terms: pd.DataFrame, appearances: pd.DataFrame) -> pd.DataFrame:
    """What lanes show as one table, by post and day: the rows of `tenures` and of `appearances`, told apart by `kind`.

    Columns: kind ("term" or "engagement"), level, post_id, post, country, official_id, official, tenure_role, start, end (EDTF),
    end_status, notes, tenure_id (of a term), event_id, title, capacity (of an engagement).
    """
    rows = pd.concat([terms.assign(kind="term"), appearances.assign(kind="engagement")])
    columns = [
        "kind",
        "level",
        "post_id",
        "post",
        "country",
        "official_id",
        "official",
        "tenure_role",
        "start",
        "end",
        "end_status",
        "notes",
    ]
    rows = rows.sort_values(["level", "post", "post_id", "first_day"], kind="stable", ignore_index=True)
    return rows[[*columns, "tenure_id", "event_id", "title", "capacity"]]


def roster(tables: Tables) -> pd.DataFrame:
    """Officials who took part in engagements, the most engaged first.

    Columns: official_id, official, sort_name, country, positions (text, the latest first), engagements (count, a part of an
    engagement counted with its whole), first, last (EDTF of the first and latest start), level (highest held), counterparts
    (count of officials of other countries in the same events), focus_areas (labels, the most frequent first), other_spellings.
    """
    people = collect(
        _engaged_officials(tables).select("official_id", "position", "level", "start", "first_day", "event_id", "number", "whole"),
        "first_day",
        "event_id",
        "number",
    )
    found = people.groupby("official_id", as_index=False).agg(
        engagements=("whole", "nunique"),
        first=("start", "first"),
        last=("start", "last"),
        level=("level", "min"),
    )
    positions = _listed(people["official_id"].iloc[::-1], people["position"].iloc[::-1])
    found.insert(1, "positions", pd.Series([positions.get(one, "") for one in found["official_id"]], dtype="str"))
    met = counterparts(tables).groupby("official_id").size()
    found["counterparts"] = found["official_id"].map(met).fillna(0).astype("int64")
    dealt = areas(tables)
    labels = _listed(dealt["official_id"], dealt["focus_area"].map(tables.words("focus_areas").labels), ", ")
    found["focus_areas"] = found["official_id"].map(labels).astype("str")
    named = collect(lazy(tables.officials, "official_id", "name", "sort_name", "country", "other_spellings"))
    named = named.rename(columns={"name": "official"})
    found = named.merge(found, on="official_id").sort_values(
        ["engagements", "sort_name"], ascending=[False, True], ignore_index=True
    )
    return found[[*(name for name in found if name != "other_spellings"), "other_spellings"]]


def search(roster: pd.DataFrame, words: str) -> pd.DataFrame:
    """The rows of `roster` whose name, other spellings and positions hold all the words, in any case and without accents."""
    if roster.empty:
        return roster
    looked_through = (roster[name].fillna("") for name in ("official", "sort_name", "other_spellings", "positions"))
    texts = [fold(" ".join(row)) for row in zip(*looked_through, strict=True)]
    return roster[[all(word in text for word in fold(words).split()) for text in texts]].reset_index(drop=True)


def counterparts(tables: Tables) -> pd.DataFrame:
    """Pairs of officials of two countries in the same engagements, each pair both ways round.

    Columns: official_id, counterpart_id, counterpart (name), country (of the counterpart), engagements (count, a part counted
    with its whole). Both took part; that they met each other is not said.
    """
    people = _engaged_officials(tables).select("event_id", "whole", "official_id", "country")
    others = people.select("event_id", nw.col("official_id").alias("counterpart_id"), nw.col("country").alias("other_country"))
    pairs = (
        people.join(others, on="event_id")
        .filter(nw.col("country") != nw.col("other_country"))
        .group_by("official_id", "counterpart_id", "other_country")
        .agg(engagements=nw.col("whole").n_unique())
        .join(_officials(tables).rename({"official_id": "counterpart_id", "official": "counterpart"}), on="counterpart_id")
        .select("official_id", "counterpart_id", "counterpart", nw.col("other_country").alias("country"), "engagements")
    )
    found = collect(pairs, "official_id", "counterpart")
    return found.sort_values("engagements", ascending=False, kind="stable").sort_values(
        "official_id", kind="stable", ignore_index=True
    )


def areas(tables: Tables, official_id: str | None = None) -> pd.DataFrame:
    """Focus areas of the engagements of each official, or of one, the most frequent of an official first.

    Columns: official_id, focus_area, engagements (count, a part of an engagement counted with its whole).
    """
    own = _engaged_officials(tables).select("official_id", "event_id", "whole")
    if official_id:
        own = own.filter(nw.col("official_id") == official_id)
    found = collect(
        joined(tables, "event_focus_areas")
        .join(own, on="event_id")
        .group_by("official_id", "focus_area")
        .agg(engagements=nw.col("whole").n_unique()),
        "official_id",
        "focus_area",
    )
    return found.sort_values(["official_id", "engagements"], ascending=[True, False], kind="stable", ignore_index=True)


def whole_engagement() -> nw.Expr:
    """For each event the engagement that it is counted with: itself, or what it is a part of."""
    part = nw.coalesce(nw.col("part_of"), nw.col("event_id"))
    return nw.when(nw.col("tally") == "counted").then(nw.col("event_id")).otherwise(part)


def conflicts(tables: Tables, official_id: str) -> pd.DataFrame:
    """What sources disagree on that concerns an official, the earliest event first.

    A conflict about an event that names the official concerns him or her where its values, its resolution or the reason hold a
    word of the name in any spelling (of three letters or more, in any case and without accents); and where its field is the
    participants, unless it holds words of the names of others who took part and none of this one's.

    Columns: conflict_id, event_id, title, start (EDTF), field, values (text, divided by " / "), resolution (missing where it is open), why, named (whether a word of the name occurs).
    """
    named = lazy(tables.participants, "event_id", "official_id").filter(~nw.col("official_id").is_null())
    own = named.filter(nw.col("official_id") == official_id).select("event_id").unique()
    disputed = lazy(tables.conflicts).join(own, on="event_id", how="semi")
    found = collect(disputed.join(lazy(tables.events, "event_id", "title", "start", "first_day"), on="event_id"), "conflict_id")
    people = collect(named.join(disputed.select("event_id").unique(), on="event_id", how="semi"), "event_id", "official_id")
    said = lazy(tables.conflict_values).join(disputed.select("conflict_id"), on="conflict_id", how="semi")
    values = collect(said, "conflict_id", "number").groupby("conflict_id")["value"].agg(" / ".join)
    found["values"] = found["conflict_id"].map(values).fillna("")
    text = found[["values", "resolution", "why"]].fillna("").agg(" ".join, axis=1) if len(found) else found["values"]
    held = [_words(line) for line in text]
    about = rows(tables.officials, official_id=[official_id, *people["official_id"].unique()])
    names = about.set_index("official_id")[["name", "other_spellings"]].fillna("").agg(" ".join, axis=1).map(_words)
    found["named"] = pd.Series([bool(names[official_id] & words) for words in held], index=found.index, dtype="bool")
    others = people[people["official_id"] != official_id].groupby("event_id")["official_id"].agg(set)
    elsewhere = [
        any(names[other] & words for other in others.get(event, ())) for event, words in zip(found["event_id"], held, strict=True)
    ]
    about = (found["field"] == "participants") & ~pd.Series(elsewhere, index=found.index, dtype="bool")
    found = found[found["named"] | about].sort_values(["first_day", "conflict_id"], ignore_index=True)
    return found[["conflict_id", "event_id", "title", "start", "field", "values", "resolution", "why", "named"]]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", fold(text)) if len(word) > 2}


def _posts(tables: Tables) -> nw.LazyFrame[Any]:
    return joined(tables, "posts").select("post_id", "country", "level", nw.col("title").alias("post"))


def _officials(tables: Tables) -> nw.LazyFrame[Any]:
    return joined(tables, "officials").select("official_id", nw.col("name").alias("official"))


def _participations(tables: Tables) -> nw.LazyFrame[Any]:
    """Participants of the pair in engagements."""
    return engaged(tables, of="participants").filter(nw.col("country").is_in(tables.pair))


def _reached(tables: Tables) -> nw.LazyFrame[Any]:
    """The highest level of each side in each engagement."""
    return _participations(tables).group_by("event_id", "year", "country").agg(nw.col("level").min())


def _held_posts(tables: Tables) -> nw.LazyFrame[Any]:
    """Participants in engagements whose position is a post of the pair."""
    return (
        engaged(tables, of="participants")
        .filter(~nw.col("post_id").is_null(), nw.col("country").is_in(tables.pair))
        .select("event_id", "post_id", "official_id", "tenure_role", "capacity", "number")
    )


def _engaged_officials(tables: Tables) -> nw.LazyFrame[Any]:
    """Named participants in engagements, with `whole`: a visit and the meetings inside it are one engagement of the visitor."""
    events = engaged(tables, "event_id", "start", "first_day", "part_of").select(
        "event_id", "start", "first_day", whole_engagement().alias("whole")
    )
    return (
        joined(tables, "participants", "event_id", "official_id", "country", "position", "level", "number")
        .filter(~nw.col("official_id").is_null())
        .join(events, on="event_id")
    )


def _events(tables: Tables, event_ids: pd.Series) -> pd.DataFrame:
    return rows(tables.events, event_id=list(event_ids))


def _listed(keys: Iterable[Hashable], texts: Iterable[Any], between: str = "; ") -> dict[Hashable, str]:
    """The texts of each key, once each, in order; a key that has none is not there."""
    found: dict[Hashable, dict[str, None]] = {}
    for key, text in zip(keys, texts, strict=True):
        if isinstance(text, str):
            found.setdefault(key, {})[text] = None
    return {key: between.join(own) for key, own in found.items()}


def _span(text: Any) -> dates.Span | None:
    return dates.parse(text) if isinstance(text, str) else None


def _days(term: dict[str, Any], attested: list[pd.Timestamp], as_of: pd.Timestamp) -> tuple[pd.Timestamp, ...]:
    """The days of a term: first, surely from, surely until, last."""
    start, end = _span(term["start"]), _span(term["end"])
    earliest, latest = (pd.Timestamp(day) if day else None for day in (start and start.first, end and end.last))
    if term["end_status"] == "in_office":
        latest = as_of
    within = [day for day in attested if (earliest is None or day >= earliest) and (latest is None or day <= latest)]
    first = earliest or min(within, default=latest if end else pd.NaT)
    if first is pd.NaT:
        return (pd.NaT,) * 4
    last = latest or max(within, default=pd.Timestamp(start.last) if start else first)
    return first, pd.Timestamp(start.last) if start else first, pd.Timestamp(end.first) if end else last, last


def _term_in_words(term: dict[str, Any]) -> str:
    start = dates.in_words(term["start"]) if _span(term["start"]) else "start not found"
    if _span(term["end"]):
        return f"{start} to {dates.in_words(term['end'])}"
    return f"{start}; {'in office when last seen' if term['end_status'] == 'in_office' else 'end not found'}"


def _rows(terms: pd.DataFrame) -> list[int]:
    """For each term the first row of its post that is surely free when it begins."""
    free: dict[tuple[str, int], pd.Timestamp] = {}
    rows = dict.fromkeys(terms.index, 0)
    for term in terms.dropna(subset="first_day").sort_values(["first_day", "last_day"]).itertuples():
        row = 0
        while (term.post_id, row) in free and free[term.post_id, row] > term.surely_from:
            row += 1
        rows[term.Index] = row
        free[term.post_id, row] = max(term.surely_until, free.get((term.post_id, row), term.surely_until))
    return list(rows.values())
