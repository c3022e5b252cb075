"""A record with some rows put in, in memory: what is new, what is altered, what was taken for what, and what can't be so."""

from __future__ import annotations

import re
from collections.abc import Callable

from data.checks.cells import Column
from data.curation.asking import Asker
from data.curation.matching import Found
from data.curation.notes import Mistake, Word, line_of
from data.curation.sheets import Book, Row
from data.record import is_vocabulary
from data.texts import fold


class Draft:
    """A record that is being added to from a file of notes."""

    def __init__(self, book: Book, file: str, asker: Asker | None = None) -> None:
        self.book, self.file, self.asker = book, file, asker
        # The rows put in, by table, each with the line of the notes that it comes from.
        self.added: dict[str, list[tuple[Row, int]]] = {}
        # The cells altered: table, key, column, before, after.
        self.altered: list[tuple[str, str, str, str, str]] = []
        # What was taken for what, in sentences.
        self.told: list[str] = []
        self.mistakes: list[Mistake] = []
        self._columns = _columns(book)
        self._keys = _keys(book)

    def place_of(self, table: str, line: int) -> str:
        """Where in the notes a line of an altered table comes from; empty where it stood there before."""
        rows = self.book[table].rows
        if 2 <= line < len(rows) + 2:
            return next((f"{self.file}:{of}" for row, of in self.added.get(table, ()) if row is rows[line - 2]), "")
        return ""

    def problem(self, table: str, column: str, text: str) -> tuple[str, str] | None:
        """What is wrong with a cell and what is allowed; None for a sound one."""
        return self._columns[table][column].broken(text) or self._columns[table][column].unfit(text)

    def chosen(
        self, what: str, place: Word, found: Found, about: Callable[[Row], str], none: str, instead: str = "its identifier"
    ) -> Row | None:
        """The row that is meant; asked for where several may be. `none` is the last option, where there may be none."""
        if found.sure or not found.near:
            return found.sure
        options = [about(row) for row in found.near]
        if self.asker is None:
            listed = "".join(f"\n    {option}" for option in options)
            self.wrong(line_of(place), f"{what} may be one of these; say which by {instead}:{listed}")
            return None
        answer = self.asker.choose(f"Line {line_of(place)}: {what} may be", [*options, none or "none of these"])
        if answer < len(options):
            return found.near[answer]
        if not none:
            self.wrong(line_of(place), f"{what} is not on record")
        return None

    def put(self, table: str, values: dict[str, str], line: int) -> Row:
        """Put a row where it belongs; a cell that may not be so is a mistake on its line, or on that of the row."""
        told = {mistake.line for mistake in self.mistakes}
        for name, value in values.items():
            # What is empty because of a mistake that is told already is not told again.
            if (value or line not in told) and (problem := self.problem(table, name, value)):
                self.wrong(line_of(value, line), f"{name}: {', '.join(problem)}")
        key = self._keys[table]
        if self.book[table].where(**{name: values[name] for name in key}):
            self.wrong(line, f"{table} has {' '.join(values[name] for name in key)} already; each stands once")
        sheet = self.book[table]
        if table == "events":
            row = self.book.put_event(values)
        elif table == "conflict_values":
            row = self.book.put_of_conflict(values)
        elif "event_id" in sheet.columns:
            row = self.book.put_of_event(table, values)
        elif table in ("sources", "posts"):
            row = sheet.put(values)
        else:
            row = sheet.put_in_order(values, lambda row: row[key[0]])
        self.added.setdefault(table, []).append((row, line))
        return row

    def alter(self, table: str, row: Row, key: str, column: str, value: str) -> None:
        """Give a cell another value; a row that was on record before is shown with what it was."""
        if any(row is own for own, _ in self.added.get(table, ())):
            row[column] = str(value)
            return
        self.altered.append((table, row[key], column, row[column], str(value)))
        self.book[table].change(row, **{column: str(value)})

    def took(self, asked: str, name: str, identifier: str) -> None:
        """Tell what was taken for what, where it is not the same."""
        if asked not in (name, identifier):
            self.told.append(f"“{asked}” is taken for {name} ({identifier}).")

    def wrong(self, line: int, what: str) -> None:
        """Note a mistake on a line of the notes."""
        self.mistakes.append(Mistake(self.file, line, what))


def own_slug(name: str, taken: set[str]) -> str:
    """An identifier made of a name that no row has."""
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(name))) or "unnamed"
    number = next(number for number in range(1, len(taken) + 2) if (slug if number == 1 else f"{slug}-{number}") not in taken)
    return slug if number == 1 else f"{slug}-{number}"


def _columns(book: Book) -> dict[str, dict[str, Column]]:
    """For each table, its columns and what they allow."""
    return {
        resource["name"]: {field["name"]: Column(resource["name"], field) for field in resource["schema"]["fields"]}
        for resource in book.descriptor["resources"]
        if not is_vocabulary(resource)
    }


def _keys(book: Book) -> dict[str, list[str]]:
    keys = {resource["name"]: resource["schema"]["primaryKey"] for resource in book.descriptor["resources"]}
    return {name: [key] if isinstance(key, str) else key for name, key in keys.items()}
