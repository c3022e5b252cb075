"""What every answer says to the browser: what a page may load and run, who may show it inside a page of theirs, what it tells others.

SECURITY.md gives the reasons to a reader, docs/deploy.md says what of this a proxy need not repeat.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

SETTING = "DASHBOARD_EMBED_IN"
_SOURCE = re.compile(r"self|\*|(?:https?://)?(?:\*\.)?[A-Za-z0-9.-]+(?::(?:\d+|\*))?|https?:")
ALWAYS = {
    # A file is what its Content-Type says: a text of the record is never taken for a script.
    "X-Content-Type-Options": "nosniff",
    # An address holds what a reader looks for: publishers of the sources that she opens are not told of it.
    "Referrer-Policy": "same-origin",
    # The dashboard asks for none of these; copying to the clipboard and the full screen stay allowed.
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "camera",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
}
# Of a file that is no page: nothing in it is loaded or run, even where a browser is led to show it as one.
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def embed_in() -> str:
    """Who may show the pages inside theirs, as CSP's frame-ancestors has it; ValueError where the setting is none."""
    asked = os.environ.get(SETTING, "").split() or ["*"]
    if asked == ["none"]:
        return "'none'"
    if wrong := [source for source in asked if source == "none" or not _SOURCE.fullmatch(source)]:
        raise ValueError(
            f"{SETTING} is “none” alone, “self”, or hosts such as https://news.example with spaces between, and not “{wrong[0]}”."
        )
    return " ".join("'self'" if source == "self" else source for source in asked)


def page_policy(index: Path | None = None) -> str:
    """The Content-Security-Policy of the pages: of Streamlit's page, whose own inline scripts are known by their hash."""
    index = index or Path(get_static_dir(), "index.html")
    known = " ".join(map(in_policy, _INLINE_SCRIPT.findall(index.read_text(encoding="utf-8"))))
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'wasm-unsafe-eval' {known}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self' data:",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-src": "'none'",
        "frame-ancestors": embed_in(),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def in_policy(text: str) -> str:
    """A script or style that stands in a page, as a policy names it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


class AnswerHeaders:
    """Middleware that adds the headers to whatever is answered; an answer's own policy stays."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        """`base` is the path under which the app is served."""
        self.app = app
        self._pages = page_policy()
        # Files that a page made for its reader, such as a chart's CSV.
        self._media = f"{base}/media/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = FILE_POLICY if scope["path"].startswith(self._media) else self._pages

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                for name, value in (*ALWAYS.items(), ("Content-Security-Policy", policy)):
                    headers.setdefault(name, value)
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, sending)
