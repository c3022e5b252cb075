"""Check a record before it is used: every fault as table, line, column, what is wrong and what is allowed."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml
from frictionless import Package, system
from frictionless.exception import FrictionlessException

from data import dates, parquet, plain_text
from data.record import HOME, descriptor_name, is_vocabulary, read_descriptor, table_names

# A spreadsheet runs a cell that begins with one of these; the record's own extracts must open in one without harm.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
DATE_COLUMNS = {"events": ("start", "end"), "tenures": ("start", "end"), "sources": ("published",), "known_gaps": ("start", "end")}
NEEDED = ("name", "title", "version", "created", "as_of", "pair")

Row = dict[str, str]


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a record. `line` counts from 1, the header included; 0 is the file as a whole."""

    file: str
    line: int
    column: str
    what: str
    allowed: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.column}: {self.what}, {self.allowed}" if self.column else f"{place}: {self.what}, {self.allowed}"


def check(path: Path | str = HOME) -> list[Fault]:
    """Every fault of the record in a folder, in the order of its files and lines; an empty list for a sound record.

    First what a data package can say (types, constraints, keys; Frictionless), then, on tables that hold together, what it
    can't: dates, order of dates, loops, citations, tenures, addresses, formula signs. Of a folder of Parquet files, which is made
    from a sound record, only that all its columns are there.
    """
    path = Path(path)
    own_name = descriptor_name(path)
    try:
        descriptor = read_descriptor(path)
    except OSError as error:
        return [Fault(own_name, 0, "", f"cannot be read ({error.strerror})", "needed is a folder that holds a data package")]
    except ValueError as error:
        return [Fault(own_name, 0, "", str(error), "needed is a Frictionless Data Package")]
    if not (faults := _descriptor_faults(descriptor, path)) and parquet.is_parquet(descriptor):
        return [Fault(file, 0, "", what, allowed) for file, what, allowed in parquet.faults(path, descriptor)]
    faults = faults or _package_faults(descriptor, path)
    if not faults:
        rows = {
            resource["name"]: _rows(path / resource["path"]) for resource in descriptor["resources"] if not is_vocabulary(resource)
        }
        faults = [
            *_pair_is_known(path, descriptor),
            *_safe_words(path, descriptor),
            *_plain_words(path, descriptor),
            *{fault for rule in RULES for fault in rule(rows, descriptor)},
        ]
    order = {
        resource["path"]: index
        for index, resource in enumerate(descriptor["resources"])
        if isinstance(resource, dict) and "path" in resource
    }
    names = {Path(name).name: index for name, index in order.items()}
    return sorted(faults, key=lambda fault: (names.get(fault.file, -1), fault.line, fault.column, fault.what))


def _descriptor_faults(descriptor: Mapping[str, Any], path: Path) -> list[Fault]:
    """What keeps the tables from being read at all."""
    own_name = descriptor_name(path)
    faults = [
        Fault(own_name, 0, name, "is missing", "needed are " + ", ".join(NEEDED)) for name in NEEDED if not descriptor.get(name)
    ]
    pair = descriptor.get("pair")
    if pair and not (
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(code, str) for code in pair) and len(set(pair)) == 2
    ):
        faults.append(Fault(own_name, 0, "pair", f"is {pair!r}", "allowed are two country codes"))
    if descriptor.get("as_of"):
        try:
            dates.parse(str(descriptor["as_of"]))
        except ValueError as error:
            faults.append(Fault(own_name, 0, "as_of", *str(error).split("; ", 1)))
    found = {}
    for number, resource in enumerate(descriptor["resources"], 1):
        if not isinstance(resource, dict) or not isinstance(resource.get("name"), str) or not isinstance(resource.get("path"), str):
            faults.append(Fault(own_name, 0, f"resource {number}", "has no name and path", "needed are both"))
            continue
        found[resource["name"]] = resource
        if not isinstance(resource.get("schema"), dict) or not isinstance(resource["schema"].get("fields"), list):
            faults.append(Fault(own_name, 0, resource["name"], "has no schema with fields", "needed is a Table Schema"))
        elif not (path / resource["path"]).is_file():
            faults.append(Fault(Path(resource["path"]).name, 0, "", "does not exist", f"needed is the file {resource['path']}"))
    return faults + [fault for fault in _schema_faults(found, own_name) if not faults]


def _schema_faults(found: Mapping[str, Any], own_name: str) -> Iterator[Fault]:
    """Where the resources do not have the tables, columns, types and keys that the code reads by name: those shipped here."""
    shipped = {resource["name"]: resource for resource in read_descriptor(HOME)["resources"]}
    needed = "needed is what the data package shipped with the code has"
    for name in [*shipped, *(name for name in found if name not in shipped)]:
        if name not in found:
            yield Fault(own_name, 0, name, "is missing from the resources", "needed are " + ", ".join(shipped))
        elif name not in shipped:
            yield Fault(own_name, 0, name, "is a resource too many", "allowed are " + ", ".join(shipped))
        else:
            own, other = shipped[name]["schema"], found[name]["schema"]
            columns = {field.get("name"): field for field in other["fields"] if isinstance(field, dict)}
            for field in own["fields"]:
                if field["name"] not in columns:
                    yield Fault(own_name, 0, f"{name}.{field['name']}", "is missing from the schema", needed)
                elif columns[field["name"]].get("type") != field["type"]:
                    yield Fault(own_name, 0, f"{name}.{field['name']}", "is of another type", f"needed is {field['type']}")
            for key in ("primaryKey", "foreignKeys"):
                if other.get(key) != own.get(key):
                    yield Fault(own_name, 0, f"{name}.{key}", "is not the one that the tables are joined by", needed)


def _package_faults(descriptor: Mapping[str, Any], path: Path) -> list[Fault]:
    """The stock Frictionless checks, in our words."""
    own_name = descriptor_name(path)
    try:
        with system.use_context(trusted=False):
            report = Package.from_descriptor(dict(descriptor), basepath=str(path)).validate()
    except FrictionlessException as error:
        notes = [reason.note for reason in error.reasons] or [error.error.note]
        return [Fault(own_name, 0, "", _sentence(note), "needed is a Frictionless Data Package") for note in dict.fromkeys(notes)]
    faults = [Fault(own_name, 0, "", _sentence(error.note), "allowed is a Frictionless Data Package") for error in report.errors]
    schemas = {resource["name"]: resource for resource in descriptor["resources"]}
    for task in report.tasks:
        resource = schemas[task.name]
        for error in task.errors:
            line = getattr(error, "row_number", None) or (1 if "label" in error.type or "header" in error.type else 0)
            if line and is_vocabulary(resource):
                line = _line_of_entry(path / resource["path"], line - 2)
            column = getattr(error, "field_name", "") or getattr(error, "label", "") or ""
            if error.type == "foreign-key":
                column = ", ".join(error.field_names)
            elif error.type in ("primary-key", "blank-row"):
                column = ", ".join(_as_list(resource["schema"].get("primaryKey", "")))
            what = _what(error)
            faults.append(Fault(Path(resource["path"]).name, line, column, what, _allowed(resource, column, error, path, schemas)))
    return faults


def _line_of_entry(path: Path, index: int) -> int:
    """The line on which an entry of a YAML list begins."""
    entries = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader).value
    return entries[index].start_mark.line + 1 if 0 <= index < len(entries) else 1


def _what(error: Any) -> str:
    cell = getattr(error, "cell", None)
    shown = repr(cell if len(cell) <= 80 else cell[:77] + "...") if isinstance(cell, str) else ""
    match error.type:
        case "type-error":
            return f"{shown} is not of the column's type"
        case "constraint-error":
            return f"{shown} breaks the column's rule" if cell else "is empty"
        case "unique-error":
            return f"{shown} stands in the column already"
        case "primary-key":
            return "the key stands in the table already or is incomplete"
        case "foreign-key":
            return " and ".join(repr(value) for value in error.field_cells) + f" is not in {error.reference_name or 'the table'}"
        case "missing-label" | "extra-label" | "incorrect-label" | "duplicate-label" | "blank-label":
            return f"the header does not fit ({error.type.replace('-', ' ')})"
        case "blank-row":
            return "the row is empty"
        case "extra-cell":
            return f"{shown or 'a cell'} stands after the last column"
        case "missing-cell":
            return "the row ends before this column"
    return _sentence(error.note)


def _allowed(resource: Mapping[str, Any], column: str, error: Any, path: Path, resources: Mapping[str, Any]) -> str:
    schema = resource["schema"]
    if error.type == "foreign-key":
        other = error.reference_name or resource["name"]
        target = resources[other]
        if is_vocabulary(target):
            codes = [str(row.get("code")) for row in yaml.safe_load((path / target["path"]).read_text(encoding="utf-8"))]
            return "allowed are " + ", ".join(codes) if len(codes) <= 30 else f"allowed are the codes of {target['path']}"
        return f"allowed is the {', '.join(error.reference_field_names)} of {Path(target['path']).name}"
    if "label" in error.type or "header" in error.type:
        return "needed are the columns " + ", ".join(field["name"] for field in schema["fields"])
    for field in schema["fields"]:
        if field["name"] == column:
            return _rule_in_words(field)
    if error.type == "primary-key":
        return "each row needs a key of its own"
    if error.type in ("extra-cell", "blank-row"):
        return f"each row has {len(schema['fields'])} cells"
    return "allowed is a table in UTF-8 with one header row"


def _rule_in_words(field: Mapping[str, Any]) -> str:
    rules = dict(field.get("constraints") or {})
    kind = {"string": "text", "integer": "a whole number", "boolean": "true or false"}.get(field["type"], field["type"])
    if "enum" in rules:
        kind = "one of " + ", ".join(str(value) for value in rules["enum"])
    parts = [kind]
    if "pattern" in rules:
        parts.append(f"of the form {rules['pattern']}")
    if "minimum" in rules:
        parts.append(f"not under {rules['minimum']}")
    if rules.get("unique"):
        parts.append("once in the table")
    parts.append("never empty" if rules.get("required") else "or empty")
    return "allowed is " + ", ".join(parts)


def _sentence(note: str) -> str:
    return " ".join(str(note).split()).rstrip(".") or "cannot be read"


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Rules that a data package can't say. Each takes the tables as text and yields faults; line 2 is the first row.

Rows = Mapping[str, list[Row]]


def _lines(rows: list[Row]) -> Iterator[tuple[int, Row]]:
    return enumerate(rows, 2)


def _safe_cells(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for name, table in rows.items():
        for line, row in _lines(table):
            for column, value in row.items():
                if value != value.strip() or "\n" in value or "\r" in value:
                    allowed = "allowed is one line of text without white space around it"
                    yield Fault(f"{name}.csv", line, column, "has white space around it or a line break in it", allowed)
                elif value.startswith(FORMULA_SIGNS):
                    yield _formula(f"{name}.csv", line, column, value)


def _pair_is_known(path: Path, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    countries = next(resource for resource in descriptor["resources"] if resource["name"] == "countries")
    codes = [row["code"] for row in yaml.safe_load((path / countries["path"]).read_text(encoding="utf-8"))]
    for code in descriptor["pair"]:
        if code not in codes:
            yield Fault(
                descriptor_name(path), 0, "pair", f"{code!r} is not in countries", f"allowed are the codes of {countries['path']}"
            )


def _safe_words(path: Path, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Labels and definitions go into extracts too."""
    for resource in filter(is_vocabulary, descriptor["resources"]):
        file = path / resource["path"]
        for index, row in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))):
            for column, value in row.items():
                if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
                    yield _formula(file.name, _line_of_entry(file, index), column, value)


def _plain_cells(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for name, table in rows.items():
        for line, row in _lines(table):
            for column, value in row.items():
                found = plain_text.text_fault(value) or (plain_text.address_fault(value) if column == "url" and value else None)
                if found:
                    yield Fault(f"{name}.csv", line, column, *found)


def _plain_words(path: Path, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Titles, labels and definitions are shown like cells."""
    for place, found in plain_text.faults(descriptor):
        yield Fault(descriptor_name(path), 0, place, *found)
    for resource in filter(is_vocabulary, descriptor["resources"]):
        file = path / resource["path"]
        for index, row in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))):
            for place, found in plain_text.faults(row):
                yield Fault(file.name, _line_of_entry(file, index), place, *found)


def _formula(file: str, line: int, column: str, value: str) -> Fault:
    allowed = "allowed is text that begins with none of = + - @, tab or carriage return"
    return Fault(file, line, column, f"{value[:40]!r} begins with a formula sign", allowed)


def _dates(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for name, columns in DATE_COLUMNS.items():
        for line, row in _lines(rows[name]):
            for column in columns:
                if row[column]:
                    try:
                        dates.parse(row[column])
                    except ValueError as error:
                        what, allowed = str(error).split("; ", 1)
                        yield Fault(f"{name}.csv", line, column, what, allowed)


def _start_before_end(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("events", "tenures", "known_gaps"):
        for line, row in _lines(rows[name]):
            start, end = _span(row["start"]), _span(row["end"])
            if start and end and end.last < start.first:
                yield Fault(
                    f"{name}.csv",
                    line,
                    "end",
                    f"{row['end']} is before the start, {row['start']}",
                    "allowed is the start or later, or empty",
                )
            if name == "tenures" and (row["end_status"] == "ended") != bool(row["end"]):
                yield Fault(
                    f"{name}.csv",
                    line,
                    "end_status",
                    f"{row['end_status']!r} does not fit the end {row['end']!r}",
                    "allowed is ended with an end, in_office or not_found without one",
                )


def _span(text: str) -> dates.Span | None:
    try:
        return dates.parse(text) if text else None
    except ValueError:
        return None


def _no_loops(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    whole = {row["event_id"]: row["part_of"] for row in rows["events"]}
    for line, row in _lines(rows["events"]):
        seen, event = {row["event_id"]}, row["part_of"]
        while event and event not in seen:
            seen.add(event)
            event = whole.get(event, "")
        if event:
            yield Fault(
                "events.csv",
                line,
                "part_of",
                f"{row['part_of']!r} leads back to {event}",
                "allowed is an event that is not part of this one",
            )


def _lifted_later(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    starts = {row["event_id"]: _span(row["start"]) for row in rows["events"]}
    for line, row in _lines(rows["events"]):
        start, lifted = starts[row["event_id"]], starts.get(row["lifted_by"])
        if start and lifted and lifted.last < start.first:
            what = f"{row['lifted_by']!r} is before the event that it lifts"
            yield Fault("events.csv", line, "lifted_by", what, "allowed is a later event, or empty")


def _cited(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for table, key, citations in (("events", "event_id", "citations"), ("tenures", "tenure_id", "tenure_citations")):
        cited = {row[key] for row in rows[citations]}
        for line, row in _lines(rows[table]):
            if row[key] not in cited:
                yield Fault(f"{table}.csv", line, key, f"{row[key]!r} has no source", f"needed is a row in {citations}.csv")


def _same_text(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for line, row in _lines(rows["citations"]):
        if row["same_text_as"] == row["source_id"]:
            yield Fault(
                "citations.csv",
                line,
                "same_text_as",
                "names the row's own source",
                "allowed is another source, or empty for the best copy",
            )


def _both_sides(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    parties: dict[str, set[str]] = defaultdict(set)
    for row in rows["event_parties"]:
        parties[row["event_id"]].add(row["country"])
    for line, row in _lines(rows["events"]):
        missing = [code for code in descriptor["pair"] if code not in parties[row["event_id"]]]
        if missing and row["scope"] == "engagement":
            yield Fault(
                "events.csv",
                line,
                "event_id",
                f"{row['event_id']!r} is an engagement without {' and '.join(missing)}",
                "needed is a row in event_parties.csv for each of the pair",
            )


def _tenures_fit(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Who takes part as the holder of a post must hold it then, where the record has that person's terms in it."""
    terms: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows["tenures"]:
        terms[row["official_id"], row["post_id"]].append(row)
    events = {row["event_id"]: row for row in rows["events"]}
    for line, row in _lines(rows["participants"]):
        own = terms[row["official_id"], row["post_id"]] if row["official_id"] and row["post_id"] else []
        if not own:
            continue
        fits = any(term["tenure_role"] == row["tenure_role"] and _covers(term, events[row["event_id"]]) for term in own)
        if not fits and not row["tenure_exception"]:
            told = "; ".join(
                f"{term['tenure_role']} from {term['start'] or 'unknown'} to {term['end'] or term['end_status']}" for term in own
            )
            what = f"{row['official_id']!r} holds {row['post_id']} as {row['tenure_role']} on a day outside the terms in tenures.csv ({told})"
            yield Fault(
                "participants.csv", line, "post_id", what, "allowed is a day within a term, or a reason in tenure_exception"
            )
        if fits and row["tenure_exception"]:
            what = "is filled although a term covers the day"
            yield Fault("participants.csv", line, "tenure_exception", what, "allowed is a reason only where none does")


def _covers(term: Row, event: Row) -> bool:
    """Whether a term and an event can share a day, the marks of their dates taken seriously."""
    starts, ends = _span(event["start"]), _span(event["end"] or event["start"])
    since, until = _span(term["start"]), _span(term["end"])
    if not starts or not ends:
        return True
    return (not since or dates.widened(ends)[1] >= dates.widened(since)[0]) and (
        not until or dates.widened(starts)[0] <= dates.widened(until)[1]
    )


def _one_holder(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Two people hold a post in full at once only where it is a shared one."""
    shared = {row["post_id"] for row in rows["posts"] if row["shared"] == "true"}
    held: dict[str, list[tuple[date, date, int, str]]] = defaultdict(list)
    for line, row in _lines(rows["tenures"]):
        since, until = _span(row["start"]), _span(row["end"])
        if since and row["tenure_role"] == "substantive" and row["post_id"] not in shared and row["end_status"] != "not_found":
            surely_until = dates.widened(until)[0] if until else date.max
            held[row["post_id"]].append((dates.widened(since)[1], surely_until, line, row["tenure_id"]))
    for terms in held.values():
        for one, other in combinations(sorted(terms, key=lambda term: term[2]), 2):
            if max(one[0], other[0]) < min(one[1], other[1]):
                what = f"{other[3]!r} surely overlaps {one[3]!r} (line {one[2]})"
                allowed = "allowed are overlapping terms in a shared post, or with another tenure_role"
                yield Fault("tenures.csv", other[2], "start", what, allowed)


def _persons(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    for line, row in _lines(rows["participants"]):
        if not (row["official_id"] or row["name_as_given"] or row["position"]):
            yield Fault(
                "participants.csv",
                line,
                "official_id",
                "neither a person nor an office is named",
                "needed is an official_id, a name_as_given or a position",
            )
        if bool(row["post_id"]) != bool(row["tenure_role"]):
            yield Fault(
                "participants.csv",
                line,
                "tenure_role",
                f"{row['tenure_role']!r} does not fit the post {row['post_id']!r}",
                "needed are both or neither",
            )


def _conflict_answers(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    settled = {row["conflict_id"]: bool(row["resolution"]) for row in rows["conflicts"]}
    for line, row in _lines(rows["conflict_values"]):
        if bool(row["accepted"]) != settled[row["conflict_id"]]:
            yield Fault(
                "conflict_values.csv",
                line,
                "accepted",
                f"{row['accepted']!r} does not fit the conflict's resolution",
                "needed is true or false where there is a resolution, empty where there is none",
            )


def _not_empty(rows: Rows, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    if not rows["events"]:
        yield Fault("events.csv", 0, "", "has no rows", "needed is at least one event")


Rule = Callable[[Rows, Mapping[str, Any]], Iterable[Fault]]
RULES: tuple[Rule, ...] = (
    _safe_cells,
    _plain_cells,
    _dates,
    _start_before_end,
    _no_loops,
    _lifted_later,
    _cited,
    _same_text,
    _both_sides,
    _tenures_fit,
    _one_holder,
    _persons,
    _conflict_answers,
    _not_empty,
)
assert set(DATE_COLUMNS) <= set(table_names())
