"""The record as others find and fetch it: the addresses of everything that is served, and its entry for catalogs of data sets.

The entry is schema.org's Dataset as JSON-LD, with what Google Dataset Search asks for
(https://developers.google.com/search/docs/appearance/structured-data/dataset). Its `citation` is left out: that is for articles
to cite beside the data set; how to cite the data set itself is its `creditText`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from data import citation
from data.extracts import FLAT
from data.frames import number
from data.measures import evidence
from data.record import Tables

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "zip": "application/zip",
    "jsonld": "application/ld+json",
}
FLAT_FORMATS = ("csv", "json")
# The plain page that carries the entry for search engines.
LANDING = "dataset"
# What the record measures, as table and column; the data package says what each means.
MEASURED = (
    ("events", "type"),
    ("events", "start"),
    ("events", "end"),
    ("events", "scope"),
    ("events", "status"),
    ("events", "country"),
    ("events", "place"),
    ("events", "format"),
    ("events", "confidence"),
    ("event_parties", "country"),
    ("event_parties", "headcount"),
    ("event_focus_areas", "focus_area"),
    ("participants", "official_id"),
    ("participants", "position"),
    ("participants", "level"),
)
# A description shorter than the first or longer than the second is refused by catalogs.
DESCRIPTION = (50, 5000)


@dataclass(frozen=True)
class Download:
    """A file that is served: what it is called ("events"), its ending, its path under the app's own address, what it holds."""

    name: str
    ending: str
    path: str
    holds: str

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.ending}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.ending]


ENTRY = Download("dataset", "jsonld", "dataset.jsonld", "The whole record as schema.org's Dataset (JSON-LD), for search engines.")
OPENAPI = Download("openapi", "json", "openapi.json", "Every address with its parameters and answers, for programs (OpenAPI).")


def downloads(query: str = "") -> list[Download]:
    """Every file that is served of a selection, in order; `query` is the selection's query string ("years=2010&years=2016")."""
    asked = f"?{query}" if query else ""
    found = [
        Download(name, ending, f"extracts/{name}.{ending}{asked}", (make.__doc__ or "").strip().partition("\n")[0])
        for name, make in FLAT.items()
        for ending in FLAT_FORMATS
    ]
    package = "All tables and vocabularies as a Frictionless Data Package, with a README."
    described = "The description of every table and column, without the rows (Frictionless Data Package)."
    return [
        *found,
        Download("package", "zip", f"extracts/package.zip{asked}", package),
        Download("datapackage", "json", f"extracts/datapackage.json{asked}", described),
    ]


def json_ld(tables: Tables, address: str) -> dict[str, Any]:
    """The entry of a whole record for catalogs of data sets; `address` is that of the app, "https://host/" or under a path.

    Says only what the data package and the tables know; what they leave out is left out.
    """
    about, cited = tables.descriptor, citation.facts(tables)
    root = f"{address.rstrip('/')}/"
    countries = tables.words("countries")
    entry = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": cited.title,
        "description": _description(tables),
        "url": urljoin(root, LANDING),
        "sameAs": cited.url,
        "identifier": cited.identifier,
        "version": cited.version,
        "datePublished": cited.released,
        # A date that EDTF calls uncertain is none that a catalog can read.
        "dateModified": cited.as_of if re.fullmatch(r"\d{4}(-\d\d){0,2}", cited.as_of) else "",
        "temporalCoverage": "/".join(str(year) for year in tables.years),
        "spatialCoverage": [{"@type": "Place", "name": countries.label(code), "identifier": code} for code in tables.pair],
        "keywords": list(cited.keywords),
        "license": [str(one["path"]) for one in about.get("licenses") or [] if one.get("path")],
        "creator": [{"@type": "Organization", "name": name} for name in cited.authors],
        "creditText": citation.plain(tables),
        # Every file below is served to whoever asks, without an account.
        "isAccessibleForFree": True,
        "measurementTechnique": " ".join(str(about.get("method") or "").split()),
        "variableMeasured": _variables(about),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.file_name,
                "description": file.holds,
                "encodingFormat": file.media_type,
                "contentUrl": urljoin(root, file.path),
            }
            for file in downloads()
        ],
    }
    return {name: value for name, value in entry.items() if value}


def _description(tables: Tables) -> str:
    """The record's own description and how much it holds."""
    first, last = tables.years
    holds = (
        f"{number(tables.events):,} events from {first} to {last}, with {number(tables.citations):,} citations of "
        f"{evidence.cited_pages(tables):,} pages, and {number(tables.officials):,} officials."
    )
    text = f"{citation.facts(tables).description} {holds}".strip()
    longest = DESCRIPTION[1]
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _variables(about: Mapping[str, Any]) -> list[dict[str, str]]:
    schemas = {resource["name"]: resource["schema"]["fields"] for resource in about["resources"]}
    columns = {(table, field["name"]): field for table, fields in schemas.items() for field in fields}
    return [
        {
            "@type": "PropertyValue",
            "name": str(columns[table, name].get("title", name)),
            "description": str(columns[table, name].get("description", "")),
            "propertyID": f"{table}.{name}",
        }
        for table, name in MEASURED
    ]
