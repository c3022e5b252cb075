"""Open the record once for all readers, and say what is wrong with one that can't be opened."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from data import selection as selections
from data.check import Fault, check
from data.record import HOME, Tables, load
from data.selection import Selection

SETTING = "DASHBOARD_DATA"


def record_path() -> Path:
    """The folder of the record to show: the setting's, or the one shipped with the code."""
    return Path(os.environ.get(SETTING) or HOME)


def open_record(path: Path) -> Tables | list[Fault]:
    """The record in a folder as its files are now, or all its faults; never a part of a record."""
    return _open(path, _stamp(path))


def changed(path: Path) -> datetime:
    """When a file of the record in a folder was last written, in whole seconds; UTC."""
    return datetime.fromtimestamp(max(time // 10**9 for _, time, _ in _stamp(path)), UTC)


def _stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of every file of a record: changed when one of them is edited."""
    files = sorted(file for pattern in ("*.yaml", "*.json", "*/*.yaml", "*/*.csv") for file in path.glob(pattern))
    return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files)


@st.cache_resource(show_spinner=False, max_entries=4)
def _open(path: Path, stamp: tuple[tuple[str, int, int], ...]) -> Tables | list[Fault]:
    return check(path) or load(path)


@st.cache_resource(show_spinner=False, max_entries=64)
def select(content_hash: str, selection: Selection, _tables: Tables) -> Tables:
    """The part of a record that a selection keeps, shared between readers."""
    return selections.apply(selection, _tables)


def show_faults(faults: list[Fault], path: Path) -> None:
    """The page shown instead of charts when a record is faulty."""
    st.title("This record can’t be shown")
    number = len(faults)
    st.write(f"The record has {number} fault{'s' if number > 1 else ''}. Nothing is shown until the record is corrected.")
    st.code("\n".join(str(fault) for fault in faults[:500]), language=None, wrap_lines=True)
    if number > 500:
        st.write(f"… and {number - 500} more.")
    st.caption(f"`python -m data check {path}` prints the same list.")
