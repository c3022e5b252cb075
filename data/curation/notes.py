"""Read a curator's notes: YAML in the form of `data.curation.form`, every value with its line, every mistake in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

# Larger notes are no notes.
LARGEST = 1_000_000
DATES = ("start", "end", "published")


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in notes: where, what, and what is allowed."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


class NotesError(Exception):
    """Notes that can't be taken as they are: every mistake found."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


class Word(str):
    """A text of the notes that knows its line."""

    line: int


class Number(int):
    """A whole number of the notes that knows its line and how it is written."""

    line: int
    text: str


class Truth(int):
    """True or false, with its line."""

    line: int


class Fields(dict[str, Any]):
    """A mapping of the notes, without the fields that are left empty, that knows its line and those of its fields."""

    line: int
    lines: dict[str, int]


class Items(list[Any]):
    """A list of the notes that knows its line."""

    line: int


def line_of(value: Any, otherwise: int = 1) -> int:
    """The line on which a value of the notes stands."""
    return getattr(value, "line", otherwise)


def text_of(value: Any) -> str:
    """A value as a table holds it, with its line; empty for what is not there."""
    if value is None:
        return ""
    text = (
        value
        if isinstance(value, str)
        else ("true" if value else "false")
        if isinstance(value, Truth)
        else str(getattr(value, "text", value))
    )
    return _word(text, line_of(value))


def read(path: Path, schema: Mapping[str, Any]) -> list[Fields]:
    """The engagements of a file of notes, in its order.

    Raises OSError where it can't be read and NotesError, with every mistake, where it is not of the form.
    """
    name = str(path)
    raw = path.read_bytes()
    if len(raw) > LARGEST:
        raise NotesError([Mistake(name, 1, f"the file has {len(raw):,} bytes; allowed are {LARGEST:,}")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotesError(
            [Mistake(name, raw[: error.start].count(b"\n") + 1, "is not UTF-8; save the file in that encoding")]
        ) from error
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise NotesError(
                    [Mistake(name, event.start_mark.line + 1, "an anchor or alias (& or *) stands here; write the value out")]
                )
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(f"{error.problem or error.context}".split())
        raise NotesError([Mistake(name, mark.line + 1 if mark else 1, f"is not YAML: {what}")]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotesError([Mistake(name, 1, f"is not YAML: {' '.join(str(error).split())[:200]}")]) from error
    mistakes: list[Mistake] = []
    if root is None:
        raise NotesError([Mistake(name, 1, "is empty; needed is an engagement, or a list of them")])
    found = _value(root, name, mistakes)
    engagements = found if isinstance(found, Items) else [found]
    validator = _Validator(schema["$defs"]["engagement"])
    if not engagements:
        mistakes.append(Mistake(name, 1, "is an empty list; needed is an engagement, or a list of them"))
    for engagement in engagements:
        mistakes += (_mistake(error, engagement, name) for error in validator.iter_errors(engagement))
    if mistakes:
        raise NotesError(sorted(set(mistakes), key=lambda mistake: (mistake.line, mistake.what)))
    return list(engagements)


def _value(node: yaml.Node, file: str, mistakes: list[Mistake]) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        fields = Fields()
        fields.line, fields.lines = line, {}
        for key, value in node.value:
            name, at = str(getattr(key, "value", "")), key.start_mark.line + 1
            if name in fields.lines:
                mistakes.append(Mistake(file, at, f"“{name}” stands twice (before on line {fields.lines[name]}); keep one"))
            found = _value(value, file, mistakes)
            fields.lines[name] = at
            if found is not None:
                fields[name] = found
        return fields
    if isinstance(node, yaml.SequenceNode):
        items = Items(found for entry in node.value if (found := _value(entry, file, mistakes)) is not None)
        items.line = line
        return items
    return _scalar(node, line)


def _scalar(node: yaml.Node, line: int) -> Any:
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        truth = Truth(node.value.casefold() in ("yes", "true", "on", "y"))
        truth.line = line
        return truth
    if kind == "int" and node.value.isascii() and node.value.isdecimal() and len(node.value) < 16:
        number = Number(node.value)
        number.line, number.text = line, node.value
        return number
    # YAML's own days and numbers with a point are text here: they are kept as they are written.
    return _word(" ".join(node.value.split()), line)


def _word(text: str, line: int) -> Word:
    word = Word(text)
    word.line = line
    return word


# The stock validator with our own numbers and truths.
_Validator = validators.extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "boolean": lambda _, value: isinstance(value, Truth),
            "integer": lambda _, value: isinstance(value, Number),
        }
    ),
)


def _mistake(error: ValidationError, engagement: Any, file: str) -> Mistake:
    value, line, name = engagement, line_of(engagement), "the engagement"
    for step in error.absolute_path:
        if isinstance(value, Fields) and isinstance(step, str):
            line, name = value.lines[step], step
        value = value[step]
        if isinstance(step, int):
            line, name = line_of(value, line), f"an entry of {name.removeprefix('an entry of ')}"
    rule = error.validator_value
    match error.validator:
        case "required":
            missing = next(field for field in rule if field not in value)
            about = error.schema["properties"][missing].get("description", "")
            what = (
                f"{name} has no {missing}; needed: {about[:1].lower() + about[1:]}"
                if about
                else f"{name} has no {missing}, which is needed"
            )
        case "additionalProperties":
            allowed = list(error.schema["properties"])
            extra = next(field for field in value if field not in allowed)
            line = value.lines[extra]
            what = f"“{extra}” is no field here; {_meant(extra, allowed)}"
        case "enum":
            what = f"{name} is {_quoted(value)}; {_meant(str(value), [str(code) for code in rule if code is not None])}"
        case "type":
            what = f"{name} is {_kind(value)}; allowed is {_kinds(rule)}"
            if isinstance(value, Number | Truth):
                what += "; put it in quotation marks where it is meant as one"
        case "pattern":
            form = f"text of the form {rule.removeprefix('^(?:').removesuffix(')$')}"
            if name in DATES:
                form = "a date such as 2024-06-04, 2024-06 or 2024, with ~ (approximate) or ? (uncertain) at its end"
            what = f"{name} is {_quoted(value)}; allowed is {form}"
        case "minimum":
            what = f"{name} is {value}; allowed is {rule} or more"
        case "minItems":
            what = f"{name} is empty; needed is at least one"
        case _:
            what = f"{name}: {error.message}"
    return Mistake(file, line, what)


def _meant(word: str, allowed: list[str]) -> str:
    near = get_close_matches(word.casefold(), allowed, 1)
    hint = f"did you mean {near[0]}? " if near else ""
    listed = ", ".join(allowed) if len(allowed) <= 60 else f"{len(allowed)} codes; the schema lists them"
    return f"{hint}Allowed are {listed}" if near else f"allowed are {listed}"


def _quoted(value: Any) -> str:
    return f"“{text_of(value)[:80]}”" if isinstance(value, str | int) else _kind(value)


def _kind(value: Any) -> str:
    if isinstance(value, Truth):
        return "true" if value else "false"
    return {Fields: "a mapping", Items: "a list", Number: f"the number {value}"}.get(type(value), f"“{str(value)[:80]}”, a text")


def _kinds(rule: str | list[str]) -> str:
    words = {"string": "text", "integer": "a whole number", "boolean": "true or false", "array": "a list", "object": "a mapping"}
    kinds = [words[kind] for kind in ([rule] if isinstance(rule, str) else rule) if kind != "null"]
    return " or ".join(kinds)
