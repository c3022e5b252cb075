"""Damages of whole files: gone, in the wrong place, in the wrong encoding, cut short, not a table; one kind for all tables of a copy."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.damages.sheets import Told

# The columns of a table's key, whatever they are called.
KEY = "(key)"
# A file and its columns to what must be told of it.
Kind = Callable[[Path, list[str]], Told | list[Told]]


def _text(change: Callable[[str], str], line: int, column: int | None, words: str) -> Kind:
    """A damage of the text of a table; the column by its place among the columns."""

    def do(file: Path, columns: list[str]) -> Told:
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8", newline="")
        return Told(file.name, line, "" if column is None else columns[column], words)

    return do


def _bytes(change: Callable[[bytes], bytes], line: int, column: int | None, words: str) -> Kind:
    def do(file: Path, columns: list[str]) -> Told:
        file.write_bytes(change(file.read_bytes()))
        return Told(file.name, line, "" if column is None else columns[column], words)

    return do


def _header(change: Callable[[list[str]], list[str]], words: str, column: Callable[[list[str]], str]) -> Kind:
    def do(file: Path, columns: list[str]) -> Told:
        _, _, rest = file.read_text(encoding="utf-8").partition("\n")
        file.write_text(",".join(change(list(columns))) + "\n" + rest, encoding="utf-8", newline="")
        return Told(file.name, 1, column(columns), words)

    return do


def _replaced(make: Callable[[Path], None], words: str) -> Kind:
    def do(file: Path, columns: list[str]) -> Told:
        file.unlink()
        make(file)
        return Told(file.name, 0, "", words)

    return do


def _outside(file: Path) -> None:
    elsewhere = file.parents[2] / f"outside {file.name}"
    elsewhere.write_text("secret\n", encoding="utf-8")
    file.symlink_to(elsewhere)


def _not_a_header(first: str) -> Kind:
    """Another first line, which names no column."""

    def do(file: Path, columns: list[str]) -> list[Told]:
        file.write_text(f"{first}\n1;2\n", encoding="utf-8")
        lacking = [Told(file.name, 1, column, "the header lacks the column") for column in columns]
        return [*lacking, Told(file.name, 1, first[:40], "is no column of the table")]

    return do


def _empty_row(file: Path, columns: list[str]) -> Told:
    text = file.read_text(encoding="utf-8") + "\n"
    file.write_text(text, encoding="utf-8", newline="")
    # The column is that of the key, which the record's own description knows.
    return Told(file.name, text.count("\n"), KEY, "the row is empty")


def _second(text: str) -> tuple[str, str]:
    """The text of a table up to its second cell of the first row, and a row's other cells by their separators."""
    head, _, _ = text.partition("\n")
    return head + "\n", "," * head.count(",")


# What keeps the files from being opened; each is told before any is read.
LOST: dict[str, Kind] = {
    "deleted": _replaced(lambda file: None, "does not exist"),
    "a folder in its place": _replaced(Path.mkdir, "is a folder"),
    "a link out of the folder": _replaced(_outside, "leads out of the record's folder"),
    "a link to what is never read to its end": _replaced(
        lambda file: file.symlink_to("/dev/zero"), "leads out of the record's folder"
    ),
    "a link to the system's passwords": _replaced(lambda file: file.symlink_to("/etc/passwd"), "leads out of the record's folder"),
    "a link that climbs": _replaced(lambda file: file.symlink_to("../../outside"), "leads out of the record's folder"),
    "a link to itself": _replaced(lambda file: file.symlink_to(file.name), "does not exist"),
    "a link to nothing": _replaced(lambda file: file.symlink_to("nothing"), "does not exist"),
    "a link to a folder": _replaced(lambda file: file.symlink_to("."), "is a folder"),
    "a pipe that nobody writes to": _replaced(os.mkfifo, "is no plain file"),
}

# What a table may be instead of itself.
TABLES: dict[str, Kind] = {
    "empty": _bytes(lambda content: b"", 0, None, "is empty"),
    "a byte order mark only": _bytes(lambda content: b"\xef\xbb\xbf", 0, None, "is empty"),
    "line breaks only": _bytes(lambda content: b"\n\n\n", 0, None, "is empty"),
    "UTF-16": _bytes(lambda content: content.decode().encode("utf-16"), 1, None, "is UTF-16"),
    "UTF-16, the other way round": _bytes(lambda content: b"\xfe\xff" + content.decode().encode("utf-16-be"), 1, None, "is UTF-16"),
    "UTF-32": _bytes(lambda content: content.decode().encode("utf-32"), 1, None, "is UTF-32"),
    "Latin-1 in the first row": _bytes(
        lambda content: content.split(b"\n")[0] + b"\nword,S\xe9iha" + content.partition(b"\n")[2], 2, 1, "b'\\xe9' is not UTF-8"
    ),
    "Latin-1 in the header": _bytes(lambda content: content.replace(b",", b"\xe9,", 1), 1, 0, "b'\\xe9' is not UTF-8"),
    "cp1252 quotation marks": _bytes(
        lambda content: content.partition(b"\n")[0] + b"\n\x93word\x94,\n", 2, 0, "b'\\x93' is not UTF-8"
    ),
    "half of a letter of Khmer": _bytes(
        lambda content: content.partition(b"\n")[0] + b"\nword,\xe1\x9e\n", 2, 1, "b'\\xe1' is not UTF-8"
    ),
    "an overlong null": _bytes(lambda content: content.partition(b"\n")[0] + b"\nword,\xc0\x80\n", 2, 1, "is not UTF-8"),
    "a surrogate": _bytes(lambda content: content.partition(b"\n")[0] + b"\nword,\xed\xa0\x80\n", 2, 1, "is not UTF-8"),
    "a program": _bytes(lambda content: b"\x7fELF\x02\x01\x01\x00\xff\xfe", 1, 0, "is not UTF-8"),
    "a zip": _bytes(lambda content: b"PK\x03\x04\x14\x00\x00\x00\xad\xff", 1, 0, "is not UTF-8"),
    "cut in the header": _text(lambda text: text[: text.index(",") + 3], 1, 1, "as if the file were cut short"),
    "cut in the second cell": _text(lambda text: _second(text)[0] + "word,wo", 2, 1, "as if the file were cut short"),
    "no line break at the end": _text(lambda text: _second(text)[0] + "word,word" + _second(text)[1][1:], 2, -1, "cut short"),
    "cut inside quotation marks": _text(lambda text: _second(text)[0] + 'word,"wo', 2, 1, "as if the file were cut short"),
    "quotation marks not closed": _text(
        lambda text: _second(text)[0] + 'word,"word\nword\nword\n', 2, 1, "is not doubled or not closed"
    ),
    "text after quotation marks": _text(lambda text: _second(text)[0] + 'word,"wo"rd\n', 2, 1, "is not doubled or not closed"),
    "a single quotation mark inside": _text(
        lambda text: _second(text)[0] + 'word,"a "b" c"\n', 2, 1, "is not doubled or not closed"
    ),
    "rows that end as on old Macs": _text(lambda text: _second(text)[0].strip() + "\rword\rword\n", 1, -1, "a carriage return"),
    "a carriage return in a cell": _text(lambda text: _second(text)[0] + "word,wo\rrd\n", 2, 1, "a carriage return"),
    "an empty row at the end": _empty_row,
    "a column renamed": lambda file, columns: [
        _header(lambda names: ["renamed", *names[1:]], "the header lacks the column", lambda names: names[0])(file, columns),
        Told(file.name, 1, "renamed", "is no column of the table"),
    ],
    "the first column missing": _header(lambda names: names[1:], "the header lacks the column", lambda names: names[0]),
    "the last column missing": _header(lambda names: names[:-1], "the header lacks the column", lambda names: names[-1]),
    "a column too many": _header(lambda names: [*names, "more"], "is no column of the table", lambda names: "more"),
    "a column without a name": _header(lambda names: [*names, ""], "is no column of the table", lambda names: ""),
    "a column in capitals": lambda file, columns: [
        _header(lambda names: [names[0].upper(), *names[1:]], "the header lacks", lambda names: names[0])(file, columns),
        Told(file.name, 1, columns[0].upper(), "is no column of the table"),
    ],
    "a column twice": _header(lambda names: [*names, names[0]], "has the column twice", lambda names: names[0]),
    "columns exchanged": _header(lambda names: [names[1], names[0], *names[2:]], "in another order", lambda names: names[1]),
    "no header": _not_a_header("x"),
    "semicolons": _not_a_header("event_id;country;headcount"),
    "tabs": _not_a_header("event_id\tcountry"),
    "a page of the web": _not_a_header("<!doctype html>"),
    "a merge that was left half done": _not_a_header("<<<<<<< HEAD"),
    "a second header": _text(
        lambda text: _second(text)[0] + _second(text)[0].replace("\n", ",again\n"), 2, None, "'again' stands after the last column"
    ),
    "a row of 100,000 cells": _text(lambda text: _second(text)[0] + "," * 100_000 + "\n", 2, None, "stands after the last column"),
}
# What may be done to any file of text, and leaves the record as it is.
HARMLESS: dict[str, Callable[[bytes], bytes]] = {
    "a byte order mark, as Excel writes it": lambda content: b"\xef\xbb\xbf" + content,
    "line breaks as Windows writes them": lambda content: content.replace(b"\n", b"\r\n"),
    "both": lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"),
}
