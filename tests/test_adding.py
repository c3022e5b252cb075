"""`python -m data add`: notes become rows in every table or in none; what is unsure is asked, and no other row is touched."""

from __future__ import annotations

import csv
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from data.__main__ import main
from data.check import check
from data.curation import form, notes, retracting, writing
from data.curation.adding import Plan
from data.curation.notes import NotesError
from data.curation.sheets import Book
from tests.conftest import MADE_UP
from tests.curating import EVENT, NOTES, content, lines, shipped, written

DOCS = Path(__file__).parents[1] / "docs"


def rows(folder: Path, table: str, **values: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[name] == value for name, value in values.items())]


def add(copy: Path, text: object, *options: str) -> int:
    return main(["add", written(copy.parent, text), "--no-input", *options, str(copy)])


def test_an_engagement_is_added_to_every_table_and_people_are_known_by_any_spelling(copy):
    assert add(copy, NOTES) == 0
    assert check(copy) == []
    (event,) = rows(copy, "events", event_id=EVENT)
    assert (event["scope"], event["status"], event["date_basis"], event["summary"]) == (
        "engagement",
        "occurred",
        "stated",
        "The minister visits Duckburg for two days.",
    )
    minister, mayor = rows(copy, "participants", event_id=EVENT)
    assert (minister["official_id"], minister["post_id"], minister["tenure_role"], minister["level"]) == (
        "trentino",
        "xsy-minister",
        "substantive",
        "2",
    )
    assert (mayor["official_id"], mayor["post_id"], mayor["level"]) == ("bob-roland", "", "3")
    assert [row["place_id"] for row in rows(copy, "event_places", event_id=EVENT)] == ["duckburg"]
    assert [row["country"] for row in rows(copy, "event_parties", event_id=EVENT)] == ["XFR", "XSY"]
    cited = [row["source_id"] for row in rows(copy, "citations", event_id=EVENT)]
    assert cited == ["s0006", "s0004"], "the second page is on record under an address that differs in nothing that matters"
    values = rows(copy, "conflict_values", conflict_id=f"{EVENT}-c1")
    assert [(row["source_id"], row["accepted"]) for row in values] == [("s0006", "true"), ("s0004", "false")]
    (trentino,) = rows(copy, "officials", official_id="trentino")
    assert trentino["other_spellings"] == "Trentinö; Sylvania, Trentinö of", "a spelling not seen before is kept"


def test_every_row_that_is_not_touched_keeps_its_bytes_and_its_order(copy):
    before = {file.stem: lines(copy, file.stem) for file in (copy / "tables").glob("*.csv")}
    assert add(copy, NOTES) == 0
    for table, own in before.items():
        kept = [line for line in lines(copy, table) if line in own]
        assert kept == [line for line in own if table != "officials" or not line.startswith(b"trentino,")], table
    ids = [row["event_id"] for row in rows(copy, "events")]
    assert ids[ids.index(EVENT) - 1] == "2034-06-15-trentino-call", "events stand by their start"
    cited = [row["event_id"] for row in rows(copy, "citations")]
    assert cited[cited.index(EVENT) - 1] == "2034-06-15-trentino-call", "and the rows of an event where the event stands"


def test_a_table_keeps_its_own_line_ends(copy):
    table = copy / "tables" / "places.csv"
    table.write_bytes(table.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n"))
    book = Book(copy)
    book["places"].put({"place_id": "zenda", "name": "Zenda, the castle", "country": "XRU"})
    assert book["places"].content().endswith(b'strelsau,Strelsau,XRU,\r\nzenda,"Zenda, the castle",XRU,\r\n')


def test_what_is_unsure_fails_without_input_and_is_named_with_its_line_and_those_who_may_be_meant(copy, capsys):
    before = content(copy)
    text = NOTES.replace("Sylvania, Trentinö of", "Trentina of Sylvania").replace("DUCKBURG", "Duckburg\nplaces: [Duckbourg]")
    assert add(copy, text) == 1
    told = capsys.readouterr().err
    assert "notes.yaml:8: place “Duckbourg” may be one of these; say which by its identifier:\n    Duckburg, XFR" in told
    assert "notes.yaml:11: “Trentina of Sylvania”, XSY may be one of these; say which by official: ID or new: true:\n" in told
    assert "    Trentino of Sylvania (trentino, XSY, also Trentinö): Minister of Defense" in told
    assert content(copy) == before


@pytest.mark.parametrize(
    ("said", "official"), [("official: trentino", "trentino"), ("new: true\n    level: 2\n    post: none", "trentina-of-sylvania")]
)
def test_notes_can_say_who_is_meant(copy, said, official):
    text = NOTES.replace("name: Sylvania, Trentinö of  ", f"name: Trentina of Sylvania\n    {said} ")
    assert add(copy, text) == 0
    assert rows(copy, "participants", event_id=EVENT)[0]["official_id"] == official


def test_a_curator_is_asked_and_answers(copy, monkeypatch, capsys):
    import io

    text = NOTES.replace("Sylvania, Trentinö of", "Trentina of Sylvania").replace("    level: 3\n", "")
    monkeypatch.setattr(sys, "stdin", io.StringIO("seven\n1\n3\ny\n"))
    assert main(["add", written(copy.parent, text), str(copy)]) == 0
    shown = capsys.readouterr()
    assert "1  Trentino of Sylvania (trentino" in shown.err and "2  none of these: a new person" in shown.err
    assert shown.err.count("Which one, 1 to 2?") == 2, "an answer that is none is asked for again"
    assert "participants.csv: 2 added" in shown.out and "~ trentino: other_spellings: Trentinö → Trentinö; Trentina" in shown.out
    assert [row["level"] for row in rows(copy, "participants", event_id=EVENT)] == ["2", "3"]


def test_a_new_series_place_and_post_are_described_where_they_are_named(copy):
    text = NOTES.replace(
        "place: DUCKBURG", "places: [{name: Goosetown, country: XFR}]\nseries: {name: Duck Days, description: Days.}"
    )
    text = text.replace("    level: 3\n", "    post: {title: Mayor of Duckburg, organization: Duckburg, level: 3}\n")
    assert add(copy, text) == 0
    assert rows(copy, "events", event_id=EVENT)[0]["series_id"] == "duck-days"
    assert rows(copy, "event_places", event_id=EVENT)[0]["place_id"] == "goosetown"
    assert rows(copy, "participants", event_id=EVENT)[1]["post_id"] == "xfr-mayor-of-duckburg"


def test_engagements_of_one_file_name_each_other_and_lift_a_ban(copy):
    visit = yaml.safe_load(NOTES) | {"id": "2034-07-01-visit", "start": "2034-07-01", "end": "2034-07-02"}
    visit["sources"][0]["published"], visit["conflicts"] = "2034-07-02", []
    part = visit | {"id": "2034-07-02-walk", "title": "A walk", "start": "2034-07-02", "part_of": "2034-07-01-visit"}
    assert add(copy, [part | {"lifts": ["2032-03-quarrel"]}, visit]) == 0
    assert rows(copy, "events", event_id="2034-07-02-walk")[0]["part_of"] == "2034-07-01-visit"
    assert rows(copy, "events", event_id="2032-03-quarrel")[0]["lifted_by"] == "2034-07-02-walk"


def test_a_likely_duplicate_is_refused_unless_it_is_said_to_be_none(copy, capsys):
    text = NOTES.replace("2034-07-01\n", "2034-06-15\n").replace("country: XFR\nplace: DUCKBURG", "country: XSY\nplace: Esthia")
    assert add(copy, text) == 1
    told = "this may be 2034-06-15-trentino-call once more: Trentino receives Teasdale, 2034-06-15 with Trentino of Sylvania"
    assert told in capsys.readouterr().err
    assert add(copy, text, "--allow-duplicate") == 0


MALFORMED = [
    ("type: audience", "type: audiense", "notes.yaml:3: type is “audiense”; did you mean audience? Allowed are audience, drill"),
    ("start: 2034-07-01", "start: July 2034", "notes.yaml:4: start is “July 2034”; allowed is a date such as 2024-06-04"),
    ("start: 2034-07-01", "start: 2034-07-32", "notes.yaml:4: start: '2034-07-32' is not a date"),
    ("confidence: high", "", "notes.yaml:2: the engagement has no confidence; needed: how well the event is sourced"),
    ("confidence: high", "confidence: high\ncolour: red", "notes.yaml:44: “colour” is no field here; "),
    ("confidence: high", "confidence: high\ntitle: Again", "notes.yaml:44: “title” stands twice (before on line 2); keep one"),
    (
        "outcomes:\n  - The",
        "outcomes:\n    The",
        "notes.yaml:22: outcomes is “The minister praises the ducks”, a text; allowed is a list",
    ),
    (
        "    level: 3\n",
        "",
        "notes.yaml:15: “Bob Roland” has no post that gives a level; needed is level: 1 Crown, 2 Minister, 3 Envoy",
    ),
    (
        "The minister praises",
        "=The minister praises",
        "notes.yaml:23: outcome: '=The minister praises the ducks' begins with a formula",
    ),
    ("confidence: high", "confidence: high\npart_of: 2034-06-15-trentino-cal", "notes.yaml:44: part_of: the record has no event"),
    ("confidence: high", "confidence: high\nid: 2034-12-01-gift", "notes.yaml:44: 2034-12-01-gift is on record already"),
    ("    kind: press\n", "", "notes.yaml:28: the page is not on record; needed are its publisher and kind (missing: kind)"),
    (
        "source: https://sylvania.example/army}",
        "source: https://nowhere.example}",
        "notes.yaml:40: source: https://nowhere.example",
    ),
    ("title: Trentino", "title: &anchor Trentino", "notes.yaml:2: an anchor or alias (& or *) stands here"),
    ("format: duet", "format: [duet", "notes.yaml:9: is not YAML"),
]


@pytest.mark.parametrize(("old", "new", "told"), MALFORMED, ids=[told.partition(": ")[2][:40] for _, _, told in MALFORMED])
def test_malformed_notes_are_told_with_their_line_and_what_is_allowed(copy, capsys, old, new, told):
    before = content(copy)
    assert NOTES.count(old) == 1
    assert add(copy, NOTES.replace(old, new)) == 1
    assert told in capsys.readouterr().err
    assert content(copy) == before


def test_a_fault_that_only_the_whole_record_shows_is_told_with_the_line_of_the_notes(copy, capsys):
    before = content(copy)
    text = NOTES.replace("Minister of War ", "Acting Minister of War ").replace(
        "    capacity: principal", "    holds_as: acting\n    capacity: principal"
    )
    assert add(copy, text) == 1
    assert "notes.yaml:10: participants.csv:9 post_id: 'trentino' holds xsy-minister as acting" in capsys.readouterr().err
    assert content(copy) == before


def test_a_dry_run_writes_nothing(copy, capsys):
    before = content(copy)
    assert add(copy, NOTES, "--dry-run") == 0
    assert "events.csv: 1 added" in capsys.readouterr().out
    assert content(copy) == before


@pytest.mark.parametrize("answers", ["", "n\n", "\n"], ids=["end of input", "no", "nothing"])
def test_without_a_yes_nothing_is_written(copy, monkeypatch, answers):
    import io

    before = content(copy)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    assert main(["add", written(copy.parent, NOTES), str(copy)]) == 1
    assert content(copy) == before


def test_a_full_disk_leaves_the_old_record(copy, monkeypatch, capsys):
    before = content(copy)

    def full(file: Path, _: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))

    monkeypatch.setattr(writing, "_write_through", full)
    assert add(copy, NOTES) == 1
    assert "No space left on device." in capsys.readouterr().err
    assert content(copy) == before


def test_a_second_rename_that_fails_is_undone(copy, monkeypatch):
    before, rename = content(copy), Path.rename

    def refuses(self: Path, target: Path) -> Path:
        if self.parent.name.startswith(writing.WORKSHOP):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))
        return rename(self, target)

    monkeypatch.setattr(writing, "exchange_in_one_step", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", refuses)
    assert add(copy, NOTES) == 1
    assert content(copy) == before


def test_a_record_edited_meanwhile_is_left_as_its_other_editor_has_it(copy, capsys):
    table = copy / "tables" / "places.csv"
    book = writing.open_book(str(copy))
    plan = Plan(book, "notes.yaml")
    plan.add(notes.read(Path(written(copy.parent, NOTES)), form.schema(book.descriptor, book.words)))
    table.write_bytes(table.read_bytes() + b"zenda,Zenda,XRU,\n")
    after = content(copy)
    with pytest.raises(writing.UnfitError, match=r"places.csv was edited while this command ran; nothing is written"):
        writing.write(book)
    assert content(copy) == after


KILLED = """
import os, signal, sys
from pathlib import Path
from data.curation import writing

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

exchange = writing.exchange_in_one_step
moment = sys.argv.pop(1)
if moment == "before":
    writing.exchange_in_one_step = killed
elif moment == "after":
    writing.exchange_in_one_step = lambda one, other: exchange(one, other) and killed()
elif moment == "while the copy is written":
    writing._write_through = killed
else:
    writing.exchange_in_one_step = lambda one, other: False
    rename = Path.rename
    Path.rename = lambda self, target: killed() if self.parent.name.startswith(writing.WORKSHOP) else rename(self, target)
from data.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("moment", ["while the copy is written", "before", "after", "between two renames"])
def test_a_command_that_is_killed_leaves_the_old_or_the_new_record(copy, moment, tmp_path_factory):
    before, other = content(copy), shutil.copytree(copy, tmp_path_factory.mktemp("other") / "record")
    assert add(other, NOTES) == 0
    command = [sys.executable, "-c", KILLED, moment, "add", written(copy.parent, NOTES), "--no-input", str(copy)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == -signal.SIGKILL
    # What a killed command left behind is cleared away by the next one; a system that exchanges in one step needs none.
    if moment == "between two renames":
        assert main(["add", written(copy.parent, NOTES), "--no-input", "--dry-run", str(copy)]) == 0
    left = {name: bytes_ for name, bytes_ in content(copy).items() if not name.startswith(writing.WORKSHOP)}
    assert left in (before, content(other))
    assert main(["rename-official", "trentino", "--name", "Trentino", "--dry-run", str(copy)]) == 0
    assert not [name for name in content(copy) if name.startswith(writing.WORKSHOP)]


def test_a_realistic_engagement_in_the_record_shipped(tmp_path, capsys):
    """Never written into the record itself: nothing of it took place."""
    folder = shipped(tmp_path / "record")
    before = {file.stem: lines(folder, file.stem) for file in (folder / "tables").glob("*.csv")}
    people = [
        {"name": "Banh Tea", "country": "KHM", "position": "Minister of National Defence", "capacity": "host"},
        {"name": "CHAO PHIRUN", "country": "KHM", "position": "Director of material", "level": 5, "capacity": "attendee"},
        {"name": "Lloyd Austin", "country": "USA", "position": "Secretary of Defense", "capacity": "principal"},
    ]
    pages = [{"url": "https://example.org/a", "publisher": "Nobody", "kind": "newspaper", "supports": ["date"]}]
    visit = {"title": "A visit that never was", "type": "visit", "start": "2022-03-03", "end": "2022-03-03", "format": "bilateral"}
    visit |= {"country": "KHM", "place": "phnom penh", "series": "dpd", "summary": "It never was.", "confidence": "low"}
    assert add(folder, visit | {"participants": people, "sources": pages}) == 0
    named = [row["official_id"] for row in rows(folder, "participants", event_id="2022-03-03-visit-that-never-was")]
    assert named == ["tea-banh", "chau-phirun", "lloyd-j-austin-iii"]
    assert rows(folder, "events", event_id="2022-03-03-visit-that-never-was")[0]["series_id"] == "defense-policy-dialogue"
    for table, own in before.items():
        after = set(lines(folder, table))
        gone = [line for line in own if line not in after]
        assert len(gone) == (0 if table != "officials" else 2), table


@pytest.mark.parametrize(("file", "old", "new"), [("events", ",drill,", ",duel,")])
def test_only_a_sound_record_is_added_to(copy, capsys, file, old, new):
    table = copy / "tables" / f"{file}.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert add(copy, NOTES) == 1
    assert "Only a sound record is added to; mend it first." in capsys.readouterr().err


def test_engines_and_parquet_are_refused_in_a_sentence(copy, tmp_path, capsys):
    made = tmp_path / "parquet"
    assert main(["convert", str(made), str(copy)]) == 0
    for address, told in ((f"duckdb:{made}", "is an engine's address"), (str(made), "holds Parquet files")):
        assert main(["add", written(tmp_path, NOTES), address]) == 1
        assert told in capsys.readouterr().err


def test_the_schema_for_editors_is_the_one_that_notes_are_read_by(capsys):
    assert main(["notes-schema"]) == 0
    assert capsys.readouterr().out == (DOCS / "notes.schema.json").read_text(encoding="utf-8"), (
        "python -m data notes-schema > docs/notes.schema.json"
    )


def test_the_example_of_the_guide_is_of_the_form(tmp_path):
    book = Book(shipped(tmp_path / "record"))
    guide = (DOCS / "curating.md").read_text(encoding="utf-8")
    example = guide.partition("```yaml\n")[2].partition("```")[0]
    assert example.startswith("# yaml-language-server: $schema=")
    assert notes.read(Path(written(tmp_path, example)), form.schema(book.descriptor, book.words))


def test_the_schema_is_a_schema_and_says_what_the_data_package_says(made_up):
    schema = form.schema(made_up.descriptor, made_up.vocabularies)
    notes._Validator.check_schema(schema)
    of_event = schema["$defs"]["engagement"]["properties"]
    assert of_event["type"]["enum"] == ["audience", "drill", "forum", "aid", "ban"]
    events = next(resource for resource in made_up.descriptor["resources"] if resource["name"] == "events")
    title = next(field for field in events["schema"]["fields"] if field["name"] == "title")
    assert of_event["title"]["description"] == title["description"]
    assert json.loads(json.dumps(schema)) == schema


names = st.sampled_from(["Trentino of Sylvania", "TRENTINÖ", "Firefly, Rufus T.", "Gloria Teasdale", "Somebody New", "Ann Other"])
texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=30)
people = st.builds(
    lambda name, level, capacity, country: {
        "name": name,
        "country": country,
        "level": level,
        "capacity": capacity,
        "position": "Aide",
    },
    names,
    st.integers(1, 3),
    st.sampled_from(["host", "delegate"]),
    st.sampled_from(["XFR", "XSY"]),
)
engagements = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"203[0-9](-[a-z]{1,5}){1,3}", fullmatch=True),
        "title": texts,
        "type": st.sampled_from(["audience", "drill", "ban"]),
        "start": st.dates(date(2031, 1, 1), date(2034, 12, 31)).map(str) | st.integers(2031, 2034).map(str),
        "format": st.just("duet"),
        "summary": texts,
        "confidence": st.sampled_from(["high", "low"]),
        "sources": st.lists(
            st.fixed_dictionaries(
                {
                    "url": st.sampled_from(["https://freedonia.example/news/1", "https://new.example/1", "https://new.example/2"]),
                    "publisher": st.just("Someone"),
                    "kind": st.just("press"),
                }
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda page: page["url"],
        ),
    },
    optional={
        "participants": st.lists(people, max_size=3, unique_by=lambda one: one["name"]),
        "outcomes": st.lists(texts, max_size=3),
        "focus_areas": st.lists(st.sampled_from(["boats", "friendship", "medicine"]), max_size=3, unique=True),
        "place": st.sampled_from(["Esthia", "Duckburg", "Nowhere"]),
    },
)


# EXAMPLES=1000 tries many more.
@settings(
    max_examples=int(os.environ.get("EXAMPLES", "8")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(st.lists(engagements, min_size=1, max_size=2, unique_by=lambda one: one["id"]))
def test_added_and_retracted_the_other_rows_are_as_before(tmp_path_factory, found):
    """And at each step the record is sound."""
    folder = tmp_path_factory.mktemp("notes")
    book = Book(MADE_UP)
    try:
        plan = Plan(book, "notes.yaml", allow_duplicate=True)
        plan.add(notes.read(Path(written(folder, found)), form.schema(book.descriptor, book.words)))
    except NotesError:
        assume(False)
    assert sound(book, folder / "added") == []
    for one in reversed(found):
        retracting.retract(book, one["id"], "It was made up.", on="2035-01-01", detach=True)
    assert sound(book, folder / "retracted") == []
    for sheet in book:
        after, before = sheet.content().splitlines(), sheet.was.splitlines()
        respelled = {table_key for name, table_key, *_ in plan.altered if name == sheet.name}
        own = [line for line in before if line.split(b",")[0].decode() not in respelled]
        assert [line for line in after if line in own] == own, sheet.name
        if sheet.name not in ("officials", "sources", "retractions"):
            assert after == before, sheet.name
    assert {row["event_id"] for row in book["retractions"].rows} == {one["id"] for one in found}


def sound(book: Book, folder: Path) -> list:
    shutil.copytree(MADE_UP, folder)
    for file, changed in book.changed().items():
        (folder / file).write_bytes(changed)
    return check(folder)
