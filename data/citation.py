"""How to cite the record."""

from __future__ import annotations

from data.record import Tables


def plain(tables: Tables) -> str:
    """The citation in plain text, with version, date and content hash."""
    about = tables.descriptor
    authors = ", ".join(person["title"] for person in about.get("contributors", [])) or str(about["title"])
    return f"{authors} ({str(about['as_of'])[:4]}). {about['title']}, version {about['version']} [data set], as of {about['as_of']}, content {tables.content_hash[:12]}."


def bibtex(tables: Tables) -> str:
    """The citation as a BibTeX entry."""
    about = tables.descriptor
    authors = " and ".join(f"{{{person['title']}}}" for person in about.get("contributors", [])) or f"{{{about['title']}}}"
    return "\n".join(
        [
            f"@misc{{{about['name']},",
            f"  author = {{{authors}}},",
            f"  title = {{{about['title']}}},",
            f"  year = {{{str(about['as_of'])[:4]}}},",
            f"  version = {{{about['version']}}},",
            f"  note = {{Data set, as of {about['as_of']}, content {tables.content_hash[:12]}}},",
            "}",
        ]
    )
