"""Read a record: the data package, its tables and vocabularies, as typed pandas frames with the columns that follow from them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, fields
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from data import dates, files, texts
from data.frames import Frame, collect, computed, lazy

HOME = Path(__file__).parent
# A record is edited as YAML and given away as JSON; either opens.
DESCRIPTORS = ("datapackage.yaml", "datapackage.json")
VOCABULARY_FOLDER = "vocabulary"
DTYPES = {"string": "str", "integer": "Int64", "boolean": "boolean"}
# Columns whose values repeat in every row; a category keeps memory and grouping cheap when a record grows.
CATEGORIES = {"events": ("type", "scope", "status", "format", "confidence", "country")}
# Tables whose rows carry these columns of their event: most measures count such rows, and need no join to tell which to count.
CARRYING = ("event_focus_areas", "participants", "citations")
CARRIED = ("year", "tally")

Arguments = ParamSpec("Arguments")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Vocabulary:
    """The codes of one vocabulary in the order in which they are shown, with what a reader sees of each."""

    name: str
    title: str
    frame: pd.DataFrame

    @cached_property
    def _rows(self) -> dict[Any, dict[str, Any]]:
        return {row["code"]: row for row in self.frame.to_dict("records")}

    @property
    def codes(self) -> tuple[Any, ...]:
        return tuple(self._rows)

    @cached_property
    def labels(self) -> dict[Any, str]:
        """Code to label."""
        return {code: row["label"] for code, row in self._rows.items()}

    @cached_property
    def colors(self) -> dict[Any, str]:
        """Code to color, for the codes that are charted."""
        return {code: row["color"] for code, row in self._rows.items() if isinstance(row.get("color"), str)}

    def label(self, code: Any) -> str:
        """The label of a code; the code itself where the vocabulary does not have it."""
        return self.labels.get(code, str(code))

    def definition(self, code: Any) -> str:
        """What belongs under a code; empty where the vocabulary does not say."""
        value = self._rows.get(code, {}).get("definition")
        return value if isinstance(value, str) else ""


class Deferred:
    """A table that is worked out when it is first asked for, once for all who ask."""

    def __init__(self, work: Callable[[], Frame]) -> None:
        self._work: Callable[[], Frame] | None = work
        self._found: Frame = None
        self._working = threading.RLock()

    def get(self) -> Frame:
        """The table."""
        with self._working:
            if self._work is not None:
                self._found, self._work = self._work(), None
            return self._found


class DeferredByThread(Deferred):
    """A table that each thread works out for itself, for an engine whose connections and plans belong to one thread."""

    def __init__(self, work: Callable[[], Frame]) -> None:
        self._make = work
        self._own = threading.local()

    def get(self) -> Frame:
        """The thread's own table."""
        if not hasattr(self._own, "table"):
            self._own.table = self._make()
        return self._own.table


class DeferredInMemory(Deferred):
    """A table that is worked out once and then held whole, for an engine that would work it out anew for each who reads it."""

    def get(self) -> Frame:
        """The table, computed."""
        with self._working:
            if self._work is not None:
                self._found, self._work = computed(self._work()), None
            return self._found


@dataclass(frozen=True)
class Tables:
    """A whole record or the part of it that a selection keeps; read-only by convention.

    One frame a table of the data package, named as there, its columns typed as the schema says (`str` with missing values,
    `Int64`, `boolean`); or the same as a frame of another engine, which `data.measures.frames` reads. A `Deferred` table is
    worked out when it is read. `events` also carries what follows from the other columns:

    - `first_day`, `last_day` (datetime64): the earliest day the start and the latest day the end can mean; `last_day` is that
      of the start where no end is known
    - `precision` ("day", "month", "year"), `approximate`, `uncertain`: of the start; `end_precision`: of the end, missing where
      no end is known; `end_known`
    - `year`, `quarter`, `month` (Int64): of the start; quarter and month are missing where only the year is known
    - `lifted_day` (datetime64): the first day of the event that lifts this one, missing where there is none
    - `tally`: "counted", "part" (of a counted event) or "context" (never counted: not an engagement, or not known to have
      taken place)
    - `level` (Int64): the highest level of any participant of the pair; `independent_sources` (Int64)
    - `days` (Int64): that an engagement lasts, first and last included; 1 where either is not known to the day

    The tables in `CARRYING` carry the `year` and the `tally` of the event that each row belongs to; `citations` also has `page`
    (Int64), the place of its source in `sources`, from 0, as numbers are told apart far quicker than identifiers.

    `known_gaps` carries `first_year` and `last_year` (Int64, missing where the gap runs on). `event_texts` is no table of the
    data package: for each event (event_id) all text that a search looks through, folded (text). `part_of` is
    the whole record of which these tables are a part, None for a whole one; `deferred` is how tables of
    this engine are put off.
    """

    events: Frame
    event_parties: Frame
    event_focus_areas: Frame
    event_places: Frame
    event_units: Frame
    event_outcomes: Frame
    participants: Frame
    officials: Frame
    posts: Frame
    tenures: Frame
    tenure_citations: Frame
    sources: Frame
    citations: Frame
    conflicts: Frame
    conflict_values: Frame
    known_gaps: Frame
    series: Frame
    places: Frame
    retractions: Frame
    merged_officials: Frame
    event_texts: Frame
    vocabularies: Mapping[str, Vocabulary]
    descriptor: Mapping[str, Any]
    years: tuple[int, int]
    content_hash: str
    part_of: Tables | None = None
    deferred: type[Deferred] = Deferred

    def __getattribute__(self, name: str) -> Any:
        value = object.__getattribute__(self, name)
        return value.get() if isinstance(value, Deferred) else value

    @property
    def frames(self) -> Iterator[tuple[str, Frame]]:
        """Name and frame of each table of the data package, in its order."""
        return ((name, getattr(self, name)) for name in table_names())

    @property
    def pair(self) -> tuple[str, str]:
        """The two sides, as ISO 3166-1 alpha-3 codes."""
        first, second = self.descriptor["pair"]
        return first, second

    def words(self, vocabulary: str) -> Vocabulary:
        """One vocabulary by name."""
        return self.vocabularies[vocabulary]

    @cached_property
    def known(self) -> dict[Hashable, Any]:
        """What was found out about these tables once and for all, by the key that its finder gives it (see `remembered`)."""
        return {}

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """For each table whose rows are referred to by an identifier, the identifier's readable name."""
        return {
            "official": _pairs(self.officials, "official_id", "name"),
            "post": _pairs(self.posts, "post_id", "title"),
            "series": _pairs(self.series, "series_id", "name"),
            "place": _pairs(self.places, "place_id", "name"),
        }


def remembered(finder: Callable[Concatenate[Tables, Arguments], Found]) -> Callable[Concatenate[Tables, Arguments], Found]:
    """Find the same thing out about the same tables only once. A frame is the caller's own to add columns to: its data are shared."""

    @wraps(finder)
    def found(tables: Tables, *arguments: Arguments.args, **named: Arguments.kwargs) -> Found:
        key = (finder.__module__, finder.__qualname__, arguments, tuple(named.items()))
        if key not in tables.known:
            tables.known[key] = finder(tables, *arguments, **named)
        return copy(tables.known[key])

    return found


def _pairs(frame: Frame, key: str, value: str) -> dict[str, str]:
    found = collect(lazy(frame, key, value))
    return dict(zip(found[key], found[value], strict=True))


def table_names() -> tuple[str, ...]:
    """The tables that every record has, in order."""
    return tuple(field.name for field in fields(Tables) if field.type == "Frame" and field.name != "event_texts")


def descriptor_name(path: Path) -> str:
    """The file that describes the record in a folder."""
    return next((name for name in DESCRIPTORS if (path / name).is_file()), DESCRIPTORS[0])


def read_descriptor(path: Path) -> dict[str, Any]:
    """The data package's descriptor.

    Raises OSError where it can't be read and ValueError where it is not YAML with a list of resources.
    """
    descriptor = files.read_yaml(path / descriptor_name(path)).value
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise ValueError("has no list of resources")
    return descriptor


def is_vocabulary(resource: Mapping[str, Any]) -> bool:
    """Whether a resource of the data package is a vocabulary rather than a table."""
    return Path(resource["path"]).parts[0] == VOCABULARY_FOLDER


def content_hash(path: Path) -> str:
    """SHA-256 over the descriptor and every file it names, the same for the same content wherever it lies."""
    names = [descriptor_name(path), *(resource["path"] for resource in read_descriptor(path)["resources"])]
    return hash_of({name: (path / name).read_bytes() for name in names})


def hash_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the files of a record, by their paths in its folder."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def load(path: Path | str = HOME) -> Tables:
    """Read the record in a folder that holds a data package; the record shipped beside this module by default.

    The record is taken to be sound: `data.check.check` says whether it is, and what is wrong with it in words.
    """
    path = Path(path)
    descriptor = read_descriptor(path)
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    vocabularies = read_vocabularies(path, descriptor)
    frames = {name: _read_table(path, resources[name]) for name in table_names()}
    frames["events"] = _with_derived(frames, descriptor["pair"])
    frames["known_gaps"] = _with_years(frames["known_gaps"])
    for name in CARRYING:
        frames[name] = carried(frames[name], frames["events"])
    places = pd.Index(frames["sources"]["source_id"]).get_indexer(frames["citations"]["source_id"])
    frames["citations"] = frames["citations"].assign(page=pd.array(places, dtype="Int64"))
    for table, coded in coded_columns(descriptor, vocabularies).items():
        for column, codes in coded.items():
            frames[table][column] = pd.Categorical(frames[table][column], categories=codes)
    years = frames["events"]["year"]
    return Tables(
        **frames,
        event_texts=Deferred(lambda: texts.of_events(frames)),
        vocabularies=vocabularies,
        descriptor=descriptor,
        years=(int(years.min()), int(years.max())) if len(years) else (date_year(descriptor), date_year(descriptor)),
        content_hash=content_hash(path),
    )


def date_year(descriptor: Mapping[str, Any]) -> int:
    """The year up to which the record goes."""
    return dates.parse(str(descriptor["as_of"])).first.year


def read_vocabularies(path: Path, descriptor: Mapping[str, Any]) -> dict[str, Vocabulary]:
    """The vocabularies of a record by name."""
    return {
        resource["name"]: Vocabulary(resource["name"], resource["title"], _read_vocabulary(path, resource))
        for resource in descriptor["resources"]
        if is_vocabulary(resource)
    }


def coded_columns(descriptor: Mapping[str, Any], vocabularies: Mapping[str, Vocabulary]) -> dict[str, dict[str, tuple[Any, ...]]]:
    """For each table with columns that are kept as categories, these columns and their codes."""
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    return {
        table: {column: _codes_of(resources[table], column, vocabularies) for column in columns}
        for table, columns in CATEGORIES.items()
    }


def _read_vocabulary(path: Path, resource: Mapping[str, Any]) -> pd.DataFrame:
    rows = files.read_yaml(path / resource["path"]).value
    columns = [field["name"] for field in resource["schema"]["fields"]]
    return pd.DataFrame(rows, columns=columns)


def _read_table(path: Path, resource: Mapping[str, Any]) -> pd.DataFrame:
    dtypes = {field["name"]: DTYPES[field["type"]] for field in resource["schema"]["fields"]}
    return pd.read_csv(
        path / resource["path"],
        dtype=dtypes,
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
        true_values=["true"],
        false_values=["false"],
    )


def _codes_of(resource: Mapping[str, Any], column: str, vocabularies: Mapping[str, Vocabulary]) -> tuple[Any, ...]:
    for key in resource["schema"]["foreignKeys"]:
        if key["fields"] == column:
            return vocabularies[key["reference"]["resource"]].codes
    raise KeyError(column)


def _with_derived(frames: Mapping[str, pd.DataFrame], pair: list[str]) -> pd.DataFrame:
    events = frames["events"].copy()
    starts = [dates.parse(text) for text in events["start"]]
    ends = [dates.parse(text) if isinstance(text, str) else None for text in events["end"]]
    precision = [span.precision for span in starts]
    months = [span.first.month if span.precision != "year" else None for span in starts]
    events["first_day"] = pd.to_datetime([span.first for span in starts]).as_unit("us")
    events["last_day"] = pd.to_datetime([(end or start).last for start, end in zip(starts, ends, strict=True)]).as_unit("us")
    events["precision"] = pd.Series(precision, index=events.index, dtype="str")
    events["approximate"] = [span.approximate for span in starts]
    events["uncertain"] = [span.uncertain for span in starts]
    events["end_precision"] = pd.Series([end.precision if end else None for end in ends], index=events.index, dtype="str")
    events["end_known"] = [end is not None for end in ends]
    events["year"] = pd.array([span.first.year for span in starts], dtype="Int64")
    events["quarter"] = pd.array([month and (month + 2) // 3 for month in months], dtype="Int64")
    events["month"] = pd.array(months, dtype="Int64")
    exact = (events["precision"] == "day") & (events["end_precision"] == "day")
    lasting = (events["last_day"] - events["first_day"]).dt.days + 1
    events["days"] = lasting.where(exact, 1).astype("Int64")
    starts_of = dict(zip(events["event_id"], events["first_day"], strict=True))
    events["lifted_day"] = pd.to_datetime(events["lifted_by"].map(starts_of)).dt.as_unit("us")
    events["tally"] = _tally(events)
    people = frames["participants"]
    level = people[people["country"].isin(pair)].groupby("event_id")["level"].min()
    events["level"] = events["event_id"].map(level).astype("Int64")
    events["independent_sources"] = events["event_id"].map(_texts(frames["citations"])).fillna(0).astype("Int64")
    return events


def carried(rows: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Rows that belong to events, with the columns in `CARRIED` of their event."""
    own = events.set_index("event_id")
    return rows.assign(**{column: rows["event_id"].map(own[column]).astype(own[column].dtype) for column in CARRIED})


def _with_years(gaps: pd.DataFrame) -> pd.DataFrame:
    """The known gaps with the first and the last year that they may concern."""
    first = [dates.parse(start).first.year for start in gaps["start"]]
    last = [dates.parse(end).last.year if isinstance(end, str) else None for end in gaps["end"]]
    return gaps.assign(first_year=pd.array(first, dtype="Int64"), last_year=pd.array(last, dtype="Int64"))


def _tally(events: pd.DataFrame) -> pd.Series:
    """Whether each event is counted: an engagement that took place and is not inside another that is counted."""
    engaged = (events["scope"] == "engagement") & (events["status"] == "occurred")
    countable = set(events.loc[engaged, "event_id"])
    whole = dict(zip(events["event_id"], events["part_of"], strict=True))

    def inside(event_id: str) -> bool:
        parent = whole[event_id]
        return isinstance(parent, str) and (parent in countable or inside(parent))

    tally = [
        "context" if not yes else "part" if inside(event) else "counted"
        for event, yes in zip(events["event_id"], engaged, strict=True)
    ]
    return pd.Series(tally, index=events.index, dtype="str")


def _texts(citations: pd.DataFrame) -> pd.Series:
    """How many texts each event rests on: pages that repeat one text are one, whether or not the event cites the page repeated."""
    number = citations.groupby("event_id").size()
    repeated = citations.loc[citations["same_text_as"].notna(), "event_id"]
    for event_id, cited in citations[citations["event_id"].isin(repeated)].groupby("event_id"):
        texts: list[set[str]] = []
        for page, copied in zip(cited["source_id"], cited["same_text_as"], strict=True):
            pages = {page, copied} if isinstance(copied, str) else {page}
            # A page can tie together what seemed two texts: a copy of one that is in turn repeated by the other.
            texts = [text for text in texts if not text & pages] + [pages.union(*(text for text in texts if text & pages))]
        number[event_id] = len(texts)
    return number
