"""Whether the server stays as it was under hours of use: no error, and neither memory nor open files that grow.

Guests come, look round and leave, six at a time, over Streamlit's own websocket protocol and the data routes: they change pages and filters, by address and
by the year slider, open events, press download buttons, and fetch extracts, some of which they have already. Most look at one of 40 selections, as readers
of a few links do; in the first quarter one in eight interactions, after it one in fifty, is a selection that no one asked for before. An interaction is
finished when its page, or its file, has come as a whole. There is no pause between them. Memory and open files of the server are read 400 times in a run; each must be no more in
the median of the last quarter than 10% above that of the second, the first being for what is kept to fill. Faults are interactions that were not answered
as they should be, and every line of the server's log that names an error, an exception or a warning.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from benchmarks import report
from benchmarks.servers import Served, dashboard
from benchmarks.sessions import PATIENCE_SECONDS, Reader, RefusedError
from data import extracts, selection as selections
from data.frames import collect, lazy
from data.record import Tables, load
from data.selection import Selection

INTERACTIONS, VISITS, AT_ONCE = 20_000, 100, 6
SELECTIONS, READINGS = 40, 400
# The share of interactions with a selection that is new, in the first quarter and after it.
NEW = (1 / 8, 1 / 50)
MOST_GROWTH = 1.1
# What a guest does next, by weight; the rest of the time she looks at another page or selection.
WEIGHTS = {"look": 60, "drag": 12, "open_event": 12, "fetch": 12, "download": 4}
FAULTY = re.compile(rb"error|exception|traceback|warning", re.IGNORECASE)


@dataclass
class Guest(Reader):
    """A session that goes from page to page."""

    pages: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    session: str = ""

    async def press(self, button: str) -> str:
        """Have a download button's file made; its address."""
        asked = BackMsg()
        request = asked.backend_operation_request
        request.request_id, request.session_id = uuid4().hex, self.session
        request.deferred_file.file_id = button
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                message = ForwardMsg.FromString(await self.socket.recv(decode=False))
                if message.WhichOneof("type") == "backend_operation_response":
                    break
        if message.backend_operation_response.error_msg:
            raise RefusedError(message.backend_operation_response.error_msg)
        return str(message.backend_operation_response.deferred_file.url)

    async def ask(self) -> None:
        """Ask for the page as it is now, its buttons the new ones."""
        self.buttons = []
        await super().ask()

    def _read(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
        elif kind == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "download_button":
            self.buttons.append(message.delta.new_element.download_button.deferred_file_id)
        return super()._read(message)


@dataclass
class Found:
    """What a run met: interactions made, sessions, seconds, faults, and memory (MiB) and open files from first to last."""

    made: int = 0
    sessions: int = 0
    seconds: float = 0
    faults: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    handles: list[int] = field(default_factory=list)


def growth(readings: list[float] | list[int]) -> float:
    """The median of the last quarter of readings, as a multiple of that of the second."""
    quarter = len(readings) // 4
    return median(readings[-quarter:]) / median(readings[quarter : 2 * quarter])


def measure() -> str:
    """The table, and whether the rules hold."""
    with dashboard() as served:
        return _told(soak(served, load()))


def soak(served: Served, tables: Tables, interactions: int = INTERACTIONS, visits: int = VISITS) -> Found:
    """Let guests use a server over a record."""
    return asyncio.run(_Soak(served, tables, interactions, visits).run())


class _Soak:
    def __init__(self, served: Served, tables: Tables, interactions: int, visits: int) -> None:
        self.served, self.interactions, self.visits = served, interactions, visits
        self.whims = random.Random(interactions)
        self.found = Found()
        self.process = psutil.Process(served.process.pid)
        self.events = list(collect(lazy(tables.events, "event_id"), "event_id")["event_id"])
        self.tables = tables
        self.new = self._selections()
        self.usual = [Selection(), *(next(self.new) for _ in range(SELECTIONS - 1))]
        self.tags: dict[str, str] = {}

    async def run(self) -> Found:
        start = time.perf_counter()
        waiting = iter(range(self.visits))

        async def places() -> None:
            for _ in waiting:
                await self._visit()

        limits = httpx.Limits(max_connections=AT_ONCE)
        async with httpx.AsyncClient(base_url=self.served.url, trust_env=False, timeout=PATIENCE_SECONDS, limits=limits) as client:
            self.client = client
            await asyncio.gather(*(places() for _ in range(min(AT_ONCE, self.visits))))
        self.found.seconds = time.perf_counter() - start
        self.found.faults += [
            f"log: {line.decode(errors='replace')}" for line in self.served.said().splitlines() if FAULTY.search(line)
        ]
        return self.found

    async def _visit(self) -> None:
        """One guest from coming to leaving."""
        self.found.sessions += 1
        address = f"{self.served.url.replace('http', 'ws', 1)}/_stcore/stream"
        try:
            async with connect(address, subprotocols=["streamlit"], max_size=None, proxy=None) as socket:
                guest = Guest(socket, self.whims)
                guest.query = self._query(self._selection())
                await self._made(guest.ask())
                for _ in range(self.interactions // self.visits - 1):
                    (name,) = self.whims.choices(list(WEIGHTS), list(WEIGHTS.values()))
                    await self._made(getattr(self, f"_{name}")(guest))
        except (OSError, TimeoutError, WebSocketException, RefusedError, httpx.HTTPError) as error:
            self.found.faults.append(f"{type(error).__name__}: {error}")

    async def _made(self, interaction: Awaitable[None]) -> None:
        await interaction
        self.found.made += 1
        if self.found.made % max(1, self.interactions // READINGS) == 0:
            with suppress(psutil.NoSuchProcess):
                self.found.memory.append(self.served.memory())
                self.found.handles.append(self.process.num_fds())

    async def _look(self, guest: Guest) -> None:
        """At another page, another selection, or both."""
        if self.whims.random() < 0.7:
            guest.page = self.whims.choice(list(guest.pages.values()))
        if self.whims.random() < 0.7:
            guest.query = self._query(self._selection())
        await guest.ask()

    async def _drag(self, guest: Guest) -> None:
        """The years, to those of one of the usual selections."""
        years = [usual.years for usual in self.usual if usual.years]
        guest.years = self.whims.choice(years) if years else guest.span
        await guest.ask()

    async def _open_event(self, guest: Guest) -> None:
        guest.page, guest.query = guest.pages["events"], urlencode({"event": self.whims.choice(self.events)})
        await guest.ask()

    async def _fetch(self, guest: Guest) -> None:
        """An extract; half of the time with the tag of the last time."""
        name = self.whims.choice([*(f"{name}.{ending}" for name in extracts.FLAT for ending in ("csv", "json")), "package.zip"])
        path = self.whims.choice(self.usual).to_url(f"/extracts/{name}")
        known = self.tags.get(path) if self.whims.random() < 0.5 else None
        answer = await self.client.get(path, headers={"If-None-Match": known} if known else {})
        whole(answer, 304 if known else 200)
        self.tags[path] = answer.headers["etag"]

    async def _download(self, guest: Guest) -> None:
        if guest.buttons:
            whole(await self.client.get(await guest.press(self.whims.choice(guest.buttons))))

    def _selection(self) -> Selection:
        early = self.found.made < self.interactions / 4
        return next(self.new) if self.whims.random() < NEW[not early] else self.whims.choice(self.usual)

    def _selections(self) -> Iterator[Selection]:
        """Selections, each of them once: some years, and of two other filters a value."""
        seen: set[Selection] = set()
        first, last = self.tables.years
        options = {name: list(values) for name, values in selections.options(self.tables).items() if values and name != "level"}
        while True:
            years = sorted(self.whims.choices(range(first, last + 1), k=2))
            chosen = {
                name: (self.whims.choice(options[name]),)
                for name in self.whims.sample(list(options), self.whims.choice((0, 0, 1, 2)))
            }
            one = selections.normalize(Selection(years=(years[0], years[1]), **chosen), self.tables)
            # A small record has not many.
            if one not in seen or len(seen) > SELECTIONS:
                seen.add(one)
                yield one

    @staticmethod
    def _query(selection: Selection) -> str:
        return urlencode(selection.to_query())


def whole(answer: httpx.Response, status: int = 200) -> None:
    """Refuse an answer of another status."""
    if answer.status_code != status:
        raise RefusedError(f"{answer.request.url} is answered with {answer.status_code}")


def _told(found: Found) -> str:
    quarter = len(found.memory) // 4
    quarters = [slice(start * quarter, (start + 1) * quarter) for start in range(4)]
    rows = [
        [name, *(f"{median(readings[part]):,.0f}" for part in quarters), f"{growth(readings):.3f}"]
        for name, readings in (("memory, MiB", found.memory), ("open files", found.handles))
    ]
    table = report.table(["median of", "first quarter", "second", "third", "last", "last of second"], rows)
    said = (
        f"{found.made:,} interactions of {found.sessions} sessions in {found.seconds / 60:.0f} minutes, "
        f"{found.made / found.seconds:.0f} a second; {len(found.faults)} faults."
    )
    goals = [
        f"- {report.goal('memory, last of second quarter,', growth(found.memory), MOST_GROWTH)}",
        f"- {report.goal('open files, last of second quarter,', growth(found.handles), MOST_GROWTH)}",
        f"- {report.goal('faults', len(found.faults), 0)}",
        *(f"- {fault}" for fault in sorted(set(found.faults))[:5]),
    ]
    return "\n\n".join(["## Soak (`soak`)", f"{__doc__}".strip(), said, table, "\n".join(goals)])
