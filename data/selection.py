"""The selection: every filter as one small immutable value, its address, its words, and the part of a record that it keeps."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

import pandas as pd

from data import dates
from data.record import Tables

MATCHES = ("any", "all")
PARTS = ("fold", "count")
LONGEST_SEARCH = 200
# A sentence lists up to so many values.
MANY = 30


@dataclass(frozen=True, slots=True)
class Selection:
    """What a reader asked to see. Values are codes and identifiers, never labels; an empty filter keeps everything.

    Filters narrow each other; values within one filter widen it, except `focus` under `focus_match="all"`.

    - `years`: first and last year of the start, both included
    - `focus`, `focus_match`: focus areas, any of them or all of them in one event
    - `type`, `format`, `confidence`, `scope`, `series`: the event's own
    - `level`: an event in which someone of the pair takes part at one of these levels
    - `official`: an event in which one of these officials takes part
    - `place`: an event in one of these places, or, for an ISO 3166-1 alpha-3 code, anywhere in that country
    - `parts`: "fold" (an event inside a counted event is not counted again) or "count" (it is)
    - `q`: words that must all occur in the event's title, summary, outcomes, places, units, series or people, any spelling
    """

    years: tuple[int, int] | None = None
    focus: tuple[str, ...] = ()
    focus_match: str = "any"
    type: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    level: tuple[int, ...] = ()
    official: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    confidence: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    parts: str = "fold"
    q: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == Selection()

    def to_query(self) -> list[tuple[str, str]]:
        """The selection as query parameters, repeated for several values; defaults are left out."""
        pairs: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                values = value if isinstance(value, tuple) else (value,)
                pairs.extend((field.name, str(item)) for item in values)
        return pairs

    def to_url(self, path: str = "") -> str:
        """The selection's address under a path."""
        query = urlencode(self.to_query())
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter or value that a record does not have, and what is allowed instead."""

    parameter: str
    value: str
    allowed: tuple[str, ...]

    def __str__(self) -> str:
        few = len(self.allowed) <= MANY
        listed = ", ".join(self.allowed) if few else f"{', '.join(self.allowed[:5])} … ({len(self.allowed)} values)"
        if not self.value:
            return f"There is no filter “{self.parameter}”; allowed: {listed}."
        return f"“{self.value}” is not a value of “{self.parameter}”; allowed: {listed}."

    def for_a_reader(self) -> str:
        """The problem and what became of it, without the list of codes."""
        if not self.value:
            return f"“{self.parameter}” is not a filter."
        if self.parameter == "years":
            return f"“{self.value}” is not a value of “years” (allowed: {', '.join(self.allowed)}); the nearest years are shown."
        return f"“{self.value}” is not a value of “{self.parameter}”."


LISTS = tuple(field.name for field in fields(Selection) if field.default == ())


def options(tables: Tables) -> dict[str, dict[str, str]]:
    """For each filter with a list of values, its values with their labels in the order in which they are offered.

    Of vocabularies all codes are offered, of officials all (also who only held a post), else what occurs in an event.
    """
    words = tables.words
    people = tables.officials.sort_values("sort_name")
    seen = set(tables.event_places["place_id"])
    places = tables.places[tables.places["place_id"].isin(seen)].sort_values("name")
    hosts = set(tables.events["country"].dropna())
    countries = {code: f"{label} (anywhere)" for code, label in words("countries").labels.items() if code in hosts}
    serial = tables.series[tables.series["series_id"].isin(set(tables.events["series_id"].dropna()))].sort_values("name")
    return {
        "focus": dict(words("focus_areas").labels),
        "type": dict(words("event_types").labels),
        "format": dict(words("formats").labels),
        "level": {str(code): label for code, label in words("levels").labels.items()},
        "official": dict(zip(people["official_id"], people["name"], strict=True)),
        "place": countries | dict(zip(places["place_id"], places["name"], strict=True)),
        "series": dict(zip(serial["series_id"], serial["name"], strict=True)),
        "confidence": dict(words("confidence").labels),
        "scope": dict(words("scopes").labels),
    }


def from_query(query: Mapping[str, Sequence[str]], tables: Tables, ignore: Iterable[str] = ()) -> tuple[Selection, list[Problem]]:
    """Read a selection from query parameters.

    Returns the nearest valid selection and what had to be left out of the query to get there; parameters named in `ignore`
    belong to someone else. Never raises.
    """
    ignored = set(ignore)
    allowed = options(tables)
    choice = {"focus_match": MATCHES, "parts": PARTS}
    names = [field.name for field in fields(Selection)]
    found: dict[str, object] = {}
    problems: list[Problem] = []
    for name, values in query.items():
        if name in ignored:
            continue
        if name not in names:
            problems.append(Problem(name, "", (*names, *sorted(ignored))))
        elif name == "years":
            found["years"], more = _years(values, tables.years)
            problems += more
        elif name == "q":
            found["q"], more = _search(values)
            problems += more
        elif name in choice:
            if values and values[-1] in choice[name]:
                found[name] = values[-1]
            problems += [Problem(name, value or "(empty)", choice[name]) for value in values if value not in choice[name]]
            if len(set(values)) > 1:
                problems.append(Problem(name, " and ".join(dict.fromkeys(values)), ("one value",)))
        else:
            known = [value for value in allowed[name] if value in values]
            found[name] = tuple(int(value) for value in known) if name == "level" else tuple(known)
            unknown = [value for value in values if value not in allowed[name]]
            problems += [Problem(name, value or "(empty)", tuple(allowed[name])) for value in unknown]
    return normalize(Selection(**found), tables), problems  # type: ignore[arg-type]


def normalize(selection: Selection, tables: Tables) -> Selection:
    """The one form of a selection: all years is no filter, and a way to match needs two areas to match."""
    if selection.years == tables.years:
        selection = replace(selection, years=None)
    if len(selection.focus) < 2 and selection.focus_match != "any":
        selection = replace(selection, focus_match="any")
    return selection


def _years(values: Sequence[str], span: tuple[int, int]) -> tuple[tuple[int, int] | None, list[Problem]]:
    problems = []
    numbers = []
    allowed = (f"{span[0]} to {span[1]}",)
    for value in values:
        if value.isascii() and value.isdecimal() and len(value) <= 4:
            number = int(value)
            if not span[0] <= number <= span[1]:
                problems.append(Problem("years", value, allowed))
            numbers.append(min(max(number, span[0]), span[1]))
        else:
            problems.append(Problem("years", value or "(empty)", allowed))
    if len(values) > 2:
        problems.append(Problem("years", ", ".join(values), ("a first and a last year",)))
    return ((min(numbers), max(numbers)) if numbers else None), problems


def _search(values: Sequence[str]) -> tuple[str, list[Problem]]:
    """The last search of a query, cut to its longest; a second one or a longer one is a problem."""
    texts = list(dict.fromkeys(" ".join(value.split()) for value in values))
    problems = [
        Problem("q", f"{text[:40]}…", (f"up to {LONGEST_SEARCH} characters",)) for text in texts if len(text) > LONGEST_SEARCH
    ]
    problems += [Problem("q", "(empty)", ("words to look for",)) for text in texts if not text]
    if len(texts) > 1:
        problems.append(Problem("q", " and ".join(text[:40] for text in texts), ("one search; its words are looked for together",)))
    return (texts[-1][:LONGEST_SEARCH] if texts else ""), problems


def apply(selection: Selection, tables: Tables) -> Tables:
    """The part of a record that a selection keeps: its events, and of every other table the rows that belong to them.

    Officials, posts, tenures, series and places are kept where an event that is kept, or an official who is kept, names them;
    an official whom the selection names is kept in any case. A known gap in coverage is not an event: it is kept where it can lie in
    the selected years and no filter by type or series says that it is of another; under a filter by anything else, where the event
    that shows it is kept.
    """
    if selection.is_empty:
        return tables
    events = tables.events
    keep = pd.Series(True, index=events.index)
    if selection.years:
        keep &= events["year"].between(*selection.years)
    for name in ("type", "format", "confidence", "scope"):
        if values := getattr(selection, name):
            keep &= events[name].isin(values)
    if selection.series:
        keep &= events["series_id"].isin(selection.series)
    if selection.focus:
        areas = tables.event_focus_areas
        hits = areas[areas["focus_area"].isin(selection.focus)].groupby("event_id")["focus_area"].nunique()
        needed = len(set(selection.focus)) if selection.focus_match == "all" else 1
        keep &= events["event_id"].isin(hits[hits >= needed].index)
    people = tables.participants
    if selection.level:
        of_pair = people["country"].isin(tables.pair) & people["level"].isin(selection.level)
        keep &= events["event_id"].isin(people.loc[of_pair, "event_id"])
    if selection.official:
        keep &= events["event_id"].isin(people.loc[people["official_id"].isin(selection.official), "event_id"])
    if selection.place:
        there = tables.event_places
        keep &= events["event_id"].isin(there.loc[there["place_id"].isin(selection.place), "event_id"]) | events["country"].isin(
            selection.place
        )
    if selection.q:
        text = searchable_text(tables)
        for word in fold(selection.q).split():
            keep &= text.str.contains(word, regex=False)
    return restrict(tables, events[keep], selection)


def restrict(tables: Tables, events: pd.DataFrame, selection: Selection = Selection()) -> Tables:
    """A record with only these events and the rows of other tables that belong to them; no row is left without its parent."""
    if selection.parts == "count":
        events = events.assign(tally=events["tally"].replace("part", "counted"))
    ids = set(events["event_id"])

    def of_events(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["event_id"].isin(ids)]

    def named(frame: pd.DataFrame, key: str, *users: pd.Series) -> pd.DataFrame:
        return frame[frame[key].isin(set().union(*(set(user.dropna()) for user in users)))]

    participants, event_places = of_events(tables.participants), of_events(tables.event_places)
    citations, conflicts = of_events(tables.citations), of_events(tables.conflicts)
    conflict_values = named(tables.conflict_values, "conflict_id", conflicts["conflict_id"])
    people = (participants["official_id"], pd.Series(selection.official, dtype="str"))
    tenures = named(tables.tenures, "official_id", *people)
    tenure_citations = named(tables.tenure_citations, "tenure_id", tenures["tenure_id"])
    known_gaps = _gaps_within(tables.known_gaps, selection, ids)
    return replace(
        tables,
        events=events,
        event_parties=of_events(tables.event_parties),
        event_focus_areas=of_events(tables.event_focus_areas),
        event_places=event_places,
        event_units=of_events(tables.event_units),
        event_outcomes=of_events(tables.event_outcomes),
        participants=participants,
        officials=named(tables.officials, "official_id", *people),
        posts=named(tables.posts, "post_id", participants["post_id"], tenures["post_id"]),
        tenures=tenures,
        tenure_citations=tenure_citations,
        sources=named(
            tables.sources,
            "source_id",
            citations["source_id"],
            citations["same_text_as"],
            conflict_values["source_id"],
            tenure_citations["source_id"],
            known_gaps["source_id"],
        ),
        citations=citations,
        conflicts=conflicts,
        conflict_values=conflict_values,
        known_gaps=known_gaps,
        series=named(tables.series, "series_id", events["series_id"], known_gaps["series_id"]),
        places=named(tables.places, "place_id", event_places["place_id"]),
        years=selection.years or tables.years,
    )


def _gaps_within(gaps: pd.DataFrame, selection: Selection, events: set[str]) -> pd.DataFrame:
    """The known gaps that may concern a selection: in its years, and of its types and series unless they name none.

    Of people, places, subjects and words a gap knows nothing: there the event that shows it speaks for it.
    """
    known = Selection(years=selection.years, type=selection.type, series=selection.series, parts=selection.parts)
    keep = pd.Series(True, index=gaps.index) if selection == known else gaps["event_id"].isin(events)
    if selection.years:
        first, last = selection.years
        since = gaps["start"].map(lambda start: dates.parse(start).first.year)
        # A gap without an end runs on.
        until = gaps["end"].map(lambda end: dates.parse(end).last.year if isinstance(end, str) else last)
        keep &= (since <= last) & (until >= first)
    for column, values in (("event_type", selection.type), ("series_id", selection.series)):
        if values:
            keep &= gaps[column].isna() | gaps[column].isin(values)
    return gaps[keep]


def fold(text: str) -> str:
    """Text without case and marks, so that a search finds any spelling of an accent."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def searchable_text(tables: Tables) -> pd.Series:
    """For each event, by the events' own index, all text that the search looks through, folded."""
    events = tables.events
    people = tables.participants.merge(tables.officials, on="official_id", how="left", suffixes=("", "_official"))
    places = tables.event_places.merge(tables.places, on="place_id")
    serial = events[["event_id", "series_id"]].merge(tables.series, on="series_id")
    pieces = [
        events[["event_id", "title", "summary", "place", "venue"]],
        people[["event_id", "name", "other_spellings", "name_as_given", "position", "organization"]],
        tables.event_outcomes[["event_id", "outcome"]],
        tables.event_units[["event_id", "unit"]],
        places[["event_id", "name", "other_names"]],
        serial[["event_id", "name", "other_names"]],
    ]
    lines = pd.concat([piece.melt("event_id", value_name="text")[["event_id", "text"]] for piece in pieces]).dropna()
    joined = lines.groupby("event_id")["text"].agg(" ".join).map(fold)
    return events["event_id"].map(joined).fillna("")


def counts(tables: Tables) -> dict[str, int]:
    """How many events a record holds by tally: "counted", "part" and "context"."""
    found = tables.events["tally"].value_counts()
    return {tally: int(found.get(tally, 0)) for tally in ("counted", "part", "context")}


def in_words(selection: Selection, tables: Tables) -> list[str]:
    """The filters for a reader, one phrase a filter: "2010–2016", "Peacekeeping or Disaster response"; empty without filters."""
    labels = options(tables)
    phrases = []
    if selection.years:
        first, last = selection.years
        phrases.append(str(first) if first == last else f"{first}–{last}")
    for name in LISTS:
        if values := getattr(selection, name):
            joint = " and " if name == "focus" and selection.focus_match == "all" else " or "
            phrases.append(joint.join(labels[name].get(str(value), str(value)) for value in values))
    if selection.q:
        phrases.append(f"“{selection.q}”")
    if selection.parts == "count":
        phrases.append("parts counted too")
    return phrases
