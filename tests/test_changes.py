"""`python -m data diff` says in words what changed between two versions of a record, and writes the changelog."""

from __future__ import annotations

import copy as copying
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from data.__main__ import main
from data.curation import notices, versions
from data.curation.changes import changes
from tests.conftest import HOME, MADE_UP
from tests.curating import EVENT, NOTES, written

OLD = versions.read(str(MADE_UP), MADE_UP)


@pytest.fixture
def edited(copy: Path) -> Path:
    """The made-up record after a curator's day."""
    with (copy / "tables" / "officials.csv").open("a", encoding="utf-8") as table:
        table.write("trentino-di-sylvania,Trentino di Sylvania,Trentino di Sylvania,XSY,,\n")
    for command in (
        ["add", written(copy.parent, NOTES), "--no-input"],
        ["rename-official", "gloria-teasdale", "--name", "Gloria Upstart Teasdale"],
        ["merge-officials", "trentino", "trentino-di-sylvania", "--why", "One portrait."],
        ["retract", "2034-12-01-gift", "--why", "The boats were sold.", "--on", "2035-01-02"],
    ):
        assert main([*command, str(copy)]) == 0
    for table, old, new in (
        ("conflicts", "place,,No third source settles it.", "place,Strelsau,The minister's diary says so."),
        ("conflict_values", "Strelsau,s0001,", "Strelsau,s0001,true"),
        ("conflict_values", "Zenda,s0004,", "Zenda,s0004,false"),
        ("events", ",2034-05-03,2034-05-07,", ",2034-05-04,2034-05-07,"),
    ):
        file = copy / "tables" / f"{table}.csv"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    return copy


@pytest.mark.parametrize("path", [HOME, MADE_UP], ids=["shipped", "made up"])
def test_nothing_changed_between_a_version_and_itself(path, capsys):
    version = versions.read(str(path), path)
    assert changes(version, copying.deepcopy(version)) == []
    assert main(["diff", str(path), str(path), "--exit-code"]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"


def test_a_day_s_changes_are_told_in_sections(edited, capsys):
    assert main(["diff", str(MADE_UP), str(edited)]) == 0
    told = capsys.readouterr().out
    for sentence in (
        f"  added: {EVENT}: Trentino visits Freedonia, July 1, 2034 to July 2, 2034\n      2 sources\n",
        "  retracted: 2034-12-01-gift: Freedonia hands over boats\n      2035-01-02: The boats were sold.\n",
        "  changed: 2034-05-03-duck-drill: Freedonia and Sylvania hold Duck Drill 2\n      Start: 2034-05-03 → 2034-05-04\n",
        "  added: bob-roland: Bob Roland, Freedonia\n",
        "  merged: trentino-di-sylvania: trentino-di-sylvania is Trentino of Sylvania (trentino)\n      One portrait.\n",
        "  renamed: gloria-teasdale: Gloria Upstart Teasdale\n      Name: Gloria Teasdale → Gloria Upstart Teasdale\n",
        "  added: s0006: Freedonia Gazette, “A guest”\n",
        "  resolved: 2032-07-10-forum-c1: place of Ministers meet at the Ruritania Forum\n      accepted: Strelsau\n",
    ):
        assert sentence in told, sentence
    sections = [line for line in told.splitlines() if not line.startswith(" ")]
    assert sections == ["Events", "Officials", "Sources", "Conflicts"]


def test_told_backwards_what_was_added_went_without_a_retraction(edited, capsys):
    assert main(["diff", str(edited), str(MADE_UP), "--exit-code"]) == 1
    told = capsys.readouterr().out
    assert f"  removed without a retraction: {EVENT}: Trentino visits Freedonia" in told
    assert "  reopened: 2032-07-10-forum-c1" in told


def test_the_release_notes_write_themselves_into_the_changelog(edited, tmp_path, capsys):
    file = tmp_path / "CHANGELOG.md"
    file.write_text("# Changelog\n\nThe form.\n\n## [0.1.0]\n\n- All.\n", encoding="utf-8")
    for _ in range(2):
        assert main(["diff", str(MADE_UP), str(edited), "--changelog", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"# Changelog\n\nThe form.\n\n## The record on {date.today().isoformat()}, content ")
    assert text.endswith(".\n\n## [0.1.0]\n\n- All.\n")
    assert text.count("## The record on") == 1, "told again, a section takes its own place"
    assert f"- Added `{EVENT}`, Trentino visits Freedonia, July 1, 2034 to July 2, 2034: 2 sources.\n" in text
    assert main(["diff", str(edited), str(edited), "--changelog", str(file)]) == 1
    assert file.read_text(encoding="utf-8") == text


def test_text_of_the_record_is_text_in_markdown():
    tables = copying.deepcopy(dict(OLD.tables))
    tables["events"][0]["title"] = "[link](javascript:x) *bold* <b> #1"
    (line,) = [line for line in notices.markdown(changes(OLD, replace(OLD, tables=tables))).splitlines() if "link" in line]
    assert r"\[link\](javascript:x) \*bold\* \<b\> \#1" in line


def test_a_revision_is_one_of_the_repository_that_the_other_version_lies_in(edited, tmp_path, capsys):
    folder = shutil.copytree(MADE_UP, tmp_path / "repository" / "record")

    def git(*command: str) -> None:
        own = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(folder), *own, *command], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "One")
    shutil.copytree(edited, folder, dirs_exist_ok=True)
    assert main(["diff", "HEAD", str(folder)]) == 0
    from_git = capsys.readouterr().out
    assert main(["diff", str(MADE_UP), str(edited)]) == 0
    assert from_git == capsys.readouterr().out
    assert main(["diff", "HEAD~5", str(folder)]) == 1
    assert "HEAD~5 is neither a folder nor a revision of a repository around" in capsys.readouterr().err


def test_a_folder_without_a_record_is_told(tmp_path, capsys):
    assert main(["diff", str(tmp_path), str(MADE_UP)]) == 1
    assert "holds no record: neither datapackage.yaml nor datapackage.json is there." in capsys.readouterr().err


cells = st.sampled_from(
    [(table, place, column) for table, rows in OLD.tables.items() for place, row in enumerate(rows) for column in row]
)


@settings(max_examples=150)
@given(cells, st.sampled_from(["", "2", "other words", "2031-05-09", "s0001", "XSY"]))
def test_no_change_of_a_cell_goes_untold(cell, value):
    table, place, column = cell
    tables = copying.deepcopy(dict(OLD.tables))
    was = tables[table][place][column]
    tables[table][place][column] = value
    told = changes(OLD, replace(OLD, tables=tables))
    # Numbers only order the rows of an event.
    assert bool(told) == (was != value) or column == "number"
    assert notices.text(told) and notices.markdown(told)
