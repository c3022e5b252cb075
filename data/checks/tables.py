"""The tables of a record as a data package describes them: header, cells, keys within a table and between tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from data import files
from data.checks.cells import Column
from data.checks.fault import MOST, Fault, shown
from data.checks.rules import Row, Rows

# Some programs take it for the end of a row, others for text.
_LONE_RETURN = re.compile(r"\r(?!\n)")

# The codes of each vocabulary in their order, as a cell writes them; None where it can't be read.
Codes = Mapping[str, list[str] | None]
# Cells longer than the reader takes by itself are told as too long by us, with their column.
csv.field_size_limit(files.LARGEST_TABLE)
_CELL = re.compile(r'(?:"[^"]*(?:""[^"]*)*"|[^",\r\n]*)(,|\r?\n|\Z)')


class Table:
    """A table as it was read: its rows by line, as far as they can be told apart, and what is wrong with it so far."""

    def __init__(self, resource: Mapping[str, Any], path: Path) -> None:
        self.name: str = resource["name"]
        self.file = Path(resource["path"]).name
        self.schema: Mapping[str, Any] = resource["schema"]
        self.columns = [Column(self.name, field) for field in self.schema["fields"]]
        self.key = as_list(self.schema.get("primaryKey", []))
        self.rows: list[tuple[int, Row]] = []
        # Whether all its rows were read, so that a key that is not among them is nowhere.
        self.complete = False
        # Cells that are wrong already, of which nothing more is said.
        self.wrong: set[tuple[int, str]] = set()
        # Whether nothing is wrong but what some cells say, so that rules can be tried on its rows.
        self.sound = True
        self._joined = {*self.key, *(reference["fields"] for reference in self.schema.get("foreignKeys", ()))}
        self.faults = list(islice(self._read(path / resource["path"]), MOST))

    def _fault(self, line: int, column: str, what: str, allowed: str, breaks: bool = True) -> Fault:
        self.wrong.add((line, column))
        self.sound = self.sound and not breaks
        return Fault(self.file, line, column, what, allowed)

    def _read(self, path: Path) -> Iterator[Fault]:
        header: list[str] = []
        try:
            text = files.read_text(path)
        except OSError as error:
            yield self._fault(0, "", f"cannot be read ({error.strerror})", "needed is a file of text")
            return
        except files.UnreadableError as error:
            # What comes before the error in its line is text, whatever comes after.
            column = self._column(path, error.line, error.at) if error.at or error.line > 1 else ""
            yield self._fault(error.line, column, error.what, error.allowed)
            return
        if not text.strip():
            yield self._fault(0, "", "is empty", self._needed)
            return
        if found := _LONE_RETURN.search(text):
            before = text[: found.start()]
            line, column = before.count("\n") + 1, self._name(_place(before.rpartition("\n")[2]))
            yield self._fault(line, column, "has a carriage return in it", "allowed is a line break, or both together, after a row")
            return
        if not text.endswith("\n"):
            line, last = text.count("\n") + 1, text.rpartition("\n")[2]
            what = "the last line has no end, as if the file were cut short"
            yield self._fault(line, self._name(_place(last)), what, "needed is a line break after every row")
            return
        for line, cells in self._lines(text):
            if isinstance(cells, Fault):
                yield cells
                return
            if not header:
                header = cells
                yield from (problems := list(self._header(header)))
                if problems:
                    return
            else:
                yield from self._row(line, cells)
        self.complete = True

    @property
    def _needed(self) -> str:
        return "needed are the columns " + ", ".join(column.name for column in self.columns)

    def _name(self, index: int) -> str:
        return self.columns[index].name if 0 <= index < len(self.columns) else ""

    def _column(self, path: Path, line: int, at: int) -> str:
        """The column of a place in a line of a file that is no text as a whole."""
        with path.open("rb") as file:
            before = next(islice(file, line - 1, line), b"").removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")[:at]
        return self._name(_place(before))

    def _lines(self, text: str) -> Iterator[tuple[int, list[str] | Fault]]:
        """Each row with the line on which it begins; a fault in place of the first that can't be told from the next."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        while True:
            line = reader.line_num + 1
            try:
                yield line, next(reader)
            except StopIteration:
                return
            except csv.Error:
                rest = "".join(islice(io.StringIO(text, newline=""), line - 1, None))
                what = "has a quotation mark that is not doubled or not closed"
                allowed = 'allowed is a cell in quotation marks as a whole, with "" for each one inside'
                yield line, self._fault(line, self._name(_place(rest)), what, allowed)
                return

    def _header(self, header: list[str]) -> Iterator[Fault]:
        wanted = [column.name for column in self.columns]
        if header == wanted:
            return
        for name in wanted:
            if name not in header:
                yield self._fault(1, name, "the header lacks the column", self._needed)
        for index, name in enumerate(header):
            if name not in wanted:
                yield self._fault(1, name[:40], f"{shown(name)} is no column of the table", self._needed)
            elif name in header[:index]:
                yield self._fault(1, name, "the header has the column twice", self._needed)
        if sorted(header) == sorted(wanted):
            first = next(index for index, name in enumerate(header) if name != wanted[index])
            yield self._fault(1, header[first], "the columns stand in another order", self._needed)

    def _row(self, line: int, cells: list[str]) -> Iterator[Fault]:
        number = len(self.columns)
        row = {column.name: cell for column, cell in zip(self.columns, cells, strict=False)}
        self.rows.append((line, row))
        needed = f"each row has {number} cells"
        if not cells:
            yield self._fault(line, ", ".join(self.key), "the row is empty", needed)
        elif len(cells) < number:
            yield self._fault(line, self._name(len(cells)), "the row ends before this column", needed)
        elif len(cells) > number:
            yield self._fault(line, "", f"{shown(cells[number])} stands after the last column", needed)
        if len(cells) != number:
            self.wrong.update((line, column.name) for column in self.columns)
            return
        for column, cell in zip(self.columns, cells, strict=True):
            if problem := column.broken(cell):
                yield self._fault(line, column.name, *problem)
            elif problem := column.unfit(cell):
                # The rules count lines by rows, which a line break puts out of step.
                breaks = column.name in self._joined or "\n" in cell or "\r" in cell
                yield self._fault(line, column.name, *problem, breaks=breaks)

    def keys(self) -> Iterator[Fault]:
        """What stands in the table twice and may not."""
        alone = [column.name for column in self.columns if column.unique]
        for names in [[name] for name in alone] + [self.key] * (len(self.key) > 1 or self.key[:1] != alone[:1]):
            first: dict[tuple[str, ...], int] = {}
            for line, row in self.rows:
                key = tuple(row.get(name, "") for name in names)
                if not all(key) or any((line, name) in self.wrong for name in names):
                    continue
                if line != (earlier := first.setdefault(key, line)):
                    what = f"{' and '.join(map(shown, key))} stands in the {'column' if len(names) == 1 else 'table'} already (line {earlier})"
                    column = next((column for column in self.columns if [column.name] == names), None)
                    yield Fault(self.file, line, ", ".join(names), what, column.allowed if column else "allowed is each key once")

    def dangling(self, tables: Mapping[str, Table], codes: Codes, paths: Mapping[str, str]) -> Iterator[Fault]:
        """What names a row or a code that is nowhere."""
        for reference in self.schema.get("foreignKeys", ()):
            column, other = reference["fields"], reference["reference"]["resource"] or self.name
            known, allowed = _known(reference, tables.get(other), codes.get(other), paths[other])
            if known is None:
                continue
            for line, row in self.rows:
                value = row.get(column, "")
                if value and value not in known and (line, column) not in self.wrong:
                    where = reference["reference"]["resource"] or "the table"
                    yield Fault(self.file, line, column, f"{shown(value)} is not in {where}", allowed)


def _known(reference: Mapping[str, Any], table: Table | None, codes: list[str] | None, path: str) -> tuple[set[str] | None, str]:
    """What a reference may name, None where that is not known, and the same in words."""
    if table:
        key = reference["reference"]["fields"]
        return {row.get(key, "") for _, row in table.rows} if table.complete else None, f"allowed is the {key} of {table.file}"
    told = f"allowed are the codes of {path}"
    if codes and len(codes) <= 30:
        told = "allowed are " + ", ".join(codes)
    return None if codes is None else set(codes), told


def check(
    resources: Iterable[Mapping[str, Any]], path: Path, codes: Codes, paths: Mapping[str, str]
) -> tuple[list[Fault], Rows | None]:
    """All faults of the tables by themselves, and their rows; None where the tables do not hold together."""
    tables = {resource["name"]: Table(resource, path) for resource in resources}
    joined = [
        fault
        for table in tables.values()
        for fault in (*islice(table.keys(), MOST), *islice(table.dangling(tables, codes, paths), MOST))
    ]
    faults = [*(fault for table in tables.values() for fault in table.faults), *joined]
    if joined or not all(table.sound for table in tables.values()):
        return faults, None
    return faults, {name: [row for _, row in table.rows] for name, table in tables.items()}


def as_list(value: str | list[str]) -> list[str]:
    """A key of one column or of several."""
    return [value] if isinstance(value, str) else list(value)


def _place(before: str) -> int:
    """In which cell of a row a text ends that begins with the row, or from which on its quotation marks are wrong."""
    count, at = 0, 0
    while (match := _CELL.match(before, at)) and match[1] == ",":
        count, at = count + 1, match.end()
    return count
