"""How a request is refused: a sentence, and what a program needs, as JSON in one shape whatever the reason."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.headers import ALWAYS, FILE_POLICY

JSON = "application/json"
POLICY = {"Content-Security-Policy": FILE_POLICY}
# What one can do at an address: nothing is changed by asking.
READING = ("GET", "HEAD", "OPTIONS")
# Path and query. The record shipped needs 13.5 kB where every value of every filter is chosen.
LONGEST_ADDRESS = 32 * 1024


def refuse(status: int, why: str, headers: Mapping[str, str] | None = None, **details: object) -> Response:
    """A refusal as JSON: a sentence, and its details for a program."""
    return Response(as_json({"error": why, **details}), status, {**POLICY, **(headers or {})}, media_type=JSON)


def as_json(content: object) -> str:
    """JSON for a reader as well."""
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"


def refused(request: Request, error: HTTPException) -> Response:
    """The answer where no route takes a request, or Streamlit refuses it."""
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        # A 405 has to say what is allowed; that of static files does not.
        headers.setdefault("Allow", ", ".join(READING[:2]))
        why = f"{request.method} is not possible at {request.url.path}; allowed: {headers['Allow']}."
        return refuse(error.status_code, why, headers, allowed=headers["Allow"].split(", "))
    if error.status_code == HTTPStatus.NOT_FOUND:
        return refuse(error.status_code, f"There is no {request.url.path} here.", headers)
    return refuse(error.status_code, f"{error.detail.rstrip('.')}.", headers)


def failed(request: Request, error: Exception) -> Response:
    """The answer where the code fails: what failed stands in the server's log and nowhere else. It passes no middleware."""
    why = "The server failed to answer this; it is not the request's fault. The server's log says why."
    return refuse(500, why, ALWAYS)


class Door:
    """Middleware that lets in no address that is too long, and no websocket but the pages' own."""

    def __init__(self, app: ASGIApp, sockets: Collection[str]) -> None:
        """`sockets` are the paths of the pages' websockets."""
        self.app = app
        self._sockets = frozenset(sockets)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and scope["path"] not in self._sockets:
            # Refused before it is accepted, a websocket is answered with 403.
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        query = scope.get("query_string")
        length = len(scope.get("raw_path") or b"") + (1 + len(query) if query else 0)
        if scope["type"] == "http" and length > LONGEST_ADDRESS:
            why = f"This address has {length:,} characters after the host; up to {LONGEST_ADDRESS:,} are read."
            await refuse(414, why, {"Connection": "close"}, longest=LONGEST_ADDRESS)(scope, receive, send)
            return
        await self.app(scope, receive, send)
