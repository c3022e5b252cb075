"""What search engines and catalogs read: a plain page about the record, the list of pages, and who may read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode, urljoin

from dashboard.headers import embed_in, in_policy
from dashboard.navigation import PAGES
from data import citation, dataset
from data.frames import collect, lazy
from data.record import Tables

# The whole page in one file, without scripts; it follows the reader's light or dark setting.
STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.75rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2rem; }
dt { font-weight: 600; } dd { margin: 0 0 .6rem; overflow-wrap: anywhere; }
"""
# The page loads nothing; a browser asks for an icon of the site by itself.
POLICY = f"default-src 'none'; style-src {in_policy(STYLE)}; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {embed_in()}"


def page(tables: Tables, entry: Mapping[str, Any], base: str) -> str:
    """The record in words, where to get it and how to cite it, as HTML with its catalog entry inside."""
    # "<" would end the script where a text of the record holds a tag.
    inside = json.dumps(entry, ensure_ascii=False).replace("<", "\\u003c")
    facts = {
        "Version": f"{entry['version']}, as of {tables.descriptor['as_of']}",
        "Content": tables.content_hash,
        "Years": entry["temporalCoverage"].replace("/", "–"),
        "License": citation.license_name(tables),
        "Cite as": citation.plain(tables),
    }
    pages = [(urljoin(base, address), title, "") for _, title, address, _ in PAGES]
    files = [(urljoin(base, file.path), file.file_name, f": {file.holds}") for file in dataset.downloads()]
    described = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items() if value)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(entry["name"])}</title>
<meta name="description" content="{escape(entry["description"])}">
<link rel="canonical" href="{escape(entry["url"])}">
<link rel="alternate" type="application/ld+json" href="{escape(urljoin(base, dataset.ENTRY.path))}">
<style>{STYLE}</style>
<script type="application/ld+json">{inside}</script>
</head>
<body>
<h1>{escape(entry["name"])}</h1>
<p>{escape(entry["description"])}</p>
<dl>{described}</dl>
<h2>See it</h2>
{_list(pages)}
<h2>Download</h2>
{_list(files)}
</body>
</html>
"""


def robots(base: str) -> str:
    """Everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {urljoin(base, 'sitemap.xml')}\n"


def sitemap(tables: Tables, base: str) -> str:
    """The pages and every event's permanent address, as the Sitemaps protocol has it (sitemaps.org)."""
    events = [f"events?{urlencode({'event': event_id})}" for event_id in collect(lazy(tables.events, "event_id"))["event_id"]]
    paths = [*(address for _, _, address, _ in PAGES), dataset.LANDING, *events]
    listed = "\n".join(f"<url><loc>{escape(urljoin(base, path))}</loc></url>" for path in paths)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}\n</urlset>\n'
    )


def _list(links: Iterable[tuple[str, str, str]]) -> str:
    """Links as a list, each with its address, its text and what stands after it."""
    return (
        "<ul>"
        + "".join(f'<li><a href="{escape(to)}">{escape(text)}</a>{escape(after)}</li>' for to, text, after in links)
        + "</ul>"
    )
