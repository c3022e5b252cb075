"""benchmarks/README.md: a section for each benchmark, written by the benchmark itself, with the machine and the day."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

README = Path(__file__).with_name("README.md")


def keep(name: str, text: str) -> None:
    """Put what a benchmark found between its marks in the README, or at its end where it has none yet."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    section = f"{start}\n{text.strip()}\n\n{datetime.now(UTC):%Y-%m-%d}, {machine()}.\n{end}"
    whole = README.read_text(encoding="utf-8") if README.exists() else ""
    found = re.search(f"{re.escape(start)}.*?{re.escape(end)}", whole, re.DOTALL)
    whole = whole[: found.start()] + section + whole[found.end() :] if found else f"{whole.rstrip()}\n\n{section}\n"
    README.write_text(whole, encoding="utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; every column after the first is aligned right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def middle(values: Iterable[float]) -> float:
    """The median of several rounds."""
    return median(values)


def goal(what: str, value: float, most: float) -> str:
    """Whether a goal is met, with the figure."""
    return f"{what} {value:.2f}, goal at most {most:g}: {'met' if value <= most else '**not met**'}"


def machine() -> str:
    """Cores, processor and memory: what a figure depends on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores of {_processor()}, {memory:.0f} GiB, Python {platform.python_version()}"


def _processor() -> str:
    """The processor's own name, where the system tells it."""
    try:
        named = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        named = None
    return named[1].strip() if named else platform.processor() or platform.machine()
