"""The codebook: every table, column and vocabulary of a record in words, from the data package that describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.frames import number
from data.record import Tables, is_vocabulary

TYPES = {"string": "text", "integer": "whole number", "boolean": "true or false"}


@dataclass(frozen=True)
class Entry:
    """One table or vocabulary of a record: what it is, its columns, how many rows it has, and the rule by which they are given."""

    name: str
    title: str
    description: str
    path: str
    rows: int
    key: tuple[str, ...]
    columns: pd.DataFrame
    rule: tuple[str, ...]


def tables_of(tables: Tables) -> list[Entry]:
    """The tables of a record, in the order of its data package; `columns` has column, title, type, meaning, rules."""
    frames = dict(tables.frames)
    resources = [resource for resource in tables.descriptor["resources"] if not is_vocabulary(resource)]
    return [_entry(resource, number(frames[resource["name"]])) for resource in resources if resource["name"] in frames]


def vocabularies_of(tables: Tables) -> list[Entry]:
    """The vocabularies of a record, in the order of its data package; `columns` has one row a code: code, label, definition."""
    entries = []
    for resource in tables.descriptor["resources"]:
        if is_vocabulary(resource):
            frame = tables.words(resource["name"]).frame
            columns = [name for name in ("code", "label", "definition") if name in frame]
            entries.append(_entry(resource, len(frame), frame[columns]))
    return entries


def rules(field: Mapping[str, Any], schema: Mapping[str, Any], name: str) -> str:
    """What a column's values must be, in words; `name` is the table's own name."""
    limits = field.get("constraints") or {}
    found = ["required"] if limits.get("required") else []
    if limits.get("unique"):
        found.append("unique")
    if "enum" in limits:
        found.append("one of " + ", ".join(str(value) for value in limits["enum"]))
    if "minimum" in limits:
        found.append(f"at least {limits['minimum']}")
    if "maximum" in limits:
        found.append(f"at most {limits['maximum']}")
    for key in schema.get("foreignKeys") or []:
        if _listed(key["fields"]) == [field["name"]]:
            found.append(f"a {', '.join(_listed(key['reference']['fields']))} of {key['reference']['resource'] or name}")
    if "pattern" in limits:
        found.append(f"of the form {limits['pattern']}")
    return "; ".join(found)


def _entry(resource: Mapping[str, Any], rows: int, columns: pd.DataFrame | None = None) -> Entry:
    schema = resource["schema"]
    if columns is None:
        columns = pd.DataFrame(
            [
                (
                    field["name"],
                    field.get("title", ""),
                    TYPES.get(field["type"], field["type"]),
                    field.get("description", ""),
                    rules(field, schema, resource["name"]),
                )
                for field in schema["fields"]
            ],
            columns=["column", "title", "type", "meaning", "rules"],
        )
    return Entry(
        name=resource["name"],
        title=resource.get("title", resource["name"]),
        description=resource.get("description", ""),
        path=resource["path"],
        rows=rows,
        key=tuple(_listed(schema.get("primaryKey", []))),
        columns=columns,
        rule=tuple(resource.get("rule") or ()),
    )


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
