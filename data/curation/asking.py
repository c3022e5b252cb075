"""Whom a command asks where it is unsure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Asker(Protocol):
    """Someone who answers questions: a curator at a terminal, a script, a test."""

    def choose(self, question: str, options: Sequence[str]) -> int:
        """The number of the option that is right, from 0."""

    def agree(self, question: str) -> bool:
        """Whether the answer is yes."""
