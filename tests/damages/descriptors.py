"""Damages of the descriptor: everything that it says of a record, of each resource and of each column, taken out or said otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.damages.vocabularies import BOMB

# A file, a line, a column and words of what must be told.
Expected = tuple[int, str, str]
Damage = tuple[str, str, list[Expected]]  # what is done, the damaged text, what must be told

_RESOURCE, _FIELD = re.compile(r"  - name: (\w+)"), re.compile(r"        - name: (\w+)")


def places(text: str) -> Iterator[tuple[int, str, str]]:
    """Each line by its number, with the resource and the column to which it belongs."""
    resource = column = ""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        inside = inside or line == "resources:"
        if inside and (match := _RESOURCE.fullmatch(line)):
            resource, column = match[1], ""
        elif match := _FIELD.fullmatch(line):
            column = match[1]
        yield number, resource, column


def of_all(text: str) -> Iterator[Damage]:
    """Damages of which one descriptor holds many: each told on its own line."""
    lines = text.splitlines()
    at = list(places(text))

    def with_lines(changed: dict[int, str]) -> str:
        return "\n".join(changed.get(number, line) for number, line in enumerate(lines, 1)) + "\n"

    fields = [(number, f"{resource}.{column}") for number, resource, column in at if _FIELD.fullmatch(lines[number - 1])]
    types = [number + next(step for step in range(1, 5) if "type:" in lines[number - 1 + step]) for number, _ in fields]
    named = list(zip(fields, types, strict=True))
    for wrong in ("strnig", "number", "date", "any", "null", "[string]"):
        shown = {"null": "None", "[string]": "['string']"}.get(wrong, repr(wrong))
        changed = {line: re.sub("type: .*", f"type: {wrong}", lines[line - 1]) for line in types}
        yield f"type {wrong}", with_lines(changed), [(line, name, f"is of the type {shown}") for (_, name), line in named]
    other = {line: lines[line - 1].replace("string", "boolean") for line in types if "string" in lines[line - 1]}
    yield "another type", with_lines(other), [(line, name, "is of another type") for (_, name), line in named if line in other]
    title = {
        number: re.sub("title: .*", "title: [a]", line) for number, line in enumerate(lines, 1) if re.match(" {10}title: ", line)
    }
    yield "titles that are lists", with_lines(title), [(n, f"{r}.{c}.title", "is ['a']") for n, r, c in at if n in title]
    ruled = {number: line for number, line in enumerate(lines, 1) if line.startswith("          constraints: {required: true")}
    free = {number: line.replace("required: true", "required: false") for number, line in ruled.items()}
    yield (
        "nothing required",
        with_lines(free),
        [(n, f"{r}.{c}", "has not the constraint required: True") for n, r, c in at if n in free],
    )
    more = {number: line.replace("{", "{minLength: 1, ") for number, line in ruled.items()}
    yield (
        "other constraints",
        with_lines(more),
        [(n, f"{r}.{c}", "has the constraints {'minLength': 1") for n, r, c in at if n in more],
    )
    keys = {number: re.sub(": .*", ": x", line) for number, line in enumerate(lines, 1) if line.startswith("      primaryKey: ")}
    yield (
        "other keys",
        with_lines(keys),
        [(n, f"{r}.primaryKey", "is not the one that the tables are joined by") for n, r, _ in at if n in keys],
    )
    paths = {number: line for number, line in enumerate(lines, 1) if line.startswith("    path: ")}
    for wrong in (
        "../secret.csv",
        "/etc/passwd",
        "https://example.org/x.csv",
        "tables",
        "tables/../x.csv",
        "tables/x.txt",
        "'a\\b.csv'",
        "''",
    ):
        for number in (min(paths), max(paths)):
            told = [(n, r, f"has the path {wrong.strip(chr(39))!r}") for n, r, _ in at if n == number]
            yield f"path {wrong}", with_lines({number: f"    path: {wrong}"}), told


def of_one(text: str) -> Iterator[Damage]:
    """Damages of which a descriptor holds one."""
    lines = text.splitlines()

    def replaced(old: str, new: str, *expected: Expected) -> Damage:
        assert old in text, old
        return f"{old.strip()[:30]} → {new.strip()[:30]}", text.replace(old, new, 1), list(expected)

    def line(start: str) -> int:
        return next(number for number, one in enumerate(lines, 1) if one.startswith(start))

    top = next(number for number, one in enumerate(lines, 1) if not one.startswith("#"))
    for name in ("name", "title", "version", "created", "as_of", "pair"):
        old = lines[line(f"{name}:") - 1] + "\n"
        yield replaced(f"\n{old}", "\n", (top, name, "is missing"))
        yield replaced(f"\n{old}", f"\n{name}:\n", (line(f"{name}:"), name, "is missing"))
    for name, value, words in (
        ("title", "12", "is 12"),
        ("title", "[a, b]", "is ['a', 'b']"),
        ("version", "0.1", "is 0.1"),
        ("as_of", '"2035-02-30"', "'2035-02-30' is not a date"),
        ("as_of", "12", "is 12"),
        ("as_of", "soon", "'soon' is not a date"),
        ("pair", "[XFR]", "is ['XFR']"),
        ("pair", "[XFR, XFR]", "is ['XFR', 'XFR']"),
        ("pair", "XFR", "is 'XFR'"),
        ("pair", "[XFR, 1]", "is ['XFR', 1]"),
        ("pair", "[XFR, XXX]", "'XXX' is not in countries"),
    ):
        yield replaced(lines[line(f"{name}:") - 1], f"{name}: {value}", (line(f"{name}:"), name, words))
    first = line("resources:")
    yield replaced("\nresources:", "\nlicence: &a [x]\nother: *a\nresources:", (first + 1, "", "an alias"))
    yield replaced("\nresources:", "\n" + BOMB + "resources:", (first + 1, "", "an alias"))
    yield replaced("\nresources:", "\ndeep: " + "[" * 5_000 + "]" * 5_000 + "\nresources:", (first, "", "nests too deep"))
    yield replaced("\nresources:", "\ntitle: Another\nresources:", (first, "", "'title' stands twice"))
    yield replaced("\nresources:", "\nother: !!python/name:os.system ''\nresources:", (first, "", "can't be read"))
    profile = lines[line("profile:") - 1]
    yield replaced(profile, "profile: https://example.org/profile.json", (line("profile:"), "profile", "has the profile"))
    yield replaced("\nresources:", "\nhomepage: javascript:alert(1)\nresources:", (first, "homepage", "is no web address"))
    yield replaced("\nresources:", "\nkeywords: word\nresources:", (first, "keywords", "is 'word'"))
    yield replaced("\nresources:", "\ncontributors: word\nresources:", (first, "contributors", "is 'word'"))
    yield replaced("\nresources:", "\ncontributors: [word]\nresources:", (first, "contributors", "is ['word']"))
    yield replaced("\nresources:", "\nmethod: 7\nresources:", (first, "method", "is 7"))
    yield replaced("\nresources:", "\ntables:", (0, "", "has no list of resources"))
    yield "no resource", text[: text.index("\nresources:")] + "\nresources: {}\n", [(0, "", "has no list of resources")]
    yield "empty", "", [(0, "", "has no list of resources")]
    yield "text", "word\n", [(0, "", "has no list of resources")]
    end = text.rindex("title: ") + len("title: Co")
    yield "cut", text[:end], [(text.count("\n", 0, end) + 1, "", "as if the file were cut short")]
    yield "a control character", text.replace("title: ", "title: \x07", 1), [(line("title:"), "", "U+0007")]
    for key, value in (
        ("dialect", "{delimiter: ;}"),
        ("encoding", "latin-1"),
        ("compression", "zip"),
        ("data", "[]"),
        ("format", "xlsx"),
    ):
        place = line("    path: tables/events.csv")
        yield replaced(
            "    path: tables/events.csv",
            f"    path: tables/events.csv\n    {key}: {value}",
            (place + 1, "events", f"has {key}" if key in ("dialect", "compression", "data") else f"has the {key}"),
        )
    resources = [
        (number, match[1]) for number, one in enumerate(lines, 1) if number > first and (match := _RESOURCE.fullmatch(one))
    ]
    for number, name in resources:
        renamed = "\n".join([*lines[: number - 1], f"  - name: {name}x", *lines[number:]]) + "\n"
        yield (
            f"{name} renamed",
            renamed,
            [(first, name, "is missing from the resources"), (number, f"{name}x", "is a resource too many")],
        )
        yield (
            f"{name} without a name",
            "\n".join([*lines[: number - 1], "  - nom: x", *lines[number:]]) + "\n",
            [(number, f"resource {resources.index((number, name)) + 1}", "has no name and path")],
        )
        later = [one for one in resources if one[0] > number]
        end = later[0][0] - 1 if later else len(lines)
        if not later:
            continue
        yield (
            f"{name} taken out",
            "\n".join([*lines[: number - 1], *lines[end:]]) + "\n",
            [(first, name, "is missing from the resources")],
        )
        double = [*lines[:end], *lines[number - 1 : end], *lines[end:]]
        path = end + next(step for step, one in enumerate(lines[number - 1 : end], 1) if one.startswith("    path: "))
        yield (
            f"{name} twice",
            "\n".join(double) + "\n",
            [
                (end + 1, name, "is the name of two resources"),
                (path, name, "has the file of another resource"),
            ],
        )
