"""Streamlit's own files, asked over HTTP on a running server: sent compressed, and what they decode to is the file."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Iterator
from pathlib import Path

import brotli
import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from streamlit.file_util import get_static_dir

from dashboard import compression
from dashboard.compression import CompressedStatics
from tests.serving import serving

STATIC = Path(get_static_dir())
PLOTLY = next((STATIC / "static/js").glob("PlotlyChart.*.js")).relative_to(STATIC).as_posix()
FONT = next((STATIC / "static/media").glob("*.woff2")).relative_to(STATIC).as_posix()
DECODED = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        yield client


def sent(client: httpx.Client, path: str, accepted: str | None, method: str = "GET", **headers: str) -> tuple[httpx.Headers, bytes]:
    """The headers and the bytes of an answer as they come over the wire."""
    # An empty header is what a client sends that takes anything or says nothing.
    asked = {"Accept-Encoding": accepted or "", **headers}
    with client.stream(method, path, headers=asked) as answer:
        assert answer.status_code in (200, 206, 304), answer.status_code
        return answer.headers, b"".join(answer.iter_raw())


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_script_comes_compressed_and_decodes_to_the_file(encoding: str, client: httpx.Client) -> None:
    headers, body = sent(client, PLOTLY, encoding)
    file = (STATIC / PLOTLY).read_bytes()
    assert headers["content-encoding"] == encoding
    assert int(headers["content-length"]) == len(body) < 0.35 * len(file)
    assert DECODED[encoding](body) == file
    assert headers["content-type"] == "application/javascript"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.2, gzip;q=0.8", "gzip"),
        ("br; q=0.8, gzip; q=0.8", "br"),
        ("*", "br"),
        ("br;q=0, *;q=0.5", "gzip"),
        ("br;q=often", None),
        ("br;q=0.5, identity", None),
        ("br;q=0, gzip;q=0", None),
        ("*;q=0", None),
        ("identity", None),
        ("zstd", None),
        (None, None),
    ],
)
def test_a_client_gets_only_what_it_takes(accepted: str | None, encoding: str | None, client: httpx.Client) -> None:
    headers, body = sent(client, PLOTLY, accepted)
    assert headers.get("content-encoding") == encoding
    assert "accept-encoding" in headers["vary"].lower()
    if encoding is None:
        assert body == (STATIC / PLOTLY).read_bytes()


def test_it_may_be_kept_for_a_year_and_is_not_sent_again(client: httpx.Client) -> None:
    headers, _ = sent(client, PLOTLY, "br")
    plain, _ = sent(client, PLOTLY, None)
    assert headers["cache-control"] == plain["cache-control"] == "public, immutable, max-age=31536000"
    assert headers["last-modified"] == plain["last-modified"]
    # Weak: the same content in other bytes.
    assert headers["etag"] == f"W/{plain['etag']}"
    for known in ({"If-None-Match": headers["etag"]}, {"If-Modified-Since": headers["last-modified"]}):
        again, body = sent(client, PLOTLY, "br", **known)
        assert body == b""
        assert "content-encoding" not in again
        assert again["etag"] == headers["etag"]
        assert "accept-encoding" in again["vary"].lower()
    _, other = sent(client, PLOTLY, "br", **{"If-None-Match": '"another"'})
    assert brotli.decompress(other) == (STATIC / PLOTLY).read_bytes()


def test_a_part_of_a_file_is_a_part_of_the_plain_one(client: httpx.Client) -> None:
    headers, body = sent(client, PLOTLY, "br", Range="bytes=100-199")
    assert body == (STATIC / PLOTLY).read_bytes()[100:200]
    assert "content-encoding" not in headers
    compressed, _ = sent(client, PLOTLY, "br")
    assert "accept-ranges" not in compressed
    # What a client has of the compressed file can't be completed with bytes of the plain one.
    _, whole = sent(client, PLOTLY, "br", **{"Range": "bytes=100-199", "If-Range": compressed["etag"]})
    assert whole == (STATIC / PLOTLY).read_bytes()


def test_head_says_what_get_would(client: httpx.Client) -> None:
    # First with GET: bytes change once, when the file has been compressed again, thoroughly.
    got, _ = sent(client, FONT, "br")
    head, body = sent(client, FONT, "br", method="HEAD")
    assert body == b""
    assert {**head, "date": ""} == {**got, "date": ""}
    head, body = sent(client, PLOTLY, "gzip", method="HEAD")
    got, _ = sent(client, PLOTLY, "gzip")
    assert body == b""
    assert {**head, "date": ""} == {**got, "date": ""}


def test_what_is_no_text_and_what_is_no_file_pass_as_they_are(client: httpx.Client) -> None:
    headers, body = sent(client, FONT, "br")
    assert "content-encoding" not in headers
    assert body == (STATIC / FONT).read_bytes()
    # Streamlit answers an unknown address with its page; nothing of that is kept under the address.
    headers, _ = sent(client, "static/js/none.js", "br")
    assert headers["content-type"].startswith("text/html")
    assert "content-encoding" not in headers


def test_under_a_path_of_its_own() -> None:
    with serving(None, base="/engagements") as server, httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        headers, body = sent(client, f"/{PLOTLY}", "br")
        assert headers["content-encoding"] == "br"
        assert brotli.decompress(body) == (STATIC / PLOTLY).read_bytes()


def asked_at_once(folder: Path, times: int) -> list[httpx.Response]:
    """The answers to requests for one file that come together, without a server."""
    app = Starlette(routes=[Mount("/static", StaticFiles(directory=folder))])
    small = CompressedStatics(app, folder=folder)

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(small), base_url="http://testserver") as client:
            return await asyncio.gather(*(client.get("/static/a.js", headers={"Accept-Encoding": "br"}) for _ in range(times)))

    return asyncio.run(ask())


def test_a_file_is_compressed_once_however_many_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.js").write_bytes(b"let a = 1;\n" * 1000)
    made: list[int] = []

    def slowly(content: bytes) -> bytes:
        made.append(len(content))
        time.sleep(0.1)
        return brotli.compress(content)

    monkeypatch.setitem(compression.ENCODINGS, "br", slowly)
    monkeypatch.setattr(compression, "THOROUGH", {})
    answers = asked_at_once(tmp_path, 20)
    assert [answer.content for answer in answers] == [(tmp_path / "a.js").read_bytes()] * 20
    assert made == [11_000]


def test_the_thorough_copy_takes_the_place_of_the_quick_one(tmp_path: Path) -> None:
    script = "\n".join(f"function f{number}(x) {{ return x * {number * number} + {number}; }}" for number in range(3000))
    (tmp_path / "a.js").write_text(script)
    app = CompressedStatics(Starlette(routes=[Mount("/static", StaticFiles(directory=tmp_path))]), folder=tmp_path)

    async def sizes() -> list[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
            found = []
            end = time.monotonic() + 60
            while time.monotonic() < end and len(set(found)) < 2:
                answer = await client.get("/static/a.js", headers={"Accept-Encoding": "br"})
                assert answer.text == script
                found.append(int(answer.headers["content-length"]))
                await asyncio.sleep(0.05)
            return found

    first, *_, last = asyncio.run(sizes())
    assert last < first
