"""A damaged record: whatever is done to it, what is wrong is told by table, line and column, and nothing else is; see `tests.damages`."""

from __future__ import annotations

from tests.conftest import HOME
from tests.damages import cells
from tests.damages.sheets import Sheets, assert_told


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
