"""The vocabularies of a record: lists of entries in YAML, each value as its column allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from data import files
from data.checks.cells import Column
from data.checks.fault import MOST, Fault, shown


def check(resources: Iterable[Mapping[str, Any]], path: Path) -> tuple[list[Fault], dict[str, list[str] | None]]:
    """All faults of the vocabularies, and the codes of each in their order, as a cell writes them; None where it can't be read."""
    faults: list[Fault] = []
    codes: dict[str, list[str] | None] = {}
    for resource in resources:
        codes[resource["name"]] = None
        file = Path(resource["path"]).name
        try:
            read = files.read_yaml(path / resource["path"])
        except OSError as error:
            faults.append(Fault(file, 0, "", f"cannot be read ({error.strerror})", "needed is a list of entries in YAML"))
        except files.UnreadableError as error:
            faults.append(Fault(file, error.line, "", error.what, error.allowed))
        else:
            if not isinstance(read.value, list) or not read.value:
                faults.append(Fault(file, read.line(), "", "has no list of entries", "needed is at least one entry"))
                continue
            columns = [Column(resource["name"], field) for field in resource["schema"]["fields"]]
            faults += islice(_entries(file, columns, read), MOST)
            codes[resource["name"]] = [str(entry["code"]) for entry in read.value if isinstance(entry, dict) and "code" in entry]
    return faults, codes


def _entries(file: str, columns: list[Column], read: files.Yaml) -> Iterator[Fault]:
    names = [column.name for column in columns]
    first: dict[tuple[str, Any], int] = {}
    for index, entry in enumerate(read.value):
        if not isinstance(entry, dict):
            yield Fault(file, read.line(index), "", f"{shown(entry)} is no entry", "needed are the columns " + ", ".join(names))
            continue
        for name in entry:
            if name not in names:
                yield Fault(file, read.line(index, name), name[:40], "is no column", "allowed are the columns " + ", ".join(names))
        for column in columns:
            line, value = read.line(index, column.name), entry.get(column.name)
            if problem := column.problem_of_value(value):
                yield Fault(file, line, column.name, *problem)
            elif column.unique and line != (earlier := first.setdefault((column.name, value), line)):
                yield Fault(
                    file, line, column.name, f"{shown(value)} stands in the column already (line {earlier})", column.allowed
                )
