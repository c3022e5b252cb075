"""Records that the tests read, the one that is shipped and a made-up one of ten events, and servers over them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from data import frames
from data.record import HOME, Tables, load
from tests import engines
from tests.serving import serving

MADE_UP = Path(__file__).parent / "record"

# How long a case takes says what else the machine does, not whether the code is right.
settings.register_profile("whatever the machine does", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whatever the machine does")


@pytest.fixture(scope="session")
def record() -> Tables:
    """The record that is shipped."""
    return load()


@pytest.fixture(scope="session")
def made_up() -> Tables:
    """The made-up record, small enough to count by hand."""
    return load(MADE_UP)


@pytest.fixture(scope="module", params=engines.ALL)
def engine(request: pytest.FixtureRequest, record: Tables, made_up: Tables) -> Iterator[str]:
    """The engine that holds every table while the tests of a module run, once for each engine."""
    # What one engine found out must not stand for what another would.
    record.known.clear()
    made_up.known.clear()
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "pandas":
            patch.setattr(frames, "from_native", engines.reader(request.param))
        yield request.param


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the made-up record to damage."""
    return shutil.copytree(MADE_UP, tmp_path / "record")


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve the record in a folder and get the address; one server a folder, all stopped when the tests end."""
    with ExitStack() as servers:
        yield cache(lambda record: servers.enter_context(serving(record)))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the dashboard over the record shipped."""
    with serving(None) as url:
        yield url


__all__ = ["HOME", "MADE_UP"]
