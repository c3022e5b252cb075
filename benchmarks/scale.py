"""What a record of up to ten million events costs on each engine: to load, and to answer a changed filter.

The records are generated (see `benchmarks.generate`): 300 events to ten million, with the shipped record's own distributions. Load is the
time until every table can be read, from CSV without the check that comes before; Polars, DuckDB and Spark read Parquet when they are asked. A rerun is a real session over
Streamlit's own websocket protocol: from the change of the years until the server says that the page is whole, on a page that was open before; new is a
range of years that nobody has asked for, known is one that somebody has. Every cell is measured in a process of its own, whose memory at most is shown; each
figure of a rerun is the median of three.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psutil
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from benchmarks import generate, report, sessions
from benchmarks.servers import ROOT, dashboard
from data import engines

SIZES = (300, 10_000, 100_000, 1_000_000, 10_000_000)
# The largest record that each engine is asked for, and the largest that is written as CSV.
LARGEST = {"polars": 10_000_000, "pandas": 1_000_000, "duckdb": 10_000_000, "spark": 100_000}
LARGEST_CSV = 1_000_000
PAGES = {"Overview": "", "Frequency": "frequency"}
ROUNDS = 3
PATIENCE_SECONDS = 900
# Reads every table once, and says how long that took and the most memory it held, in MiB.
LOAD = """
import resource, sys, time
from data import engines
start = time.perf_counter()
tables = engines.load(sys.argv[1])
frames = [*(frame for _, frame in tables.frames), tables.event_texts]
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
GOALS = {"rerun": 0.5, "load": 5.0, "memory": 1536.0}
MILLION = 1_000_000


@dataclass(frozen=True)
class Rerun:
    """Seconds of a changed filter by page, new and known, and the server's memory at most, in MiB."""

    seconds: dict[tuple[str, str], float]
    memory: float


@dataclass
class Visitor(sessions.Reader):
    """A session that goes from page to page."""

    pages: dict[str, str] = field(default_factory=dict)

    def _read(self, message: ForwardMsg) -> bool:
        if message.WhichOneof("type") == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        return super()._read(message)


def measure() -> str:
    """The tables: load, rerun and growth."""
    loads: dict[tuple[str, int], tuple[float, float]] = {}
    reruns: dict[tuple[str, int], Rerun] = {}
    for number in SIZES:
        with TemporaryDirectory() as folder:
            if number <= LARGEST_CSV:
                loads["CSV", number] = loaded(str(generate.write_csv(Path(folder, "csv"), number)))
            record = generate.write_parquet(Path(folder, "parquet"), number)
            for engine, largest in LARGEST.items():
                if number <= largest:
                    address = str(record) if engine == engines.POLARS else f"{engine}:{record}"
                    loads[engine, number] = loaded(address)
                    reruns[engine, number] = asked(address)
                    print(f"{engine}, {number:,}: {loads[engine, number]} {reruns[engine, number]}", file=sys.stderr, flush=True)
    return _told(loads, reruns)


def loaded(address: str) -> tuple[float, float]:
    """Seconds to load a record, and the memory at most, in MiB."""
    done = subprocess.run([sys.executable, "-c", LOAD, address], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)


def asked(address: str) -> Rerun:
    """Reruns of a server over a record."""
    sessions.PATIENCE_SECONDS = PATIENCE_SECONDS
    with dashboard(DASHBOARD_DATA=address) as served:
        seconds = asyncio.run(_visit(served.url))
        own = psutil.Process(served.process.pid)
        most = max(_most(process) for process in [own, *own.children(recursive=True)])
        return Rerun(seconds, most)


def _most(process: psutil.Process) -> float:
    """The most memory that a process has held, in MiB, where the system says so; else what it holds."""
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return process.memory_info().rss / 2**20


async def _visit(url: str) -> dict[tuple[str, str], float]:
    """Seconds by page, for ranges of years that are new and for the same again."""
    found = {}
    pages = {"": ""}
    for position, (name, path) in enumerate(PAGES.items()):
        socket_url = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        async with connect(socket_url, subprotocols=["streamlit"], max_size=None, proxy=None, ping_timeout=None) as socket:
            visitor = Visitor(socket, random.Random(1), page=pages[path])
            await visitor.ask()
            pages = visitor.pages
            first, last = visitor.span
            # No range is asked for on two pages: the second would find the selection made.
            ranges = [(first + 3 + ROUNDS * position + number, last - 3) for number in range(ROUNDS)]
            for kind in ("new", "known"):
                found[name, kind] = report.middle([await _change(visitor, years) for years in ranges])
    return found


async def _change(visitor: Visitor, years: tuple[float, float]) -> float:
    visitor.years = years
    start = perf_counter()
    await visitor.ask()
    return perf_counter() - start


def _told(loads: dict[tuple[str, int], tuple[float, float]], reruns: dict[tuple[str, int], Rerun]) -> str:
    head = [f"{name}, {kind}" for name in PAGES for kind in ("new", "known")]
    return "\n\n".join(
        [
            "## Scale (`scale`)",
            " ".join((__doc__ or "").split("\n\n")[1].split()),
            report.table(
                ("Load", "events", "s", "memory at most, MiB"),
                [
                    (_named(engine), f"{number:,}", f"{seconds:.2f}", f"{memory:,.0f}")
                    for (engine, number), (seconds, memory) in sorted(loads.items(), key=lambda item: _rank(item[0]))
                ],
            ),
            report.table(
                ("Rerun, s", "events", *head, "memory at most, MiB"),
                [
                    (engine, f"{number:,}", *(f"{seconds:.3f}" for seconds in rerun.seconds.values()), f"{rerun.memory:,.0f}")
                    for (engine, number), rerun in sorted(reruns.items(), key=lambda item: _rank(item[0]))
                ],
            ),
            "How many times as long a rerun takes with ten times the events (300 to 10,000 are 33 times):",
            report.table(("Growth", "events", *head), list(_growth(reruns))),
            _verdict(loads, reruns),
        ]
    )


def _named(engine: str) -> str:
    return engine if engine == "CSV" else f"Parquet, {engine}"


def _rank(cell: tuple[str, int]) -> tuple[int, int]:
    return ["CSV", *LARGEST].index(cell[0]), cell[1]


def _growth(reruns: dict[tuple[str, int], Rerun]) -> Iterable[tuple[object, ...]]:
    for engine in LARGEST:
        numbers = sorted(number for one, number in reruns if one == engine)
        for less, more in pairwise(numbers):
            few, many = reruns[engine, less].seconds, reruns[engine, more].seconds
            yield (engine, f"{less:,} to {more:,}", *(f"{many[key] / few[key]:.1f}" for key in many))


def _verdict(loads: dict[tuple[str, int], tuple[float, float]], reruns: dict[tuple[str, int], Rerun]) -> str:
    """What was aimed at with a million events, and what came out, for the quicker engine of each kind."""
    at = {engine: rerun for (engine, number), rerun in reruns.items() if number == MILLION}
    if not at:
        return "The goals are for a million events."
    lines = []
    for engine, rerun in at.items():
        slowest = max(rerun.seconds.values())
        load, _ = loads[engine, MILLION]
        found = {"rerun": slowest, "load": load, "memory": rerun.memory}
        told = [
            f"slowest rerun {slowest:.2f} s (goal {GOALS['rerun']} s)",
            f"load {load:.2f} s (goal {GOALS['load']:.0f} s)",
            f"memory {rerun.memory:,.0f} MiB (goal {GOALS['memory']:,.0f} MiB)",
        ]
        marks = ["met" if found[name] <= goal else "not met" for name, goal in GOALS.items()]
        lines.append(f"- {engine}: " + "; ".join(f"{text}: {mark}" for text, mark in zip(told, marks, strict=True)))
    return "At a million events:\n\n" + "\n".join(lines)
