"""The data routes described for programs, as OpenAPI 3.1: made from what drives them, so that it can't say anything else.

The parameters are the fields of the selection with the values that the record offers, the addresses those of `data.dataset` and of the
data package, the columns of an extract those that it has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pyarrow as pa

from dashboard.refusals import LONGEST_ADDRESS, READING
from data import dataset, extracts, selection as selections
from data.record import Tables, remembered
from data.selection import Selection

VERSION = "3.1.1"
# A filter with more values than these is described without them: `/extracts` lists them.
MOST_VALUES = 2000
MEDIA = {**dataset.MEDIA_TYPES, "yaml": "application/yaml", "txt": "text/plain"}
# What a page's address may hold beside the filters; an extract takes it and is the same.
OF_PAGES = {
    "event": "The event that a page opens, by its event_id. An extract is the same without it.",
    "embed": "How a page is shown inside another. An extract is the same without it.",
    "embed_options": "How a page is shown inside another. An extract is the same without it.",
}
# The lines of the selection's own documentation: which fields, and what they keep.
_MEANING = re.compile(r"^\s*- ((?:`\w+`(?:, )?)+): (.*)$", re.MULTILINE)
_REFUSALS = {
    400: "A parameter or value that the record does not have; each is named with what is allowed.",
    404: "There is no such address.",
    405: f"Nothing but reading is possible: {', '.join(READING)}.",
    410: "The event that the address opens was retracted; when and why is told.",
    414: f"Path and query are longer than {LONGEST_ADDRESS:,} characters.",
    503: "The record is faulty; nothing of it is given out.",
}
_TEXT = {"type": "string"}
_PROBLEM = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "string", "description": "What is wrong, in a sentence."},
        "problems": {
            "type": "array",
            "description": "Of a 400: the parameters that are not right, up to ten.",
            "items": {
                "type": "object",
                "required": ["parameter", "value", "allowed", "message"],
                "properties": {
                    "parameter": {"type": "string"},
                    "value": {"type": "string", "description": "Empty where there is no such parameter."},
                    "allowed": {"type": "array", "items": _TEXT},
                    "message": {"type": "string"},
                },
            },
        },
        "retracted": {"type": "object", "description": "Of a 410: the row of the retraction.", "additionalProperties": _TEXT},
        "more": {"type": "integer", "description": "Of a 400: how many further problems there are."},
    },
}


def description(tables: Tables, base: str) -> dict[str, Any]:
    """The OpenAPI description of a record's data routes; `base` is the address of the app, with a slash at its end."""
    parameters = {parameter["name"]: parameter for parameter in _parameters(tables)}
    return {
        "openapi": VERSION,
        "info": {
            "title": str(tables.descriptor["title"]),
            "description": "The record for programs. Every extract takes the query string of any page and gives the rows behind it. "
            "HEAD gives what GET would without its content; answers may be read from any web page.",
            "version": str(tables.descriptor["version"]),
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": _paths(tables, list(parameters)),
        "components": {
            "parameters": parameters,
            "schemas": {"problem": _PROBLEM, **{name: _row(name, tables) for name in extracts.PIECES}},
            "responses": {str(status): _refusal(why) for status, why in _REFUSALS.items()},
        },
    }


def _parameters(tables: Tables) -> list[dict[str, Any]]:
    """Every parameter that an address may have, with its values."""
    meanings = {name: text for names, text in _MEANING.findall(Selection.__doc__ or "") for name in re.findall(r"\w+", names)}
    own = [_parameter(field.name, meanings[field.name], _schema(field.name, tables)) for field in fields(Selection)]
    pages = [
        _parameter(name, told, {"type": "array", "items": _TEXT} if name == "embed_options" else _TEXT)
        for name, told in OF_PAGES.items()
    ]
    return [*own, *pages]


def _parameter(name: str, meaning: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter; a list is that parameter several times."""
    found = {"name": name, "in": "query", "description": meaning, "required": False, "schema": schema}
    return found | ({"style": "form", "explode": True} if schema["type"] == "array" else {})


def _schema(name: str, tables: Tables) -> dict[str, Any]:
    if name == "years":
        first, last = tables.years
        return {"type": "array", "items": {"type": "integer", "minimum": first, "maximum": last}, "minItems": 1, "maxItems": 2}
    if name in selections.CHOICES:
        return {**_TEXT, "enum": list(selections.CHOICES[name]), "default": getattr(Selection(), name)}
    if name == "q":
        return {**_TEXT, "minLength": 1, "maxLength": selections.LONGEST_SEARCH}
    values = [int(value) if name == "level" else value for value in selections.options(tables)[name]]
    kind = {"type": "integer"} if name == "level" else _TEXT
    return {"type": "array", "items": {**kind, "enum": values} if 0 < len(values) <= MOST_VALUES else kind}


def _paths(tables: Tables, parameters: list[str]) -> dict[str, Any]:
    """Every address with its operation."""
    found = {
        "/extracts": _operation(
            "/extracts", "What there is, every parameter and its values.", MEDIA["json"], {"type": "object"}, parameters
        )
    }
    for file in dataset.downloads():
        row = {"$ref": f"#/components/schemas/{file.name}"}
        rows = {"type": "array", "items": row} if file.name in extracts.PIECES else {"type": "object"}
        path = f"/{file.path}"
        # A CSV's columns are the row's properties, in their order; OpenAPI has no words for its cells.
        schema = {"json": rows, "csv": _TEXT}.get(file.ending, {})
        found[path] = _operation(path, file.holds, file.media_type, schema, parameters)
    for resource in tables.descriptor["resources"]:
        path = f"/extracts/{resource['path']}"
        title = f"{resource.get('title', resource['name'])}, as in the data package."
        found[path] = _operation(path, title, MEDIA[resource["path"].rpartition(".")[2]], _TEXT, parameters)
    for file in (dataset.ENTRY, dataset.OPENAPI):
        path = f"/{file.path}"
        found[path] = _operation(path, file.holds, file.media_type, {"type": "object"}, [])
    return found


def _operation(path: str, summary: str, media: str, schema: Mapping[str, Any], parameters: list[str]) -> dict[str, Any]:
    refusals = {str(status): {"$ref": f"#/components/responses/{status}"} for status in _REFUSALS}
    headers = {name: {"schema": _TEXT} for name in ("ETag", "Last-Modified", "Content-Disposition")}
    operation = {
        "operationId": re.sub(r"\W+", "_", path).strip("_"),
        "summary": summary,
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in parameters],
        "responses": {
            "200": {"description": summary, "headers": headers, "content": {media: {"schema": schema}}},
            "304": {"description": "It is as the client has it (If-None-Match, If-Modified-Since)."},
            **refusals,
        },
    }
    return {"get": operation}


def _refusal(why: str) -> dict[str, Any]:
    return {"description": why, "content": {MEDIA["json"]: {"schema": {"$ref": "#/components/schemas/problem"}}}}


def _row(name: str, tables: Tables) -> dict[str, Any]:
    """A row of an extract: its columns with their types, and their meaning where the data package has them in the table of that name."""
    told = {resource["name"]: resource["schema"]["fields"] for resource in tables.descriptor["resources"]}.get(name, [])
    meanings = {field["name"]: field["description"] for field in told if field.get("description")}
    columns = {column.name: _column(column.type, meanings.get(column.name)) for column in _columns(tables, name)}
    return {"type": "object", "required": list(columns), "properties": columns}


@remembered
def _columns(tables: Tables, name: str) -> pa.Schema:
    return next(extracts.PIECES[name](tables)).schema


def _column(kind: pa.DataType, meaning: str | None) -> dict[str, Any]:
    """A column as JSON has it; any cell may be missing."""
    integer, number, truth = pa.types.is_integer(kind), pa.types.is_floating(kind), pa.types.is_boolean(kind)
    name = "integer" if integer else "number" if number else "boolean" if truth else "string"
    return {"type": [name, "null"]} | ({"description": meaning} if meaning else {})
