"""The dashboard served for real, for the tests that ask it over HTTP or look at it in a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
STOP_SECONDS = 10


@contextmanager
def serving(record: Path | str | None, base: str = "", **settings: str) -> Iterator[str]:
    """The address of a dashboard of its own over the record at an address, or over the one shipped, under a base path; stopped at the end.

    `settings` are environment variables.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    options = [
        "--server.address",
        "127.0.0.1",
        "--server.port",
        str(port),
        "--server.headless",
        "true",
        "--server.baseUrlPath",
        base,
    ]
    environment = {name: value for name, value in os.environ.items() if name != "DASHBOARD_DATA"}
    environment |= settings
    if record is not None:
        environment["DASHBOARD_DATA"] = str(record)
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        url = f"http://127.0.0.1:{port}{base}"
        try:
            if not _healthy(process, f"{url}/_stcore/health"):
                log.seek(0)
                pytest.fail(f"The dashboard did not start in {START_SECONDS} seconds:\n{log.read().decode(errors='replace')}")
            yield url
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _healthy(process: subprocess.Popen[bytes], url: str) -> bool:
    """Wait until a server answers; false where it ended or took too long."""
    end = time.monotonic() + START_SECONDS
    with httpx.Client(trust_env=False, timeout=2) as client:
        while process.poll() is None and time.monotonic() < end:
            try:
                if client.get(url).is_success:
                    return True
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    return False
