"""A record as sheets of cells to damage, and what must be told of it."""

from __future__ import annotations

import csv
import io
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

from data.check import Fault, check

# Of the processor: how long a check waits for it says what else the machine does.
SECONDS = 10


@dataclass(frozen=True)
class Told:
    """A fault that must be told; `words` is a part of what is said to be wrong."""

    file: str
    line: int
    column: str
    words: str

    def is_told_by(self, fault: Fault) -> bool:
        """Whether a fault is this one."""
        return (self.file, self.line, self.column) == (fault.file, fault.line, fault.column) and self.words in fault.what


class Sheets:
    """The tables of a record in a folder as lists of rows of cells, the header the first, to damage and write elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.descriptor: dict[str, Any] = yaml.safe_load((folder / "datapackage.yaml").read_text(encoding="utf-8"))
        tables = [resource for resource in self.descriptor["resources"] if resource["path"].endswith(".csv")]
        self.schemas: dict[str, dict[str, Any]] = {table["name"]: table["schema"] for table in tables}
        self.cells: dict[str, list[list[str]]] = {}
        for name in self.schemas:
            with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                self.cells[name] = list(csv.reader(file))

    def column(self, table: str, name: str) -> int:
        """Where a column stands."""
        return [field["name"] for field in self.schemas[table]["fields"]].index(name)

    def get(self, table: str, row: int, column: str) -> str:
        """A cell; row 1 is the first under the header."""
        return self.cells[table][row][self.column(table, column)]

    def set(self, table: str, row: int, column: str, value: str) -> None:
        """Write a cell."""
        self.cells[table][row][self.column(table, column)] = value

    def rows(self, table: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row by its number."""
        header, *rows = self.cells[table]
        for number, row in enumerate(rows, 1):
            yield number, dict(zip(header, row, strict=False))

    def append(self, table: str, **cells: str) -> int:
        """Add a row, the cells that are not named empty; its number."""
        self.cells[table].append([cells.get(field["name"], "") for field in self.schemas[table]["fields"]])
        return len(self.cells[table]) - 1

    def references(self) -> Iterator[tuple[str, str, str, str]]:
        """Each reference between tables: the table and column, and the table and column that it names."""
        for table, schema in self.schemas.items():
            for key in schema.get("foreignKeys", ()):
                other = key["reference"]["resource"] or table
                if other in self.schemas:
                    yield table, key["fields"], other, key["reference"]["fields"]

    def referring(self, table: str, column: str, value: str) -> list[tuple[str, int, str]]:
        """Every cell of the record that names a row of a table by a value."""
        return [
            (one, number, key)
            for one, key, other, name in self.references()
            if (other, name) == (table, column)
            for number, row in self.rows(one)
            if row.get(key) == value
        ]

    def lines(self, table: str) -> list[int]:
        """The line on which each row begins, as an editor counts: a cell with line breaks takes several."""
        breaks = (sum(cell.count("\n") for cell in row) for row in self.cells[table])
        return [row + 1 + before for row, before in enumerate(accumulate(breaks, initial=0))]

    def write(self, folder: Path) -> Path:
        """Write the record into a folder."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "checks", "curation", "measures"))
        for name, rows in self.cells.items():
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerows(rows)
            (folder / "tables" / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
        return folder


def assert_told(folder: Path, expected: Iterable[Told]) -> int:
    """Every fault that is expected is told, nothing else is, nothing is raised, and it does not take long; how many were told."""
    expected = list(expected)
    begin = time.thread_time()
    found = check(folder)
    took = time.thread_time() - begin
    places = Counter((told.file, told.line, told.column) for told in expected)
    assert len(places) == len(expected), [place for place, number in places.items() if number > 1]
    by_place = {(fault.file, fault.line, fault.column): fault for fault in found}
    untold = [
        told
        for told in expected
        if (place := (told.file, told.line, told.column)) not in by_place or not told.is_told_by(by_place[place])
    ]
    assert not untold, (f"{len(untold)} of {len(expected)} not told", untold[:5], [str(fault) for fault in found][:8])
    unexplained = [str(fault) for fault in found if (fault.file, fault.line, fault.column) not in places]
    assert not unexplained, unexplained[:5]
    assert len(found) == len(expected)
    assert all(
        fault.what and fault.allowed.split()[0] in ("allowed", "needed", "each") and "\n" not in str(fault) for fault in found
    )
    assert took < SECONDS
    return len(found)
