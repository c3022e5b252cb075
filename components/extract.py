"""Buttons that take the selection away: flat extracts as CSV, and the whole as a zip. Nothing is made before it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from components.address import absolute
from components.download import download_button
from components.view import View
from data import extracts
from data.record import Tables

TITLES = {
    "events": "Events",
    "participants": "Participants",
    "focus_areas": "Focus areas",
    "sources": "Sources",
    "citations": "Citations",
    "conflicts": "Conflicts",
}


def extract_buttons(names: Iterable[str], view: View) -> None:
    """A button for each of these extracts of the selection as CSV, and one for the selection as a data package."""
    with st.container(horizontal=True):
        for name in names:
            download_button(
                f"{TITLES[name]} (CSV)",
                partial(_csv, name, view.selected),
                file_name=extracts.file_name(name, view.selection, "csv"),
                mime="text/csv",
                key=f"extract {name}",
                icon=":material/download:",
                about=(extracts.FLAT[name].__doc__ or "").partition("\n")[0],
            )
        address = absolute(view.selection.to_url("events"))
        download_button(
            "Everything (zip)",
            partial(extracts.package, view.selected, view.selection, address),
            file_name=extracts.file_name(str(view.whole.descriptor["name"]), view.selection, "zip"),
            mime="application/zip",
            key="extract package",
            icon=":material/folder_zip:",
            about="All tables and vocabularies of the selection as a Frictionless Data Package, with a README",
        )


def _csv(name: str, tables: Tables) -> bytes:
    return extracts.to_csv(extracts.FLAT[name](tables))


assert set(TITLES) == set(extracts.FLAT)
