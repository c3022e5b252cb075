"""Officials are renamed and merged, events retracted: the record stays sound, and no other row changes a byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.__main__ import main
from data.check import check
from data.curation.officials import _sorted_like
from data.curation.sheets import Book
from tests.curating import content, lines, shipped


def changed(before: dict[str, bytes], folder: Path) -> dict[str, tuple[list[str], list[str]]]:
    """For each table that differs, the lines that went and those that came, in order."""
    found = {}
    for name, now in content(folder).items():
        if now != before[name]:
            old, new = (text.decode().splitlines() for text in (before[name], now))
            gone, come = [line for line in old if line not in new], [line for line in new if line not in old]
            assert [line for line in old if line in new] == [line for line in new if line in old], f"{name} is in another order"
            found[Path(name).stem] = (gone, come)
    return found


def test_a_new_name_takes_the_old_one_s_place_and_the_identifier_stays(copy, capsys):
    """An identifier is an address; the old spelling can still be searched."""
    before = content(copy)
    assert main(["rename-official", "gloria-teasdale", "--name", "Gloria Upstart Teasdale", str(copy)]) == 0
    assert check(copy) == []
    assert changed(before, copy) == {
        "officials": (
            ['gloria-teasdale,Gloria Teasdale,"Teasdale, Gloria",XFR,Mrs. Teasdale,'],
            ['gloria-teasdale,Gloria Upstart Teasdale,"Teasdale, Gloria Upstart",XFR,Mrs. Teasdale; Gloria Teasdale,'],
        )
    }
    assert main(["rename-official", "gloria-teasdale", "--name", "Gloria Teasdale", str(copy)]) == 0
    assert (
        Book(copy).one("officials", "official_id", "gloria-teasdale")["other_spellings"] == "Mrs. Teasdale; Gloria Upstart Teasdale"
    )


@pytest.mark.parametrize(
    ("name", "old", "old_sorted", "expected"),
    [
        ("Tea Seyha", "Tea Seiha", "Tea Seiha", "Tea Seyha"),
        ("Robert Gates", "Robert M. Gates", "Gates, Robert M.", "Gates, Robert"),
        ("Lloyd Austin III", "Lloyd J. Austin III", "Austin, Lloyd J., III", "Austin, Lloyd, III"),
        ("Jan van der Berg", "J. van der Berg", "van der Berg, J.", "van der Berg, Jan"),
    ],
)
def test_a_new_name_is_sorted_as_the_old_one_was(name, old, old_sorted, expected):
    assert _sorted_like(name, old, old_sorted) == expected


def test_of_two_officials_one_goes_and_what_named_it_names_the_other(copy):
    with (copy / "tables" / "officials.csv").open("a", encoding="utf-8") as table:
        table.write("mrs-t,Mrs. T.,Mrs. T.,XFR,G. Teasdale,Seen once.\n")
    people = copy / "tables" / "participants.csv"
    people.write_text(
        people.read_text(encoding="utf-8").replace(",Pinky,XFR,", ",,XFR,").replace("02-duck-drill,1,,", "02-duck-drill,1,mrs-t,"),
        encoding="utf-8",
    )
    assert check(copy) == []
    before = content(copy)
    assert main(["merge-officials", "gloria-teasdale", "mrs-t", "--why", "One portrait.", "--on", "2035-01-02", str(copy)]) == 0
    assert check(copy) == []
    assert changed(before, copy) == {
        "participants": (
            ["2031-05-02-duck-drill,1,mrs-t,,XFR,,,,,,delegate,3"],
            ["2031-05-02-duck-drill,1,gloria-teasdale,,XFR,,,,,,delegate,3"],
        ),
        "officials": (
            [
                'gloria-teasdale,Gloria Teasdale,"Teasdale, Gloria",XFR,Mrs. Teasdale,',
                "mrs-t,Mrs. T.,Mrs. T.,XFR,G. Teasdale,Seen once.",
            ],
            ['gloria-teasdale,Gloria Teasdale,"Teasdale, Gloria",XFR,Mrs. Teasdale; Mrs. T.; G. Teasdale,Seen once.'],
        ),
        "merged_officials": ([], ["mrs-t,gloria-teasdale,2035-01-02,One portrait."]),
    }


REFUSED = [
    (["merge-officials", "trentino", "gloria-teasdale"], "trentino serves XSY and gloria-teasdale XFR"),
    (["merge-officials", "trentino", "trentino"], "trentino is one official already."),
    (["merge-officials", "trentino", "trentina"], "The record has no official trentina; did you mean trentino?"),
    (["rename-official", "trentino", "--name", "Trentino of Sylvania"], "trentino is named Trentino of Sylvania already."),
    (["rename-official", "rufus-firefly", "--name", "Mrs. Teasdale"], "gloria-teasdale is spelled Mrs. Teasdale already."),
    (["retract", "2031-05-02-duckdrill", "--why", "No."], "did you mean 2031-05-02-duck-drill"),
    (
        ["retract", "2031-05-02-duck-drill", "--why", "No."],
        "Other rows name 2031-05-02-duck-drill:\n  events: 2031-05-04-clinic (part_of)",
    ),
    (["retract", "2034-12-01-gift", "--why", "No.", "--replaced-by", "2034-12-01-gift"], "is no other event of the record"),
]


@pytest.mark.parametrize(("command", "told"), REFUSED, ids=[told[:40] for _, told in REFUSED])
def test_what_can_t_be_done_is_refused_in_a_sentence_and_nothing_is_touched(copy, capsys, command, told):
    before = content(copy)
    assert main([*command, str(copy)]) == 1
    assert told in capsys.readouterr().err
    assert content(copy) == before


def test_two_who_take_part_in_one_event_are_two(copy, capsys):
    with (copy / "tables" / "officials.csv").open("a", encoding="utf-8") as table:
        table.write("vera-marcal,Vera Marcal,Vera Marcal,XSY,,\n")
    with (copy / "tables" / "participants.csv").open("a", encoding="utf-8") as table:
        table.write("2031-firefly-visit,3,vera-marcal,,XSY,,,,,,attendee,3\n")
    assert main(["merge-officials", "trentino", "vera-marcal", str(copy)]) == 1
    assert "Both take part in 2031-firefly-visit, so they are two people there." in capsys.readouterr().err


def test_a_retracted_event_leaves_every_table_and_is_kept_with_its_reason(copy):
    before = content(copy)
    command = ["retract", "2031-05-02-duck-drill", "--detach", "--why", "It was a  parade.", "--on", "2035-01-02", str(copy)]
    assert main(command) == 0
    assert check(copy) == []
    own = changed(before, copy)
    assert own.pop("retractions") == (
        [],
        ["2031-05-02-duck-drill,Freedonia and Sylvania hold Duck Drill 1,2031-05-02,2035-01-02,It was a parade.,"],
    )
    gone, come = own.pop("events")
    assert len(gone) == 2 and [line.split(",")[0] for line in come] == ["2031-05-04-clinic"] and "duck-drill,,,," in come[0]
    for table, (gone, come) in own.items():
        assert come == [] and all(line.startswith("2031-05-02-duck-drill") for line in gone), table
    assert {"citations", "participants", "conflicts", "conflict_values", "event_outcomes", "event_units"} <= own.keys()
    assert "sources" not in own, "a page that was read stays: its identifier is permanent"


def test_parts_of_a_retracted_event_go_to_the_one_that_replaces_it(copy):
    command = ["retract", "2031-05-02-duck-drill", "--replaced-by", "2034-05-03-duck-drill", "--why", "Once more.", str(copy)]
    assert main(command) == 0
    assert Book(copy).one("events", "event_id", "2031-05-04-clinic")["part_of"] == "2034-05-03-duck-drill"


def test_the_record_shipped_stays_sound_when_it_is_edited(tmp_path):
    folder = shipped(tmp_path / "record")
    before = content(folder)
    assert main(["rename-official", "tea-seiha", "--name", "Tea Seyha", str(folder)]) == 0
    assert main(["merge-officials", "suon-samnang", "noun-samnang", "--why", "A trial.", str(folder)]) == 0
    assert main(["retract", "2026-02-19-landau-hun-manet", "--why", "A trial.", "--detach", str(folder)]) == 0
    assert check(folder) == []
    assert {"officials", "merged_officials", "retractions", "events"} <= changed(before, folder).keys()
    assert (folder / "tables" / "sources.csv").read_bytes() == before["tables/sources.csv"]


@pytest.mark.parametrize(
    "command", [["rename-official", "trentino", "--name", "T."], ["retract", "2034-12-01-gift", "--why", "No."]]
)
def test_a_dry_run_changes_nothing(copy, command):
    before = content(copy)
    assert main([*command, "--dry-run", str(copy)]) == 0
    assert content(copy) == before


def test_who_was_merged_twice_leads_to_the_last(copy):
    with (copy / "tables" / "officials.csv").open("a", encoding="utf-8") as table:
        table.write("zander-a,Zander A,Zander A,XSY,,\nzander-b,Zander B,Zander B,XSY,,\n")
    assert main(["merge-officials", "zander-a", "zander-b", str(copy)]) == 0
    assert main(["merge-officials", "trentino", "zander-a", str(copy)]) == 0
    assert [line.split(b",")[1] for line in lines(copy, "merged_officials")] == [b"kept_as", b"trentino", b"trentino"]
    assert check(copy) == []
