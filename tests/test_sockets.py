"""A real server and clients that behave badly: it stays up, and what they took it has back when they are gone.

A run of the tests opens some thousands of connections; `SOCKETS=10000 python -m pytest tests/test_sockets.py` ten thousand.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from tests.conftest import HOME
from tests.serving import serving

CONNECTIONS = int(os.environ.get("SOCKETS", "3000"))
# So many at a time: one process may open a thousand files on many systems.
AT_ONCE = 200
# Memory is back when it is within a tenth of what it was; beside that, what an allocator keeps of a small process.
SHARE, KEPT = 0.10, 8 * 2**20
WAIT = 30
HEAD = b"GET /extracts/events.csv HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server of its own: what it holds is measured."""
    with serving(HOME) as url:
        yield url


@pytest.fixture(scope="module")
def process(server: str) -> psutil.Process:
    """The server's process."""
    port = urlsplit(server).port
    return next(
        child
        for child in psutil.Process().children(recursive=True)
        if any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in child.net_connections("tcp"))
    )


@pytest.fixture(scope="module")
def connect(server: str) -> Callable[[], socket.socket]:
    """A new connection to the server."""
    there = (urlsplit(server).hostname, urlsplit(server).port)
    return lambda: socket.create_connection(there, timeout=WAIT)


def well(server: str) -> None:
    """AssertionError where the server does not answer others at once."""
    with httpx.Client(base_url=server, trust_env=False, timeout=WAIT) as client:
        assert client.get("/_stcore/health").text == "ok"
        assert client.get("/extracts/sources.json").status_code == 200
        assert client.get("/extracts/events.csv?focus=ducks").status_code == 400


def files(process: psutil.Process) -> int:
    return process.num_fds() if hasattr(process, "num_fds") else process.num_handles()


@contextmanager
def back_to_before(process: psutil.Process, server: str) -> Iterator[None]:
    """AssertionError where file handles, threads or memory are not soon what they were."""
    for _ in range(5):
        well(server)
    time.sleep(1)
    before = (files(process), process.num_threads(), process.memory_info().rss)
    yield
    end = time.monotonic() + WAIT
    while True:
        well(server)
        now = (files(process), process.num_threads(), process.memory_info().rss)
        if now[0] <= before[0] + 2 and now[1] <= before[1] + 4 and now[2] <= before[2] * (1 + SHARE) + KEPT:
            print(f"files {before[0]} → {now[0]}, threads {before[1]} → {now[1]}, memory {before[2] >> 20} → {now[2] >> 20} MB")
            return
        assert time.monotonic() < end, f"files, threads, memory: before {before}, now {now}"
        time.sleep(0.5)


def reset(one: socket.socket) -> None:
    """Drop a connection as a machine does that fails: nothing is said."""
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    one.close()


SENT = {
    "nothing": b"",
    "half a head": HEAD,
    "a request that is not waited for": HEAD + b"\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "half a body": b"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nhalf",
    "a websocket that says nothing": b"GET /_stcore/stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
}


def test_thousands_of_connections_opened_and_dropped(
    process: psutil.Process, server: str, connect: Callable[[], socket.socket]
) -> None:
    kinds = list(SENT.values())

    def round_of(sent: list[bytes]) -> None:
        with ExitStack() as dropped:
            for each in range(AT_ONCE):
                one = connect()
                dropped.callback(reset if each % 2 else socket.socket.close, one)
                one.sendall(sent[each % len(sent)])

    # Streamlit keeps up to 128 sessions for readers who come back within two minutes, each with three handles: those it has by then.
    round_of(kinds[-1:])
    round_of(kinds)
    time.sleep(3)
    with back_to_before(process, server):
        for _ in range(CONNECTIONS // AT_ONCE):
            round_of(kinds)
            well(server)


def test_clients_that_send_their_heads_letter_by_letter_hold_up_no_one(
    process: psutil.Process, server: str, connect: Callable[[], socket.socket]
) -> None:
    with back_to_before(process, server), ExitStack() as slow:
        clients = [slow.enter_context(connect()) for _ in range(AT_ONCE)]
        for letter in HEAD[:20]:
            for one in clients:
                one.sendall(bytes([letter]))
            started = time.monotonic()
            well(server)
            assert time.monotonic() - started < WAIT / 3


def test_clients_that_say_no_more_but_listen_get_their_answer(
    process: psutil.Process, server: str, connect: Callable[[], socket.socket]
) -> None:
    """The half of a connection that a client has closed is no reason to leave."""
    with back_to_before(process, server):
        for _ in range(20):
            with connect() as one:
                one.sendall(HEAD + b"Connection: close\r\n\r\n")
                one.shutdown(socket.SHUT_WR)
                told = b""
                while part := one.recv(65536):
                    told += part
                assert told == b"" or told.startswith(b"HTTP/1.1 200 ")


def test_clients_that_stop_reading_an_extract_hold_up_no_one(process: psutil.Process, server: str) -> None:
    address = (urlsplit(server).hostname, urlsplit(server).port)
    with back_to_before(process, server), ExitStack() as stalled:
        for number in range(60):
            one = stalled.enter_context(socket.socket())
            # A small window, so that the server can't hand over all it has.
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            one.settimeout(WAIT)
            one.connect(address)
            path = (b"/extracts/package.zip", b"/extracts/citations.json", b"/extracts/events.csv")[number % 3]
            one.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert one.recv(100).startswith(b"HTTP/1.1 200 ")
        started = time.monotonic()
        well(server)
        assert time.monotonic() - started < WAIT / 3


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process does not tell what it has loaded")
def test_the_server_runs_on_the_event_loop_that_sends_small_messages_at_once(process: psutil.Process) -> None:
    """On the standard one, each small message of a page waits until the one before is acknowledged."""
    loaded = {Path(mapped.path).parent.name for mapped in process.memory_maps()}
    assert "uvloop" in loaded
