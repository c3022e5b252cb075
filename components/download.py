"""A button that makes a file when it is pressed; the file stays as long as the page with the button does."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx


def download_button(
    label: str, make: Callable[[], bytes], *, file_name: str, mime: str, key: str, icon: str, about: str = ""
) -> None:
    """A button that has `make` run when it is pressed, and gives what it returns as a file of this name and media type."""
    session = get_script_run_ctx()

    def made() -> bytes:
        content = make()
        # Streamlit leaves such a file without an owner, and clears it away once any two pages have been drawn: the same file, added by
        # the session, is that session's. Which session it is Streamlit reads from the thread, and this one is nobody's.
        if runtime.exists():
            files = runtime.get_instance().media_file_mgr
            adding = Thread(target=files.add, args=(content, mime, f"download {key}", file_name, True))
            add_script_run_ctx(adding, session)
            adding.start()
            adding.join()
        return content

    st.download_button(label, data=made, file_name=file_name, mime=mime, key=key, on_click="ignore", icon=icon, help=about or None)
