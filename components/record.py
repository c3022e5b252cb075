"""Open the record once for all readers, and say what is wrong with one that can't be opened."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from components.kept import Kept
from data import engines, selection as selections
from data.check import Fault
from data.record import HOME, Tables
from data.selection import Selection

SETTING = "DASHBOARD_DATA"
FILES = ("*.yaml", "*.json", "*/*.yaml", "*/*.csv", "*/*.parquet")


def _weight(part: Tables) -> int:
    """What a part of a record weighs among those that are held: more where pandas holds it and it may be large."""
    whole = (part.part_of or part).events
    return 1 + (len(whole) // 100_000 if isinstance(whole, pd.DataFrame) else 0)


# So many records are held, and so many parts of small ones, fewer of large ones.
_RECORDS, _PARTS = Kept(4, weight=lambda _: 1), Kept(64, weight=_weight)


def record_address() -> str:
    """The address of the record to show (see `data.engines`): the setting's, or the folder shipped with the code."""
    return os.environ.get(SETTING) or str(HOME)


def open_record(address: str) -> Tables | list[Fault]:
    """The record at an address as its files are now, or all its faults; never a part of a record."""
    return _RECORDS.get((address, _stamp(address)), lambda: engines.faults(address) or engines.load(address))


def changed(address: str) -> datetime:
    """When a file of the record at an address was last written, in whole seconds; UTC."""
    return datetime.fromtimestamp(max(time // 10**9 for _, time, _ in _stamp(address)), UTC)


def _stamp(address: str) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of every file of a record: changed when one of them is edited; none where the address is none."""
    with suppress(ValueError):
        path = engines.parse(address).folder
        files = sorted(file for pattern in FILES for file in path.glob(pattern))
        return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    return ()


def select(content_hash: str, selection: Selection, tables: Tables) -> Tables:
    """The part of a record that a selection keeps, shared between readers."""
    return _PARTS.get((content_hash, selection), lambda: selections.apply(selection, tables))


def show_faults(faults: list[Fault], address: str) -> None:
    """The page shown instead of charts when a record is faulty."""
    st.title("This record can’t be shown")
    number = len(faults)
    st.write(f"The record has {number} fault{'s' if number > 1 else ''}. Nothing is shown until the record is corrected.")
    st.code("\n".join(str(fault) for fault in faults[:500]), language=None, wrap_lines=True)
    if number > 500:
        st.write(f"… and {number - 500} more.")
    st.caption(f"`python -m data check {address}` prints the same list.")
