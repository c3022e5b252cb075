"""How to cite the record: the facts of the citation stand once, and plain text, BibTeX and CITATION.cff all say them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from data.record import Tables

# Signs that mean something to TeX, as it writes them.
TEX = {sign: f"\\{sign}" for sign in "#$%&_"} | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
# Enough signs of a hash to tell two states of a record apart in print.
SHORT = 12


@dataclass(frozen=True)
class Facts:
    """What a citation says of a record, from its data package; empty where the package does not state it.

    `released` is the day on which the package was made and `as_of` the day (EDTF) up to which sources were looked for;
    `content_hash` is SHA-256 in hexadecimal over the descriptor and every file it names; `licenses` are short names.
    """

    name: str
    title: str
    authors: tuple[str, ...]
    version: str
    released: str
    as_of: str
    content_hash: str
    licenses: tuple[str, ...]
    url: str
    description: str
    keywords: tuple[str, ...]

    @property
    def year(self) -> str:
        """The year of the release."""
        return self.released[:4]

    @property
    def state(self) -> str:
        """Which state of the record is cited, after the version."""
        return f"as of {self.as_of}, content {self.content_hash[:SHORT]}"

    @property
    def identifier(self) -> str:
        """The content hash as an identifier that says what it is."""
        return f"sha256:{self.content_hash}"


def facts(tables: Tables) -> Facts:
    """The facts of a record's citation."""
    about = tables.descriptor
    licenses = [str(one.get("name") or one.get("title") or one.get("path")) for one in about.get("licenses") or []]
    return Facts(
        name=str(about["name"]),
        title=str(about["title"]),
        authors=tuple(str(person["title"]) for person in about.get("contributors") or [] if person.get("title")),
        version=str(about["version"]),
        released=str(about["created"])[:10],
        as_of=str(about["as_of"]),
        content_hash=tables.content_hash,
        licenses=tuple(licenses),
        url=str(about.get("homepage") or ""),
        description=" ".join(str(about.get("description") or "").split()),
        keywords=tuple(str(word) for word in about.get("keywords") or []),
    )


def plain(tables: Tables) -> str:
    """The citation in plain text."""
    cited = facts(tables)
    who = ", ".join(cited.authors)
    head = f"{who} ({cited.year}). {cited.title}." if who else f"{cited.title} ({cited.year})."
    tail = [f"{', '.join(cited.licenses)}."] if cited.licenses else []
    return " ".join([head, f"Data set, version {cited.version}, {cited.state}.", *tail, *([cited.url] if cited.url else [])])


def bibtex(tables: Tables) -> str:
    """The citation as a BibTeX entry."""
    cited = facts(tables)
    note = ", ".join(["Data set", cited.state, *cited.licenses])
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors or (cited.title,)),
        "title": f"{{{_tex(cited.title)}}}",
        "year": cited.year,
        "version": _tex(cited.version),
        "note": _tex(note),
        # An address is taken as it is: BibTeX styles hand it to \url.
        "url": cited.url,
    }
    key = re.sub(r"[^a-z0-9]+", "-", cited.name.lower()).strip("-")
    return "\n".join([f"@misc{{{key},", *(f"  {name} = {{{value}}}," for name, value in fields.items() if value), "}"])


def cff(tables: Tables) -> str:
    """The citation as the text of a CITATION.cff: Citation File Format 1.2.0, type dataset."""
    cited = facts(tables)
    entry = {
        "cff-version": "1.2.0",
        "message": "If you use this record, please cite it as below.",
        "type": "dataset",
        "title": cited.title,
        "abstract": cited.description,
        # The format asks for an author; where a record names none, it stands for itself, as in BibTeX.
        "authors": [{"name": name} for name in cited.authors or (cited.title,)],
        "version": cited.version,
        "date-released": cited.released,
        "identifiers": [
            {
                "type": "other",
                "value": cited.identifier,
                "description": f"Content of the record, as of {cited.as_of}: SHA-256 over its descriptor and every file that it names",
            }
        ],
        "license": cited.licenses[0] if len(cited.licenses) == 1 else list(cited.licenses),
        "url": cited.url,
        "keywords": list(cited.keywords),
    }
    stated = {name: value for name, value in entry.items() if value}
    return "# Written by: python -m data cite --format cff\n" + yaml.safe_dump(
        stated, allow_unicode=True, sort_keys=False, width=120
    )


FORMATS = {"plain": plain, "bibtex": bibtex, "cff": cff}


def license_name(tables: Tables) -> str:
    """The record's license in words; empty where the record states none."""
    licenses = tables.descriptor.get("licenses") or []
    return ", ".join(str(one.get("title") or one.get("name") or one.get("path")) for one in licenses)


def _tex(text: str) -> str:
    """Text for a place that takes TeX, its special signs made plain. BibTeX counts every brace, so that none may stand alone."""
    return "".join(TEX.get(sign, sign) for sign in text)
