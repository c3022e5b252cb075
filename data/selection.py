"""The selection: every filter as one small immutable value, its address, its words, and the part of a record that it keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

import narwhals as nw

from data.frames import Frame, as_table, collect, lazy
from data.record import CARRYING, Deferred, Tables, remembered
from data.texts import fold

MATCHES = ("any", "all")
PARTS = ("fold", "count")
# The filters that take one of a few words.
CHOICES = {"focus_match": MATCHES, "parts": PARTS}
LONGEST_SEARCH = 200
# A sentence lists up to so many values.
MANY = 30
# Of the problems of a query, which may be thousands, so many are told.
MOST_PROBLEMS = 10


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
        return f"“{_short(self.value)}” is not a value of “{self.parameter}”; allowed: {listed}."

    def for_a_reader(self) -> str:
        """The problem and what became of it, without the list of codes."""
        if not self.value:
            return f"“{_short(self.parameter)}” is not a filter."
        if self.parameter == "years":
            return f"“{_short(self.value)}” is not a value of “years” (allowed: {', '.join(self.allowed)}); the nearest years are shown."
        return f"“{_short(self.value)}” is not a value of “{self.parameter}”."


def _short(text: str) -> str:
    """What an address holds, as far as a sentence has room for it."""
    return text if len(text) <= LONGEST_SEARCH else f"{text[:LONGEST_SEARCH]}…"


LISTS = tuple(field.name for field in fields(Selection) if field.default == ())


@remembered
def options(tables: Tables) -> dict[str, dict[str, str]]:
    """For each filter with a list of values, its values with their labels in the order in which they are offered.

    Of vocabularies all codes are offered, of officials all (also who only held a post), else what occurs in an event.
    """
    words = tables.words
    people = collect(lazy(tables.officials, "official_id", "name", "sort_name"), "sort_name")
    places, serial = (
        _occurring(tables, *names) for names in (("places", "event_places", "place_id"), ("series", "events", "series_id"))
    )
    hosts = set(collect(lazy(tables.events, "country").unique())["country"].dropna())
    countries = {code: f"{label} (anywhere)" for code, label in words("countries").labels.items() if code in hosts}
    return {
        "focus": dict(words("focus_areas").labels),
        "type": dict(words("event_types").labels),
        "format": dict(words("formats").labels),
        "level": {str(code): label for code, label in words("levels").labels.items()},
        "official": dict(zip(people["official_id"], people["name"], strict=True)),
        "place": countries | places,
        "series": serial,
        "confidence": dict(words("confidence").labels),
        "scope": dict(words("scopes").labels),
    }


def _occurring(tables: Tables, table: str, users: str, key: str) -> dict[str, str]:
    """Identifier and name of what another table names, by name."""
    used = lazy(getattr(tables, users), key).unique()
    found = collect(lazy(getattr(tables, table), key, "name").join(used, on=key, how="semi"), "name")
    return dict(zip(found[key], found["name"], strict=True))


def from_query(query: Mapping[str, Sequence[str]], tables: Tables, ignore: Iterable[str] = ()) -> tuple[Selection, list[Problem]]:
    """Read a selection from query parameters.

    Returns the nearest valid selection and what had to be left out of the query to get there; parameters named in `ignore`
    belong to someone else. Never raises.
    """
    ignored = set(ignore)
    allowed = options(tables)
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
        elif name in CHOICES:
            if values and values[-1] in CHOICES[name]:
                found[name] = values[-1]
            problems += [Problem(name, value or "(empty)", CHOICES[name]) for value in values if value not in CHOICES[name]]
            if len(values) > 1:
                problems.append(Problem(name, " and ".join(values), ("one value",)))
        else:
            if name == "official":
                values = [_merged(tables).get(value, value) for value in values]
            asked, listed = set(values), tuple(allowed[name])
            known = [value for value in listed if value in asked]
            found[name] = tuple(int(value) for value in known) if name == "level" else tuple(known)
            problems += [Problem(name, value or "(empty)", listed) for value in values if value not in allowed[name]]
    return normalize(Selection(**found), tables), problems  # type: ignore[arg-type]


@remembered
def _merged(tables: Tables) -> dict[str, str]:
    """The identifiers of officials who turned out to be others, and those others: an old address still opens."""
    found = collect(lazy((tables.part_of or tables).merged_officials, "official_id", "kept_as"))
    return dict(zip(found["official_id"], found["kept_as"], strict=True))


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
    texts = [" ".join(value.split()) for value in values]
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
    that shows it is kept. Retractions are all kept: what they are about is no event any more.
    """
    return tables if selection.is_empty else _restrict(tables, selection)


def _kept(selection: Selection, tables: Tables) -> nw.LazyFrame[Any]:
    """The events that a selection keeps."""
    own = [nw.col("year").is_between(*selection.years)] if selection.years else []
    for name, column in (*((name, name) for name in ("type", "format", "confidence", "scope")), ("series", "series_id")):
        if values := getattr(selection, name):
            own.append(nw.col(column).is_in(values))
    kept = lazy(tables.events).filter(*own) if own else lazy(tables.events)
    if selection.focus:
        found = lazy(tables.event_focus_areas, "event_id", "focus_area", "year").filter(nw.col("focus_area").is_in(selection.focus))
        if selection.years:
            found = found.filter(nw.col("year").is_between(*selection.years))
        if selection.focus_match == "all":
            hits = found.group_by("event_id").agg(found=nw.col("focus_area").n_unique())
            found = hits.filter(nw.col("found") >= len(set(selection.focus)))
        kept = _among(kept, found)
    people = lazy(tables.participants, "event_id", "country", "level", "official_id")
    if selection.level:
        kept = _among(kept, people.filter(nw.col("country").is_in(tables.pair), nw.col("level").is_in(selection.level)))
    if selection.official:
        kept = _among(kept, people.filter(nw.col("official_id").is_in(selection.official)))
    if selection.place:
        there = lazy(tables.event_places, "event_id", "place_id").filter(nw.col("place_id").is_in(selection.place))
        hosted = lazy(tables.events, "event_id", "country").filter(nw.col("country").is_in(selection.place))
        kept = _among(kept, nw.concat([there.select("event_id"), hosted.select("event_id")]))
    if selection.q:
        texts = lazy(tables.event_texts)
        for word in fold(selection.q).split():
            texts = texts.filter(nw.col("text").str.contains(word, literal=True))
        kept = _among(kept, texts)
    return kept


def _restrict(tables: Tables, selection: Selection) -> Tables:
    """A record with only the events of a selection and the rows of other tables that belong to them.

    No row is left without its parent. Each table is worked out when it is first read.
    """
    later = tables.deferred
    # Where nothing but the years decides, a row that carries the year of its event need not be joined with the events.
    by_years = selection == Selection(years=selection.years, parts=selection.parts)

    def tallied(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        if selection.parts == "fold":
            return frame
        return frame.with_columns(tally=nw.when(nw.col("tally") == "part").then(nw.lit("counted")).otherwise(nw.col("tally")))

    events = later(lambda: as_table(tallied(_kept(selection, tables))))
    ids = later(lambda: as_table(lazy(events.get(), "event_id")))

    def of_events(name: str) -> Deferred:
        return later(lambda: as_table(_among(lazy(getattr(tables, name)), lazy(ids.get()))))

    def carrying(name: str) -> Deferred:
        """The rows of the selection's events in a table that carries their year and tally."""

        def work() -> Frame:
            rows = lazy(getattr(tables, name))
            if selection.years:
                rows = rows.filter(nw.col("year").is_between(*selection.years))
            return as_table(tallied(rows if by_years else _among(rows, lazy(ids.get()))))

        return later(work)

    def own(name: str) -> nw.LazyFrame[Any]:
        return lazy(getattr(part, name))

    def named(name: str, key: str, *users: tuple[str, str], also: tuple[str, ...] = ()) -> Deferred:
        """The rows of a table whose key another table's column names, or that are asked for in any case."""

        def work() -> Frame:
            whole = lazy(getattr(tables, name))
            users_keys = [own(table).select(nw.col(column).alias(key)) for table, column in users]
            asked = [whole.filter(nw.col(key).is_in(also)).select(key)] if also else []
            keys = nw.concat([*users_keys, *asked]).filter(~nw.col(key).is_null()).unique()
            return as_table(whole.join(keys, on=key, how="semi"))

        return later(work)

    people = ("participants", "official_id")
    part = replace(
        tables,
        events=events,
        **{
            name: of_events(name)
            for name in ("event_parties", "event_places", "event_units", "event_outcomes", "event_texts", "conflicts")
        },
        **{name: carrying(name) for name in CARRYING},
        conflict_values=named("conflict_values", "conflict_id", ("conflicts", "conflict_id")),
        officials=named("officials", "official_id", people, also=selection.official),
        tenures=named("tenures", "official_id", people, also=selection.official),
        tenure_citations=named("tenure_citations", "tenure_id", ("tenures", "tenure_id")),
        posts=named("posts", "post_id", ("participants", "post_id"), ("tenures", "post_id")),
        known_gaps=later(lambda: as_table(_gaps_within(lazy(tables.known_gaps), selection, lazy(ids.get())))),
        sources=named(
            "sources",
            "source_id",
            ("citations", "source_id"),
            ("citations", "same_text_as"),
            ("conflict_values", "source_id"),
            ("tenure_citations", "source_id"),
            ("known_gaps", "source_id"),
        ),
        series=named("series", "series_id", ("events", "series_id"), ("known_gaps", "series_id")),
        places=named("places", "place_id", ("event_places", "place_id")),
        retractions=later(lambda: tables.retractions),
        merged_officials=named("merged_officials", "kept_as", ("officials", "official_id")),
        years=selection.years or tables.years,
        part_of=tables.part_of or tables,
    )
    return part


def _among(frame: nw.LazyFrame[Any], events: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The rows of these events."""
    return frame.join(events.select("event_id"), on="event_id", how="semi")


def _gaps_within(gaps: nw.LazyFrame[Any], selection: Selection, events: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The known gaps that may concern a selection: in its years, and of its types and series unless they name none.

    Of people, places, subjects and words a gap knows nothing: there the event that shows it speaks for it.
    """
    known = Selection(years=selection.years, type=selection.type, series=selection.series, parts=selection.parts)
    if selection != known:
        gaps = _among(gaps, events)
    if selection.years:
        first, last = selection.years
        gaps = gaps.filter(nw.col("first_year") <= last, nw.col("last_year").fill_null(last) >= first)
    for column, values in (("event_type", selection.type), ("series_id", selection.series)):
        if values:
            gaps = gaps.filter(nw.col(column).is_null() | nw.col(column).is_in(values))
    return gaps


@remembered
def counts(tables: Tables) -> dict[str, int]:
    """How many events a record holds by tally: "counted", "part" and "context"."""
    found = collect(lazy(tables.events, "tally").group_by("tally").agg(number=nw.len()))
    number = dict(zip(found["tally"].tolist(), found["number"].tolist(), strict=True))
    return {tally: int(number.get(tally, 0)) for tally in ("counted", "part", "context")}


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
