"""What Frictionless finds wrong with a record, the check finds at the same line and column: two readers of one schema."""

from __future__ import annotations

from pathlib import Path

import frictionless
import pytest

from data.check import check
from data.record import HOME
from tests.conftest import MADE_UP
from tests.test_check import replace

EVENTS, PEOPLE, POSTS = "tables/events.csv", "tables/participants.csv", "tables/posts.csv"


def found_by_frictionless(path: Path) -> set[tuple[str, int, str]]:
    """File, line and column of each error; of a row as a whole, as of a key, no column."""
    report = frictionless.Package(str(path / "datapackage.yaml")).validate()
    return {
        (Path(task.place).name, getattr(error, "row_number", 0), getattr(error, "field_name", ""))
        for task in report.tasks
        for error in task.errors
    }


@pytest.mark.parametrize("path", [HOME, MADE_UP], ids=["shipped", "made up"])
def test_a_record_that_is_sound_is_a_valid_data_package(path: Path) -> None:
    assert check(path) == [] and found_by_frictionless(path) == set()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (EVENTS, ",stated,XFR,", ",guessed,XFR,"),
        (EVENTS, "2031-firefly-visit,President Firefly visits Esthia", "2031-firefly-visit,"),
        (EVENTS, "2031-firefly-visit,", "2031 Firefly visit,"),
        (EVENTS, ",drill,engagement", ",duel,engagement"),
        (PEOPLE, "2031-firefly-visit,1,", "2031-firefly-visit,first,"),
        (PEOPLE, "2031-firefly-visit,1,", "2031-firefly-visit,0,"),
        (PEOPLE, "2031-firefly-visit,1,", "2031-nobodys-visit,1,"),
        (PEOPLE, "2031-firefly-visit,1,", ",1,"),
    ],
)
def test_what_frictionless_finds_the_check_finds(copy: Path, file: str, old: str, new: str) -> None:
    replace(copy, file, old, new)
    theirs, ours = found_by_frictionless(copy), {(fault.file, fault.line, fault.column) for fault in check(copy)}
    assert theirs
    # A row's key is of several columns, of which the check names the one that is wrong.
    assert all(one in ours or any(one[:2] == other[:2] for other in ours) for one in theirs), (theirs, ours)
