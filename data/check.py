"""Check a record before it is used: every fault as table, line, column, what is wrong and what is allowed."""

from __future__ import annotations

from pathlib import Path

from data import parquet
from data.checks import descriptor as descriptors, tables, vocabularies
from data.checks.cells import DATE_COLUMNS, FORMULA_SIGNS
from data.checks.fault import Fault
from data.checks.rules import RULES
from data.files import Yaml
from data.record import HOME, descriptor_name, is_vocabulary, table_names

__all__ = ["FORMULA_SIGNS", "RULES", "Fault", "check"]


def check(path: Path | str = HOME) -> list[Fault]:
    """Every fault of the record in a folder, in the order of its files and lines; an empty list for a sound record.

    First the descriptor; then what it says of tables and vocabularies, cell by cell and key by key; then, on tables that hold together,
    what a data package can't say (`data.checks.rules`). Of a folder of Parquet files, which is made from a sound record, only that its
    vocabularies are sound and all its columns there. Nothing is raised, whatever the folder holds.
    """
    path = Path(path)
    faults, read = descriptors.check(path)
    if not read:
        return faults
    faults += _content_faults(read, path)
    places = {Path(resource["path"]).name: index for index, resource in enumerate(read.value["resources"])}
    return sorted(faults, key=lambda fault: (places.get(fault.file, -1), fault.line, fault.column, fault.what))


def _content_faults(read: Yaml, path: Path) -> list[Fault]:
    descriptor = read.value
    resources = descriptor["resources"]
    faults, codes = vocabularies.check(filter(is_vocabulary, resources), path)
    if parquet.is_parquet(descriptor):
        return faults + [Fault(file, 0, "", what, allowed) for file, what, allowed in parquet.faults(path, descriptor)]
    paths = {resource["name"]: resource["path"] for resource in resources}
    found, rows = tables.check((resource for resource in resources if not is_vocabulary(resource)), path, codes, paths)
    for index, code in enumerate(descriptor["pair"]):
        if code not in (codes["countries"] or descriptor["pair"]):
            allowed = f"allowed are the codes of {paths['countries']}"
            found.append(Fault(descriptor_name(path), read.line("pair", index), "pair", f"{code!r} is not in countries", allowed))
            rows = None
    faults += found
    if rows is None:
        return faults
    return list({*faults, *(fault for rule in RULES for fault in rule(rows, descriptor))})


assert set(DATE_COLUMNS) <= set(table_names())
