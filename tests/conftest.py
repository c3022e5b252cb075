"""Records that the tests read: the one that is shipped, and a made-up one of ten events."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.record import HOME, Tables, load

MADE_UP = Path(__file__).parent / "record"


@pytest.fixture(scope="session")
def record() -> Tables:
    """The record that is shipped."""
    return load()


@pytest.fixture(scope="session")
def made_up() -> Tables:
    """The made-up record, small enough to count by hand."""
    return load(MADE_UP)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the made-up record to damage."""
    return shutil.copytree(MADE_UP, tmp_path / "record")


__all__ = ["HOME", "MADE_UP"]
