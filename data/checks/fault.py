"""One thing wrong in a record, as a sentence says it."""

from __future__ import annotations

from dataclasses import dataclass

# So many of one file are told; who mends them sees the next.
MOST = 1_000
SHOWN = 80


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a record. `line` counts from 1, the header included; 0 is the file as a whole."""

    file: str
    line: int
    column: str
    what: str
    allowed: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.column}: {self.what}, {self.allowed}" if self.column else f"{place}: {self.what}, {self.allowed}"


def shown(value: object) -> str:
    """A value as a sentence quotes it: what can't be seen written out, what is long cut short."""
    text = repr(value) if not isinstance(value, str) or len(value) <= SHOWN else repr(value[: SHOWN - 3] + "...")
    return text if len(text) <= 4 * SHOWN else text[: 4 * SHOWN] + "..."
