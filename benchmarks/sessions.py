"""How long many readers at once wait for a changed filter, and what memory they hold.

Each reader is a session over Streamlit's own websocket protocol, as a browser has one but without drawing: it opens the Overview, then moves an end of
the year slider every two seconds for a minute, as a reader drags it, and keeps what the server lets it keep. A wait runs from when the change is due until
the server says that it has finished, so that a late answer delays, and counts in, the next one as well; what was due and could not be asked for
within the minute was not made. Readers begin spread over two seconds. Each number of
readers has a server process of its own, which has had one reader before; memory is what the process holds more at the end than before them, a reader. The readers are played
by one process on the same cores. Beside it stands a bare Streamlit page with the Overview's figures and the same events as a table: what the same
readers meet there is the framework's own, and the figures worked out anew each time.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks import report
from benchmarks.servers import bare_streamlit, dashboard

READERS = (10, 50, 100)
EVERY_SECONDS = 2
SECONDS = 60
# A reader who has waited so long is an error, and leaves.
PATIENCE_SECONDS = 60
# In years: as far as a reader drags an end of the slider at once.
FARTHEST = 6
MOST_SECONDS = 1.0
PAGES = {"dashboard": dashboard, "bare Streamlit": partial(bare_streamlit, "overview")}


class RefusedError(Exception):
    """The server showed an error, or did not finish what was asked."""


@dataclass
class Reader:
    """One session."""

    socket: ClientConnection
    whims: random.Random
    years: tuple[float, float] = (0, 0)
    span: tuple[float, float] = (0, 0)
    slider: str = ""
    page: str = ""
    query: str = ""
    kept: set[str] = field(default_factory=set)

    async def ask(self) -> None:
        """Ask for the page as the filters stand, and wait until it is whole."""
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_script_hash = self.query, self.page
        state.cached_message_hashes.extend(self.kept)
        if self.slider:
            state.widget_states.widgets.add(id=self.slider).double_array_value.data.extend(self.years)
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self._read(ForwardMsg.FromString(await self.socket.recv(decode=False))):
                pass

    def drag(self) -> None:
        """Move one end of the years."""
        first, last = self.years
        step = self.whims.choice([-1, 1]) * self.whims.randint(1, FARTHEST)
        if self.whims.random() < 0.5:
            first = min(max(self.span[0], first + step), last)
        else:
            last = max(min(self.span[1], last + step), first)
        self.years = (first, last) if (first, last) != self.years else self.span

    def _read(self, message: ForwardMsg) -> bool:
        """Take note of a message; whether the page is whole with it."""
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self.kept.add(message.hash)
        if kind == "script_finished":
            if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                raise RefusedError(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))
            return True
        if kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                raise RefusedError(element.exception.message)
            if element.WhichOneof("type") == "slider" and not self.slider:
                self.slider, self.span = element.slider.id, (element.slider.min, element.slider.max)
                self.years = self.span
        return False


@dataclass
class Found:
    """What a number of readers met."""

    page: str
    readers: int
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: float = 0

    def part(self, share: float) -> float:
        """The wait that this share of all changes stays within, in seconds."""
        ranked = sorted(self.waits)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else float("nan")


def measure() -> str:
    """The table: waits, errors and memory of each number of readers."""
    return _told([_measured(page, readers) for readers in READERS for page in PAGES])


def _measured(page: str, readers: int) -> Found:
    with PAGES[page]() as served:
        asyncio.run(_all(served.url, 1, 10))
        before = served.memory()
        found, errors, held = asyncio.run(_all(served.url, readers, SECONDS, served.memory))
        return Found(page, readers, found, errors, (held - before) / readers)


async def _all(
    url: str, readers: int, seconds: float, memory: Callable[[], float] = lambda: 0.0
) -> tuple[list[float], list[str], float]:
    """The waits and errors of readers at once for so many seconds, and the memory while they are all still there."""
    waits: list[float] = []
    errors: list[str] = []
    there = asyncio.Barrier(readers + 1)

    async def one(number: int) -> None:
        arrived = False
        try:
            async with connect(
                f"{url.replace('http', 'ws', 1)}/_stcore/stream", subprotocols=["streamlit"], max_size=None, proxy=None
            ) as socket:
                reader = Reader(socket, random.Random(number))
                await asyncio.sleep(number / readers * EVERY_SECONDS)
                await reader.ask()
                start = time.perf_counter()
                for change in range(1, int(seconds / EVERY_SECONDS) + 1):
                    due = start + change * EVERY_SECONDS
                    await asyncio.sleep(due - time.perf_counter())
                    if time.perf_counter() > start + seconds + EVERY_SECONDS:
                        break
                    reader.drag()
                    await reader.ask()
                    waits.append(time.perf_counter() - due)
                arrived = True
                await there.wait()
                # Until the memory has been read.
                await there.wait()
        except (OSError, TimeoutError, WebSocketException, RefusedError) as error:
            errors.append(f"{type(error).__name__}: {error}")
            if not arrived:
                await there.wait()
                await there.wait()

    async def look() -> float:
        await there.wait()
        held = memory()
        await there.wait()
        return held

    *_, held = await asyncio.gather(*(one(number) for number in range(readers)), look())
    return waits, errors, held


def _told(found: Iterable[Found]) -> str:
    found = list(found)
    rows = [
        [
            one.readers,
            one.page,
            f"{one.part(0.5):.2f} s",
            f"{one.part(0.95):.2f} s",
            f"{len(one.waits):,} of {one.readers * SECONDS // EVERY_SECONDS:,}",
            len(one.errors),
            f"{one.memory:.1f} MiB",
        ]
        for one in found
    ]
    table = report.table(
        ["readers", "page", "half wait at most", "95% wait at most", "changes made", "errors", "memory a reader"], rows
    )
    most, bare = found[-2:]
    goals = [
        f"- {most.readers} readers: {report.goal('95% wait at most, in seconds,', most.part(0.95), MOST_SECONDS)}; "
        f"{report.goal('errors', len(most.errors), 0)}; {most.part(0.95) / bare.part(0.95):.2f} times that of the bare page"
    ]
    kinds = [f"- {one.readers} readers, {one.page}: {kind}" for one in found for kind in sorted(set(one.errors))[:5]]
    said = f"{__doc__}".strip()
    return "\n\n".join(["## Sessions (`sessions`)", said, table, "\n".join(goals + kinds)])
