"""The descriptor of a record: that it is a data package with the tables, columns and keys that the code reads by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from frictionless import Package, system
from frictionless.exception import FrictionlessException

from data import files, plain_text
from data.checks.cells import CONSTRAINTS, TYPES, day_problem
from data.checks.fault import Fault, shown
from data.record import HOME, descriptor_name, is_vocabulary, read_descriptor, table_names

NEEDED = ("name", "title", "version", "created", "as_of", "pair")
SHIPPED = "needed is what the data package shipped with the code has"
PACKAGE = "needed is a Frictionless Data Package"
# What would have another program read the files otherwise than this one does.
READ_OTHERWISE = ("dialect", "control", "data", "extrapaths", "innerpath", "compression", "detector", "missingValues")

# What leads to a part of the descriptor, its name in a sentence, what is wrong, what is allowed.
Found = tuple[tuple[str | int, ...], str, str, str]
Step = Callable[[Mapping[str, Any], Path], Iterator[Found]]


def check(path: Path) -> tuple[list[Fault], files.Yaml | None]:
    """All faults of the descriptor in a folder, and the descriptor; None where they keep everything else from being checked."""
    name = descriptor_name(path)
    try:
        read = files.read_yaml(path / name)
    except OSError as error:
        return [Fault(name, 0, "", f"cannot be read ({error.strerror})", "needed is a folder that holds a data package")], None
    except files.UnreadableError as error:
        return [Fault(name, error.line, "", error.what, error.allowed)], None
    if not isinstance(read.value, dict) or not isinstance(read.value.get("resources"), list):
        return [Fault(name, 0, "", "has no list of resources", PACKAGE)], None

    def told(step: Step) -> list[Fault]:
        return [Fault(name, read.line(*at), column, what, allowed) for at, column, what, allowed in step(read.value, path)]

    for step in (_about, _resources, _like_the_shipped, _package):
        if found := told(step):
            return found, None
    if lost := [Fault(Path(file).name, 0, "", what, f"needed is the file {file}") for file, what in _files(read.value, path)]:
        return lost, None
    return told(_texts), read


def _texts(descriptor: Mapping[str, Any], path: Path) -> Iterator[Found]:
    """Titles and descriptions are shown like cells."""
    for place, (what, allowed) in plain_text.faults(descriptor):
        yield tuple(int(step) - 1 if step.isdigit() else step for step in place.split()), place, what, allowed


def _about(descriptor: Mapping[str, Any], path: Path) -> Iterator[Found]:
    for name in NEEDED:
        if not descriptor.get(name):
            yield (name,), name, "is missing", "needed are " + ", ".join(NEEDED)
    for name in ("name", "title", "version", "description", "method"):
        if not isinstance(descriptor.get(name) or "", str):
            yield (name,), name, f"is {shown(descriptor[name])}", "allowed is text, in quotation marks where it looks like a number"
    for name in ("created", "as_of"):
        if descriptor.get(name) and not isinstance(descriptor[name], str | date):
            yield (name,), name, f"is {shown(descriptor[name])}", "allowed is a day"
    pair = descriptor.get("pair")
    if pair and not (
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(code, str) for code in pair) and len(set(pair)) == 2
    ):
        yield ("pair",), "pair", f"is {shown(pair)}", "allowed are two country codes"
    if isinstance(descriptor.get("as_of"), str | date) and descriptor["as_of"] and (problem := day_problem(descriptor["as_of"])):
        yield ("as_of",), "as_of", *problem
    for name in ("licenses", "contributors"):
        listed = descriptor.get(name) or []
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            yield (name,), name, f"is {shown(listed)}", "allowed is a list, of each its name, title or path"
    keywords = descriptor.get("keywords") or []
    if not isinstance(keywords, list) or not all(isinstance(word, str) for word in keywords):
        yield ("keywords",), "keywords", f"is {shown(keywords)}", "allowed is a list of texts"
    yield from _otherwise(descriptor, (), "")


def _resources(descriptor: Mapping[str, Any], path: Path) -> Iterator[Found]:
    """Each resource by itself."""
    names: set[str] = set()
    paths: set[str] = set()
    for index, resource in enumerate(descriptor["resources"]):
        at: tuple[str | int, ...] = ("resources", index)
        if not isinstance(resource, dict) or not isinstance(resource.get("name"), str) or not isinstance(resource.get("path"), str):
            yield at, f"resource {index + 1}", "has no name and path", "needed are both"
            continue
        name, place, schema = resource["name"], resource["path"], resource.get("schema")
        if name in names:
            yield (*at, "name"), name, "is the name of two resources", "allowed is each name once"
        if place in paths:
            yield (*at, "path"), name, f"has the file of another resource, {shown(place)}", "allowed is each file once"
        names.add(name)
        paths.add(place)
        if not files.PLACE.fullmatch(place):
            allowed = "allowed is a folder and a file in it, such as tables/events.csv"
            yield (*at, "path"), name, f"has the path {shown(place)}", allowed
        for key in ("title", "description"):
            if not isinstance(resource.get(key, ""), str):
                yield (*at, key), f"{name}.{key}", f"is {shown(resource[key])}", "allowed is text"
        rule = resource.get("rule") or []
        if not isinstance(rule, list) or not all(isinstance(sentence, str) for sentence in rule):
            yield (*at, "rule"), f"{name}.rule", f"is {shown(rule)}", "allowed is a list of texts"
        yield from _otherwise(resource, at, name)
        if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
            yield at, name, "has no schema with fields", "needed is a Table Schema"
        else:
            yield from _otherwise(schema, (*at, "schema"), name)
            yield from _fields(schema["fields"], (*at, "schema", "fields"), name)


def _fields(fields: list[Any], at: tuple[str | int, ...], name: str) -> Iterator[Found]:
    names: set[str] = set()
    for index, field in enumerate(fields):
        here = (*at, index)
        if not isinstance(field, dict) or not isinstance(field.get("name"), str):
            yield here, name, f"has a field without a name, number {index + 1}", "needed is a name of text"
            continue
        column = f"{name}.{field['name']}"
        if field["name"] in names:
            yield (*here, "name"), column, "is the name of two fields", "allowed is each name once"
        names.add(field["name"])
        if field.get("type") not in list(TYPES):
            yield (*here, "type"), column, f"is of the type {shown(field.get('type'))}", "allowed are " + ", ".join(TYPES)
        for key in ("title", "description"):
            if not isinstance(field.get(key, ""), str):
                yield (*here, key), f"{column}.{key}", f"is {shown(field[key])}", "allowed is text"
        rules = field.get("constraints") or {}
        if not isinstance(rules, dict) or not set(rules) <= set(CONSTRAINTS):
            yield (*here, "constraints"), column, f"has the constraints {shown(rules)}", "allowed are " + ", ".join(CONSTRAINTS)
        yield from _otherwise(field, here, column)


def _otherwise(part: Mapping[str, Any], at: tuple[str | int, ...], name: str) -> Iterator[Found]:
    for key in READ_OTHERWISE:
        if key in part:
            yield (
                (*at, key),
                name or key,
                f"has {key}",
                "allowed is what every table here is: CSV in UTF-8 with commas and one header row",
            )
    for key, allowed in (("encoding", ("utf-8",)), ("format", ("csv", "yaml", "parquet", "default"))):
        if part.get(key, allowed[0]) not in allowed:
            yield (*at, key), name or key, f"has the {key} {shown(part[key])}", "allowed are " + ", ".join(allowed)
    profiles = ("data-package", "tabular-data-package", "data-resource", "tabular-data-resource")
    if part.get("profile", profiles[0]) not in profiles:
        yield (*at, "profile"), name or "profile", f"has the profile {shown(part['profile'])}", "allowed are " + ", ".join(profiles)


def _files(descriptor: Mapping[str, Any], path: Path) -> Iterator[tuple[str, str]]:
    """Which files are not there, or not in the folder."""
    for resource in descriptor["resources"]:
        file = path / resource["path"]
        if not files.is_inside(file, path):
            yield resource["path"], "leads out of the record's folder"
        elif not file.exists():
            yield resource["path"], "does not exist"
        elif not file.is_file():
            yield resource["path"], "is a folder" if file.is_dir() else "is no plain file"


def _like_the_shipped(descriptor: Mapping[str, Any], path: Path) -> Iterator[Found]:
    """Where the resources do not have the tables, columns, types, constraints and keys that the code reads by name: those shipped here."""
    shipped = {resource["name"]: resource for resource in read_descriptor(HOME)["resources"]}
    found = {resource["name"]: (index, resource) for index, resource in enumerate(descriptor["resources"])}
    # The record that is shipped is compared with what the code names; any other with that record, which names more.
    for name in dict.fromkeys([*shipped, *table_names(), *found]):
        if name not in found:
            yield ("resources",), name, "is missing from the resources", "needed are " + ", ".join(shipped)
            continue
        index, resource = found[name]
        at = ("resources", index)
        if name not in shipped:
            yield at, name, "is a resource too many", "allowed are " + ", ".join(shipped)
            continue
        if is_vocabulary(resource) != is_vocabulary(shipped[name]) or resource["path"].endswith(".yaml") != is_vocabulary(resource):
            place = shipped[name]["path"].partition("/")[0]
            yield (*at, "path"), name, f"has the path {shown(resource['path'])}", f"needed is a file of its kind, in {place}"
        if not resource.get("title"):
            yield at, f"{name}.title", "is missing", "needed is a title"
        yield from _schema_like(shipped[name]["schema"], resource["schema"], (*at, "schema"), name)


def _schema_like(own: Mapping[str, Any], other: Mapping[str, Any], at: tuple[str | int, ...], name: str) -> Iterator[Found]:
    places = {field["name"]: index for index, field in enumerate(other["fields"])}
    for field in own["fields"]:
        column = f"{name}.{field['name']}"
        if field["name"] not in places:
            yield (*at, "fields"), column, "is missing from the schema", SHIPPED
            continue
        index = places[field["name"]]
        there = other["fields"][index]
        if there["type"] != field["type"]:
            yield (*at, "fields", index, "type"), column, "is of another type", f"needed is {field['type']}"
        rules = there.get("constraints") or {}
        for rule, value in (field.get("constraints") or {}).items():
            if rules.get(rule) != value:
                yield (*at, "fields", index, "constraints"), column, f"has not the constraint {rule}: {value}", SHIPPED
    names = {field["name"] for field in own["fields"]}
    for column, index in places.items():
        if column not in names and set(other["fields"][index].get("constraints") or {}) - {"required", "unique"}:
            # A pattern of somebody's own can take forever.
            yield (*at, "fields", index), f"{name}.{column}", "has constraints of its own", "allowed are required and unique"
    for key in ("primaryKey", "foreignKeys"):
        if other.get(key) != own.get(key):
            yield (*at, key), f"{name}.{key}", "is not the one that the tables are joined by", SHIPPED


def _package(descriptor: Mapping[str, Any], path: Path) -> Iterator[Found]:
    """What else Frictionless asks of a descriptor."""
    try:
        with system.use_context(trusted=False):
            Package.from_descriptor(dict(descriptor), basepath=str(path))
    except FrictionlessException as error:
        notes = [reason.note for reason in error.reasons] or [error.error.note]
        for note in dict.fromkeys(notes):
            yield (), "", " ".join(str(note).split()).rstrip(".") or "cannot be read", PACKAGE
