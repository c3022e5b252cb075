"""What was given up still answers: the address of a retracted event says why, that of a merged official opens the other."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import httpx
import pytest

from data.__main__ import main
from data.check import check
from data.extracts import files
from data.record import load
from data.retractions import retraction
from data.selection import Selection, apply, from_query
from tests.conftest import MADE_UP
from tests.test_events_page import app, opened, said

GONE, INSTEAD = "2034-12-01-gift", "2034-05-03-duck-drill"
TOLD = "“Freedonia hands over boats” (December 1, 2034) was retracted on January 2, 2035 and is no longer part of the record. They were sold."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up record without its gift, and with two of its officials made one."""
    copy = shutil.copytree(MADE_UP, tmp_path_factory.mktemp("retracted") / "record")
    with (copy / "tables" / "officials.csv").open("a", encoding="utf-8") as table:
        table.write("trentino-di-sylvania,Trentino di Sylvania,Trentino di Sylvania,XSY,,\n")
    retracted = ["retract", GONE, "--why", "They were sold.", "--replaced-by", INSTEAD, "--on", "2035-01-02", str(copy)]
    assert main(retracted) == main(["merge-officials", "trentino", "trentino-di-sylvania", str(copy)]) == 0
    return copy


def test_the_address_of_a_retracted_event_says_when_and_why_and_leads_on(folder, monkeypatch):
    test = app(monkeypatch, folder, event=GONE)
    assert TOLD in said(test) and "has no event" not in said(test)
    next(button for button in test.button if "replaces" in button.label).click().run()
    assert opened(test) == "Freedonia and Sylvania hold Duck Drill 2"


def test_a_program_is_told_that_the_event_is_gone(folder, serve):
    answer = httpx.get(f"{serve(folder)}/extracts/events.csv", params={"event": GONE}, trust_env=False, timeout=60)
    assert (answer.status_code, answer.json()["error"]) == (410, TOLD)
    assert answer.json()["retracted"]["replaced_by"] == INSTEAD


def test_the_identifier_is_never_used_again(folder, tmp_path):
    again = shutil.copytree(folder, tmp_path / "record")
    shutil.copy(MADE_UP / "tables" / "events.csv", again / "tables")
    shutil.copy(MADE_UP / "tables" / "citations.csv", again / "tables")
    shutil.copy(MADE_UP / "tables" / "event_parties.csv", again / "tables")
    assert [str(fault) for fault in check(again)] == [
        f"events.csv:11 event_id: '{GONE}' was given up (line 2 of retractions.csv), allowed is an identifier that never was another's"
    ]


def test_an_old_address_opens_the_official_who_it_is(folder):
    tables = load(folder)
    selection, problems = from_query({"official": ["trentino-di-sylvania"]}, tables)
    assert (selection.official, problems) == (("trentino",), [])


def test_a_package_keeps_the_retractions_and_the_identifiers_of_those_who_are_in_it(folder):
    def holds(selection: Selection) -> dict[str, list[dict[str, str]]]:
        tables = load(folder)
        written = files(apply(selection, tables), selection)
        names = ("retractions", "merged_officials")
        return {name: list(csv.DictReader(io.StringIO(written[f"tables/{name}.csv"]()))) for name in names}

    whole, early, other = holds(Selection()), holds(Selection(years=(2031, 2031))), holds(Selection(years=(2033, 2033)))
    assert [row["replaced_by"] for row in whole["retractions"]] == [INSTEAD]
    assert [row["replaced_by"] for row in early["retractions"]] == [""], "an event outside the package is not named"
    assert [row["kept_as"] for row in early["merged_officials"]] == ["trentino"]
    assert other["merged_officials"] == []


def test_nothing_was_retracted_from_the_record_yet(record, made_up):
    assert retraction("2024-06-04-austin-visit", record) is None
    assert len(made_up.retractions) == len(made_up.merged_officials) == 0
