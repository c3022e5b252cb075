"""Start what is measured, wait until it answers, and end it again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from benchmarks.peers.figures import SETTING

ROOT = Path(__file__).parents[1]
START_SECONDS = 90
STOP_SECONDS = 10
IDLE_SECONDS = 120


@dataclass(frozen=True)
class Served:
    """A server that was started here."""

    url: str
    process: subprocess.Popen[bytes]
    log: IO[bytes]

    def said(self) -> bytes:
        """What it has written to its log."""
        # The server writes where the file stands: its place is left alone.
        return os.pread(self.log.fileno(), os.fstat(self.log.fileno()).st_size, 0)

    def memory(self) -> float:
        """The memory that it holds now, in MiB."""
        return psutil.Process(self.process.pid).memory_info().rss / 2**20

    def settle(self) -> None:
        """Wait until it has been idle for two seconds, but no longer than two minutes."""
        end = time.monotonic() + IDLE_SECONDS
        while psutil.Process(self.process.pid).cpu_percent(2) > 5 and time.monotonic() < end:
            pass


@contextmanager
def dashboard(**environment: str) -> Iterator[Served]:
    """The dashboard over the record shipped."""
    with _streamlit("dashboard/app.py", environment) as served:
        yield served


@contextmanager
def bare_streamlit(figures: str) -> Iterator[Served]:
    """A bare Streamlit page with one set of figures."""
    with _streamlit("benchmarks/peers/bare_streamlit.py", {SETTING: figures}) as served:
        yield served


@contextmanager
def dash(figures: str) -> Iterator[Served]:
    """A bare Dash page with one set of figures."""
    port = free_port()
    with serving([sys.executable, "-m", "benchmarks.peers.dash_page", str(port)], port, "/", {SETTING: figures}) as served:
        yield served


@contextmanager
def _streamlit(script: str, environment: Mapping[str, str]) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.address", "127.0.0.1", "--server.port", str(port)]
    with serving([*command, "--server.fileWatcherType", "none"], port, "/_stcore/health", environment) as served:
        yield served


@contextmanager
def serving(command: Sequence[str], port: int, health: str, environment: Mapping[str, str]) -> Iterator[Served]:
    """A server on a port of this machine, from when it answers until the end of the block; RuntimeError holds its log if it does not."""
    inherited = {name: value for name, value in os.environ.items() if name != "DASHBOARD_DATA"}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**inherited, **environment}, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        served = Served(f"http://127.0.0.1:{port}", process, log)
        try:
            if not _answers(process, served.url + health):
                raise RuntimeError(f"{' '.join(command)} did not start:\n{served.said().decode(errors='replace')[-2000:]}")
            yield served
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            with direct.open(url, timeout=2):
                return True
        except OSError:
            time.sleep(0.1)
    return False
