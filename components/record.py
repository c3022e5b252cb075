"""Open the record once for all readers, and say what is wrong with one that can't be opened."""

from __future__ import annotations

import os
import shlex
from datetime import datetime

import pandas as pd
import streamlit as st

from components.kept import Kept
from components.page import escape
from components.versions import Version, Versions
from data import selection as selections
from data.check import Fault
from data.record import HOME, Tables
from data.selection import Selection

SETTING = "DASHBOARD_DATA"
# So many faults of a newer version are told on every page, and so many on the page of a record that can't be shown.
FEW, MANY = 3, 500


def _weight(part: Tables) -> int:
    """What a part of a record weighs among those that are held: more where pandas holds it and it may be large."""
    whole = (part.part_of or part).events
    return 1 + (len(whole) // 100_000 if isinstance(whole, pd.DataFrame) else 0)


# So many records are held, and so many parts of small ones, fewer of large ones.
_RECORDS, _PARTS = Kept(4, weight=lambda _: 1), Kept(64, weight=_weight)


def record_address() -> str:
    """The address of the record to show (see `data.engines`): the setting's, or the folder shipped with the code."""
    return os.environ.get(SETTING) or str(HOME)


def version(address: str) -> Version:
    """The last sound version of the record at an address, and what is wrong with a newer one; see `components.versions`."""
    return _RECORDS.get(address, lambda: Versions(address)).now()


def open_record(address: str) -> Tables | list[Fault]:
    """The last sound version of the record at an address, or all faults where there is none; never a part of a record."""
    found = version(address)
    return list(found.faults) if found.tables is None else found.tables


def changed(address: str) -> datetime:
    """When a file of the version that is shown was last written, in whole seconds; UTC."""
    return version(address).changed


def select(content_hash: str, selection: Selection, tables: Tables) -> Tables:
    """The part of a record that a selection keeps, shared between readers."""
    return _PARTS.get((content_hash, selection), lambda: selections.apply(selection, tables))


def show_newer_faults(found: Version, address: str) -> None:
    """The warning on every page while the record's files are a newer version that is faulty."""
    if not found.faults:
        return
    number, told = len(found.faults), [f"- {escape(str(fault))}" for fault in found.faults[:FEW]]
    first = (
        ""
        if number == 1
        else f" These are the first {FEW} of its {number} faults:"
        if number > FEW
        else f" These are its {number} faults:"
    )
    st.warning(
        f"A newer version of this record is faulty and is not shown. You see the last sound one, of {found.changed:%B %-d, %Y, %H:%M} UTC."
        f"{first}\n\n" + "\n".join(told) + f"\n\n`{_command(address)}` lists every fault.",
        icon=":material/history:",
    )


def show_faults(faults: list[Fault], address: str) -> None:
    """The page shown instead of charts when a record is faulty."""
    st.title("This record can’t be shown")
    number = len(faults)
    st.write(f"The record has {number} fault{'s' if number > 1 else ''}. Nothing is shown until the record is corrected.")
    st.code("\n".join(str(fault) for fault in faults[:MANY]), language=None, wrap_lines=True)
    if number > MANY:
        st.write(f"… and {number - MANY} more.")
    st.caption(f"`{_command(address)}` prints the same list.")


def _command(address: str) -> str:
    return f"python -m data check {shlex.quote(address)}"
