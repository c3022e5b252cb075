"""The tables of a record as text: rows are looked up, put in, changed and taken out, and every other row keeps its bytes."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from data import dates
from data.record import Vocabulary, descriptor_name, is_vocabulary, read_descriptor, read_vocabularies

Row = dict[str, str]


class UnfitError(Exception):
    """Why something can't be done to a record, in a sentence for the curator; nothing has been written."""


class Sheet:
    """One table: its columns, and its rows in their order as text by column. Lines that are not touched are kept as they are."""

    def __init__(self, name: str, file: str, content: bytes) -> None:
        self.name, self.file, self.was = name, file, content
        lines = list(io.StringIO(content.decode("utf-8"), newline="\n"))
        self._head = lines[0]
        self._end = "\r\n" if self._head.endswith("\r\n") else "\n"
        self.columns: list[str] = next(csv.reader([self._head.lstrip("\ufeff")]))
        # Each row with the line that it was read from; None for one that is new or changed.
        self._lines: list[tuple[Row, str | None]] = [
            (dict(zip(self.columns, next(csv.reader([line])), strict=True)), line) for line in lines[1:]
        ]

    @property
    def rows(self) -> list[Row]:
        """The rows, to be read; `change`, `put` and `drop` alter them."""
        return [row for row, _ in self._lines]

    def where(self, **values: str) -> list[Row]:
        """The rows that have these values."""
        return [row for row in self.rows if all(row[name] == value for name, value in values.items())]

    def change(self, row: Row, **values: str) -> None:
        """Give a row of the table other values."""
        for place, (own, _) in enumerate(self._lines):
            if own is row and any(row[name] != value for name, value in values.items()):
                row.update(values)
                self._lines[place] = (row, None)

    def drop(self, unwanted: Callable[[Row], bool]) -> list[Row]:
        """Take out rows; return them."""
        gone = [row for row, _ in self._lines if unwanted(row)]
        self._lines = [(row, line) for row, line in self._lines if not unwanted(row)]
        return gone

    def put(self, values: dict[str, str], place: int | None = None) -> Row:
        """Put in a row, at the end where no place is given; a column that is not named is empty."""
        row = {name: values.get(name, "") for name in self.columns}
        assert values.keys() <= row.keys(), values.keys() - row.keys()
        self._lines.insert(len(self._lines) if place is None else place, (row, None))
        return row

    def put_in_order(self, values: dict[str, str], key: Callable[[Row], Any]) -> Row:
        """Put in a row where its key belongs in a table that is in the order of this key."""
        return self.put(values, bisect_right([key(row) for row in self.rows], key(values)))

    @property
    def changed(self) -> bool:
        """Whether the table differs from what was read."""
        return self.content() != self.was

    def content(self) -> bytes:
        """The table as bytes."""
        lines = [self._head, *(self._written(row) if line is None else line for row, line in self._lines)]
        # A last line may lack its end; one that is no longer the last needs it.
        ended = [line if line.endswith("\n") else line + self._end for line in lines[:-1]]
        return "".join([*ended, lines[-1]]).encode("utf-8")

    def _written(self, row: Row) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator=self._end).writerow([row[name] for name in self.columns])
        return out.getvalue()


class Book:
    """The tables of a sound record in a folder of CSV files, to be altered in memory. Sheets are read when first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = read_descriptor(path)
        self._files = {
            resource["name"]: resource["path"] for resource in self.descriptor["resources"] if not is_vocabulary(resource)
        }
        self._sheets: dict[str, Sheet] = {}

    def __getitem__(self, name: str) -> Sheet:
        if name not in self._sheets:
            file = self._files[name]
            self._sheets[name] = Sheet(name, file, (self.path / file).read_bytes())
        return self._sheets[name]

    def __iter__(self) -> Iterator[Sheet]:
        return (self[name] for name in self._files)

    @property
    def files(self) -> list[str]:
        """Every file of the record, by its path in the folder."""
        return [descriptor_name(self.path), *(resource["path"] for resource in self.descriptor["resources"])]

    @cached_property
    def words(self) -> dict[str, Vocabulary]:
        """The vocabularies by name."""
        return read_vocabularies(self.path, self.descriptor)

    @property
    def pair(self) -> list[str]:
        """The two sides."""
        return list(self.descriptor["pair"])

    def changed(self) -> dict[str, bytes]:
        """The files that differ from what was read, with their new content."""
        return {sheet.file: sheet.content() for sheet in self if sheet.changed}

    def one(self, name: str, key: str, value: str) -> Row | None:
        """The row of a table with this key."""
        return next((row for row in self[name].rows if row[key] == value), None)

    def put_event(self, values: dict[str, str]) -> Row:
        """Put in an event by its start, then its identifier, as events are kept."""
        return self["events"].put_in_order(values, lambda row: (dates.parse(row["start"]).first, row["event_id"]))

    def put_of_event(self, name: str, values: dict[str, str]) -> Row:
        """Put in a row that belongs to an event, in the order of the events."""
        return self._put_after(name, values, "event_id", [row["event_id"] for row in self["events"].rows])

    def put_of_conflict(self, values: dict[str, str]) -> Row:
        """Put in a value of a conflict, in the order of the conflicts."""
        return self._put_after("conflict_values", values, "conflict_id", [row["conflict_id"] for row in self["conflicts"].rows])

    def _put_after(self, name: str, values: dict[str, str], key: str, order: list[str]) -> Row:
        """Put in a row behind the last one of the same owner, or else of the nearest earlier owner that has rows."""
        last = {row[key]: place for place, row in enumerate(self[name].rows, 1)}
        earlier = reversed(order[: order.index(values[key]) + 1])
        return self[name].put(values, next((last[owner] for owner in earlier if owner in last), 0))
