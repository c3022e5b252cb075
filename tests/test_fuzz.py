"""Requests that nobody would send by mistake: each is answered, none fails the server, and what is wrong is named.

A run of the tests sends some thousands. `FUZZ_REQUESTS=100000 python -m pytest tests/test_fuzz.py` sends a hundred thousand, in
twenty minutes of computing.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from hypothesis import Phase, given, seed, settings, strategies as st
from starlette.types import ASGIApp

from components.record import SETTING
from dashboard.answers import NOT_FILTERS
from dashboard.openapi import description
from data.record import load
from data.selection import MOST_PROBLEMS, from_query, options
from tests.asking import Answer, application, ask
from tests.conftest import MADE_UP

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "2000"))
# Hypothesis remembers all that it tried, which takes gigabytes for a hundred thousand: it begins anew after so many.
AT_ONCE = 1000
RECORD = load(MADE_UP)
KNOWN = description(RECORD, "http://testserver/")
PATHS = [*KNOWN["paths"], "/dataset", "/robots.txt", "/sitemap.xml", "/", "/events", "/static/js/none.js", "/favicon.png"]
NAMES = list(KNOWN["components"]["parameters"])
VALUES = [value for values in options(RECORD).values() for value in values] + [
    "2031",
    "2034",
    "any",
    "all",
    "fold",
    "count",
    "true",
]
NASTY = [
    *(
        "",
        " ",
        "\0",
        "\r\nX-Bad: 1",
        "\n",
        "\t",
        "'",
        '"',
        "\\",
        "%",
        "%s%n",
        "{0}",
        "${jndi:ldap://x}",
        "../../etc/passwd",
        "..\\..\\",
    ),
    *(
        "-1",
        "0",
        "1e309",
        "NaN",
        "9" * 400,
        "٣",
        "1990\u2028",
        "\ud7ff",
        "\U0010ffff",
        "\u202e",
        "\u200b",
        "\ufeff",
        "İ",
        "ﬀ",
        "x" * 5000,
    ),
    *("<script>alert(1)</script>", "'; drop table events; --", "=1+1", ".*", "[", "(?<", "a" * 201, "ក" * 200, "null", "__class__"),
]
PIECES = [
    "..",
    "...",
    ".",
    "",
    "%2e%2e",
    "%252e%252e",
    "..%2f",
    "%5c",
    "..%5c",
    "\\..\\",
    "%00",
    "%ff",
    "%c0%ae",
    "etc",
    "passwd",
    "c:",
    "~",
    "extracts",
]
METHODS = ["GET"] * 8 + ["HEAD"] * 4 + ["OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get"]
HEADERS: dict[bytes, list[bytes]] = {
    b"host": [
        b"testserver",
        b"",
        b"[",
        b"[::1]:99999",
        b"a b",
        b'evil.example/"><b>',
        b"\xff\xfe",
        b"x" * 3000,
        b"user@host:1",
        b"h:port",
    ],
    b"if-none-match": [b"*", b'""', b"W/", b'"\xff"', b"," * 500],
    b"if-modified-since": [b"yesterday", b"Sat, 99 Foo 0000 00:00:00 GMT", b"\xff"],
    b"x-forwarded-proto": [b"https", b"https,http", b"javascript", b"\xff", b""],
    b"origin": [b"null", b"https://notebook.example", b"\xff"],
    b"range": [b"bytes=0-", b"bytes=9-1", b"bytes=-", b"lines=1", b"bytes=0-0,1-1"],
    b"accept-encoding": [b"gzip", b"br", b"*;q=0", b";;;", b"gzip;q=x"],
    b"cookie": [b"_streamlit_session=x", b"a=\xff", b"=;=;", b"_streamlit_xsrf=2|x|y|z"],
    b"content-length": [b"0", b"5"],
    b"connection": [b"upgrade", b"close"],
}
# What Streamlit says of a path that leads out of its folder, and Starlette of a part of a file that there can't be.
NOT_OURS = [
    *(b"", b"Bad Request", b"Malformed range header.", b"Only support bytes range"),
    *(b"Range header: range must be requested", b"Range header: start must be less than end"),
]
texts = st.sampled_from(NASTY) | st.text(max_size=30)


def encoded(text: str) -> str:
    return quote(text, safe="", errors="replace")


pairs = st.tuples(st.sampled_from(NAMES) | texts, st.sampled_from(VALUES) | texts).map(lambda pair: "=".join(map(encoded, pair)))
plain = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="#"), max_size=60)
queries = (
    st.lists(pairs, max_size=6).map("&".join)
    | plain
    | st.tuples(pairs, st.integers(2, 3000)).map(lambda few: "&".join([few[0]] * few[1]))
)
paths = (
    st.sampled_from(PATHS)
    | st.lists(st.sampled_from(PIECES) | texts.map(encoded), min_size=1, max_size=6).map(lambda pieces: f"/{'/'.join(pieces)}")
    | st.tuples(st.sampled_from(PATHS), st.sampled_from(PIECES) | texts.map(encoded)).map("/".join)
)
headers = st.lists(st.sampled_from([(name, value) for name, values in HEADERS.items() for value in values]), max_size=3)
requests = st.tuples(
    st.tuples(paths, queries).map(lambda pair: f"{pair[0]}?{pair[1]}".encode("ascii", "replace")), st.sampled_from(METHODS), headers
)


@pytest.fixture(scope="module")
def app() -> Iterator[ASGIApp]:
    """The dashboard over the made-up record."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, str(MADE_UP))
        yield application()


def content(answer: Answer) -> bytes:
    """What an answer holds, compressed or not."""
    return gzip.decompress(answer.body) if answer.headers.get("content-encoding") == "gzip" else answer.body


def refused(answer: Answer) -> dict[str, Any]:
    """What a refusal says, in the shape in which every refusal is."""
    assert answer.headers["content-type"] == "application/json"
    told = json.loads(content(answer))
    assert told["error"].endswith("."), "a sentence"
    return told


def sound(answer: Answer, target: bytes, method: str) -> None:
    """AssertionError where an answer is none that a server in order gives."""
    assert answer.status < 500
    assert b"Traceback (most recent" not in content(answer)
    assert {"x-content-type-options", "referrer-policy", "content-security-policy"} <= set(answer.headers)
    assert not [value for value in answer.headers.values() if "\r" in value or "\n" in value]
    _, _, query = target.partition(b"?")
    if answer.status < 400 or method == "HEAD":
        return
    if answer.body in NOT_OURS:
        assert answer.status in (400, 416)
        return
    told = refused(answer)
    assert len(answer.body) < 10 * len(target) + 200_000, "a short question has no endless answer"
    if answer.status == 400:
        asked = parse_qs(query.decode("latin-1"), keep_blank_values=True)
        assert 0 < len(told["problems"]) <= MOST_PROBLEMS
        for problem in told["problems"]:
            assert problem["parameter"] in asked
            assert f"“{problem['parameter']}”" in told["error"]
            assert problem["allowed"]
    if answer.status == 405:
        assert answer.headers["allow"].split(", ") == told["allowed"]
        assert method not in told["allowed"]


@pytest.mark.parametrize("part", range(max(REQUESTS // AT_ONCE, 1)))
def test_every_request_is_answered_and_none_fails_the_server(part: int, app: ASGIApp) -> None:
    sent = 0
    with asyncio.Runner() as runner:

        @seed(part)
        @settings(max_examples=AT_ONCE, database=None, phases=[Phase.generate, Phase.shrink])
        @given(requests)
        def send(asked: tuple[bytes, str, list[tuple[bytes, bytes]]]) -> None:
            nonlocal sent
            target, method, given_headers = asked
            sound(runner.run(ask(app, target, method, given_headers)), target, method)
            sent += 1

        send()
    assert sent >= AT_ONCE


@settings(max_examples=REQUESTS // 3)
@given(st.dictionaries(st.sampled_from(NAMES) | texts, st.lists(st.sampled_from(VALUES) | texts, max_size=5), max_size=6))
def test_no_query_of_a_page_is_too_much_for_the_parser(query: dict[str, list[str]]) -> None:
    selection, problems = from_query(query, RECORD, ignore=NOT_FILTERS)
    assert from_query(parse_qs(selection.to_url().removeprefix("?")), RECORD) == (selection, [])
    assert all(problem.parameter in query for problem in problems)
    assert all(str(problem) and problem.for_a_reader() for problem in problems)
