"""The curator's terminal: questions and answers, and a bar while something takes its time. Both on standard error."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from data import engines
from data.check import Fault

# In seconds: what is done sooner needs no bar, and how often one moves.
SOON, STEP = 1.0, 0.1
WIDTH = 24


class NoAnswer(Exception):  # noqa: N818 - nothing went wrong
    """Standard input ended before a question was answered."""


class Terminal:
    """Asks on standard error and reads the answers, a line each, from standard input."""

    def choose(self, question: str, options: Sequence[str]) -> int:
        """The number of the option that is right, from 0."""
        say(question)
        for number, option in enumerate(options, 1):
            say(f"  {number}  {option}")
        while True:
            answer = _answer(f"Which one, 1 to {len(options)}? ")
            if answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= len(options):
                return int(answer) - 1

    def agree(self, question: str) -> bool:
        """Whether the answer is yes; an empty line is no."""
        while True:
            answer = _answer(f"{question} [y/N] ").casefold()
            if answer in ("y", "yes", "n", "no", ""):
                return answer.startswith("y")


def say(text: str) -> None:
    """Tell the curator something that is no result."""
    print(text, file=sys.stderr)


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """A bar that moves while something takes over a second, where standard error is a terminal; how long it will take is not known."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    done = threading.Event()
    drawing = threading.Thread(target=_draw, args=(doing, done), daemon=True)
    drawing.start()
    try:
        yield
    finally:
        done.set()
        drawing.join()


def checked(path: Path | str) -> list[Fault]:
    """The faults of a record, with a bar while they are looked for."""
    with busy("Checking the record"):
        return engines.faults(str(path))


def path_argument(parser: argparse.ArgumentParser, what: str = "folder with a data package as CSV files") -> None:
    """Every command takes its record last; one that is left out is filled in by `data.__main__`."""
    last_argument(parser, "path", f"{what} (default: the record shipped here)")


def last_argument(parser: argparse.ArgumentParser, name: str, told: str) -> None:
    """A record that comes last and may be left out."""
    parser.add_argument(name, nargs="?", metavar=name.upper(), help=told)
    parser.set_defaults(last=name)


def _answer(prompt: str) -> str:
    # Polars takes the signal over and has what it interrupts begin again: Ctrl-C would only be heard after an answer.
    if hasattr(signal, "siginterrupt"):
        signal.siginterrupt(signal.SIGINT, True)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        say("")
        raise NoAnswer
    return line.strip()


def _draw(doing: str, done: threading.Event) -> None:
    began = time.monotonic()
    if done.wait(SOON):
        return
    place = 0
    while not done.wait(STEP):
        place = (place + 1) % (2 * WIDTH)
        at = min(place, 2 * WIDTH - place)
        bar = " " * at + "===" + " " * (WIDTH - at)
        sys.stderr.write(f"\r{doing} [{bar}] {time.monotonic() - began:.0f} s")
        sys.stderr.flush()
    # The line is cleared: what comes after is told on a clean one.
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()
