"""The dashboard served for real, and a real Chromium to look at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import chromium_path

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
STOP_SECONDS = 10
HERE = {"127.0.0.1", "localhost"}
# What the page carries in itself and no host is asked for.
EMBEDDED = {"data", "blob"}


@contextmanager
def _serving(record: Path | None) -> Iterator[str]:
    """The address of a dashboard of its own over a record, or over the one shipped; stopped at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    options = ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]
    environment = {name: value for name, value in os.environ.items() if name != "DASHBOARD_DATA"}
    if record is not None:
        environment["DASHBOARD_DATA"] = str(record)
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            if not _healthy(process, f"http://127.0.0.1:{port}/_stcore/health"):
                log.seek(0)
                pytest.fail(f"The dashboard did not start in {START_SECONDS} seconds:\n{log.read().decode(errors='replace')}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _healthy(process: subprocess.Popen[bytes], url: str) -> bool:
    """Wait until a server answers; false where it ended or took too long."""
    end = time.monotonic() + START_SECONDS
    with httpx.Client(trust_env=False, timeout=2) as client:
        while process.poll() is None and time.monotonic() < end:
            try:
                if client.get(url).is_success:
                    return True
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    return False


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve the record in a folder and get the address; one server a folder, all stopped when the tests end."""
    with ExitStack() as servers:
        yield cache(lambda record: servers.enter_context(_serving(record)))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the dashboard over the record shipped."""
    with _serving(None) as url:
        yield url


# Ends with the tests of this folder: while it is open, nothing else in the process can run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A real Chromium, without a window."""
    path = chromium_path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of a new visitor; the test fails if it asked another host for anything or if a script in it failed."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    faults: list[str] = []

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in EMBEDDED and parts.hostname not in HERE:
            faults.append(f"asked another host: {url}")

    context.on("request", lambda request: note(request.url))
    context.on("weberror", lambda error: faults.append(f"script failed: {error.error}"))
    page = context.new_page()
    page.on("websocket", lambda socket: note(socket.url))
    yield page
    context.close()
    assert not faults, "\n".join(faults)
