"""What the tests of the curator's commands share: notes about the made-up countries, and copies of records as bytes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from data.record import HOME, VOCABULARY_FOLDER

# As a curator writes it: known people and places in other spellings, one new person, one page that is on record.
NOTES = """\
# yaml-language-server: $schema=notes.schema.json
title: Trentino visits Freedonia
type: audience
start: 2034-07-01
end: 2034-07-02
country: XFR
place: DUCKBURG
format: duet
participants:
  - name: Sylvania, Trentinö of     # the words of a name in any order, without accents
    country: XSY
    position: Minister of War       # an earlier title of the post
    organization: Ministry of Defense
    capacity: principal
  - name: Bob Roland
    sort_name: Roland, Bob
    country: XFR
    position: Mayor of Duckburg
    capacity: host
    level: 3
focus_areas: [boats, {focus_area: other, words: etiquette}]
outcomes:
  - The minister praises the ducks
summary: >-
  The minister visits Duckburg
  for two days.
sources:
  - url: https://freedonia.example/news/9
    publisher: Freedonia Gazette
    title: A guest
    published: 2034-07-02
    kind: press
    supports: [date, place, participants]
  - url: http://www.sylvania.example/army/
    supports: [date]
conflicts:
  - field: end
    values:
      - {value: 2034-07-02, source: https://freedonia.example/news/9}
      - {value: 2034-07-03, source: https://sylvania.example/army}
    resolution: 2034-07-02
    why: The Gazette was there.
confidence: high
"""
EVENT = "2034-07-01-trentino-visits-freedonia"


class _Plain(yaml.SafeDumper):
    """YAML without anchors, which notes do not take."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(folder: Path, notes: str | Any) -> str:
    """A file with these notes; its path."""
    file = folder / "notes.yaml"
    file.write_text(notes if isinstance(notes, str) else yaml.dump(notes, Dumper=_Plain, allow_unicode=True), encoding="utf-8")
    return str(file)


def content(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, hidden ones included."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def lines(folder: Path, table: str) -> list[bytes]:
    """The lines of a table as they are."""
    return (folder / "tables" / f"{table}.csv").read_bytes().splitlines(keepends=True)


def shipped(folder: Path) -> Path:
    """A copy of the record shipped, without the code beside it."""
    for part in ("tables", VOCABULARY_FOLDER):
        shutil.copytree(HOME / part, folder / part)
    shutil.copy(HOME / "datapackage.yaml", folder)
    return folder
