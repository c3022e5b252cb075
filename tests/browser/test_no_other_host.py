"""What guards every page of these tests sees whatever a page asks of another host, and lets none of it out."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import visitor, watch

pytestmark = pytest.mark.browser

# The ways in which a page reaches out: a picture, a style with its font, a script, data that a script asks for, a socket.
ASKING = """data:text/html,
<img src="http://tiles.example/0/0/0.png">
<img src="http://192.0.2.1/pixel.png">
<style>@font-face {font-family: Far; src: url(https://fonts.example/far.woff2)} p {font-family: Far}</style><p>text</p>
<script src="https://cdn.example/library.js"></script>
<script>fetch("https://telemetry.example/seen", {method: "POST"}).catch(() => 0); new WebSocket("ws://socket.example/live")</script>
""".replace("\n", "")
HOSTS = {"tiles.example", "192.0.2.1", "fonts.example", "cdn.example", "telemetry.example", "socket.example"}


def test_whatever_a_page_asks_of_another_host_is_seen_and_does_not_leave(browser: Browser):
    context = browser.new_context()
    faults = watch(context)
    page = context.new_page()
    refused: set[str] = set()
    page.on("requestfailed", lambda request: refused.add(urlsplit(request.url).hostname or ""))
    with page.expect_websocket():
        page.goto(ASKING)
    while refused != HOSTS - {"socket.example"}:
        page.wait_for_event("requestfailed", timeout=10_000)
    context.close()
    assert all(fault.startswith("asked another host: ") for fault in faults)
    assert {fault.split("/")[2] for fault in faults} == HOSTS


def test_a_page_that_the_visited_one_opens_is_watched_too(browser: Browser):
    context = browser.new_context()
    faults = watch(context)
    opener = context.new_page()
    with opener.expect_popup() as opened:
        opener.evaluate("() => { open('about:blank') }")
    opened.value.evaluate("() => { new WebSocket('ws://socket.example/live') }")
    opened.value.wait_for_function("() => true")
    context.close()
    assert faults == ["asked another host: ws://socket.example/live"]


def test_a_visit_that_asked_another_host_fails(browser: Browser):
    with pytest.raises(AssertionError, match=r"asked another host: http://other\.example/"), visitor(browser) as page:
        page.goto("data:text/html,<img src='http://other.example/'>")


def test_a_visit_in_which_a_script_failed_fails(browser: Browser):
    with (
        pytest.raises(AssertionError, match="script failed: it broke"),
        visitor(browser) as page,
        page.context.expect_event("weberror"),
    ):
        page.goto("data:text/html,<script>setTimeout(() => { throw new Error('it broke') })</script>")


def test_a_visit_that_a_policy_kept_from_something_fails(browser: Browser):
    policy = "<meta http-equiv='Content-Security-Policy' content='img-src http:'>"
    with pytest.raises(AssertionError, match="Content Security Policy"), visitor(browser) as page, page.expect_event("console"):
        page.goto(f"data:text/html,{policy}<img src='data:image/png;base64,'>")
