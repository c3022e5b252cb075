"""A record of as many events as asked for, with the distributions of the one that is shipped: `python -m benchmarks.generate`.

Events are drawn from the shipped record with replacement, each with all the rows that belong to it, and a whole always with its
parts and with what lifts it. What is drawn moves by whole weeks within its years, as far as the dates it states still hold
together and its officials still hold their posts: years, weekdays, precision and marks of dates stay as they are. Each draw
has identifiers, texts and sources of its own, so that these grow with the events; officials, posts, terms in office, series and
places are the record's. No row says anything about the world.
"""

from __future__ import annotations

import argparse
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import yaml

from data import dates, parquet
from data.check import RULES
from data.frames import ROW
from data.record import HOME, Tables, descriptor_name, is_vocabulary, load, read_descriptor, table_names

# The tables whose rows belong to one event.
OF_EVENTS = (
    "event_parties",
    "event_focus_areas",
    "event_places",
    "event_units",
    "event_outcomes",
    "participants",
    "citations",
    "conflicts",
)
REFERENCES = ("part_of", "lifted_by")
# Texts that no two events share, as in the shipped record, and so grow with the number of events.
OWN_TEXTS = {
    "events": ("title", "summary", "notes"),
    "event_outcomes": ("outcome",),
    "conflicts": ("why",),
    "event_texts": ("text",),
}
# Every third week: enough for a day to differ, few enough to be tried one by one.
WEEKS = range(-51, 52, 3)
# A large record is made in parts of so many events.
PART = 250_000
MARKS = "~?%"


@dataclass(frozen=True)
class Stock:
    """All that can be drawn: a record in which each group of events stands once for every way in which it can move."""

    record: Tables
    # The stock's tables as Arrow; those of `OF_EVENTS` in the order of the events.
    tables: Mapping[str, pa.Table]
    # For each of `OF_EVENTS`, and for conflict_values by conflict, where the rows of each event begin, and the end.
    begins: Mapping[str, np.ndarray]
    # Group by group: its first event; for each way to draw one: which sources it has, as positions in the shipped record.
    first_event: np.ndarray
    sources: tuple[np.ndarray, ...]
    # Where a column refers to an event or a source, its place within the group; -1 for none.
    within: Mapping[tuple[str, str], np.ndarray]
    # The groups of the shipped record as positions of their moves among the stock's groups.
    moves: tuple[np.ndarray, ...]


def tables(number: int, seed: int = 1, home: Path = HOME) -> Tables:
    """A record of so many events as pandas tables."""
    stock = _stock(home)
    made = list(_parts(stock, number, seed))
    frames = {name: pa.concat_tables([part[name] for part in made]).to_pandas() for name in made[0]}
    years = frames["events"]["year"]
    about = {"descriptor": _descriptor(stock.record, number), "content_hash": _hash(stock.record, number, seed)}
    return replace(stock.record, **frames, **about, years=(int(years.min()), int(years.max())))


def write_csv(folder: Path, number: int, seed: int = 1, home: Path = HOME) -> Path:
    """A record of so many events as a data package of CSV files in an empty folder."""
    stock = _stock(home)
    _write_words(folder, stock.record, home, number)
    resources = {resource["name"]: resource for resource in stock.record.descriptor["resources"]}
    for position, part in enumerate(_parts(stock, number, seed)):
        for name in table_names():
            columns = [field["name"] for field in resources[name]["schema"]["fields"]]
            options = pyarrow.csv.WriteOptions(include_header=position == 0)
            with (folder / resources[name]["path"]).open("ab" if position else "wb") as file:
                pyarrow.csv.write_csv(part[name].select(columns), file, options)
    return folder


def write_parquet(folder: Path, number: int, seed: int = 1, home: Path = HOME) -> Path:
    """A record of so many events as a folder of Parquet files, part by part: it may be larger than memory."""
    stock = _stock(home)
    about = {"descriptor": _descriptor(stock.record, number), "content_hash": _hash(stock.record, number, seed)}
    (folder / "tables").mkdir(parents=True)
    parquet.write_description(replace(stock.record, **about), folder)
    with ExitStack() as files:
        writers = {
            name: files.enter_context(pq.ParquetWriter(parquet.file_of(folder, name), schema, compression="zstd"))
            for name, schema in parquet.schemas(stock.record.descriptor).items()
        }
        written = dict.fromkeys(writers, 0)
        for part in _parts(stock, number, seed):
            for name, writer in writers.items():
                places = pa.array(range(written[name], written[name] + len(part[name])))
                written[name] += len(part[name])
                writer.write_table(
                    part[name].append_column(ROW, places).select(writer.schema.names).cast(writer.schema), parquet.ROW_GROUP
                )
    return folder


def _write_words(folder: Path, record: Tables, home: Path, number: int) -> None:
    """Everything of a data package but its tables."""
    for resource in record.descriptor["resources"]:
        (folder / resource["path"]).parent.mkdir(parents=True, exist_ok=True)
        if is_vocabulary(resource):
            shutil.copy(home / resource["path"], folder / resource["path"])
    text = yaml.safe_dump(_descriptor(record, number), allow_unicode=True, sort_keys=False)
    (folder / "datapackage.yaml").write_text(text, encoding="utf-8")


def _descriptor(record: Tables, number: int) -> dict[str, Any]:
    return {**record.descriptor, "title": f"{number:,} events drawn from: {record.descriptor['title']}"}


def _hash(record: Tables, number: int, seed: int) -> str:
    return sha256(f"{record.content_hash} {number} {seed}".encode()).hexdigest()


# What can be drawn


@cache
def _stock(home: Path) -> Stock:
    descriptor = read_descriptor(home)
    shipped = _read(home, descriptor)
    groups = _groups(shipped["events"])
    moved = _sound(_moved(shipped, groups, descriptor), descriptor)
    with TemporaryDirectory() as folder:
        for resource in descriptor["resources"]:
            path = Path(folder) / resource["path"]
            path.parent.mkdir(exist_ok=True)
            if is_vocabulary(resource):
                shutil.copy(home / resource["path"], path)
            else:
                moved[resource["name"]].reindex(columns=shipped[resource["name"]].columns).to_csv(path, index=False)
        shutil.copy(home / descriptor_name(home), folder)
        record = replace(load(folder), descriptor=descriptor)
    return _indexed(record, moved["events"], shipped["sources"])


def _read(home: Path, descriptor: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The tables as they are written, every cell a text."""
    return {
        resource["name"]: pd.read_csv(home / resource["path"], dtype="str", keep_default_na=False)
        for resource in descriptor["resources"]
        if not is_vocabulary(resource)
    }


def _groups(events: pd.DataFrame) -> list[list[int]]:
    """The events that are drawn together, as positions: a whole and its parts, a restriction and what lifts it."""
    position = {event_id: place for place, event_id in enumerate(events["event_id"])}
    group = {place: [place] for place in position.values()}
    for column in REFERENCES:
        for place, other in enumerate(events[column]):
            if other and group[place] is not group[position[other]]:
                joined = sorted(group[place] + group[position[other]])
                group.update(dict.fromkeys(joined, joined))
    return list({id(members): members for members in group.values()}.values())


def _moved(shipped: Mapping[str, pd.DataFrame], groups: list[list[int]], descriptor: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The tables with every group once for each move that keeps its years; events also say `group`, `move` and `drawn_from`."""
    events, until = shipped["events"].to_dict("records"), dates.parse(str(descriptor["as_of"])).last
    rows = []
    for number, members in enumerate(groups):
        stands = all(len(events[member]["start"].rstrip(MARKS)) < len("2024-06") for member in members)
        for weeks in [0] if stands else WEEKS:
            days = [{name: _later(events[member][name], weeks) for name in ("start", "end")} for member in members]
            if all(_same_years(events[member], day, until) for member, day in zip(members, days, strict=True)):
                renamed = {events[member]["event_id"]: f"{events[member]['event_id']}-w{weeks - WEEKS[0]}" for member in members}
                for member, day in zip(members, days, strict=True):
                    own = events[member]
                    references = {name: renamed.get(own[name], "") for name in REFERENCES}
                    about = {"group": number, "move": weeks, "drawn_from": own["event_id"]}
                    rows.append({**own, **day, **references, **about, "event_id": renamed[own["event_id"]]})
    moved = pd.DataFrame(rows)
    ids = moved[["event_id", "drawn_from"]].assign(place=range(len(moved)))
    result = {**shipped, "events": moved}
    for name in OF_EVENTS:
        result[name] = _with_each(shipped[name], "event_id", ids)
    conflicts = result["conflicts"]
    own = [key.removeprefix(f"{drawn}-") for key, drawn in zip(conflicts["conflict_id"], conflicts["drawn_from"], strict=True)]
    named = conflicts.assign(own=own, drawn_from=conflicts["conflict_id"], place=range(len(conflicts)))
    named["conflict_id"] = named["event_id"] + "-" + named["own"]
    result["conflicts"] = named
    result["conflict_values"] = _with_each(shipped["conflict_values"], "conflict_id", named[["conflict_id", "drawn_from", "place"]])
    result["known_gaps"] = shipped["known_gaps"].assign(event_id="")
    result["retractions"] = shipped["retractions"].assign(replaced_by="")
    return result


def _with_each(rows: pd.DataFrame, key: str, ids: pd.DataFrame) -> pd.DataFrame:
    """Rows once for each new identifier of what they belong to, in the order of these."""
    joined = rows.rename(columns={key: "drawn_from"}).reset_index().merge(ids, on="drawn_from")
    return joined.sort_values(["place", "index"]).drop(columns=["place", "index"]).reset_index(drop=True)


def _later(text: str, weeks: int) -> str:
    """An EDTF date so many weeks later, as precise as it was: a month moves with its middle, a year stays."""
    plain = text.rstrip(MARKS)
    mark = text[len(plain) :]
    if len(plain) < len("2024-06"):
        return text
    exact = len(plain) > len("2024-06")
    day = date.fromisoformat(plain if exact else f"{plain}-15") + timedelta(weeks=weeks)
    return f"{day.isoformat() if exact else day.isoformat()[:7]}{mark}"


def _same_years(event: Mapping[str, str], day: Mapping[str, str], until: date) -> bool:
    """Whether a moved event starts in the year in which it started, and does not run beyond what the record covers."""
    last = dates.parse(day["end"] or day["start"]).last
    stays = all(day[name] == event[name] for name in day)
    return stays or (day["start"][:4] == event["start"][:4] and day["end"][:4] == event["end"][:4] and last <= until)


def _sound(moved: dict[str, pd.DataFrame], descriptor: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Without the moves with which the record would be at fault: an end before its start, an official no longer in office."""
    rows = {name: frame.select_dtypes("str").to_dict("records") for name, frame in moved.items()}
    wrong = set()
    for fault in (fault for rule in RULES for fault in rule(rows, descriptor)):
        wrong.add(rows[fault.file.removesuffix(".csv")][fault.line - 2]["event_id"])
    events = moved["events"]
    bad = events[events["event_id"].isin(wrong)].groupby(["group", "move"]).size().index
    keep = ~pd.MultiIndex.from_frame(events[["group", "move"]]).isin(bad) | (events["move"] == 0)
    kept = {**moved, "events": events[keep].reset_index(drop=True)}
    for name in OF_EVENTS:
        kept[name] = moved[name][moved[name]["event_id"].isin(kept["events"]["event_id"])].reset_index(drop=True)
    values = moved["conflict_values"]
    kept["conflict_values"] = values[values["conflict_id"].isin(kept["conflicts"]["conflict_id"])].reset_index(drop=True)
    return kept


def _indexed(record: Tables, moved: pd.DataFrame, shipped_sources: pd.DataFrame) -> Stock:
    """The stock with positions in place of identifiers."""
    place = pd.Index(moved["event_id"])
    key = moved["group"].astype("str") + " " + moved["move"].astype("str")
    group = key.ne(key.shift()).cumsum().to_numpy() - 1
    first_event = np.append(np.flatnonzero(np.diff(group, prepend=-1)), len(moved))
    begins, within = {}, {}
    for name in REFERENCES:
        at = place.get_indexer(record.events[name])
        within["events", name] = np.where(at < 0, -1, at - first_event[group])
    source = pd.Index(shipped_sources["source_id"])
    used: dict[int, dict[int, int]] = defaultdict(dict)
    conflicts = pd.Index(record.conflicts["conflict_id"])
    of_conflict = conflicts.get_indexer(record.conflict_values["conflict_id"])
    event_of = {name: place.get_indexer(getattr(record, name)["event_id"]) for name in OF_EVENTS}
    cited = {
        ("citations", "source_id"): event_of["citations"],
        ("citations", "same_text_as"): event_of["citations"],
        ("conflict_values", "source_id"): event_of["conflicts"][of_conflict],
    }
    for (name, column), event in cited.items():
        found = np.full(len(event), -1)
        pairs = zip(group[event], source.get_indexer(getattr(record, name)[column]), strict=True)
        for row, (number, at) in enumerate(pairs):
            if at >= 0:
                found[row] = used[number].setdefault(at, len(used[number]))
        within[name, column] = found
    for name, at in event_of.items():
        begins[name] = np.searchsorted(at, np.arange(len(moved) + 1))
    begins["conflict_values"] = np.searchsorted(of_conflict, np.arange(len(conflicts) + 1))
    drawn = moved["group"].to_numpy()[first_event[:-1]]
    arrow = {name: pa.Table.from_pandas(frame, preserve_index=False) for name, frame in record.frames}
    arrow["event_texts"] = pa.Table.from_pandas(record.event_texts, preserve_index=False)
    return Stock(
        record,
        arrow,
        begins,
        first_event,
        tuple(np.fromiter(used[number], dtype=np.int64, count=len(used[number])) for number in range(len(first_event) - 1)),
        within,
        tuple(np.flatnonzero(drawn == number) for number in range(drawn.max() + 1)),
    )


# Drawing


def _parts(stock: Stock, number: int, seed: int) -> Iterator[dict[str, pa.Table]]:
    """The tables of a record of so many events, part by part in the order of the events; the first part has what is not drawn."""
    groups = _drawn(stock, number, np.random.default_rng(seed))
    size = np.diff(stock.first_event)[groups]
    last = np.cumsum(size)
    own = _own_sources(stock)
    fresh = int(max(int(key[1:]) for key in stock.record.sources["source_id"])) + 1
    done, pages = 0, own.num_rows
    for cut in np.array_split(np.arange(len(groups)), -(-number // PART)):
        part = _part(stock, groups[cut], done, fresh, pages)
        fresh += part["sources"].num_rows
        pages += part["sources"].num_rows
        done = int(last[cut[-1]])
        rest = {name: stock.tables[name] for name in table_names() if name not in part}
        if own is not None:
            part["sources"] = pa.concat_tables([own, part["sources"]])
            own = None
        else:
            rest = {name: table.slice(0, 0) for name, table in rest.items()}
        yield {**rest, **part}


def _drawn(stock: Stock, number: int, random: np.random.Generator) -> np.ndarray:
    """Groups of the stock with this many events together, by the first day of each."""
    size = np.diff(stock.first_event)
    ways = np.array([len(moves) for moves in stock.moves])
    first = np.append(0, np.cumsum(ways))[:-1]
    moves = np.concatenate(stock.moves)
    # More than enough, then as many as fit; what is then missing is drawn among the events that stand alone.
    which = random.integers(len(ways), size=number)
    groups = moves[first[which] + (random.random(number) * ways[which]).astype(np.int64)]
    fit = int(np.searchsorted(np.cumsum(size[groups]), number, side="right"))
    groups = groups[:fit]
    alone = moves[size[moves] == 1]
    groups = np.append(groups, random.choice(alone, number - int(size[groups].sum())))
    days = stock.record.events["first_day"].to_numpy()[stock.first_event[:-1]]
    return groups[np.argsort(days[groups], kind="stable")]


def _own_sources(stock: Stock) -> pa.Table:
    """The sources that are cited for what is not drawn: terms in office and known gaps."""
    named = [stock.record.tenure_citations["source_id"], stock.record.known_gaps["source_id"].dropna()]
    return stock.tables["sources"].filter(
        pc.is_in(stock.tables["sources"]["source_id"], pa.array(pd.concat(named).unique(), pa.large_string()))
    )


def _part(stock: Stock, groups: np.ndarray, done: int, fresh: int, pages: int) -> dict[str, pa.Table]:
    size = np.diff(stock.first_event)[groups]
    laid = _spread(stock.first_event[groups], size)
    group_of = np.repeat(np.arange(len(groups)), size)
    order = np.argsort(stock.record.events["first_day"].to_numpy()[laid], kind="stable")
    events, group_of = laid[order], group_of[order]
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    first_of_group = np.append(0, np.cumsum(size))[:-1]

    numbers = _numbers(done + 1, len(events))
    starts = pc.utf8_rtrim(stock.tables["events"]["start"], MARKS)
    # The identifier of the stock ends in its move; the name is what stands between the old start and that.
    names = pc.replace_substring_regex(stock.tables["events"]["event_id"], r"^[0-9-]+|-w[0-9]+$", "")
    ids = _join(_flat(_join(starts, "-", names, "-")).take(events), numbers)

    made = {"events": _texts_of(stock.tables["events"].take(events), "events", numbers)}
    made["events"] = _set(made["events"], "event_id", ids)
    for name in REFERENCES:
        within = stock.within["events", name][events]
        made["events"] = _set(
            made["events"],
            name,
            _take(ids, np.where(within < 0, -1, place[np.minimum(first_of_group[group_of] + within, len(place) - 1)])),
        )
    made["event_texts"] = _set(_texts_of(stock.tables["event_texts"].take(events), "event_texts", numbers), "event_id", ids)

    count = np.array([len(sources) for sources in stock.sources])
    first_source = np.append(0, np.cumsum(count[groups]))[:-1]
    drawn = np.concatenate([np.zeros(0, np.int64), *stock.sources])
    rows = drawn[_spread(np.append(0, np.cumsum(count))[groups], count[groups])]
    keys = _join("s", pc.utf8_lpad(_numbers(fresh, len(rows)), 4, "0"))
    sources = stock.tables["sources"].take(rows)
    sources = _set(sources, "url", _join(_flat(sources["url"]), "#", keys))
    made["sources"] = _set(sources, "source_id", keys)

    for name in OF_EVENTS:
        begins = stock.begins[name]
        many = (begins[1:] - begins[:-1])[events]
        rows, owner = _spread(begins[events], many), np.repeat(np.arange(len(events)), many)
        table = _set(stock.tables[name].take(rows), "event_id", ids.take(owner))
        made[name] = _texts_of(table, name, numbers.take(owner))
        if name == "citations":
            for column in ("source_id", "same_text_as"):
                made[name] = _set(made[name], column, _cited(keys, stock.within[name, column][rows], first_source[group_of[owner]]))
            page = pages + first_source[group_of[owner]] + stock.within[name, "source_id"][rows]
            made[name] = _set(made[name], "page", pa.array(page))
        if name == "conflicts":
            own = pc.replace_substring_regex(_flat(stock.tables[name]["conflict_id"]), "^.*-w[0-9]+-", "")
            conflict_ids = _join(ids.take(owner), "-", own.take(rows))
            made[name] = _set(made[name], "conflict_id", conflict_ids)
            made["conflict_values"] = _values(stock, rows, conflict_ids, keys, first_source[group_of[owner]])
    return made


def _values(stock: Stock, conflicts: np.ndarray, conflict_ids: pa.Array, keys: pa.Array, first_source: np.ndarray) -> pa.Table:
    begins = stock.begins["conflict_values"]
    many = (begins[1:] - begins[:-1])[conflicts]
    rows, owner = _spread(begins[conflicts], many), np.repeat(np.arange(len(conflicts)), many)
    table = _set(stock.tables["conflict_values"].take(rows), "conflict_id", conflict_ids.take(owner))
    within = stock.within["conflict_values", "source_id"][rows]
    return _set(table, "source_id", _cited(keys, within, first_source[owner]))


def _cited(keys: pa.Array, within: np.ndarray, first_source: np.ndarray) -> pa.Array:
    return _take(keys, np.where(within < 0, -1, first_source + within))


def _spread(begins: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The positions of so many rows from each of these beginnings on."""
    ends = np.cumsum(counts)
    return np.repeat(begins - np.append(0, ends)[:-1], counts) + np.arange(ends[-1] if len(ends) else 0)


def _take(values: pa.Array, places: np.ndarray) -> pa.Array:
    """Values at places, missing at -1."""
    return values.take(pa.array(places, mask=places < 0))


def _join(*pieces: pa.Array | pa.ChunkedArray | str) -> pa.Array | pa.ChunkedArray:
    """Texts end to end, row by row; missing where one of them is."""
    texts = [pa.scalar(piece, pa.large_string()) if isinstance(piece, str) else piece for piece in pieces]
    return pc.binary_join_element_wise(*texts, pa.scalar("", pa.large_string()))


def _numbers(first: int, many: int) -> pa.Array:
    """So many numbers from one on, as text."""
    return pc.cast(pa.array(np.arange(first, first + many)), pa.large_string())


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()


def _set(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    at = table.schema.get_field_index(name)
    return pa.Table.from_arrays([*table.columns[:at], values, *table.columns[at + 1 :]], schema=table.schema)


def _texts_of(table: pa.Table, name: str, numbers: pa.Array) -> pa.Table:
    """The rows with the number of their event after the texts that no two events share."""
    for column in OWN_TEXTS.get(name, ()):
        numbered = _join(_flat(table[column]), " no. ", numbers)
        table = _set(table, column, numbered)
    return table


def main() -> None:
    """Write a record to a folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("number", type=int, help="how many events")
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    parser.add_argument("--csv", action="store_true", help="CSV files, not Parquet")
    asked = parser.parse_args()
    (write_csv if asked.csv else write_parquet)(asked.folder, asked.number)


if __name__ == "__main__":
    main()
