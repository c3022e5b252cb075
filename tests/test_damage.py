"""A damaged record: whatever is done to it, what is wrong is told by table, line and column, and nothing else is; see `tests.damages`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
import yaml

from data.check import check
from data.record import load
from tests.conftest import HOME, MADE_UP
from tests.damages import cells, descriptors, files, rules, vocabularies
from tests.damages.sheets import Sheets, Told, assert_told
from tests.serving import ROOT
from tests.test_pages import app

DESCRIPTOR = yaml.safe_load((MADE_UP / "datapackage.yaml").read_text(encoding="utf-8"))
TABLES = {resource["path"]: resource["schema"] for resource in DESCRIPTOR["resources"] if resource["path"].startswith("tables")}
VOCABULARIES = {resource["path"]: resource for resource in DESCRIPTOR["resources"] if resource["path"].startswith("vocabulary")}


def real() -> Sheets:
    """The shipped record, with rows of our own where it has none."""
    sheets = Sheets(HOME)
    event, official = sheets.get("events", 1, "event_id"), sheets.get("officials", 1, "official_id")
    for number in range(60):
        retracted = {"start": "1999", "retracted": "2026-01-02", "why": "It did not take place.", "replaced_by": event}
        sheets.append("retractions", event_id=f"1999-given-up-{number}", title="A visit", **retracted)
        sheets.append(
            "merged_officials", official_id=f"given-up-{number}", kept_as=official, merged="2026-01-02", why="One person."
        )
    return sheets


def test_the_record_to_damage_is_sound(tmp_path):
    assert_told(real().write(tmp_path / "record"), [])


def test_every_damaged_cell_and_row_is_told_where_it_stands(tmp_path):
    """Of every column of every table each kind of cell that it does not allow, many in one copy of the record, one in a row."""
    number = 0
    for turn, (copy, told) in enumerate(cells.rounds(real(), real)):
        number += assert_told(copy.write(tmp_path / str(turn)), told)
    assert number > 2_000


def test_every_key_that_is_missing_doubled_or_dangling_is_told_with_what_names_it(tmp_path):
    for turn, (copy, told) in enumerate(cells.of_keys(real)):
        assert assert_told(copy.write(tmp_path / str(turn)), told) > 50


@pytest.mark.parametrize("kind", files.LOST)
def test_a_file_that_can_not_be_opened_is_told(kind, copy):
    assert_told(copy, [told for file in (*TABLES, *VOCABULARIES) for told in as_list(files.LOST[kind](copy / file, []))])


@pytest.mark.parametrize("kind", files.TABLES)
def test_a_table_that_is_none_is_told(kind, copy):
    """Each table alone would take as many checks; all of a copy have the same, and each must be told."""
    expected = []
    for file, schema in TABLES.items():
        key = ", ".join(as_list(schema["primaryKey"]))
        told = as_list(files.TABLES[kind](copy / file, [field["name"] for field in schema["fields"]]))
        expected += [Told(one.file, one.line, key if one.column == files.KEY else one.column, one.words) for one in told]
    assert_told(copy, expected)


@pytest.mark.parametrize("kind", vocabularies.KINDS)
def test_a_vocabulary_that_is_none_is_told(kind, copy):
    """What keeps it from being read, and nothing of the tables that use it."""
    assert_told(copy, [told for file in VOCABULARIES for told in damaged(copy / file, vocabularies.KINDS[kind])])


def test_every_fault_of_an_entry_is_told(tmp_path):
    kinds = {file: dict(entries(MADE_UP / file, resource)) for file, resource in VOCABULARIES.items()}
    for turn, name in enumerate(sorted({name for found in kinds.values() for name in found})):
        folder = shutil.copytree(MADE_UP, tmp_path / str(turn))
        assert_told(
            folder, [told for file, found in kinds.items() if name in found for told in damaged(folder / file, found[name])]
        )


def test_a_code_that_the_tables_use_and_the_vocabulary_lacks_is_told_in_every_cell(tmp_path):
    sheets = real()
    codes = {key["reference"]["resource"] for schema in sheets.schemas.values() for key in schema.get("foreignKeys", ())}
    folder, expected = sheets.write(tmp_path / "record"), []
    for file in VOCABULARIES:
        vocabulary = Path(file).stem
        assert vocabulary in codes
        cells_of = [
            (table, row, key["fields"], cell[key["fields"]])
            for table, schema in sheets.schemas.items()
            for key in schema.get("foreignKeys", ())
            if key["reference"]["resource"] == vocabulary
            for row, cell in sheets.rows(table)
            if cell[key["fields"]] and cell[key["fields"]] not in sheets.descriptor["pair"]
        ]
        # The code that is used least.
        code, _ = Counter(cell for *_, cell in cells_of).most_common()[-1]
        text = (folder / file).read_text(encoding="utf-8")
        assert f"- code: {code}\n" in text
        (folder / file).write_text(
            text.replace(f"- code: {code}\n", f"- code: {'99' if code.isdigit() else 'ZZY' if code.isupper() else 'one_more'}\n")
        )
        expected += [
            Told(f"{table}.csv", row + 1, column, f"{code!r} is not in {vocabulary}")
            for table, row, column, cell in cells_of
            if cell == code
        ]
    assert assert_told(folder, expected) >= len(VOCABULARIES)


@pytest.mark.parametrize(("table", "column"), [("events", "summary"), ("sources", "url"), ("events", "start")])
def test_a_cell_of_10_mb_is_told_with_its_column(table, column, tmp_path):
    sheets = real()
    row = next(row for row, cells in sheets.rows(table) if row > 5)
    sheets.set(table, row, column, sheets.get(table, row, column) + " " + "x" * 10_000_000)
    assert_told(sheets.write(tmp_path / "record"), [Told(f"{table}.csv", row + 1, column, "characters")])


@pytest.mark.parametrize("kind", files.HARMLESS)
def test_what_excel_and_windows_write_is_the_same_record(kind, copy, made_up):
    for file in (*TABLES, *VOCABULARIES, "datapackage.yaml"):
        (copy / file).write_bytes(files.HARMLESS[kind]((copy / file).read_bytes()))
    assert check(copy) == []
    for (name, frame), (_, sound) in zip(load(copy).frames, made_up.frames, strict=True):
        pd.testing.assert_frame_equal(frame, sound, obj=name)


@pytest.mark.parametrize("damage", rules.ALL, ids=lambda damage: damage.__name__)
def test_what_no_cell_shows_by_itself_is_told(damage, tmp_path):
    record = rules.Damaging(real())
    damage(record)
    assert assert_told(record.sheets.write(tmp_path / "record"), record.told) > 50


def test_every_damage_of_the_descriptor_is_told_on_its_line(copy):
    file = copy / "datapackage.yaml"
    text, number = file.read_text(encoding="utf-8"), 0
    for what, damaged_text, expected in (*descriptors.of_all(text), *descriptors.of_one(text)):
        file.write_text(damaged_text, encoding="utf-8")
        try:
            number += assert_told(copy, [Told("datapackage.yaml", *told) for told in expected])
        except AssertionError as error:
            error.add_note(what)
            raise
    assert number > 1_000


# A few dozen of all the damages, each alone on the made-up record: what is done to a file of it, and which.
ALONE = {
    **{f"{kind}: {file}": (file, kind) for kind, file in zip(files.LOST, [*TABLES, *VOCABULARIES][::3], strict=False)},
    **{f"{kind}: {file}": (file, kind) for kind, file in zip([*files.TABLES][::4], [*TABLES], strict=False)},
    **{f"{kind}: {file}": (file, kind) for kind, file in zip([*vocabularies.KINDS][::4], [*VOCABULARIES], strict=False)},
}


def damage_alone(name: str, folder: Path) -> list[Told]:
    file, kind = ALONE[name]
    if file in VOCABULARIES and kind not in files.LOST:
        return damaged(folder / file, vocabularies.KINDS[kind])
    schema = TABLES.get(file, {"fields": [], "primaryKey": []})
    names = [field["name"] for field in schema["fields"]]
    told = as_list((files.LOST | files.TABLES)[kind](folder / file, names))
    key = ", ".join(as_list(schema["primaryKey"]))
    return [Told(one.file, one.line, key if one.column == files.KEY else one.column, one.words) for one in told]


def sentence(told: Told) -> str:
    """How a fault begins."""
    return f"{told.file}{f':{told.line}' if told.line else ''}{f' {told.column}' if told.column else ''}: "


def test_the_command_tells_each_and_leaves_with_1(tmp_path):
    """As processes of their own, two at a time."""

    def run(name: str) -> tuple[str, list[Told], subprocess.CompletedProcess[str]]:
        folder = shutil.copytree(MADE_UP, tmp_path / str([*ALONE].index(name)) / "record")
        told = damage_alone(name, folder)
        command = [sys.executable, "-m", "data", "check", str(folder)]
        return name, told, subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)

    with ThreadPoolExecutor(2) as pool:
        for name, told, done in pool.map(run, ALONE):
            lines = done.stdout.splitlines()
            assert done.returncode == 1, name
            assert "Traceback" not in done.stdout + done.stderr, name
            assert all(any(line.startswith(sentence(one)) and one.words in line for line in lines) for one in told), (name, lines)
            assert done.stderr.strip() == f"{len(lines)} fault{'s' if len(lines) > 1 else ''}.", name


@pytest.mark.parametrize("name", [*ALONE][::2])
def test_the_app_shows_what_is_told_and_nothing_else(name, copy, monkeypatch):
    told = damage_alone(name, copy)
    test = app(monkeypatch, copy).run()
    assert not test.exception
    assert [title.value for title in test.title] == ["This record can’t be shown"]
    lines = test.code[0].value.splitlines()
    assert all(any(line.startswith(sentence(one)) and one.words in line for line in lines) for one in told), lines
    assert not (test.sidebar.children or test.dataframe or test.metric or test.multiselect or test.warning or test.error)


def as_list(told):
    return told if isinstance(told, list) else [told]


def damaged(file: Path, kind: vocabularies.Kind) -> list[Told]:
    text, line, column, words = kind(file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    return [Told(file.name, line, column, words)]


def entries(file: Path, resource: dict) -> dict[str, vocabularies.Kind]:
    first = yaml.safe_load(file.read_text(encoding="utf-8"))[0]
    code = {"levels": "99", "countries": "ZZY"}.get(resource["name"], "one_more")
    return vocabularies.of_entries([field["name"] for field in resource["schema"]["fields"]], code, first)
