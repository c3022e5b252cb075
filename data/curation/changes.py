"""What changed between two versions of a record, in words that a reader who knows no table understands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from data import dates
from data.curation.sheets import Row
from data.curation.versions import Version

# Sections in the order in which they are told.
EVENTS, OFFICIALS, OFFICES, SOURCES, CONFLICTS = "Events", "Officials", "Posts and terms in office", "Sources", "Conflicts"
GAPS, LISTS, WORDS, PACKAGE = "Known gaps", "Series and places", "Vocabularies", "Data package"
SECTIONS = (EVENTS, OFFICIALS, OFFICES, SOURCES, CONFLICTS, GAPS, LISTS, WORDS, PACKAGE)
# What the data package says of itself that a reader should know of.
FACTS = ("title", "description", "version", "as_of", "pair", "licenses", "contributors", "method", "keywords", "created", "name")
# Of texts longer than this, in characters, only what differs is told, with so many words around it.
LONG, AROUND = 80, 3
PEOPLE = ("country", "position", "organization", "post_id", "tenure_role", "tenure_exception", "capacity", "level", "name_as_given")


@dataclass(frozen=True)
class Change:
    """One change: where it is told, what was done, to what (identifier and name), and what of it in detail."""

    section: str
    verb: str
    key: str
    name: str
    details: tuple[str, ...] = ()


def changes(old: Version, new: Version) -> list[Change]:
    """Every change, section by section; an empty list where both versions say the same."""
    found = [
        *_events(old, new),
        *_officials(old, new),
        *_listed(old, new, OFFICES, "posts", "post_id", lambda row, _: f"{row['title']}, {row['organization']}"),
        *_terms(old, new),
        *_listed(old, new, SOURCES, "sources", "source_id", _page),
        *_conflicts(old, new),
        *_listed(old, new, GAPS, "known_gaps", "gap_id", lambda row, _: row["title"]),
        *_listed(old, new, LISTS, "series", "series_id", lambda row, _: row["name"]),
        *_listed(old, new, LISTS, "places", "place_id", lambda row, _: row["name"]),
        *_words(old, new),
        *_package(old, new),
    ]
    return sorted(found, key=lambda change: SECTIONS.index(change.section))


def _events(old: Version, new: Version) -> Iterator[Change]:
    before, after = old.by("events", "event_id"), new.by("events", "event_id")
    gone = new.by("retractions", "event_id")
    for event_id, row in after.items():
        if event_id not in before:
            cited = sum(one["event_id"] == event_id for one in new.rows("citations"))
            yield Change(
                EVENTS, "added", event_id, f"{row['title']}, {_when(row)}", (f"{cited} source{'s' if cited != 1 else ''}",)
            )
    for event_id, row in before.items():
        if event_id not in after and event_id not in gone:
            yield Change(EVENTS, "removed without a retraction", event_id, f"{row['title']}, {_when(row)}")
    for event_id, row in gone.items():
        if row != (was := old.by("retractions", "event_id").get(event_id)):
            instead = [f"now {row['replaced_by']}"] if row["replaced_by"] else []
            verb = "retracted" if was is None else "retracted, in other words"
            yield Change(EVENTS, verb, event_id, row["title"], (f"{row['retracted']}: {row['why']}", *instead))
    for event_id in old.by("retractions", "event_id"):
        if event_id not in gone:
            yield Change(EVENTS, "no longer retracted", event_id, old.by("retractions", "event_id")[event_id]["title"])
    for event_id, row in after.items():
        if event_id in before:
            details = [*_cells(before[event_id], row, old, new, "events"), *_of_event(event_id, old, new)]
            if details:
                yield Change(EVENTS, "changed", event_id, row["title"], tuple(details))


def _of_event(event_id: str, old: Version, new: Version) -> Iterator[str]:
    """What changed in the tables that belong to an event, conflicts aside."""
    merged = {row["official_id"]: row["kept_as"] for row in new.rows("merged_officials")}

    def person(row: Row, version: Version) -> str:
        official_id = merged.get(row["official_id"], row["official_id"])
        return official_id or row["name_as_given"] or row["position"]

    def called(row: Row, version: Version) -> str:
        name = version.by("officials", "official_id").get(row["official_id"], {}).get("name", "")
        return ", ".join(filter(None, [name or row["name_as_given"], row["position"]]))

    def source(row: Row, version: Version) -> str:
        return _page(version.by("sources", "source_id").get(row["source_id"], {}), version) or row["source_id"]

    def place(row: Row, version: Version) -> str:
        return version.by("places", "place_id").get(row["place_id"], {}).get("name", row["place_id"])

    tables: tuple[tuple[str, str, _Key, _Key, Sequence[str]], ...] = (
        ("event_parties", "party", _cell("country"), _coded("countries", "country"), ("headcount",)),
        ("event_focus_areas", "focus area", _cell("focus_area"), _coded("focus_areas", "focus_area"), ("words",)),
        ("event_places", "listed place", _cell("place_id"), place, ()),
        ("event_units", "unit", _cell("unit"), _cell("unit"), ("country",)),
        ("event_outcomes", "outcome", _cell("outcome"), _cell("outcome"), ()),
        ("participants", "participant", person, called, PEOPLE),
        ("citations", "source", _cell("source_id"), source, ("supports", "same_text_as")),
    )
    for table, word, key, name, columns in tables:
        before, after = (_keyed(version, table, event_id, key) for version in (old, new))
        for one, row in after.items():
            if one not in before:
                yield f"{word} added: {name(row, new)}"
            else:
                details = _cells(before[one], row, old, new, table, columns)
                yield from (f"{word} {name(row, new)}: {detail}" for detail in details)
        yield from (f"{word} removed: {name(row, old)}" for one, row in before.items() if one not in after)
        if list(before) != list(after) and sorted(before) == sorted(after):
            yield f"order of {word}s"


def _officials(old: Version, new: Version) -> Iterator[Change]:
    before, after = (version.by("officials", "official_id") for version in (old, new))
    merged, was = (version.by("merged_officials", "official_id") for version in (new, old))
    for official_id, row in after.items():
        if official_id not in before:
            yield Change(OFFICIALS, "added", official_id, f"{row['name']}, {new.label('countries', row['country'])}")
    for official_id, row in merged.items():
        if row != was.get(official_id):
            kept = after.get(row["kept_as"], {}).get("name", row["kept_as"])
            name = before.get(official_id, {}).get("name", official_id)
            yield Change(
                OFFICIALS, "merged", official_id, f"{name} is {kept} ({row['kept_as']})", tuple(filter(None, [row["why"]]))
            )
    for official_id, row in {**before, **{key: row for key, row in was.items() if key not in merged}}.items():
        if official_id not in after and official_id not in merged:
            yield Change(OFFICIALS, "removed", official_id, row.get("name", official_id))
    for official_id, row in after.items():
        if official_id in before and (details := list(_cells(before[official_id], row, old, new, "officials"))):
            verb = "renamed" if before[official_id]["name"] != row["name"] else "changed"
            yield Change(OFFICIALS, verb, official_id, row["name"], tuple(details))


def _terms(old: Version, new: Version) -> Iterator[Change]:
    def name(row: Row, version: Version) -> str:
        person = version.by("officials", "official_id").get(row["official_id"], {}).get("name", row["official_id"])
        return f"{person}, {version.by('posts', 'post_id').get(row['post_id'], {}).get('title', row['post_id'])}"

    def cited(tenure_id: str, version: Version) -> set[str]:
        return {row["source_id"] for row in version.rows("tenure_citations") if row["tenure_id"] == tenure_id}

    yield from _listed(old, new, OFFICES, "tenures", "tenure_id", name)
    after = new.by("tenures", "tenure_id")
    for tenure_id in old.by("tenures", "tenure_id").keys() & after.keys():
        before, now = cited(tenure_id, old), cited(tenure_id, new)
        details = [f"source added: {one}" for one in sorted(now - before)] + [
            f"source removed: {one}" for one in sorted(before - now)
        ]
        if details:
            yield Change(OFFICES, "changed", tenure_id, name(after[tenure_id], new), tuple(details))


def _conflicts(old: Version, new: Version) -> Iterator[Change]:
    before, after = (version.by("conflicts", "conflict_id") for version in (old, new))
    events = {**old.by("events", "event_id"), **new.by("events", "event_id")}

    def about(row: Row) -> str:
        return f"{row['field']} of {events.get(row['event_id'], {}).get('title', row['event_id'])}"

    for key, row in after.items():
        settled = (f"accepted: {row['resolution']}" if row["resolution"] else "open", row["why"])
        if key not in before:
            yield Change(CONFLICTS, "recorded", key, about(row), settled)
            continue
        was = before[key]
        details = list(_cells({**was, "resolution": ""}, {**row, "resolution": ""}, old, new, "conflicts"))
        values = [
            {(one["value"], one["source_id"]): one for one in version.rows("conflict_values") if one["conflict_id"] == key}
            for version in (old, new)
        ]
        details += [f"value added: {one[0]}" for one in values[1] if one not in values[0]]
        details += [f"value removed: {one[0]}" for one in values[0] if one not in values[1]]
        for one in values[0].keys() & values[1].keys():
            details += [
                f"{one[0]}: {told}" for told in _cells(values[0][one], values[1][one], old, new, "conflict_values", ("accepted",))
            ]
        if row["resolution"] != was["resolution"]:
            verb = "reopened" if not row["resolution"] else "resolved" if not was["resolution"] else "resolved otherwise"
            yield Change(CONFLICTS, verb, key, about(row), (*settled, *(told for told in details if not told.startswith("Why:"))))
        elif details:
            yield Change(CONFLICTS, "changed", key, about(row), tuple(details))
    for key, row in before.items():
        # Those of an event that went went with it.
        if key not in after and row["event_id"] in new.by("events", "event_id"):
            yield Change(CONFLICTS, "removed", key, about(row))


_Key = Callable[[Row, Version], str]


def _listed(old: Version, new: Version, section: str, table: str, key: str, name: _Key) -> Iterator[Change]:
    """The changes of a table whose rows have an identifier and a name."""
    before, after = old.by(table, key), new.by(table, key)
    for one, row in after.items():
        if one not in before:
            yield Change(section, "added", one, name(row, new))
        elif details := list(_cells(before[one], row, old, new, table)):
            yield Change(section, "changed", one, name(row, new), tuple(details))
    yield from (Change(section, "removed", one, name(row, old)) for one, row in before.items() if one not in after)


def _words(old: Version, new: Version) -> Iterator[Change]:
    for vocabulary in dict.fromkeys([*old.vocabularies, *new.vocabularies]):
        before, after = ({str(one["code"]): one for one in version.vocabularies.get(vocabulary, [])} for version in (old, new))
        painted = []
        for code, entry in after.items():
            if code not in before:
                yield Change(WORDS, "added", f"{vocabulary}: {code}", str(entry.get("label", "")))
                continue
            names = [name for name in dict.fromkeys([*before[code], *entry]) if before[code].get(name) != entry.get(name)]
            if names == ["color"]:
                painted.append(str(entry.get("label", code)))
            elif names:
                details = (_told(name, *(str(one.get(name, "")) for one in (before[code], entry))) for name in names)
                yield Change(WORDS, "changed", f"{vocabulary}: {code}", str(entry.get("label", "")), tuple(details))
        if painted:
            yield Change(WORDS, "changed", vocabulary, "colors", (", ".join(painted),))
        for code in before:
            if code not in after:
                yield Change(WORDS, "removed", f"{vocabulary}: {code}", str(before[code].get("label", "")))
        if list(before) != list(after) and sorted(before) == sorted(after):
            yield Change(WORDS, "changed", vocabulary, "order of the codes")


def _package(old: Version, new: Version) -> Iterator[Change]:
    for fact in FACTS:
        if old.descriptor.get(fact) != new.descriptor.get(fact):
            yield Change(PACKAGE, "changed", fact, _told(fact, _plain(old.descriptor.get(fact)), _plain(new.descriptor.get(fact))))
    before, after = (
        {
            resource["name"]: {field["name"]: field for field in resource["schema"]["fields"]}
            for resource in version.descriptor["resources"]
        }
        for version in (old, new)
    )
    titles = {resource["name"]: resource.get("title", "") for version in (old, new) for resource in version.descriptor["resources"]}
    meant = []
    for name in dict.fromkeys([*before, *after]):
        if name not in before or name not in after:
            yield Change(PACKAGE, "added" if name in after else "removed", name, f"the table {titles[name]}")
            continue
        for column in dict.fromkeys([*before[name], *after[name]]):
            if column not in before[name] or column not in after[name]:
                yield Change(PACKAGE, "added" if column in after[name] else "removed", f"{name}.{column}", "a column")
            elif before[name][column] != after[name][column]:
                meant.append(f"{name}.{column}")
    if meant:
        yield Change(PACKAGE, "changed", "columns", "what they mean or allow", (", ".join(meant),))


def _cells(before: Row, after: Row, old: Version, new: Version, table: str, columns: Sequence[str] | None = None) -> Iterator[str]:
    """The cells that differ, each as its column's title, what it was and what it is."""
    for column in dict.fromkeys([*before, *after]) if columns is None else columns:
        was, now = before.get(column) or "", after.get(column) or ""
        if was != now:
            title, codes = _column(new, table, column)
            # Codes are shown by their labels.
            yield _told(title, *(version.label(codes, value) if value else "" for value, version in ((was, old), (now, new))))


def _column(version: Version, table: str, column: str) -> tuple[str, str]:
    """A column's title, and the table or vocabulary that its values refer to, empty for none."""
    schema = next((resource["schema"] for resource in version.descriptor["resources"] if resource["name"] == table), {})
    field = next((field for field in schema.get("fields", ()) if field["name"] == column), {})
    keys = schema.get("foreignKeys") or []
    return field.get("title", column), next((key["reference"]["resource"] for key in keys if key["fields"] == column), "")


def _told(title: str, was: str, now: str) -> str:
    if not was or not now:
        return f"{title} {'added' if now else 'removed'}: {now or was}"
    return f"{title}: {' → '.join(_apart(was, now))}"


def _apart(was: str, now: str) -> tuple[str, str]:
    """Two long texts without the words that both begin and end with."""
    if min(len(was), len(now)) < LONG:
        return was, now
    one, other = was.split(), now.split()
    first = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest = min(len(one), len(other)) - first
    last = next((place for place in range(rest) if one[-1 - place] != other[-1 - place]), rest)
    first, last = max(first - AROUND, 0), max(last - AROUND, 0)

    def cut(words: list[str]) -> str:
        middle = words[first : len(words) - last]
        return " ".join([*(["…"] if first else []), *middle, *(["…"] if last else [])])

    return cut(one), cut(other)


def _keyed(version: Version, table: str, event_id: str, key: _Key) -> dict[str, Row]:
    """The rows of an event by what they are about; what stands twice is told apart by its number."""
    found: dict[str, Row] = {}
    seen: Counter[str] = Counter()
    for row in version.rows(table):
        if row["event_id"] == event_id:
            one = key(row, version)
            seen[one] += 1
            found[one if seen[one] == 1 else f"{one} {seen[one]}"] = row
    return found


def _cell(column: str) -> _Key:
    return lambda row, _: row[column]


def _coded(vocabulary: str, column: str) -> _Key:
    return lambda row, version: version.label(vocabulary, row[column])


def _page(row: Mapping[str, str], _: Version) -> str:
    headline = f"“{row['title']}”" if row.get("title") else row.get("url", "")
    return ", ".join(filter(None, [row.get("publisher", ""), headline]))


def _when(row: Row) -> str:
    with suppress(ValueError):
        return dates.range_in_words(row["start"], row["end"])
    return row["start"]


def _plain(value: Any) -> str:
    return "" if value is None else " and ".join(map(str, value)) if isinstance(value, list) else str(value)
