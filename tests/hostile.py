"""The made-up record with hostile text in every cell, label and description that takes text: legal, and to be shown as it is.

Each payload bears a sign of its own. Where the sign is found without the payload around it, something has read the text as markup.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from data.record import is_vocabulary
from tests.conftest import MADE_UP

# What runs if any of these is executed; nothing else sets it.
FLAG = "hostileran"
PAYLOADS = {
    "zq01": f"<img src=zq01 onerror={FLAG}=1>",
    "zq02": f"<script>{FLAG}='zq02'</script>",
    "zq03": f"[zq03](javascript:{FLAG}=1)",
    "zq04": "![zq04](/zq.png)",
    "zq05": "**zq05**",
    "zq06": "_zq06_",
    "zq07": "`zq07`",
    "zq08": "~~zq08~~",
    "zq09": "# zq09",
    "zq10": "* zq10",
    "zq11": "1. zq11",
    "zq12": "> zq12",
    "zq13": "|zq13|b|",
    "zq14": "$zq14^2$",
    "zq15": "$$zq15$$",
    "zq16": ":red[zq16]",
    "zq17": ":blue-badge[zq17]",
    "zq18": ":material/home:zq18",
    "zq19": ":tada:zq19",
    "zq20": ":streamlit:zq20",
    "zq21": "<b>zq21</b>",
    "zq22": f'<a href="javascript:{FLAG}=1">zq22</a>',
    "zq23": "<br>zq23<br>",
    "zq24": "%{x}zq24%{customdata[0]}",
    "zq25": "&lt;zq25&gt;&amp;",
    "zq26": "https://zq26.example/a",
    "zq27": "www.zq27.example",
    "zq28": "zq28@zq.example",
    "zq29": "zq29 -> b",
    "zq30": "zq30 -- b",
    "zq31": "zq31 <= b",
    "zq32": "zq32 שלום\u200f! می\u200cخواهم",
    "zq33": "zq33 ក្រសួង\u200bការពារ",
    "zq34": "&#90;zq34&nbsp;",
    "zq35": "<!--zq35-->",
    "zq36": "[^zq36]",
    "zq37": "zq37\\*\\",
    "zq38": "{{zq38}}${zq38}",
    "zq39": "zq39 =1+1",
    "zq40": '"zq40" onload="',
    "zq41": "<sub>zq41</sub>",
    "zq42": "``` zq42",
}
# So many stand in a short text.
FEW = 3
# Columns that hold sentences take all of them.
LONG = {"summary", "notes", "outcome", "why", "basis", "description", "definition", "method", "other_titles", "other_spellings"}
# Text by its type, but read by the code.
READ = {"start", "end", "published", "url", "field", "supports", "path", "profile", "name", "version", "created", "as_of"}


def hostile(folder: Path) -> Path:
    """Write the record into a folder that is not there yet; return the folder."""
    shutil.copytree(MADE_UP, folder)
    written = Text()
    file = folder / "datapackage.yaml"
    descriptor = yaml.safe_load(file.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        if is_vocabulary(resource):
            _vocabulary(folder / resource["path"], written)
        else:
            _table(folder / resource["path"], resource["schema"], written)
    file.write_text(yaml.safe_dump(_described(descriptor, written), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


class Text:
    """Makes text hostile: the same text the same way, each next one with the next payloads."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._payloads = list(PAYLOADS.values())
        self._next = 0

    def of(self, text: str, column: str) -> str:
        """A text of a column with payloads; an empty one stays empty, unless the column may hold a sentence."""
        if not text and column not in LONG:
            return ""
        if (text, column) not in self._known:
            self._known[text, column] = self._made(text, column)
        return self._known[text, column]

    def _made(self, text: str, column: str) -> str:
        if column in LONG:
            return " ".join([text, *self._payloads]).strip()
        chosen = [self._payloads[(self._next + number) % len(self._payloads)] for number in range(FEW)]
        self._next += FEW
        # A payload comes first: many are markup only there. The record's own words follow, by which a text is told from others.
        return " ".join([*chosen, text])


def _table(path: Path, schema: Mapping[str, Any], written: Text) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = {
        *_listed(schema.get("primaryKey", [])),
        *(one for key in schema.get("foreignKeys", []) for one in _listed(key["fields"])),
    }
    free = [
        field["name"]
        for field in schema["fields"]
        if field["type"] == "string"
        and not {"pattern", "enum"} & set(field.get("constraints") or {})
        and field["name"] not in (keys - {"unit"}) | (READ - {"name"})
    ]
    names = [field["name"] for field in schema["fields"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, names, lineterminator="\n")
        out.writeheader()
        for row in rows:
            # A person who is not named stays so, and a place that is not known.
            out.writerow(row | {name: written.of(row[name], name) for name in free})


def _vocabulary(path: Path, written: Text) -> None:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    made = [row | {name: written.of(row[name], name) for name in ("label", "definition") if name in row} for row in rows]
    path.write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _described(content: Any, written: Text) -> Any:
    """A description with hostile titles, descriptions and words."""
    if isinstance(content, Mapping):
        words = {"title", "description", "method", "keywords", "rule"}
        made = {name: _described(inner, written) if name not in READ else inner for name, inner in content.items()}
        return {name: _worded(inner, name, written) if name in words else inner for name, inner in made.items()}
    return [_described(inner, written) for inner in content] if isinstance(content, list) else content


def _worded(content: Any, name: str, written: Text) -> Any:
    if isinstance(content, list):
        return [_worded(inner, name, written) for inner in content]
    return written.of(content, name) if isinstance(content, str) else content


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def altered(shown: str) -> list[str]:
    """Where a shown text holds the sign of a payload and not the payload, each with what stands around it.

    White space is left out: a page breaks lines and folds spaces. A text that was cut off may end inside a payload with "…".
    """
    text = re.sub(r"\s+", "", shown)
    found = []
    for sign, payload in PAYLOADS.items():
        whole = re.sub(r"\s+", "", payload)
        before = whole.index(sign)
        for place in re.finditer(sign, text):
            start = place.start() - before
            here = text[max(start, 0) : place.start() + len(whole) - before + 1]
            kept = here[: len(whole)]
            cut = here.partition("…")[0]
            if kept != whole and not ("…" in here and whole.startswith(cut) and len(cut) >= before) and sign not in found:
                # A payload may hold its sign twice.
                if whole.count(sign) > 1 and whole in text[max(place.start() - len(whole), 0) : place.start() + len(whole)]:
                    continue
                found.append(f"{payload!r} is shown as {text[max(start - 20, 0) : place.start() + len(whole)]!r}")
    return found
