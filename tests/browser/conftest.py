"""A real Chromium to look at the dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import FLAGS, chromium_path

HERE = {"127.0.0.1", "localhost"}
# What the page carries in itself and no host is asked for.
EMBEDDED = {"data", "blob"}


# Ends with the tests of this folder: while it is open, nothing else in the process can run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A real Chromium, without a window."""
    path = chromium_path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=FLAGS,
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
