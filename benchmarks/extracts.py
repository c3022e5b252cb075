"""How many rows a second `/extracts/events.csv` gives out, and in how much memory.

The record is generated (see `benchmarks.generate`) and opened from Parquet. Datasette serves the very same flat table from SQLite with `_stream=on`,
its limits lifted and its pages as large as it allows; its rate does not change with the rows, so it is left after the first of them. One reader asks
both in turn in the same run, reads as fast as it can, and takes no compression. Memory is what the server process holds at most while it sends, and
how much more that is than before; both have answered once before.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks import generate, report
from benchmarks.servers import Served, dashboard, free_port, serving
from data import engines
from data.flat import PIECES

SIZES = (100_000, 1_000_000)
# As many rows of Datasette's are waited for.
ENOUGH = 200_000
WARM_BYTES = 50_000_000
TIMES = 20
SETTINGS = {"max_csv_mb": 0, "sql_time_limit_ms": 600_000, "max_returned_rows": 10_000}


@dataclass(frozen=True)
class Sent:
    """What came, in what time, and the most memory of the server, in MiB, before and meanwhile."""

    rows: int
    size: int
    seconds: float
    before: float
    most: float

    @property
    def rate(self) -> float:
        return self.rows / self.seconds


def measure() -> str:
    """The table: rows a second and memory, ours at two sizes and Datasette."""
    with TemporaryDirectory() as folder:
        records = {number: generate.write_parquet(Path(folder) / str(number), number) for number in SIZES}
        base = _sqlite(records[SIZES[-1]], Path(folder) / "record.db")
        ours = {}
        for number, record in records.items():
            with dashboard(DASHBOARD_DATA=str(record)) as served:
                ours[number] = _asked(served, "/extracts/events.csv")
        with _datasette(base) as served:
            peer = _asked(served, "/record/events.csv?_stream=on&_size=max", ENOUGH)
    return _told(ours, peer)


def _sqlite(record: Path, path: Path) -> Path:
    """The flat table of a record's events in SQLite."""
    tables = engines.load(record)
    with closing(sqlite3.connect(path)) as base:
        for number, piece in enumerate(PIECES["events"](tables)):
            if not number:
                columns = ", ".join(f'"{name}"' for name in piece.column_names)
                base.execute(f"create table events ({columns})")
            places = ", ".join("?" * piece.num_columns)
            base.executemany(
                f"insert into events values ({places})", zip(*(column.to_pylist() for column in piece.columns), strict=True)
            )
            if (number + 1) * len(piece) > ENOUGH:
                break
        base.commit()
    return path


@contextmanager
def _datasette(base: Path) -> Iterator[Served]:
    port = free_port()
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, str(value))]
    command = [sys.executable, "-m", "datasette", "serve", str(base), "--port", str(port), *settings]
    with serving(command, port, "/-/versions.json", {}) as served:
        yield served


def _asked(served: Served, path: str, enough: int | None = None) -> Sent:
    """Ask once to warm up, then to measure."""
    _read(served, path, most_bytes=WARM_BYTES)
    before = served.memory()
    most, over = [before], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            most.append(served.memory())

    watching = threading.Thread(target=watch)
    watching.start()
    start = perf_counter()
    rows, size = _read(served, path, most_rows=enough)
    seconds = perf_counter() - start
    over.set()
    watching.join()
    return Sent(rows, size, seconds, before, max(most))


def _read(served: Served, path: str, most_bytes: int | None = None, most_rows: int | None = None) -> tuple[int, int]:
    """Rows, without the header, and bytes that came until the end, or until there were enough."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    lines = size = 0
    with direct.open(served.url + path) as answer:
        while piece := answer.read1(1 << 20):
            lines += piece.count(b"\n")
            size += len(piece)
            if (most_bytes and size > most_bytes) or (most_rows and lines > most_rows):
                break
    return lines - 1, size


def _told(ours: dict[int, Sent], peer: Sent) -> str:
    lines = [_line(f"Dashboard, {number:,} events", sent, f"{sent.rate / peer.rate:.1f}") for number, sent in ours.items()]
    last = ours[SIZES[-1]]
    verdict = "met" if last.rate >= TIMES * peer.rate else "not met"
    return "\n\n".join(
        [
            "## Extracts (`extracts`)",
            " ".join((__doc__ or "").split("\n\n")[1].split()),
            report.table(
                (
                    "`/extracts/events.csv`",
                    "rows",
                    "MB",
                    "s",
                    "rows/s",
                    "× Datasette",
                    "memory at most, MiB",
                    "more than before, MiB",
                ),
                [*lines, _line("Datasette", peer, "1")],
            ),
            f"Goal at a million events, {TIMES} × Datasette's rows a second: {verdict}, {last.rate / peer.rate:.1f} ×. "
            f"To send {last.size / 1e6:,.0f} MB took {last.most - last.before:,.0f} MiB more than the server held before.",
        ]
    )


def _line(name: str, sent: Sent, times: str) -> tuple[object, ...]:
    size, rate = f"{sent.size / 1e6:,.0f}", f"{sent.rate:,.0f}"
    return (
        name,
        f"{sent.rows:,}",
        size,
        f"{sent.seconds:.1f}",
        rate,
        times,
        f"{sent.most:,.0f}",
        f"{sent.most - sent.before:,.0f}",
    )
