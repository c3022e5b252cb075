"""The versions of a record that is edited while it is served: the last sound one stays open until a newer one is found sound."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from data import engines
from data.check import Fault
from data.record import DeferredInMemory, Tables

FILES = ("*.yaml", "*.json", "*/*.yaml", "*/*.csv", "*/*.parquet")
# How often a record is read anew that changes while it is read, before its faults are told as they are.
TRIES = 3

# Name, time and size of every file: changed when one of them is edited.
Stamp = tuple[tuple[str, int, int], ...]
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Version:
    """What a record was found to be: its tables, None where there is no sound version; and what is wrong with its files since then."""

    stamp: Stamp
    tables: Tables | None
    # When a file of the tables that are shown was last written; UTC.
    changed: datetime
    faults: tuple[Fault, ...] = ()


class Versions:
    """One record by its address. Any number of readers ask at the same time; one of them at most reads and checks the files.

    While a newer version is checked, and as long as it is faulty, readers get the one before it, at once. Where there is none, they
    wait for the check. Only tables that are in memory outlive their files: a record of Parquet files is read as they are now.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._checking = threading.Lock()
        self._latest: Version | None = None

    def now(self) -> Version:
        """The version to show; what is newer is being checked by the time it is returned."""
        seen = self._latest
        if seen and seen.stamp == stamp(self._address):
            return seen
        if seen is None or seen.tables is None or not _in_memory(seen.tables):
            with self._checking:
                # Who waited for another's check has its answer.
                if self._latest is seen:
                    self._look()
            assert self._latest
            return self._latest
        if self._checking.acquire(blocking=False):
            threading.Thread(target=self._look_and_release, name="check of the record", daemon=True).start()
        return seen

    def _look_and_release(self) -> None:
        try:
            self._look()
        finally:
            self._checking.release()

    def _look(self) -> None:
        for _ in range(TRIES):
            before = stamp(self._address)
            faults, tables = _open(self._address)
            if before == stamp(self._address):
                break
        kept = self._latest if self._latest and self._latest.tables and _in_memory(self._latest.tables) else None
        if tables is not None:
            self._latest = Version(before, tables, _time(before))
        elif kept:
            self._latest = Version(before, kept.tables, kept.changed, tuple(faults))
        else:
            self._latest = Version(before, None, _time(before), tuple(faults))


def _open(address: str) -> tuple[list[Fault], Tables | None]:
    try:
        if faults := engines.faults(address):
            return faults, None
        return [], engines.load(address)
    except Exception as error:
        # A file may go while it is read. Whatever it is, who reads the dashboard is not the one to be shown it.
        _LOG.exception("The record at %s could not be opened", address)
        return [Fault(address, 0, "", f"could not be opened ({type(error).__name__})", "the server's log says more")], None


def _in_memory(tables: Tables) -> bool:
    """Whether tables are there although their files have changed."""
    return tables.deferred is DeferredInMemory or isinstance(object.__getattribute__(tables, "events"), pd.DataFrame)


def stamp(address: str) -> Stamp:
    """Name, time and size of every file of a record; none where the address is none."""
    found = []
    with suppress(ValueError, OSError):
        folder = engines.parse(address).folder
        for file in sorted(file for pattern in FILES for file in folder.glob(pattern)):
            with suppress(OSError):
                about = file.stat()
                found.append((f"{file.parent.name}/{file.name}", about.st_mtime_ns, about.st_size))
    return tuple(found)


def _time(stamp: Stamp) -> datetime:
    return datetime.fromtimestamp(max((time // 10**9 for _, time, _ in stamp), default=0), UTC)
