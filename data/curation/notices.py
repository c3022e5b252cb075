"""Changes of a record as text for a terminal, as Markdown, and as a section of a changelog."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from data.curation.changes import EVENTS, PACKAGE, SOURCES, Change
from data.curation.sheets import UnfitError

NOTHING = "Nothing changed."
# So many of one kind have a sentence each; more are counted and named in one, pages by their publishers.
LISTED = 5
_SECTION = re.compile(r"^## ", re.MULTILINE)
_ADDRESS = re.compile(r"(https?://[^\s<>`]+)")
_MARKS = re.compile(r"([\\`*_\[\]<>#|~$])")


def text(changes: Sequence[Change]) -> str:
    """Changes for a terminal, a line each, in detail."""
    if not changes:
        return f"{NOTHING}\n"
    lines = []
    for section, own in groupby(changes, lambda change: change.section):
        lines.append(section)
        for change in own:
            lines.append(f"  {change.verb}: {change.key}: {change.name}")
            lines += (f"      {detail}" for detail in change.details)
    return "\n".join(lines) + "\n"


def markdown(changes: Sequence[Change]) -> str:
    """Changes as Markdown, a heading for each section and a sentence for each change."""
    if not changes:
        return f"{NOTHING}\n"
    parts = []
    for section, own in groupby(changes, lambda change: change.section):
        parts.append("\n".join([f"### {section}", "", *(_item(line) for line in _sentences(section, list(own)))]))
    return "\n\n".join(parts) + "\n"


def into_changelog(file: Path, title: str, lead: str, changes: Sequence[Change]) -> None:
    """Put a section before the others of a changelog, led by a sentence; one of the same title, of a first try, is replaced.

    Raises OSError where the file can't be read or written, UnfitError where nothing changed.
    """
    if not changes:
        raise UnfitError(f"{NOTHING} {file} stays as it is.")
    heading = f"## {title}"
    section = f"{heading}\n\n{lead}\n\n{markdown(changes)}\n"
    content = file.read_text(encoding="utf-8") if file.exists() else "# Changelog\n\n"
    starts = [match.start() for match in _SECTION.finditer(content)]
    first = starts[0] if starts else len(content)
    rest = content[first:]
    if rest.startswith(f"{heading}\n"):
        rest = content[starts[1] :] if len(starts) > 1 else ""
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(content[:first].rstrip("\n") + "\n\n" + (section + rest).rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    beside.replace(file)


def _sentences(section: str, changes: list[Change]) -> Iterator[str]:
    for verb, own in groupby(changes, lambda change: change.verb):
        alike = list(own)
        if section not in (EVENTS, PACKAGE) and len(alike) > LISTED and not any(change.details for change in alike):
            names = Counter(change.name.partition(", ")[0] if section == SOURCES else change.name for change in alike)
            listed = "; ".join(_escaped(name) + (f" ({number})" if number > 1 else "") for name, number in names.most_common())
            yield f"{len(alike)} {verb}: {listed}."
            continue
        for change in alike:
            details = f": {'; '.join(_escaped(detail) for detail in change.details)}" if change.details else ""
            told = f"{verb.capitalize()} `{change.key}`, {_escaped(change.name)}{details}"
            yield told if told.endswith((".", "?", "!")) else f"{told}."


def _item(sentence: str) -> str:
    return f"- {sentence}"


def _escaped(text: str) -> str:
    """Text of the record as text: no sign of it is markup, and an address is a link."""
    return "".join(
        _link(part) if part.startswith(("http://", "https://")) else _MARKS.sub(r"\\\1", part) for part in _ADDRESS.split(text)
    )


def _link(address: str) -> str:
    plain = address.rstrip(".,;:!?")
    return f"<{plain}>{address[len(plain) :]}"
