"""What runs for every reader at every step: open the record, draw navigation and filters, show the page."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from components.address import absolute
from components.filters import filter_bar
from components.page import WORDS, escape
from components.record import record_address, select, show_faults, show_newer_faults, version
from components.view import View
from dashboard.navigation import PAGES
from data.selection import MOST_PROBLEMS

# A file of our own: Streamlit would fetch a named icon for the browser tab from another host.
ICON = str(Path(__file__).with_name("icon.png"))


def main() -> None:
    """Draw the page that the address names."""
    address = record_address()
    with st.spinner("Reading the record…"):
        found = version(address)
    record = found.tables
    if record is None:
        st.set_page_config(page_title="Faulty record", page_icon=ICON)
        show_faults(list(found.faults), address)
        return
    st.set_page_config(page_title=str(record.descriptor["title"]), page_icon=ICON, layout="wide")
    with st.sidebar:
        links = st.container()
        selection, problems = filter_bar(record)
    pages: dict[str, Page] = {}
    view = View(record, select(record.content_hash, selection, record), selection, pages)
    for module, title, path, icon in PAGES:
        pages[path] = st.Page(partial(module.page, view), title=title, url_path=path, icon=icon, default=not path)
    current = st.navigation(list(pages.values()), position="hidden")
    with links:
        st.caption(escape(str(record.descriptor["title"])))
        for page in pages.values():
            st.page_link(page, query_params=selection.to_query())
        # Not as a caption: a link in its paler color is too pale to read.
        st.markdown(f":small[[Words used here]({absolute(selection.to_url('data'))}#{WORDS})]")
    st.set_page_config(page_title=f"{current.title} · {record.descriptor['title']}", page_icon=ICON, layout="wide")
    show_newer_faults(found, address)
    if problems:
        told = " ".join(escape(problem.for_a_reader()) for problem in problems[:MOST_PROBLEMS])
        more = f" There are {len(problems) - MOST_PROBLEMS:,} more." if len(problems) > MOST_PROBLEMS else ""
        st.warning(
            f"The address asks for something the record does not have. {told}{more} The rest of it is applied.",
            icon=":material/filter_alt_off:",
        )
    current.run()


main()
