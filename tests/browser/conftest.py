"""A real Chromium to look at the dashboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import ALONE, FLAGS, chromium_path

HERE = {"127.0.0.1", "localhost"}
# What the page carries in itself and no host is asked for.
EMBEDDED = {"data", "blob"}
# How the browser names the headers that kept a page from something.
POLICIES = ("Content Security Policy", "Content-Security-Policy", "Permissions-Policy", "Permissions policy")

Visit = Callable[..., Page]


# Ends with the tests of this folder: while it is open, nothing else in the process can run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A real Chromium, without a window, that reaches no host but this machine."""
    path = chromium_path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *ALONE])
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Each call is a fresh page of a new visitor, with options as a browser context takes them.

    The test fails if a page, or one that it opened, asked another host for anything, if a script in it failed, or if the browser
    kept it from doing what the answer's headers do not allow.
    """
    with ExitStack() as visitors:
        yield lambda **options: visitors.enter_context(visitor(browser, **options))


@pytest.fixture
def page(visit: Visit) -> Page:
    """A fresh page of a new visitor at a desk, watched as each of `visit` is."""
    return visit()


@contextmanager
def visitor(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page of a new visitor; AssertionError at the end names what it asked other hosts for and the scripts that failed."""
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en-US"} | options)
    faults = watch(context)
    try:
        yield context.new_page()
    finally:
        context.close()
    assert not faults, "\n".join(faults)


def watch(context: BrowserContext) -> list[str]:
    """The faults of the pages of a context, filled in as they come.

    Requests and sockets to other hosts, scripts that failed, and what a policy in an answer's headers did not allow.
    """
    faults: list[str] = []

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in EMBEDDED and parts.hostname not in HERE:
            faults.append(f"asked another host: {url}")

    context.on("request", lambda request: note(request.url))
    context.on("weberror", lambda error: faults.append(f"script failed: {error.error}"))
    context.on("console", lambda message: faults.append(message.text) if any(name in message.text for name in POLICIES) else None)
    context.on("page", lambda page: page.on("websocket", lambda socket: note(socket.url)))
    return faults
