"""What the cells of the record say, in a reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from components.address import event_link
from components.page import escape
from data import dates
from data.frames import rows
from data.record import Tables

_EVENT = r"\d{4}(?:-\d{2}){0,2}(?:-[a-z0-9]+)+"
_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")
_NAMED = re.compile(rf"(?<![\w-])({_EVENT})(?![\w-])")


def known(value: Any) -> bool:
    """Whether a cell of the record holds something."""
    return isinstance(value, str) and bool(value)


def bullets(lines: Iterable[str]) -> str:
    """Lines of Markdown as a list."""
    return "\n".join(f"- {line}" for line in lines)


def field_in_words(field: str) -> str:
    """What a conflict is about, for a reader: "other:ship_visit_count" is "ship visit count"."""
    return field.removeprefix("other:").replace("_", " ").replace(".", " ")


def title_in_words(name: str, tables: Tables) -> str:
    """The data package's title of a column or table of the event by that name, in lower case; else the name in plain words."""
    resources = {resource["name"]: resource for resource in tables.descriptor["resources"]}
    columns = {
        field["name"]: field for table in ("event_parties", "events") for field in resources.get(table, {})["schema"]["fields"]
    }
    for part in (columns.get(name), columns.get(f"{name}_id"), resources.get(name), resources.get(f"event_{name}")):
        if part and part.get("title"):
            title = str(part["title"])
            return title[0].lower() + title[1:]
    return field_in_words(name)


def value_in_words(value: str) -> str:
    """What a source says in a conflict, dates in words: a whole month or day, and days inside a sentence."""
    if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?[~?%]?", value):
        return _date(value)
    return _DAY.sub(lambda day: _date(day[0]), value)


def with_events(text: str, tables: Tables) -> str:
    """Text of the record as Markdown, identifiers of events in it become links under the event's title."""
    pieces = _NAMED.split(text)
    events = rows(tables.events, event_id=pieces[1::2]) if len(pieces) > 1 else None
    titles = {} if events is None else dict(zip(events["event_id"], events["title"], strict=True))
    return "".join(
        f"“{event_link(titles[piece], piece)}”" if place % 2 and piece in titles else escape(piece)
        for place, piece in enumerate(pieces)
    )


def _date(text: str) -> str:
    try:
        return dates.in_words(text)
    except ValueError:
        return text
