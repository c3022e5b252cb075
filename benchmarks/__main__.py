"""`python -m benchmarks` measures everything; `python -m benchmarks NAME …` only what is named. Results are printed and kept in README.md."""

from __future__ import annotations

import argparse
import importlib.util
import signal
import sys
from importlib import import_module
from time import perf_counter

from benchmarks import report

# In the order of the README.
NAMES = ("first_chart", "filter_change", "scale", "extracts", "sessions", "soak")


def main() -> None:
    """Measure what is named, one after the other: two at once would measure each other."""
    known = [name for name in NAMES if importlib.util.find_spec(f"benchmarks.{name}")]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", help=", ".join(known))
    names = parser.parse_args().names or known
    if unknown := [name for name in names if name not in known]:
        parser.error(f"there is no {unknown[0]!r}, only {', '.join(known)}")
    # Ended from outside, it still ends the servers that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        start = perf_counter()
        text = import_module(f"benchmarks.{name}").measure()
        report.keep(name, text)
        print(f"{text}\n", flush=True)
        print(f"{name}: {perf_counter() - start:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
