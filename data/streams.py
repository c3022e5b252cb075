"""Tables as CSV and JSON, piece by piece, so that a large one is never in memory as text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

Piece = TypeVar("Piece")
# Excel takes a CSV for the machine's own code page unless it begins with this; pandas, R and DuckDB skip it.
BYTE_ORDER_MARK = "\ufeff"
# Every text stands in quotation marks, which every reader takes off again: looking for those that need them takes longer than all else.
CSV = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed", eol="\r\n")
# A server is handed so many bytes at a time: it copies all that it could not send at once.
CHUNK = 2**20
JSON_SIGNS = '["\\\\\\x00-\\x1f]'


def to_csv(table: pd.DataFrame) -> bytes:
    """A frame as CSV: UTF-8 with a byte order mark, RFC 4180, one header row, booleans as true and false."""
    return b"".join(csv_chunks([in_arrow(table)]))


def csv_chunks(pieces: Iterable[pa.Table]) -> Iterator[bytes]:
    """The bytes of a CSV as `to_csv` makes it, for each piece of a table as it comes; there is one, and each has the same columns."""
    coming = ahead(iter(pieces))
    first = next(coming)
    header = io.StringIO()
    csv.writer(header).writerow(first.column_names)
    yield f"{BYTE_ORDER_MARK}{header.getvalue()}".encode()
    for written in ahead(_in_csv(piece) for piece in chain([first], coming)):
        yield from (bytes(written[start : start + CHUNK]) for start in range(0, len(written), CHUNK))


def _in_csv(piece: pa.Table) -> memoryview:
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(piece, sink, CSV)
    return memoryview(sink.getvalue())


def ahead(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Pieces, the next of which is made while one is used: Arrow's work and a server's sending need not wait for each other."""
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = worker.submit(next, pieces, None)
            yield piece


def json_chunks(pieces: Iterable[pa.Table]) -> Iterator[bytes]:
    """A table as a JSON array in UTF-8, one object and one line a row; numbers and booleans as such, what is missing as null."""
    yield b"["
    comma = "\n"
    for piece in pieces:
        if piece.num_rows:
            parts = []
            for number, name in enumerate(piece.column_names):
                parts += [f"{', ' if number else '{'}{json.dumps(name, ensure_ascii=False)}: ", _in_json(piece[name])]
            rows = _side_by_side(*parts, "}").to_pylist()
            yield (comma + ",\n".join(rows)).encode()
            comma = ",\n"
    yield b"\n]\n"


def _in_json(column: pa.ChunkedArray) -> pa.Array:
    values = column.combine_chunks()
    texts = pc.cast(values, pa.large_string())
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        signs = pc.match_substring_regex(texts, JSON_SIGNS)
        if pc.any(signs).as_py():
            written = [json.dumps(text, ensure_ascii=False)[1:-1] for text in texts.filter(signs).to_pylist()]
            texts = pc.replace_with_mask(texts, pc.fill_null(signs, False), pa.array(written, pa.large_string()))
        texts = _side_by_side('"', texts, '"')
    return pc.fill_null(texts, "null")


def _side_by_side(*parts: pa.Array | str) -> pa.Array:
    """Texts joined row by row; missing where one of them is."""
    return pc.binary_join_element_wise(
        *(pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in (*parts, ""))
    )


def in_arrow(frame: pd.DataFrame) -> pa.Table:
    """A frame of any kind as a table: a day without a time as a day, what Arrow has no column for as text."""
    return pa.table({str(name): _column(frame[name]) for name in frame})


def _column(values: pd.Series) -> pa.Array | pa.ChunkedArray:
    if pd.api.types.is_datetime64_any_dtype(values):
        days = (values.dropna() == values.dropna().dt.normalize()).all()
        return pa.array(values.dt.strftime("%Y-%m-%d") if days else values.astype("str"), pa.large_string(), from_pandas=True)
    try:
        found = pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if pd.isna(value) else str(value) for value in values], pa.large_string())
    return found.cast(found.type.value_type) if pa.types.is_dictionary(found.type) else found
