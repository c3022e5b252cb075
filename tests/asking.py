"""The data routes and Streamlit's static files asked in this process, as a server hands a request over: quick, and whatever bytes are sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from dashboard.headers import AnswerHeaders
from dashboard.refusals import Door, failed, refused
from dashboard.routes import routes


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def application() -> ASGIApp:
    """All that answers without a page being run: dashboard/app.py without Streamlit's sessions."""
    return Starlette(
        routes=[*routes(), *create_streamlit_static_assets_routes(base_url="")],
        middleware=[Middleware(AnswerHeaders), Middleware(Door, sockets=["/_stcore/stream"]), *create_streamlit_middleware()],
        exception_handlers={HTTPException: refused, Exception: failed},
    )


async def ask(app: ASGIApp, target: bytes, method: str = "GET", headers: Sequence[tuple[bytes, bytes]] = ()) -> Answer:
    """The answer to a request for path and query as they stand in its first line; what the code raises is raised."""
    raw_path, _, query = target.partition(b"?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 50000),
        "scheme": "http",
        "method": method,
        "root_path": "",
        "path": unquote(raw_path.decode("ascii", "replace")),
        "raw_path": raw_path,
        "query_string": query,
        "headers": list(headers),
        "state": {},
    }
    sent: list[Message] = []
    left = asyncio.Event()
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if asked:
            return asked.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *parts = sent
    named = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], named, b"".join(part.get("body", b"") for part in parts))
