"""How to cite the record, in three forms that say the same, and its license."""

from __future__ import annotations

import streamlit as st

from components.address import link
from components.view import View
from data import citation


def cite(view: View) -> None:
    """Draw the section."""
    st.header("Cite and license", anchor=False)
    text, bibtex, cff = st.tabs(["Plain text", "BibTeX", "CITATION.cff"])
    text.code(citation.plain(view.whole), language=None, wrap_lines=True)
    bibtex.code(citation.bibtex(view.whole), language=None, wrap_lines=True)
    cff.code(citation.cff(view.whole), language=None, wrap_lines=True)
    st.caption(
        "The content hash is a fingerprint of every table, vocabulary and description. It changes when a single cell does, and so "
        "tells two states of one version apart."
    )
    licenses = view.whole.descriptor.get("licenses") or []
    names = [link(str(one.get("title") or one.get("name")), str(one.get("path", ""))) for one in licenses]
    st.markdown(f"License: {', '.join(names) or 'not stated'}")
