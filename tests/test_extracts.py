"""What is taken away reads back as what the tables hold, opens without harm, and stands on its own."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data import blocks, citation, engines, extracts, flat, parquet, selection as selections
from data.check import FORMULA_SIGNS, check
from data.record import HOME, Tables, load
from data.selection import Selection
from tests.engines import NEEDS_JAVA

# The table whose rows an extract has, one for one.
OWN_TABLE = {
    "events": "events",
    "participants": "participants",
    "focus_areas": "event_focus_areas",
    "sources": "sources",
    "citations": "citations",
    "conflicts": "conflict_values",
}
# What an extract calls a column of its table, where a column of that name would be taken for the event's.
RENAMED = {("citations", "title"): "headline"}

# The columns of extracts that hold several texts in a cell.
LISTS = ("parties", "focus_areas", "focus_area_labels", "places", "officials", "units", "outcomes", "urls", "event_ids")


def as_rows(content: bytes) -> list[dict[str, str]]:
    """A CSV as the standard library reads it."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def unordered(frame: pd.DataFrame) -> list[list[str]]:
    """The rows of an extract, without the order of the rows and of the texts in a cell."""
    cells = frame.astype("str").fillna("")
    for column in frame.columns.intersection(LISTS):
        cells[column] = cells[column].str.split("; ").map(sorted).map("; ".join)
    return sorted(cells.to_numpy().tolist())


def by_row(rows: list[dict[str, str]]) -> list[tuple]:
    return sorted(tuple(row.values()) for row in rows)


@pytest.mark.parametrize("name", extracts.FLAT)
def test_a_csv_holds_every_row_of_its_table_as_the_file_has_it(name: str, record: Tables) -> None:
    stored = as_rows((HOME / "tables" / f"{OWN_TABLE[name]}.csv").read_bytes())
    taken = as_rows(extracts.to_csv(extracts.FLAT[name](record)))
    columns = {column: RENAMED.get((name, column), column) for column in stored[0]}
    assert by_row([{column: row[columns[column]] for column in columns} for row in taken]) == by_row(stored)


@pytest.mark.parametrize("name", extracts.FLAT)
def test_pandas_reads_a_csv_back_as_it_was(name: str, record: Tables) -> None:
    frame = extracts.FLAT[name](record)
    read = pd.read_csv(io.BytesIO(extracts.to_csv(frame)), dtype=str, keep_default_na=False)
    words = {True: "true", False: "false"}
    cells = frame.astype(object).map(lambda cell: "" if pd.isna(cell) else words[cell] if isinstance(cell, bool) else str(cell))
    assert read.columns.tolist() == frame.columns.tolist()
    assert (read.to_numpy() == cells.to_numpy()).all()


@pytest.mark.parametrize("name", extracts.FLAT)
def test_a_spreadsheet_opens_a_csv_without_harm(name: str, record: Tables) -> None:
    content = extracts.to_csv(extracts.FLAT[name](record))
    assert content.startswith(b"\xef\xbb\xbf"), "without the mark Excel takes it for another encoding"
    assert content.count(b"\n") == content.count(b"\r\n") == len(as_rows(content)) + 1
    assert not [cell for row in as_rows(content) for cell in row.values() if cell.startswith(FORMULA_SIGNS)]


@pytest.mark.parametrize(
    ("name", "code", "label"),
    [
        ("events", "type", "event_types"),
        ("events", "scope", "scopes"),
        ("events", "status", "statuses"),
        ("events", "country", "countries"),
        ("events", "format", "formats"),
        ("events", "confidence", "confidence"),
        ("participants", "capacity", "capacities"),
        ("participants", "tenure_role", "tenure_roles"),
        ("participants", "country", "countries"),
        ("focus_areas", "focus_area", "focus_areas"),
        ("sources", "kind", "source_kinds"),
        ("citations", "kind", "source_kinds"),
        ("conflicts", "scope", "scopes"),
    ],
)
def test_beside_each_code_stands_its_label(name: str, code: str, label: str, record: Tables) -> None:
    labels = record.words(label).labels
    for row in as_rows(extracts.to_csv(extracts.FLAT[name](record))):
        assert row[f"{code}_label"] == (labels[row[code]] if row[code] else "")


def test_what_is_not_counted_is_in_the_extract_and_says_so(made_up: Tables) -> None:
    tallies = {row["event_id"]: row["tally"] for row in as_rows(extracts.to_csv(extracts.FLAT["events"](made_up)))}
    assert tallies["2031-05-02-duck-drill"] == "counted"
    assert tallies["2031-05-04-clinic"] == "part"
    assert tallies["2032-03-quarrel"] == tallies["2034-09-duck-drill-3"] == "context"


def test_lists_are_joined_in_one_cell(made_up: Tables) -> None:
    row = next(
        row for row in as_rows(extracts.to_csv(extracts.FLAT["events"](made_up))) if row["event_id"] == "2031-05-02-duck-drill"
    )
    assert row["focus_areas"] == "boats; friendship"
    assert row["focus_area_labels"] == "Boats; Friendship"
    assert row["urls"] == "https://freedonia.example/news/2; https://repost.example/duck"
    assert (row["sources"], row["independent_sources"]) == ("2", "1")


SELECTIONS = {
    "everything": Selection(),
    "years and areas": Selection(years=(2010, 2016), focus=("peacekeeping", "demining")),
    "parts without their whole": Selection(q="Seiha"),
    "holes that a later event shows": Selection(years=(2008, 2009)),
}


def unpacked(tables: Tables, selection: Selection, where: Path) -> Path:
    content = extracts.package(selections.apply(selection, tables), selection)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(where)
    return where


@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
def test_the_zip_is_a_sound_record_of_its_own(selection: Selection, record: Tables, tmp_path: Path) -> None:
    """Unpacked elsewhere it passes this project's check, keys and orphans included, and opens as the selection."""
    folder = unpacked(record, selection, tmp_path)
    assert check(folder) == []
    opened, selected = load(folder), selections.apply(selection, record)
    for (name, frame), (_, taken) in zip(selected.frames, opened.frames, strict=True):
        assert len(taken) == len(frame), name
    assert set(opened.events["event_id"]) == set(selected.events["event_id"])


def test_the_stock_tool_validates_the_zip(record: Tables, tmp_path: Path) -> None:
    folder = unpacked(record, SELECTIONS["years and areas"], tmp_path)
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "INVALID" not in done.stdout


def test_the_whole_record_in_a_zip_is_the_record(record: Tables, tmp_path: Path) -> None:
    """The zip's tables have no byte order mark and no carriage returns: they are the record's own files."""
    folder = unpacked(record, Selection(), tmp_path)
    for file in sorted((HOME / "tables").glob("*.csv")):
        taken = (folder / "tables" / file.name).read_bytes()
        assert not taken.startswith(b"\xef\xbb\xbf")
        assert as_rows(taken) == as_rows(file.read_bytes()), file.name


def test_the_same_selection_gives_the_same_bytes(made_up: Tables) -> None:
    assert extracts.package(made_up, Selection()) == extracts.package(made_up, Selection())


def test_the_readme_says_what_is_inside(made_up: Tables, tmp_path: Path) -> None:
    """The clinic is part of a drill that the word does not find."""
    readme = (unpacked(made_up, Selection(q="clinic"), tmp_path) / "README.txt").read_text(encoding="utf-8")
    assert "Selection: “clinic”" in readme
    assert "Address: /?q=clinic" in readme
    assert "Holds: 0 engagements, 1 part of an engagement, 0 pieces of context" in readme
    assert "Left empty, because they name an event outside this selection: 1 cell (part_of and lifted_by of events" in readme
    assert citation.plain(made_up) in readme


def test_a_hole_in_a_package_names_no_event_that_is_not_in_it(made_up: Tables, tmp_path: Path) -> None:
    """The forum of 2032 shows that of 2033 to be missing."""
    folder = unpacked(made_up, Selection(years=(2033, 2033)), tmp_path)
    holes = as_rows((folder / "tables" / "known_gaps.csv").read_bytes())
    assert [(row["gap_id"], row["event_id"]) for row in holes] == [("duck-drill-planning", ""), ("ruritania-forum-2033", "")]
    assert "outside this selection: 1 cell" in (folder / "README.txt").read_text(encoding="utf-8")


def test_a_day_without_quotation_marks_in_the_descriptor_can_be_taken_away(made_up: Tables, tmp_path: Path) -> None:
    """YAML reads 2035-01-01 as a date, which JSON does not know."""
    unquoted = {**made_up.descriptor, "as_of": date(2035, 1, 1)}
    assert check(unpacked(replace(made_up, descriptor=unquoted), Selection(), tmp_path)) == []


@pytest.mark.parametrize(
    ("selection", "name"),
    [
        (Selection(), "events.csv"),
        (Selection(years=(2010, 2016), focus=("peacekeeping",)), "events_2010-2016_peacekeeping.csv"),
        (Selection(years=(2016, 2016)), "events_2016.csv"),
        (Selection(level=(3,), confidence=("low",)), "events_level-3_confidence-low.csv"),
        (Selection(place=("KHM",), q="Préah / Vihéar"), "events_khm_preah-vihear.csv"),
        (Selection(focus=("a", "b"), focus_match="all", parts="count"), "events_a_b_focus-match-all_parts-count.csv"),
    ],
)
def test_a_file_name_says_what_is_inside(selection: Selection, name: str) -> None:
    assert extracts.file_name("events", selection, "csv") == name


def test_a_file_name_is_never_too_long_for_a_disk() -> None:
    name = extracts.file_name("events", Selection(q="x" * 150 + " " + "y" * 49), "csv")
    assert len(name) <= 124
    assert name.endswith("x.csv")


@pytest.mark.parametrize("name", extracts.FLAT)
def test_an_extract_in_many_pieces_is_the_same(name: str, made_up: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large table goes out piece by piece; the pieces join to what one piece would be."""
    pieces = extracts.PIECES[name]
    whole, as_json = (b"".join(write(pieces(made_up))) for write in (extracts.csv_chunks, extracts.json_chunks))
    monkeypatch.setattr(flat, "ROWS", 3)
    assert len(list(pieces(made_up))) > 1
    assert b"".join(extracts.csv_chunks(pieces(made_up))) == whole == extracts.to_csv(extracts.FLAT[name](made_up))
    assert b"".join(extracts.json_chunks(pieces(made_up))) == as_json
    assert len(json.loads(as_json)) == len(as_rows(whole))


@pytest.mark.parametrize("name", extracts.FLAT)
def test_json_holds_what_the_csv_holds(name: str, record: Tables) -> None:
    """Texts with quotation marks, backslashes and accents included; numbers and truth values are such."""
    taken = json.loads(b"".join(extracts.json_chunks(extracts.PIECES[name](record))))
    words = {None: "", True: "true", False: "false"}
    cells = [
        {key: words[cell] if cell is None or isinstance(cell, bool) else str(cell) for key, cell in row.items()} for row in taken
    ]
    assert cells == as_rows(extracts.to_csv(extracts.FLAT[name](record)))


@pytest.mark.parametrize("name", extracts.FLAT)
def test_rows_find_their_event_in_whatever_order_they_stand(name: str, made_up: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are mostly in the order of the events, which is the quick way; nothing but the order of a cell's texts hangs on it."""
    monkeypatch.setattr(flat, "ROWS", 4)
    backward = {table: frame.iloc[::-1].reset_index(drop=True) for table, frame in made_up.frames if table != "events"}
    taken, wanted = (unordered(extracts.FLAT[name](tables)) for tables in (replace(made_up, **backward), made_up))
    assert taken == wanted


@pytest.fixture(scope="module")
def in_parquet(tmp_path_factory: pytest.TempPathFactory, record: Tables) -> Path:
    folder = tmp_path_factory.mktemp("parquet") / "record"
    parquet.write(record, folder)
    return folder


@pytest.fixture(scope="module")
def in_disorder(tmp_path_factory: pytest.TempPathFactory, record: Tables) -> Path:
    """The record in Parquet with the rows of every table shuffled."""
    folder = tmp_path_factory.mktemp("parquet") / "record"
    parquet.write(replace(record, **{name: frame.sample(frac=1, random_state=1) for name, frame in record.frames}), folder)
    return folder


def as_csv(name: str, tables: Tables) -> bytes:
    return b"".join(extracts.csv_chunks(extracts.PIECES[name](tables)))


@pytest.mark.parametrize("selection", [Selection(), Selection(years=(2010, 2016), focus=("peacekeeping", "demining"))])
@pytest.mark.parametrize("engine", ["", "duckdb:"])
@pytest.mark.parametrize("name", extracts.FLAT)
def test_another_engine_gives_the_same_bytes(
    name: str, engine: str, selection: Selection, record: Tables, in_parquet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It hands the rows over block by block, in the record's order."""
    monkeypatch.setattr(blocks, "BLOCK", 20)
    tables = engines.load(f"{engine}{in_parquet}")
    wanted, taken = (as_csv(name, selections.apply(selection, whole)) for whole in (record, tables))
    assert taken == wanted


@pytest.mark.parametrize("engine", ["", "duckdb:"])
@pytest.mark.parametrize("name", extracts.FLAT)
def test_another_engine_finds_the_rows_of_events_in_whatever_order_they_stand(
    name: str, engine: str, record: Tables, in_disorder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that belong together lie far apart, with others between them, and few of those near a source are asked for."""
    for setting, value in {"BLOCK": 20, "NEAR": 3, "MANY": 1, "MOST": 1}.items():
        monkeypatch.setattr(blocks, setting, value)
    assert unordered(extracts.FLAT[name](engines.load(f"{engine}{in_disorder}"))) == unordered(extracts.FLAT[name](record))


def test_a_block_of_another_engine_holds_no_more_than_its_share(in_parquet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 20)
    tables = engines.load(in_parquet)
    held = [
        {name: frames(name) for name in ("events", "citations", "sources")}
        for frames in blocks.blocks(tables, {"events": ("title",), "citations": (), "sources": ("url",)})
    ]
    assert len(held) > 5
    assert max(len(block["events"]) for block in held) <= (blocks.MOST + 1) * blocks.BLOCK
    for block in held:
        assert set(block["citations"]["event_id"]) <= set(block["events"]["event_id"])
        assert set(block["citations"]["source_id"]) <= set(block["sources"]["source_id"])
        assert block["sources"].column_names == ["source_id", "url"]


@NEEDS_JAVA
def test_a_distributed_engine_gives_the_same_rows(made_up: Tables, tmp_path: Path) -> None:
    parquet.write(made_up, tmp_path / "record")
    taken = extracts.FLAT["focus_areas"](engines.load(f"spark:{tmp_path / 'record'}"))
    assert unordered(taken) == unordered(extracts.FLAT["focus_areas"](made_up))


def test_one_text_twice_beside_an_event_is_in_its_cell_once(made_up: Tables) -> None:
    outcomes = made_up.event_outcomes.iloc[[0, 0]].assign(number=[1, 2])
    row = extracts.FLAT["events"](replace(made_up, event_outcomes=outcomes)).set_index("event_id").loc[outcomes["event_id"].iloc[0]]
    assert row["outcomes"] == outcomes["outcome"].iloc[0]


@pytest.mark.parametrize("name", extracts.FLAT)
def test_an_empty_extract_is_a_header_and_an_empty_list(name: str, made_up: Tables) -> None:
    nothing = selections.apply(Selection(q="no such words"), made_up)
    as_csv, as_json = (b"".join(write(extracts.PIECES[name](nothing))) for write in (extracts.csv_chunks, extracts.json_chunks))
    assert as_rows(as_csv) == [] == json.loads(as_json)
    assert as_csv.decode("utf-8-sig").strip().split(",") == extracts.FLAT[name](made_up).columns.tolist()
