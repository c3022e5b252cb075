"""A Chromium for the measurements: a new visitor each time, over a link of a given speed, who counts what comes over the wire."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ALONE, FLAGS, chromium_path

WAIT = 60_000
WINDOW = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Link:
    """The line between browser and server."""

    name: str
    # Bits a second, and seconds from a request to its answer; none for the machine itself.
    speed: float = 0
    latency: float = 0


@dataclass
class Wire:
    """What came from the server, in bytes: answers with their headers as they were sent, and the content of websocket messages."""

    http: int = 0
    websocket: int = 0
    requests: int = 0
    largest: dict[str, int] = field(default_factory=dict)
    _urls: dict[str, str] = field(default_factory=dict)

    def watch(self, session: Any) -> None:
        """Count what a Chromium tab's DevTools session tells of."""
        session.on("Network.requestWillBeSent", lambda event: self._urls.update({event["requestId"]: event["request"]["url"]}))
        session.on("Network.loadingFinished", self._loaded)
        session.on("Network.webSocketFrameReceived", self._received)
        session.send("Network.enable")

    def _loaded(self, event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        self.http += size
        self.requests += 1
        self.largest[self._urls.get(event["requestId"], "").rpartition("/")[2]] = size

    def _received(self, event: dict[str, Any]) -> None:
        content = event["response"]["payloadData"]
        # A binary message comes in base64.
        self.websocket += len(base64.b64decode(content)) if event["response"]["opcode"] == 2 else len(content.encode())

    @property
    def bytes(self) -> int:
        """Everything together."""
        return self.http + self.websocket


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium without a window, which reaches no host but this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *ALONE])
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser, link: Link) -> Iterator[tuple[Page, Wire]]:
    """A page of a visitor who has nothing in her cache, and what comes to her."""
    context = browser.new_context(viewport=WINDOW, locale="en-US")
    try:
        page = context.new_page()
        page.set_default_timeout(WAIT)
        session, wire = context.new_cdp_session(page), Wire()
        wire.watch(session)
        if link.speed:
            through = link.speed / 8
            session.send(
                "Network.emulateNetworkConditions",
                {"offline": False, "latency": link.latency * 1000, "downloadThroughput": through, "uploadThroughput": through},
            )
        yield page, wire
    finally:
        context.close()
