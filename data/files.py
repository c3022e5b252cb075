"""Read a record's files within limits: plain files inside its folder, UTF-8 text, YAML that says everything once."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

# In bytes: far more than a record that people edit holds, far less than what would keep a machine busy.
LARGEST_TABLE, LARGEST_YAML = 1_000_000_000, 1_000_000
# How deep YAML may nest; a descriptor needs nine.
DEEPEST = 20
TEXT = "needed is text in UTF-8"
# A folder and a file in it, for tables and vocabularies alike.
PLACE = re.compile(r"[\w-]+/[\w.-]+\.(csv|yaml|parquet)")

_BOMS = {b"\xff\xfe\x00\x00": "UTF-32", b"\x00\x00\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
# libyaml reads ten times as fast, where it is there.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}

Steps = tuple[str | int, ...]


class UnreadableError(ValueError):
    """What keeps a file from being read: what is wrong, what is allowed, and where, counted from 1 (0 for the file as a whole)."""

    def __init__(self, what: str, allowed: str, line: int = 0, at: int = 0) -> None:
        """`at` is how many characters of the line come before what is wrong."""
        super().__init__(f"{what}; {allowed}")
        self.what, self.allowed, self.line, self.at = what, allowed, line, at


@dataclass(frozen=True)
class Yaml:
    """What a YAML file says, and the line on which each part of it begins, by the keys and indexes that lead there."""

    value: Any
    lines: Mapping[Steps, int]

    def line(self, *path: str | int) -> int:
        """The line of a part; of the nearest part around it where it is not there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def is_inside(file: Path, folder: Path) -> bool:
    """Whether a file lies in a folder, links followed."""
    home = os.path.realpath(folder)
    return os.path.commonpath([home, os.path.realpath(file)]) == home


def read_text(file: Path, largest: int = LARGEST_TABLE) -> str:
    """The text of a file, without a byte order mark.

    Raises OSError where it is not there and UnreadableError where it is no plain file, too large or not UTF-8.
    """
    about = file.stat()
    if not stat.S_ISREG(about.st_mode):
        raise UnreadableError("is a folder" if stat.S_ISDIR(about.st_mode) else "is no plain file", "needed is a file of text")
    if about.st_size > largest:
        raise UnreadableError(f"has {about.st_size:,} bytes", f"allowed are {largest:,}")
    content = file.read_bytes()
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            raise UnreadableError(f"is {encoding}", TEXT, 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The mark's three bytes, where it is there, are not counted in where the error is.
        content = content.removeprefix(b"\xef\xbb\xbf")
        begins = content.rfind(b"\n", 0, error.start) + 1
        line = content.count(b"\n", 0, error.start) + 1
        before = content[begins : error.start].decode()
        raise UnreadableError(f"{content[error.start : error.start + 1]!r} is not UTF-8", TEXT, line, len(before)) from error


def read_yaml(file: Path) -> Yaml:
    """What a YAML or JSON file says.

    Aliases are refused, for a few lines of them say more than any memory holds, and so is a key that stands twice, of which all but the
    last would be lost. Raises OSError and UnreadableError as `read_text` does.
    """
    text = read_text(file, LARGEST_YAML)
    if found := yaml.reader.Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise UnreadableError(f"holds U+{ord(found[0]):04X}, a control character", TEXT, line)
    try:
        _refuse_what_expands(text)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        told = getattr(error, "problem", None) or str(error)
        raise UnreadableError(f"is not YAML ({' '.join(told.split())})", "needed is YAML", mark.line + 1 if mark else 0) from error
    if file.suffix == ".yaml" and node and not text.endswith("\n"):
        what = "the last line has no end, as if the file were cut short"
        raise UnreadableError(what, "needed is a line break after every line", text.count("\n") + 1)
    lines: dict[Steps, int] = {}
    return Yaml(_value(node, (), lines) if node else None, lines)


def _refuse_what_expands(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableError("refers to another place of the file (an alias)", "allowed is YAML without aliases", line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise UnreadableError("nests too deep", f"allowed are {DEEPEST} levels", line)


def _value(node: yaml.Node, path: Steps, lines: dict[Steps, int]) -> Any:
    line = lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, line)
    if node.tag not in _PLAIN:
        raise UnreadableError(f"has the tag {node.tag}", "allowed is YAML without tags", line)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), lines) for index, item in enumerate(node.value)]
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        key = _scalar(key_node, key_line) if isinstance(key_node, yaml.ScalarNode) else None
        if not isinstance(key, str):
            raise UnreadableError("has a key that is no text", "allowed is text", key_line)
        if key in found:
            raise UnreadableError(f"the key {key!r} stands twice", "allowed is each key once", key_line)
        found[key] = _value(value_node, (*path, key), lines)
        # What a key says is wrong on the line of the key, where a long text begins below it.
        lines[*path, key] = key_line
    return found


def _scalar(node: yaml.ScalarNode, line: int) -> Any:
    try:
        value = yaml.constructor.SafeConstructor().construct_object(node)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise UnreadableError(
            f"{node.value[:40]!r} can't be read", "allowed are texts, numbers, days, true and false", line
        ) from error
    if isinstance(value, bytes):
        raise UnreadableError("holds bytes", "allowed are texts, numbers, days, true and false", line)
    return value
