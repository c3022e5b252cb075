"""Charts sooner: the browser is told of the chart's script with the page, not when the first chart has come.

Streamlit's page asks for the script of a kind of element when the first such element arrives, and that of charts is half of all that a
first visitor loads. A link header names it, so that it is on its way while the page starts and the server still computes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

# Streamlit's names of its scripts, before the hash of their content.
PAGE, CHART = "index", "PlotlyChart"
_IMPORTED = re.compile(rb'(?:from|import)\s*"\./([\w.-]+\.js)"')


class ChartPreload:
    """Middleware that adds the link header to the pages at these addresses, as they stand after the base path."""

    def __init__(self, app: ASGIApp, addresses: Collection[str], base: str = "") -> None:
        self.app = app
        self._pages = {f"{base}/{address}" for address in addresses}
        self._links = [f'<{base}/static/js/{name}>; rel="modulepreload"' for name in chart_scripts()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; an answer to a page that draws charts gets the header."""
        if scope["type"] != "http" or scope["path"] not in self._pages or not self._links:
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                headers.append("Link", ", ".join(self._links))
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, sending)


def chart_scripts(folder: Path | None = None) -> list[str]:
    """The names of the chart's script and of what it imports and the page does not have anyway; none where Streamlit names them otherwise."""
    folder = folder or Path(get_static_dir(), "static", "js")
    page, chart = sorted(folder.glob(f"{PAGE}.*.js")), sorted(folder.glob(f"{CHART}.*.js"))
    if not (page and chart):
        return []
    there = {found for file in page for found in _with_imports(file)}
    return [file.name for one in chart for file in _with_imports(one) if file not in there]


def _with_imports(script: Path) -> Iterator[Path]:
    """A script and all that it imports, each once."""
    seen, waiting = set(), [script]
    while waiting:
        file = waiting.pop()
        if file not in seen and file.is_file():
            seen.add(file)
            yield file
            waiting += [file.with_name(name.decode()) for name in _IMPORTED.findall(file.read_bytes())]
