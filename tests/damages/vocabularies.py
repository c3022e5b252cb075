"""Damages of vocabularies: YAML that is none or that expands, entries without what they need; one kind for all vocabularies of a copy."""

from __future__ import annotations

from collections.abc import Callable

# A vocabulary's text, to the damaged text, the line and the column that must be told, and words of the sentence.
Damaged = tuple[str, int, str, str]
Kind = Callable[[str], Damaged]

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def _whole(text: str, line: int, words: str) -> Kind:
    return lambda _: (text, line, "", words)


def _entry(entry: str, line: int, column: str, words: str) -> Kind:
    """One entry more, at the end; the line by its place in the entry."""
    return lambda text: (text + entry, text.count("\n") + line, column, words)


def _cut(text: str, end: int) -> Damaged:
    return text[:end], text.count("\n", 0, end) + 1, "", "as if the file were cut short"


KINDS: dict[str, Kind] = {
    "empty": _whole("", 1, "has no list of entries"),
    "a remark only": _whole("# nothing\n", 1, "has no list of entries"),
    "an empty list": _whole("[]\n", 1, "has no list of entries"),
    "a mapping": _whole("code: x\n", 1, "has no list of entries"),
    "text": _whole("word\n", 1, "has no list of entries"),
    "an alias bomb": _whole(BOMB, 2, "an alias"),
    "an alias bomb in a list": _whole(f"- &a [{'x,' * 1000}]\n- [{'*a,' * 1000}]\n", 2, "an alias"),
    "an alias that names itself": _whole("- &a [*a]\n", 1, "an alias"),
    "a merge of an alias": _whole("- &a {code: x}\n- <<: *a\n", 2, "an alias"),
    "deep nesting": _whole("[" * 100_000, 1, "nests too deep"),
    "deep nesting by indents": _whole("\n".join(" " * depth + "- " for depth in range(0, 200, 2)), 21, "nests too deep"),
    "2 MB": _whole("# " + "x" * 2_000_000, 0, "bytes"),
    "an object of Python": _whole("- !!python/object/apply:os.system ['true']\n", 1, "the tag"),
    "a set": _whole("!!set {a, b}\n", 1, "the tag"),
    "two documents": _whole("- code: x\n---\n- code: y\n", 2, "is not YAML"),
    "a tab for an indent": _whole("- code: x\n\tlabel: y\n", 2, "is not YAML"),
    "quotation marks not closed": _whole('- code: x\n  label: "y\n', 3, "is not YAML"),
    "brackets not closed": _whole("- [a, b\n", 2, "is not YAML"),
    "a key that stands twice": _whole("- code: x\n  label: y\n  label: z\n", 3, "'label' stands twice"),
    "a key that is a number": _whole("- code: x\n  1: y\n", 2, "a key that is no text"),
    "a key that is a list": _whole("- code: x\n  [a]: y\n", 2, "a key that is no text"),
    "a day that is none": _whole("- code: x\n  label: 2024-13-45\n", 2, "can't be read"),
    "a number of 10,000 digits": _whole(f"- code: x\n  label: {'9' * 10_000}\n", 2, "can't be read"),
    "bytes": _whole("- code: x\n  label: !!binary aGVsbG8=\n", 2, "holds bytes"),
    "a null": _whole("- code: x\n  label: a\0b\n", 2, "U+0000"),
    "an escape": _whole("- code: x\n  label: a\x1bb\n", 2, "U+001B"),
    "JSON that is cut": _whole('[{"code": "x", "lab', 1, "is not YAML"),
    "a list that is cut in a code": lambda text: _cut(text, text.rindex("- code") + 4),
    "a list without its last line break": lambda text: _cut(text, len(text) - 1),
    "an entry that is text": _entry("- word\n", 1, "", "'word' is no entry"),
    "an entry that is a list": _entry("- [word]\n", 1, "", "is no entry"),
    "an entry that is nothing": _entry("-\n", 1, "", "is no entry"),
}


def of_entries(fields: list[str], code: str, first: dict[str, str]) -> dict[str, Kind]:
    """Damages of one entry more, which stands at the end; `first` is the first entry there is, `code` one that is not there yet."""
    sound = {"code": code, "label": "One more", "definition": "One more.", "context": "false"}
    sound = {name: value for name, value in sound.items() if name in fields}
    changes = {
        ("label", "null", "is empty"),
        ("label", '""', "is empty"),
        ("label", "no", "False is not of the column's type"),
        ("label", "12", "12 is not of the column's type"),
        ("label", "1.5", "1.5 is not of the column's type"),
        ("label", "2024-06-04", "is not of the column's type"),
        ("label", "[a, b]", "is not of the column's type"),
        ("label", "{a: b}", "is not of the column's type"),
        ("label", '" word"', "white space around it"),
        ("label", '"wo\\nrd"', "a line break in it"),
        ("label", '"wo\\0rd"', "U+0000"),
        ("label", '"wo\\u202erd"', "U+202E"),
        ("label", '"@word"', "a formula sign"),
        ("label", '"=1+1"', "a formula sign"),
        ("label", "x" * 10_001, "10,001 characters"),
        ("label", first["label"], "stands in the column already"),
        ("code", str(first["code"]), "stands in the column already"),
        ("code", "null", "is empty"),
        ("code", "yes", "True is not of the column's type"),
        ("code", "[x]", "is not of the column's type"),
        ("definition", "null", "is empty"),
        ("definition", '"-1"', "a formula sign"),
        ("definition", "7", "7 is not of the column's type"),
        ("context", "maybe", "'maybe' is not of the column's type"),
        ("context", "1", "1 is not of the column's type"),
        ("color", "red", "breaks the column's rule"),
        ("color", "'#FFFFFF'", "breaks the column's rule"),
        ("color", "0xffffff", "is not of the column's type"),
        ("colour", "'#ffffff'", "is no column"),
    }
    found: dict[str, Kind] = {}
    for column, value, words in sorted(changes):
        if column in fields or column == "colour":
            entry = sound | {column: value}
            lines = [f"{'-' if not at else ' '} {name}: {text}\n" for at, (name, text) in enumerate(entry.items())]
            found[f"{column}: {value[:20]}"] = _entry("".join(lines), list(entry).index(column) + 1, column, words)
    for column in sound:
        if column not in ("code",):
            rest = [f"{'-' if not at else ' '} {name}: {text}\n" for at, (name, text) in enumerate(sound.items()) if name != column]
            found[f"no {column}"] = _entry("".join(rest), 1, column, "is empty")
    return found
