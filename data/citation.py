"""How to cite the record."""

from __future__ import annotations

import re

from data.record import Tables


def plain(tables: Tables) -> str:
    """The citation in plain text, with version, date and content hash."""
    about = tables.descriptor
    who = ", ".join(_authors(tables))
    head = f"{who} ({_year(tables)}). {about['title']}." if who else f"{about['title']} ({_year(tables)})."
    return f"{head} Data set, version {about['version']}, as of {about['as_of']}, content {tables.content_hash[:12]}."


def bibtex(tables: Tables) -> str:
    """The citation as a BibTeX entry."""
    about = tables.descriptor
    title = str(about["title"])
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _authors(tables) or [title]),
        "title": f"{{{_tex(title)}}}",
        "year": _year(tables),
        "version": _tex(str(about["version"])),
        "note": _tex(f"Data set, as of {about['as_of']}, content {tables.content_hash[:12]}"),
    }
    key = re.sub(r"[^a-z0-9]+", "-", str(about.get("name") or title).lower()).strip("-")
    return "\n".join([f"@misc{{{key},", *(f"  {name} = {{{value}}}," for name, value in fields.items()), "}"])


def license_name(tables: Tables) -> str:
    """The record's license in words; empty where the record states none."""
    licenses = tables.descriptor.get("licenses") or []
    return ", ".join(str(one.get("title") or one.get("name") or one.get("path")) for one in licenses)


def _authors(tables: Tables) -> list[str]:
    return [str(person["title"]) for person in tables.descriptor.get("contributors") or [] if person.get("title")]


def _year(tables: Tables) -> str:
    return str(tables.descriptor["as_of"])[:4]


def _tex(text: str) -> str:
    """Text for a place that takes TeX, its special signs made plain."""
    return re.sub(r"([#$%&_{}])", r"\\\1", text.replace("\\", "/"))
