"""A faulty record is told in sentences: the table, the line, the column, what is wrong and what is allowed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from data.check import check
from tests.conftest import HOME, MADE_UP


def faults(path: Path) -> list[str]:
    return [str(fault) for fault in check(path)]


def replace(path: Path, file: str, old: str, new: str) -> None:
    """Damage a file; the damage must hit."""
    target = path / file
    text = target.read_text(encoding="utf-8")
    assert old in text
    target.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def test_the_shipped_record_is_sound():
    assert faults(HOME) == []


def test_the_made_up_record_is_sound():
    assert faults(MADE_UP) == []


EVENTS, PEOPLE = "tables/events.csv", "tables/participants.csv"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            EVENTS,
            ",2031-05-02,2031-05-06,",
            ",2031-02-30,2031-05-06,",
            "events.csv:3 start: '2031-02-30' is not a date, allowed is an EDTF day",
        ),
        (
            EVENTS,
            ",2031-05-02,2031-05-06,",
            ",2031-05-02,2031-05-01,",
            "events.csv:3 end: 2031-05-01 is before the start, 2031-05-02, allowed is",
        ),
        (
            EVENTS,
            ",drill,engagement",
            ",duel,engagement",
            "events.csv:3 type: 'duel' is not in event_types, allowed are audience, drill, forum, aid, ban",
        ),
        (
            EVENTS,
            ",stated,XFR,",
            ",guessed,XFR,",
            "events.csv:3 date_basis: 'guessed' breaks the column's rule, allowed is one of stated, inferred",
        ),
        (
            EVENTS,
            "Freedonia and Sylvania hold Duck Drill 1",
            "=1+1",
            "events.csv:3 title: '=1+1' begins with a formula sign, allowed is text",
        ),
        (
            EVENTS,
            "2031-firefly-visit,President Firefly visits Esthia",
            "2031-firefly-visit,",
            "events.csv:2 title: is empty, allowed is text, never empty",
        ),
        (
            EVENTS,
            "2031-firefly-visit",
            "2031-05-02-duck-drill",
            "events.csv:3 event_id: '2031-05-02-duck-drill' stands in the column already",
        ),
        (
            EVENTS,
            "duck-drill,1,,",
            "duck-drill,1,2031-05-04-clinic,",
            "events.csv:3 part_of: '2031-05-04-clinic' leads back to 2031-05-02-duck-drill",
        ),
        (
            EVENTS,
            "duck-drill,1,,",
            "duck-drill,1,1999-nothing,",
            "events.csv:3 part_of: '1999-nothing' is not in the table, allowed is the event_id of events.csv",
        ),
        (
            "tables/citations.csv",
            "2034-12-01-gift,s0004,outcomes,\n",
            "",
            "events.csv:11 event_id: '2034-12-01-gift' has no source, needed is a row in citations.csv",
        ),
        ("tables/citations.csv", ",s0002\n", ",s0003\n", "citations.csv:4 same_text_as: names the row's own source"),
        (
            "tables/citations.csv",
            "2031-firefly-visit,s0001",
            "2031-firefly-visit,s9999",
            "citations.csv:2 source_id: 's9999' is not in sources, allowed is the source_id of sources.csv",
        ),
        (
            "tables/sources.csv",
            "https://freedonia.example/news/1",
            "javascript:alert(1)",
            "sources.csv:2 url: 'javascript:alert(1)' breaks the column's rule",
        ),
        ("tables/tenures.csv", ",2030,2032-01-05,", ",2033,2032-01-05,", "tenures.csv:2 end: 2032-01-05 is before the start, 2033"),
        ("tables/tenures.csv", ",2029~,,in_office", ",2029~,,ended", "tenures.csv:3 end_status: 'ended' does not fit the end ''"),
        (
            PEOPLE,
            ",principal,1\n",
            ",principal,first\n",
            "participants.csv:2 level: 'first' is not of the column's type, allowed is a whole number, never empty",
        ),
        (
            PEOPLE,
            ",substantive,,principal,1",
            ",,,principal,1",
            "participants.csv:2 tenure_role: '' does not fit the post 'xfr-president'",
        ),
        (
            "tables/event_parties.csv",
            "2031-firefly-visit,XSY,\n",
            "",
            "events.csv:2 event_id: '2031-firefly-visit' is an engagement without XSY",
        ),
        (
            "tables/conflict_values.csv",
            ",s0002,true",
            ",s0002,",
            "conflict_values.csv:2 accepted: '' does not fit the conflict's resolution",
        ),
        (
            PEOPLE,
            ",xsy-minister,substantive,,host,2",
            ",xsy-minister,acting,,host,2",
            "participants.csv:3 post_id: 'trentino' holds xsy-minister as acting on a day outside the terms in tenures.csv",
        ),
        (
            "tables/tenures.csv",
            ",2030,2032-01-05,ended",
            ",2025,2026,ended",
            "participants.csv:2 post_id: 'rufus-firefly' holds xfr-president as substantive on a day outside the terms",
        ),
        (
            PEOPLE,
            ",xsy-minister,substantive,,host,2",
            ",xsy-minister,substantive,He stood in.,host,2",
            "participants.csv:3 tenure_exception: is filled although a term covers the day",
        ),
        (
            "tables/tenures.csv",
            "trentino-minister,trentino,xsy-minister,substantive,2029~,",
            "trentino-minister,trentino,xfr-president,substantive,2031,",
            "tenures.csv:3 start: 'trentino-minister' surely overlaps 'rufus-firefly-president' (line 2)",
        ),
        ("tables/places.csv", "place_id,name", "place,name", "places.csv:1 "),
        ("vocabulary/formats.yaml", "code: duet", "code: Duet!", "formats.yaml:1 code: 'Duet!' breaks the column's rule"),
        ("vocabulary/formats.yaml", "label: Duet", 'label: "@Duet"', "formats.yaml:2 label: '@Duet' begins with a formula sign"),
        (
            "datapackage.yaml",
            "pair: [XFR, XSY]",
            "pair: [XFR]",
            "datapackage.yaml:9 pair: is ['XFR'], allowed are two country codes",
        ),
        (
            "datapackage.yaml",
            "pair: [XFR, XSY]",
            "pair: [XFR, XFR]",
            "datapackage.yaml:9 pair: is ['XFR', 'XFR'], allowed are two country codes",
        ),
        ("datapackage.yaml", "pair: [XFR, XSY]", "pair: [XFR, XXX]", "datapackage.yaml:9 pair: 'XXX' is not in countries"),
        (
            "datapackage.yaml",
            "        - {fields: type, reference: {resource: event_types, fields: code}}\n",
            "",
            "datapackage.yaml:20 events.foreignKeys: is not the one that the tables are joined by",
        ),
        (
            "datapackage.yaml",
            "name: headcount\n          type: integer",
            "name: headcount\n          type: string",
            "datapackage.yaml:145 event_parties.headcount: is of another type, needed is integer",
        ),
        ("datapackage.yaml", "resources:", "resource:", "datapackage.yaml: has no list of resources"),
        ("datapackage.yaml", "name: places", "name: place", "datapackage.yaml:13 places: is missing from the resources"),
    ],
)
def test_a_fault_is_named_with_its_place_and_what_is_allowed(copy, file, old, new, told):
    replace(copy, file, old, new)
    assert any(fault.startswith(told) for fault in faults(copy)), faults(copy)


def test_a_reason_accepts_a_known_exception(copy):
    replace(copy, PEOPLE, ",xsy-minister,substantive,,host,2", ",xsy-minister,acting,The source calls him acting.,host,2")
    assert faults(copy) == []


def test_a_missing_table_is_named(copy):
    (copy / "tables" / "places.csv").unlink()
    assert faults(copy) == ["places.csv: does not exist, needed is the file tables/places.csv"]


def test_an_empty_folder_is_no_record(tmp_path):
    assert faults(tmp_path) == [
        "datapackage.yaml: cannot be read (No such file or directory), needed is a folder that holds a data package"
    ]


def test_a_path_out_of_the_folder_is_refused(copy):
    descriptor = yaml.safe_load((copy / "datapackage.yaml").read_text(encoding="utf-8"))
    descriptor["resources"][0]["path"] = "../record/tables/events.csv"
    (copy / "datapackage.yaml").write_text(yaml.safe_dump(descriptor), encoding="utf-8")
    assert faults(copy)


def test_the_command_prints_every_fault_and_exits_1(copy):
    replace(copy, EVENTS, ",drill,engagement", ",duel,engagement")
    done = subprocess.run([sys.executable, "-m", "data", "check", str(copy)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("\n"), done.stderr.strip()) == (1, 1, "1 fault.")
    assert done.stdout.startswith("events.csv:3 type: 'duel' is not in event_types")


def test_the_command_exits_0_on_a_sound_record():
    done = subprocess.run([sys.executable, "-m", "data", "check", str(MADE_UP)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (0, "", "The record is sound.")
