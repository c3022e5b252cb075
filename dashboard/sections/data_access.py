"""Where the selection is served: ready lines for pandas, R, Excel and the command line, and every address in a table."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from components.address import absolute, link
from components.extract import TITLES
from components.page import escape
from components.view import View
from data import dataset
from data.recipes import LANGUAGES, recipes

# What a reader calls the endings that are not just spelled out.
ENDINGS = {"zip": "zip", "jsonld": "JSON-LD"}


def use_it_from(view: View) -> None:
    """Draw the section with the lines for one extract."""
    st.header("Use it from pandas, R or Excel", anchor=False)
    st.markdown(
        "Every extract has an address that gives the rows of this selection. Choose one, then copy the lines; they run as they are."
    )
    name = st.selectbox("Extract", list(TITLES), format_func=TITLES.__getitem__, key="recipe", width=320)
    address = absolute(next(file.path for file in _served(view) if file.file_name == f"{name}.csv"))
    lines = recipes(name, address)
    for tab, language in zip(st.tabs(list(LANGUAGES)), LANGUAGES, strict=True):
        with tab:
            if language == "Excel":
                st.markdown("**Data** → **From Web**, paste this address, then **Load**:")
                st.code(address, language=None, wrap_lines=True)
                st.markdown("Or, in Power Query’s **Advanced Editor**:")
            # In one color: those that Streamlit gives to words of a language are too pale on a light ground.
            st.code(lines[language], language=None, wrap_lines=True)


def addresses(view: View) -> None:
    """Draw the table of everything that is served of the selection."""
    st.header("Stable addresses", anchor=False)
    files = {file.file_name: file for file in _served(view)}
    rows = [
        *((title, [files[f"{name}.{ending}"] for ending in dataset.FLAT_FORMATS]) for name, title in TITLES.items()),
        ("Everything", [files["package.zip"]]),
        ("Description", [files["datapackage.json"]]),
        ("For catalogs", [dataset.ENTRY]),
        ("For programs", [dataset.OPENAPI]),
    ]
    lines = [f"| {title} | {' · '.join(map(_link, served))} | {escape(served[0].holds)} |" for title, served in rows]
    st.markdown("\n".join(["| What | Address | Holds |", "|---|---|---|", *lines]))
    st.caption(
        "The addresses carry this selection, as a page’s own address does; without a query they give the whole record. "
        "Codes, never labels, stand in them, so that they outlive a wording."
        if not view.selection.is_empty
        else "A page’s query string can be put after any of the extracts’ addresses: they then give that selection."
    )


def _served(view: View) -> list[dataset.Download]:
    return dataset.downloads(urlencode(view.selection.to_query()))


def _link(file: dataset.Download) -> str:
    return link(ENDINGS.get(file.ending, file.ending.upper()), absolute(file.path))
