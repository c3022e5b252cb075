"""What a column allows in a cell: its type, its constraints, and what any text must be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from data import dates, plain_text
from data.checks.fault import shown

# A spreadsheet runs a cell that begins with one of these; the record's own extracts must open in one without harm.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# In characters.
LONGEST = 10_000
# Columns that hold EDTF dates, and one that holds addresses.
DATE_COLUMNS = {
    "events": ("start", "end"),
    "tenures": ("start", "end"),
    "sources": ("published",),
    "known_gaps": ("start", "end"),
    "retractions": ("start", "retracted"),
    "merged_officials": ("merged",),
}
ADDRESS_COLUMNS = {"sources": ("url",)}
TYPES = {"string": "text", "integer": "a whole number", "boolean": "true or false"}
BOOLEANS = ("true", "false")
CONSTRAINTS = ("required", "unique", "pattern", "enum", "minimum", "maximum")
# One spelling a number: a key that is written in two ways would be two.
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")

Problem = tuple[str, str]


class Column:
    """A column as its descriptor has it; it says what is wrong with one of its cells."""

    def __init__(self, table: str, field: Mapping[str, Any]) -> None:
        rules = field.get("constraints") or {}
        self.name: str = field["name"]
        self.type: str = field["type"]
        self.rules: Mapping[str, Any] = rules
        self.unique = bool(rules.get("unique"))
        self._required = bool(rules.get("required"))
        self._pattern = re.compile(rules["pattern"]) if "pattern" in rules else None
        self._enum = {str(value) for value in rules["enum"]} if "enum" in rules else None
        self._is_date = self.name in DATE_COLUMNS.get(table, ())
        self._is_address = self.name in ADDRESS_COLUMNS.get(table, ())

    def broken(self, text: str) -> Problem | None:
        """How a cell of a table breaks the column's type or constraints, and what is allowed; None for a sound cell."""
        if not text:
            return ("is empty", self.allowed) if self._required else None
        if len(text) > LONGEST:
            return f"has {len(text):,} characters", f"allowed are {LONGEST:,}"
        if (self.type == "integer" and not _INTEGER.fullmatch(text)) or (self.type == "boolean" and text not in BOOLEANS):
            return f"{shown(text)} is not of the column's type", self.allowed
        return self._breaks_a_rule(text)

    def unfit(self, text: str) -> Problem | None:
        """What no cell may be, whatever its type says, and what is allowed."""
        if self._is_date and text:
            return unfit(text) or date_problem(text)
        return unfit(text) or (plain_text.address_fault(text) if self._is_address and text else None)

    def problem_of_value(self, value: Any) -> Problem | None:
        """The same for a value of a vocabulary, which YAML has given a type."""
        if value is None or value == "":
            return ("is empty", self.allowed) if self._required else None
        kind = {"string": str, "integer": int, "boolean": bool}[self.type]
        if type(value) is not kind:
            return f"{shown(value)} is not of the column's type", self.allowed
        if not isinstance(value, str):
            return self._breaks_a_rule(str(value))
        if len(value) > LONGEST:
            return f"has {len(value):,} characters", f"allowed are {LONGEST:,}"
        return self._breaks_a_rule(value) or unfit(value)

    def _breaks_a_rule(self, text: str) -> Problem | None:
        broken = (
            (self._pattern and not self._pattern.fullmatch(text))
            or (self._enum is not None and text not in self._enum)
            or (self.type == "integer" and "minimum" in self.rules and int(text) < self.rules["minimum"])
            or (self.type == "integer" and "maximum" in self.rules and int(text) > self.rules["maximum"])
        )
        return (f"{shown(text)} breaks the column's rule", self.allowed) if broken else None

    @property
    def allowed(self) -> str:
        """The column's rule in words."""
        kind = TYPES[self.type]
        if "enum" in self.rules:
            kind = "one of " + ", ".join(str(value) for value in self.rules["enum"])
        parts = [kind]
        if "pattern" in self.rules:
            parts.append(f"of the form {self.rules['pattern']}")
        if "minimum" in self.rules:
            parts.append(f"not under {self.rules['minimum']}")
        if "maximum" in self.rules:
            parts.append(f"not over {self.rules['maximum']}")
        if self.unique:
            parts.append("once in the table")
        parts.append("never empty" if self._required else "or empty")
        return "allowed is " + ", ".join(parts)


def unfit(text: str) -> Problem | None:
    """What no text of a record may be: with white space around it, line breaks or signs that aren't seen in it, or a formula."""
    if text != text.strip() or "\n" in text or "\r" in text:
        return "has white space around it or a line break in it", "allowed is one line of text without white space around it"
    if found := plain_text.text_fault(text):
        return found
    if not text.startswith(FORMULA_SIGNS):
        return None
    allowed = "allowed is text that begins with none of = + - @, tab or carriage return"
    return f"{text[:40]!r} begins with a formula sign", allowed


def date_problem(text: str) -> Problem | None:
    """A date that is none."""
    try:
        dates.parse(text)
    except ValueError as error:
        what, allowed = str(error).rsplit("; ", 1)
        return what, allowed
    return None


def day_problem(value: Any) -> Problem | None:
    """The same for a descriptor's, which YAML may have read as a day already."""
    return None if isinstance(value, date) else date_problem(str(value))
