"""Use does not wear the server out, and its sudden end leaves nothing behind: the larger run is `python -m benchmarks soak`."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import httpx
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from benchmarks import servers, soak
from data.record import Tables
from tests.conftest import MADE_UP

INTERACTIONS, VISITS = 300, 30
# The server keeps a session that left for two minutes, and three files of it, so that the reader can come back: too long for so short a run.
LEFT = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "1"}
ROUTES = (
    "extracts",
    "extracts/events.csv",
    "extracts/participants.json?years=2031&years=2032",
    "extracts/package.zip",
    "extracts/package.zip?focus=boats",
    "extracts/datapackage.json",
    "extracts/tables/events.csv?q=duck",
    "dataset",
    "dataset.jsonld",
    "robots.txt",
    "sitemap.xml",
)
SHELLS = ("", "events?event=2031-05-02-duck-drill")
PAGES = ("", "frequency", "events")


def test_many_short_sessions_leave_no_error_and_no_growth(made_up: Tables) -> None:
    with servers.dashboard(DASHBOARD_DATA=str(MADE_UP), **LEFT) as served:
        found = soak.soak(served, made_up, INTERACTIONS, VISITS)
    assert found.faults == []
    assert (found.made, found.sessions) == (INTERACTIONS, VISITS)
    assert soak.growth(found.memory) < soak.MOST_GROWTH
    assert soak.growth(found.handles) < soak.MOST_GROWTH


def test_growth_is_of_the_last_quarter_over_the_second() -> None:
    assert soak.growth([1, 9, 10, 10, 10, 10, 10, 11]) == pytest.approx(1.05)
    assert soak.growth([50, 50, 10, 10, 10, 10, 30, 30]) == 3


@pytest.mark.parametrize("line", [b"Traceback (most recent call last):", b"KeyError: 'focus'", b"2026-11-22 WARNING streamlit"])
def test_what_the_log_says_of_a_fault_is_found(line: bytes) -> None:
    assert soak.FAULTY.search(line)


@contextmanager
def dashboard(port: int) -> Iterator[servers.Served]:
    """The dashboard over the made-up record, on one port each time."""
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "dashboard/app.py",
        "--server.address",
        "127.0.0.1",
        "--server.port",
        str(port),
    ]
    with servers.serving(command, port, "/_stcore/health", {"DASHBOARD_DATA": str(MADE_UP)}) as served:
        yield served


def test_a_server_that_was_killed_comes_back_with_the_same_bytes() -> None:
    """Addresses, tags and pages: what someone kept before is still right after."""
    port = servers.free_port()
    with dashboard(port) as served:
        before, drawn = answers(served.url), asyncio.run(pages(served.url))
        served.process.send_signal(signal.SIGKILL)
        assert served.process.wait(10) == -signal.SIGKILL
    with dashboard(port) as served:
        assert answers(served.url) == before
        assert asyncio.run(pages(served.url)) == drawn
        for path in ROUTES:
            known = httpx.get(f"{served.url}/{path}", headers={"If-None-Match": before[path][1]}, trust_env=False)
            assert known.status_code == 304, path
    assert all(len(texts) > 5 for texts in drawn.values()), {path: len(texts) for path, texts in drawn.items()}


def answers(url: str) -> dict[str, tuple[int, str | None, bytes]]:
    """Of each address the status, the tag and the bytes."""
    with httpx.Client(trust_env=False, timeout=60) as client:
        found = {path: client.get(f"{url}/{path}") for path in (*ROUTES, *SHELLS)}
    assert all(answer.status_code == 200 for answer in found.values())
    return {path: (answer.status_code, answer.headers.get("etag"), answer.content) for path, answer in found.items()}


async def pages(url: str) -> dict[str, list[bytes]]:
    """What each page is drawn from: its texts, figures and tables, as they come over the websocket."""
    return {path: await page(url, path) for path in PAGES}


async def page(url: str, path: str) -> list[bytes]:
    drawn: list[bytes] = []

    class Listener(soak.Guest):
        def _read(self, message: ForwardMsg) -> bool:
            element = message.delta.new_element
            for kind in ("markdown", "heading", "plotly_chart", "dataframe", "table"):
                if message.WhichOneof("type") == "delta" and element.WhichOneof("type") == kind:
                    drawn.append(getattr(element, kind).SerializeToString(deterministic=True))
            return super()._read(message)

    address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, proxy=None) as socket:
        guest = Listener(socket, random.Random(1), query=urlencode({"years": "2031"}))
        await guest.ask()
        # What it has had already would come as a name alone.
        guest.kept.clear()
        drawn.clear()
        guest.page = guest.pages[path]
        await guest.ask()
    return drawn
