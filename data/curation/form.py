"""The form of a curator's notes as a JSON Schema, for editors and for the reading of notes.

What a field means and allows is taken from the data package and its vocabularies; here stands only which column a field fills.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.record import Vocabulary, is_vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[~?%]?"
# An object's fields and the columns that they fill: field → table.column, or a schema of its own. A star marks what must be there.
Shape = dict[str, Any]


def schema(descriptor: Mapping[str, Any], words: Mapping[str, Vocabulary]) -> dict[str, Any]:
    """The JSON Schema of notes for a record: one engagement, or a list of them."""
    engagement = _engagement(_Columns(descriptor, words), list(words["countries"].codes))
    return {
        "$schema": DIALECT,
        "title": f"Notes for: {descriptor['title']}",
        "description": "One engagement, or a list of them, as `python -m data add` takes it. What is left out stays empty.",
        "if": {"type": "array"},
        "then": {"items": {"$ref": "#/$defs/engagement"}, "minItems": 1},
        "else": {"$ref": "#/$defs/engagement"},
        "$defs": {"engagement": engagement},
    }


class _Columns:
    """What the data package says about a column, as JSON Schema."""

    def __init__(self, descriptor: Mapping[str, Any], words: Mapping[str, Vocabulary]) -> None:
        self._schemas = {
            resource["name"]: resource["schema"] for resource in descriptor["resources"] if not is_vocabulary(resource)
        }
        self._words = words

    def __call__(self, where: str, **more: Any) -> dict[str, Any]:
        """The schema of a column, given as table.column; `more` adds to it or takes its place."""
        table, name = where.split(".")
        field = next(field for field in self._schemas[table]["fields"] if field["name"] == name)
        rules = field.get("constraints") or {}
        found: dict[str, Any] = {"description": field["description"], "type": field["type"]}
        key = next((key for key in self._schemas[table].get("foreignKeys", ()) if key["fields"] == name), None)
        if key and key["reference"]["resource"] in self._words:
            vocabulary = self._words[key["reference"]["resource"]]
            found["enum"] = list(vocabulary.codes)
            found["enumDescriptions"] = [vocabulary.definition(code) or vocabulary.label(code) for code in vocabulary.codes]
        found |= {name: rules[name] for name in ("enum", "minimum") if name in rules}
        if "pattern" in rules:
            found["pattern"] = f"^(?:{rules['pattern']})$"
        return found | more


def _object(shape: Shape, description: str = "", short: bool = False) -> dict[str, Any]:
    """An object; a star behind a field's name marks what must be there. `short`: a text does in its place."""
    found: dict[str, Any] = {"description": description} if description else {}
    return found | {
        "type": ["string", "object"] if short else "object",
        "properties": {name.rstrip("*"): value if name.endswith("*") else _optional(value) for name, value in shape.items()},
        "required": [name.rstrip("*") for name in shape if name.endswith("*")],
        "additionalProperties": False,
    }


def _optional(value: dict[str, Any]) -> dict[str, Any]:
    """The same or nothing: a field may be written down and left empty."""
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    return value | {"type": [*kinds, "null"]} | ({"enum": [*value["enum"], None]} if "enum" in value else {})


def _list(items: dict[str, Any], description: str, least: int = 0) -> dict[str, Any]:
    return {"description": description, "type": "array", "items": items} | ({"minItems": least} if least else {})


def _engagement(column: _Columns, countries: list[str]) -> dict[str, Any]:
    text = {"type": "string"}
    code = {"type": "string", "enum": countries}
    # YAML takes a bare year for a number.
    day = {"type": ["string", "integer"], "pattern": f"^{DATE}$"}
    label = {"type": ["string", "integer"]}
    supports = column("citations.supports")["pattern"].removeprefix("^(?:(").partition(")")[0].split("|")
    event = "An event_id of the record or of another engagement in these notes."
    return _object(
        {
            "id": column(
                "events.event_id",
                description="Permanent identifier; left out, it is made of the start and the title's first words.",
            ),
            "title*": column("events.title"),
            "type*": column("events.type"),
            "scope": column(
                "events.scope", description="Left out, an engagement; context where the type is one that is only ever context."
            ),
            "status": column("events.status", description="Left out, it took place."),
            "start*": column("events.start", **day),
            "end": column("events.end", **day),
            "date_basis": column("events.date_basis", description="Left out, stated."),
            "country": column("events.country", enum=countries),
            "place": column("events.place"),
            "places": _list(
                _object(
                    {
                        "name*": column("places.name"),
                        "country": code | {"description": "Left out, that of the event."},
                        "other_names": _list(text, "Other spellings and names."),
                    },
                    short=True,
                ),
                "The listed places, by any of their names; one that is not listed yet as name and country. Left out, what place names.",
            ),
            "venue": column("events.venue"),
            "place_basis": column("events.place_basis", description="Left out, stated where there is a place."),
            "format*": column("events.format"),
            "parties": _list(code, "The countries that a source names as taking part. Left out, both sides."),
            "headcount": {
                "description": "People that a country sent, where a source gives a number.",
                "type": "object",
                "properties": {name: {"type": "integer", "minimum": 0} for name in countries},
                "additionalProperties": False,
            },
            "series": _object(
                {
                    "name*": column("series.name"),
                    "description*": column("series.description"),
                    "other_names": _list(text, "Other names found in sources."),
                },
                "The recurring series, by any of its names; one that is not on record yet as name and description.",
                short=True,
            ),
            "round": column("events.round", **label),
            "part_of": column("events.part_of", description=f"The larger event inside which this one took place. {event}"),
            "lifted_by": column("events.lifted_by", description=f"The later event that ends this restriction. {event}"),
            "lifts": _list(text, f"The restrictions that this event ends. {event}"),
            "participants": _list(
                _object(
                    {
                        "name": {
                            "type": "string",
                            "description": "The person's full name in any spelling; left out for an office whose holder no source names.",
                        },
                        "official": {
                            "type": "string",
                            "description": "The person's official_id, where the name alone may be one of several people's.",
                        },
                        "new": {
                            "type": "boolean",
                            "description": "True for a person who is not on record, however like the name is.",
                        },
                        "name_as_given": column("participants.name_as_given"),
                        "country*": column("participants.country", enum=countries),
                        "position": column("participants.position"),
                        "organization": column("participants.organization"),
                        "post": _object(
                            {
                                "title*": column("posts.title"),
                                "other_titles": _list(text, "Earlier titles of the same office."),
                                "organization*": column("posts.organization"),
                                "level*": column("posts.level"),
                                "shared": column(
                                    "posts.shared", description="Whether several people hold it side by side; left out, no."
                                ),
                            },
                            "The office by its post_id or any title; one that is not on record yet as title, organization and level; none where "
                            "the position is no listed office. Left out, the post whose title the position is.",
                            short=True,
                        ),
                        "holds_as": column(
                            "participants.tenure_role", description="Left out, in full; acting and the like as the position says."
                        ),
                        "tenure_exception": column("participants.tenure_exception"),
                        "capacity*": column("participants.capacity"),
                        "level": column("participants.level", description="Left out, that of the post."),
                        "sort_name": column(
                            "officials.sort_name", description="Of a new person: the name with the family name first."
                        ),
                        "other_spellings": _list(text, "Other spellings found in sources."),
                        "about": column("officials.notes", description="Of a new person: what a careful reader should know."),
                    }
                ),
                "People whom a source puts at the event, and offices whose holder no source names.",
            ),
            "units": _list(
                _object({"unit*": column("event_units.unit"), "country": code}, short=True),
                "Military units, ships or agencies that took part, as named.",
            ),
            "focus_areas": _list(
                _object(
                    {
                        "focus_area*": column("event_focus_areas.focus_area"),
                        "words": column("event_focus_areas.words"),
                    },
                    short=True,
                )
                | {"if": {"type": "string"}, "then": column("event_focus_areas.focus_area")},
                "What the event itself dealt with, by code; with its words as focus_area and words.",
            ),
            "outcomes": _list(text, "What was agreed, signed, opened, done or planned, a short line each."),
            "summary*": column("events.summary"),
            "sources*": _list(
                _object(
                    {
                        "url*": column("sources.url"),
                        "publisher": column(
                            "sources.publisher", description="Who published the page; needed for a page not on record."
                        ),
                        "title": column("sources.title"),
                        "published": column("sources.published", **day),
                        "kind": column("sources.kind", description="The kind of source; needed for a page not on record."),
                        "supports": _list({"type": "string", "enum": supports}, "What of the event the page supports."),
                        "same_text_as": {
                            "type": "string",
                            "description": "The address of the best copy of the same text, where this page repeats it.",
                        },
                    }
                ),
                "The pages that support the event.",
                least=1,
            ),
            "conflicts": _list(
                _object(
                    {
                        "field*": column("conflicts.field"),
                        "values*": _list(
                            _object(
                                {
                                    "value*": column("conflict_values.value", **label),
                                    "source*": {"type": "string", "description": "The address of the page that says it."},
                                    "accepted": column(
                                        "conflict_values.accepted", description="Left out, whether it is the value of resolution."
                                    ),
                                }
                            ),
                            "What each source says.",
                            least=1,
                        ),
                        "resolution": column("conflicts.resolution", **label),
                        "why*": column("conflicts.why"),
                    }
                ),
                "Matters on which sources disagree.",
            ),
            "confidence*": column("events.confidence"),
            "notes": column("events.notes"),
        }
    )
