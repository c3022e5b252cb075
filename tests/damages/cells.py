"""Damages of single cells and rows: for every column of every table, each kind that its type and constraints forbid."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tests.damages.sheets import Sheets, Told

NOT_DATES = (
    "2024-13", "2024-00", "2024-02-30", "2023-02-29", "2024-06-31", "2024-00-10", "24-06-04", "2024/06/04", "06/04/2024", "June 2024",
    "2024-6-4", "20240604", "2024-06-04T10:00", "2024-06-04/2024-06-05", "2024-06-04..2024-06-05", "XXXX", "201X", "2024-XX", "~2024",
    "2024??", "2024~?", "2024-21", "2024S2", "0000", "Y20240", "[2024]", "{2024}", "2024-06-04Z", "２０２４", "unknown", "..", "2024~-06",
    "1" * 500, "(" * 300, "2024-06-04; 2024-06-05", "10000", "NaN", "45447",
)  # fmt: skip
NOT_INTEGERS = (
    "x",
    "1.5",
    "1e3",
    "٣",
    "0x10",
    "1,000",
    " 1",
    "1 ",
    "007",
    "9" * 20,
    "NaN",
    "true",
    "one",
    "1/2",
    "½",
    "1_000",
    "--1",
)
NOT_BOOLEANS = ("yes", "True", "TRUE", "1", "0", "t", "false ", "none", "wahr")
NOT_ADDRESSES = {
    "javascript:alert(1)": "breaks the column's rule",
    "data:text/html,x": "breaks the column's rule",
    "ftp://example.org/": "breaks the column's rule",
    "//example.org/": "breaks the column's rule",
    "example.org": "breaks the column's rule",
    "https://": "breaks the column's rule",
    "https://?": "is no web address",
    "https://exa mple.org/": "U+0020",
    'https://example.org/"x': "in the address",
    "https://example.org/<script>": "in the address",
    "https://rufus:duck@example.org/": "a password",
    "https://example.org:99999/": "is no web address",
    "https://[::1/": "is no web address",
}
# What no text may be, from a text that is sound.
NOT_TEXTS = {
    " {}": "white space around it",
    "{} ": "white space around it",
    "\u00a0{}": "white space around it",
    "{}\nmore": "a line break in it",
    "{}\r\nmore": "a line break in it",
    "{}\tmore": "U+0009",
    "{}\x00more": "U+0000",
    "{}\x1b[31m": "U+001B",
    "{}\x7fmore": "U+007F",
    "{}\x85more": "U+0085",
    "{}\u2028more": "U+2028",
    "{}\ufeffmore": "U+FEFF",
    "{}\u202emore": "U+202E",
    "{}\u2066more": "U+2066",
    "more\u200bmore": "U+200B",
    "{}\ufffdmore": "U+FFFD",
    "{}\ue000": "U+E000",
    "Tea Se\u0301iha": "as several signs",
    "=1+1": "a formula sign",
    "+1": "a formula sign",
    "-1": "a formula sign",
    "@SUM(A1)": "a formula sign",
    '=HYPERLINK("x")': "a formula sign",
    "x" * 10_001: "10,001 characters",
}
DATES = ("start", "end", "published", "retracted", "merged")

Damage = tuple[str, str, str, str]  # table, column, the new cell ({} is the old one), words of what must be told


def of_cells(sheets: Sheets) -> Iterator[Damage]:
    """Every kind of damage of every column whose cells no other table names."""
    named = {(other, key) for _, _, other, key in sheets.references()}
    for table, schema in sheets.schemas.items():
        references = {key["fields"] for key in schema.get("foreignKeys", ())}
        for field in schema["fields"]:
            if (table, field["name"]) not in named:
                for cell, words in _of_field(field, field["name"] in references):
                    yield table, field["name"], cell, words


def _of_field(field: dict[str, Any], refers: bool) -> Iterator[tuple[str, str]]:
    rules = field.get("constraints", {})
    if rules.get("required"):
        yield "", "is empty"
    if field["type"] == "integer":
        yield from ((cell, "is not of the column's type") for cell in NOT_INTEGERS)
        if "minimum" in rules:
            yield str(rules["minimum"] - 1), "breaks the column's rule"
            yield "-99", "breaks the column's rule"
    elif field["type"] == "boolean":
        yield from ((cell, "is not of the column's type") for cell in NOT_BOOLEANS)
    elif field["name"] == "url":
        yield from NOT_ADDRESSES.items()
    elif field["name"] in DATES:
        yield from ((cell, _why_no_date(cell)) for cell in NOT_DATES)
        yield " {}", "white space around it"
    elif "enum" in rules or "pattern" in rules:
        yield from (
            (cell, "breaks the column's rule") for cell in ("!!!", "{}!", "ÄÖÜ", "{} {}\u200b", "{}\n", "é{}", "\x00", "{};")
        )
        yield "x" * 10_001, "10,001 characters"
    else:
        yield from NOT_TEXTS.items()
    if refers:
        yield ("999" if field["type"] == "integer" else "ZZZ"), "is not in "
        yield ("998" if field["type"] == "integer" else "QQQ"), "is not in "


def _why_no_date(text: str) -> str:
    if text == "0000":
        return "is outside the years"
    return "and what follows is not a date" if len(text) > 100 else "is not a da"


def of_rows(sheets: Sheets) -> Iterator[tuple[str, str]]:
    """Each table with each kind of damage of a whole row, of which three stand in it."""
    return ((table, kind) for table in sheets.schemas for kind in ("too short", "too long", "much too short") for _ in range(3))


def rounds(sheets: Sheets, home: Any, seed: int = 1) -> Iterator[tuple[Sheets, list[Told]]]:
    """All damages of cells and rows, each in a row of its own, in as few copies of the record as that takes."""
    chance = random.Random(seed)
    waiting: dict[str, list[tuple[str, ...]]] = {table: [] for table in sheets.schemas}
    for table, column, cell, words in of_cells(sheets):
        waiting[table].append((column, cell, words))
    for table, kind in of_rows(sheets):
        waiting[table].append((kind,))
    while any(waiting.values()):
        copy, told = home(), []
        for table, damages in waiting.items():
            free = list(range(1, len(copy.cells[table])))
            chance.shuffle(free)
            here, waiting[table] = damages[: len(free)], damages[len(free) :]
            placed = list(zip(free, here, strict=False))
            for row, damage in placed:
                _do(copy, table, row, damage)
            # Only now is it known which line each row stands on.
            lines = copy.lines(table)
            told += [_told(copy, table, lines[row], damage) for row, damage in placed]
        yield copy, told


def _do(copy: Sheets, table: str, row: int, damage: tuple[str, ...]) -> None:
    cells = copy.cells[table][row]
    match damage:
        case ("too short",):
            cells.pop()
        case ("much too short",):
            del cells[1:]
        case ("too long",):
            cells.append("one more")
        case (column, cell, _):
            copy.set(table, row, column, cell.replace("{}", copy.get(table, row, column) or "word") if len(cell) < 100 else cell)


def _told(copy: Sheets, table: str, line: int, damage: tuple[str, ...]) -> Told:
    names = [field["name"] for field in copy.schemas[table]["fields"]]
    match damage:
        case ("too short",):
            return Told(f"{table}.csv", line, names[-1], "the row ends before this column")
        case ("much too short",):
            return Told(f"{table}.csv", line, names[1], "the row ends before this column")
        case ("too long",):
            return Told(f"{table}.csv", line, "", "'one more' stands after the last column")
    return Told(f"{table}.csv", line, damage[0], damage[2])


def of_keys(home: Any, seed: int = 1) -> Iterator[tuple[Sheets, list[Told]]]:
    """Copies of the record in which keys are missing, malformed or doubled, with everything that then names nothing."""
    named = sorted({(other, key) for _, _, other, key in home().references()})
    for kind, number in (("empty", 1), ("malformed", 1), ("other", 2), ("twice", 1), ("row twice", 0)):
        copy, told = home(), []
        sound = home()
        chance = random.Random(f"{seed} {kind}")
        if kind == "row twice":
            told += list(_rows_twice(copy, chance))
        touched: set[tuple[str, int]] = set()
        for table, key in named:
            rows = list(range(1, len(sound.cells[table])))
            chance.shuffle(rows)
            done = 0
            for row in rows:
                if done >= 5 * number:
                    break
                old = sound.get(table, row, key)
                left = sound.referring(table, key, old)
                places = {(table, row), *((other, place) for other, place, _ in left)}
                if places & touched:
                    continue
                done, touched = done + 1, touched | places
                new, words = {
                    "empty": ("", "is empty"),
                    "malformed": (f"{old}!", "breaks the column's rule"),
                    "other": (f"s9{9000 + row}" if key == "source_id" else f"2000-{old}" if key == "event_id" else f"{old}-x", ""),
                    "twice": (
                        sound.get(table, next(other for other in rows if (table, other) not in touched), key),
                        "stands in the column already",
                    ),
                }[kind]
                copy.set(table, row, key, new)
                if kind == "twice":
                    one = next(number for number, cells in sound.rows(table) if cells[key] == new)
                    touched.add((table, one))
                    told.append(Told(f"{table}.csv", max(row, one) + 1, key, words))
                elif words:
                    told.append(Told(f"{table}.csv", row + 1, key, words))
                for other, place, column in left:
                    told.append(Told(f"{other}.csv", place + 1, column, f"{old!r} is not in "))
        yield copy, told


def _rows_twice(copy: Sheets, chance: random.Random) -> Iterator[Told]:
    """Rows that stand in a table again at its end."""
    for table, schema in copy.schemas.items():
        key = schema["primaryKey"] if isinstance(schema["primaryKey"], list) else [schema["primaryKey"]]
        alone = [field["name"] for field in schema["fields"] if field.get("constraints", {}).get("unique")]
        rows = range(1, len(copy.cells[table]))
        for row in chance.sample(rows, min(5, len(rows))):
            copy.cells[table].append(list(copy.cells[table][row]))
            line = len(copy.cells[table])
            for columns in [[name] for name in alone] + ([key] if len(key) > 1 else []):
                where = "column" if len(columns) == 1 else "table"
                yield Told(f"{table}.csv", line, ", ".join(columns), f"stands in the {where} already (line {row + 1})")
