"""Streamlit's own scripts and styles, compressed once and kept. Streamlit sends them as they are, and they are most of a first visit."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

KINDS = (".js", ".css", ".json", ".svg")
SMALLEST_BYTES = 500
# The best first. These are quick: the largest file, Plotly's 4.7 MB, takes a quarter of a second, which its first visitor waits for.
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
}
# A seventh smaller, and takes fifty times as long: made beside, and sent from then on.
THOROUGH = {"br": partial(brotli.compress, quality=11)}


class CompressedStatics:
    """Middleware that sends Streamlit's static files compressed to a client that takes that.

    Headers, and whether a client has the file already, stay Streamlit's. Only files that stand in Streamlit's folder when the server
    starts are kept, each once an encoding: they are named by their content, so that a kept copy stays right.
    """

    def __init__(self, app: ASGIApp, base: str = "", folder: Path | None = None) -> None:
        """`base` is the path under which the app is served; `folder` holds the files of `base`/static."""
        self.app = app
        folder = folder or Path(get_static_dir(), "static")
        self._files = {
            f"{base}/static/{file.relative_to(folder).as_posix()}": file
            for file in folder.rglob("*")
            if file.suffix in KINDS and file.stat().st_size >= SMALLEST_BYTES
        }
        self._kept: dict[tuple[str, str], asyncio.Task[None] | bytes] = {}
        self._to_improve: SimpleQueue[tuple[str, str]] = SimpleQueue()
        # A thread that does not hold up the end of the server, as one of a pool would.
        Thread(target=self._improve, name="compression", daemon=True).start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a static file; pass on everything else, and requests for a part of a file."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"] not in self._files:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        encoding = None if "range" in headers else _taken(headers.get("accept-encoding", ""))
        start = await self._start(scope, receive) if encoding else None
        if encoding is None or start is None or start["status"] not in (200, 304):
            await self.app(scope, receive, _varying(send))
            return
        body = b""
        if start["status"] == 200:
            body = await self._compressed(scope["path"], encoding)
        await send(_as_compressed(start, encoding, body))
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    async def _start(self, scope: Scope, receive: Receive) -> Message | None:
        """What Streamlit would answer, without the file's content."""
        messages: list[Message] = []

        async def take(message: Message) -> None:
            messages.append(message)

        await self.app({**scope, "method": "HEAD"}, receive, take)
        return next((message for message in messages if message["type"] == "http.response.start"), None)

    async def _compressed(self, path: str, encoding: str) -> bytes:
        """A file's compressed content; requests that come while it is made wait for the one that makes it."""
        key = (path, encoding)
        if key not in self._kept:
            self._kept[key] = asyncio.create_task(self._keep(key))
        kept = self._kept[key]
        if isinstance(kept, asyncio.Task):
            # A visitor who goes away does not end what others wait for.
            await asyncio.shield(kept)
        return self._kept[key]

    async def _keep(self, key: tuple[str, str]) -> None:
        path, encoding = key
        try:
            self._kept[key] = await run_in_threadpool(lambda: ENCODINGS[encoding](self._files[path].read_bytes()))
        except BaseException:
            del self._kept[key]
            raise
        if encoding in THOROUGH:
            self._to_improve.put(key)

    def _improve(self) -> None:
        """Compress what was asked for again, thoroughly, one file after the other."""
        while True:
            path, encoding = key = self._to_improve.get()
            self._kept[key] = THOROUGH[encoding](self._files[path].read_bytes())


def _taken(accepted: str) -> str | None:
    """The encoding that a client's Accept-Encoding header likes best; None where it takes none of ours."""
    quality = dict(_quality(part) for part in accepted.lower().split(","))
    liked = {name: quality.get(name, quality.get("*", 0.0)) for name in ENCODINGS}
    best = max(liked, key=lambda name: liked[name])
    return best if liked[best] > 0 and liked[best] >= quality.get("identity", 0.0) else None


def _quality(part: str) -> tuple[str, float]:
    """One item of an Accept-Encoding header, such as "br;q=0.5"."""
    name, _, parameter = part.partition(";")
    number = parameter.strip().removeprefix("q=")
    try:
        return name.strip(), float(number) if number else 1.0
    except ValueError:
        return name.strip(), 0.0


def _as_compressed(start: Message, encoding: str, body: bytes) -> Message:
    """The same answer for other bytes: its tag is weak, and there are no parts of it to ask for."""
    headers = MutableHeaders(raw=list(start["headers"]))
    headers.add_vary_header("Accept-Encoding")
    if tag := headers.get("etag"):
        headers["ETag"] = f"W/{tag.removeprefix('W/')}"
    if start["status"] == 200:
        headers["Content-Encoding"], headers["Content-Length"] = encoding, str(len(body))
        del headers["Accept-Ranges"]
    return {**start, "headers": headers.raw}


def _varying(send: Send) -> Send:
    """Tell caches that another client may get this file compressed."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            headers.add_vary_header("Accept-Encoding")
            message = {**message, "headers": headers.raw}
        await send(message)

    return sending
