"""What can't be answered is refused in one shape: a sentence for a reader, and what a program needs."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.headers import ALWAYS
from dashboard.refusals import LONGEST_ADDRESS, failed
from data.record import Tables
from data.selection import MOST_PROBLEMS, Selection, options


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/extracts", "/extracts/events.csv", "/openapi.json", "/dataset", "/robots.txt", "/frequency", "/media/a.csv"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_another_method_is_told_which_there_are(method: str, path: str, client: httpx.Client) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/json")
    allowed = answer.headers["allow"].split(", ")
    assert {"GET", "HEAD"} <= set(allowed) and method not in allowed
    assert answer.json() == {"error": f"{method} is not possible at {path}; allowed: {', '.join(allowed)}.", "allowed": allowed}


def test_options_says_what_is_possible(client: httpx.Client) -> None:
    for path in ("/extracts", "/extracts/", "/extracts/events.csv", "/openapi.json", "/dataset.jsonld", "/sitemap.xml"):
        answer = client.options(path)
        assert (answer.status_code, answer.headers["allow"], answer.content) == (204, "GET, HEAD, OPTIONS", b""), path


@pytest.mark.parametrize("name", ["focus_match", "parts", "q", "event"])
@pytest.mark.parametrize("values", [("x", "y"), ("x", "x")], ids=["different", "the same"])
def test_a_parameter_that_stands_once_is_not_taken_twice(name: str, values: tuple[str, str], client: httpx.Client) -> None:
    answer = client.get("/extracts/events.csv", params=[(name, value) for value in values])
    assert answer.status_code == 400
    problem = answer.json()["problems"][-1]
    assert (problem["parameter"], problem["value"]) == (name, " and ".join(values))
    assert problem["allowed"][0].startswith("one ")


def test_the_longest_address_is_longer_than_all_filters_together(record: Tables, client: httpx.Client) -> None:
    values = options(record)
    everything = Selection(
        years=(record.years[0], record.years[1] - 1),
        **{name: tuple(int(value) if name == "level" else value for value in values[name]) for name in values},
        q="ក" * 200,
    )
    address = everything.to_url("/extracts/events.csv")
    assert len(address) < LONGEST_ADDRESS / 2
    assert client.get(address).status_code == 200


def test_a_longer_address_is_refused_with_the_limit(client: httpx.Client) -> None:
    for path in ("/extracts/events.csv?q=", "/frequency?q=", "/extracts/"):
        fits = path + "a" * (LONGEST_ADDRESS - len(path))
        assert client.get(fits).status_code != 414
        answer = client.get(f"{fits}a")
        assert (answer.status_code, answer.json()["longest"]) == (414, LONGEST_ADDRESS)
        assert answer.json()["error"] == "This address has 32,769 characters after the host; up to 32,768 are read."


def test_an_address_of_a_megabyte_is_not_read_to_its_end(server: str, client: httpx.Client) -> None:
    """The server reads 64 kB of a request's head, and closes the connection."""
    with socket.create_connection((urlsplit(server).hostname, urlsplit(server).port), timeout=60) as open_socket:
        told = b""
        try:
            open_socket.sendall(b"GET /extracts?q=" + b"a" * 2**20 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            while part := open_socket.recv(65536):
                told += part
        except ConnectionError:
            pass
    assert not told or told.startswith(b"HTTP/1.1 400 ")
    assert client.get("/extracts").status_code == 200


@pytest.mark.parametrize(
    "query", ["&".join(f"n{number}=1" for number in range(3000)), "&".join(["official=x"] * 2500), "&".join(["years=x"] * 3000)]
)
def test_of_thousands_of_problems_the_first_are_told(query: str, client: httpx.Client) -> None:
    answer = client.get(f"/extracts/events.csv?{query}")
    assert answer.status_code == 400
    told = answer.json()
    assert len(told["problems"]) == MOST_PROBLEMS
    assert told["error"].endswith(f"There are {told['more']:,} more.")
    assert told["more"] > 2000 and len(answer.content) < 500_000


@pytest.mark.parametrize("path", ["/", "/extracts", "/events/_stcore/stream", "/_stcore/health"])
def test_a_websocket_is_opened_only_where_the_pages_have_theirs(path: str, server: str) -> None:
    host = urlsplit(server).netloc
    with socket.create_connection((urlsplit(server).hostname, urlsplit(server).port), timeout=60) as open_socket:
        lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
        open_socket.sendall("\r\n".join([*lines, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", ""]).encode())
        assert open_socket.recv(4096).startswith(b"HTTP/1.1 403 ")


def test_what_fails_in_the_code_is_told_to_the_log_alone() -> None:
    def broken(_: Request) -> Response:
        raise KeyError("a secret of the code")

    app = Starlette(routes=[Route("/", broken)], exception_handlers={Exception: failed})

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.get("/")

    answer = asyncio.run(ask())
    assert answer.status_code == 500
    assert "secret" not in answer.text and answer.json()["error"].startswith("The server failed to answer this")
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
