"""Addresses and links: only http and https become links, and what a page links to inside the app is spelled out in full."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urljoin

import streamlit as st

from components.page import escape

# Signs that an address may hold and that Markdown leaves alone inside one.
_PLAIN = ":/?#[]@!$&'*+,;=%-._~"


def link(text: str, url: str) -> str:
    """Text of the record as a Markdown link; plain text where the address is not a web address."""
    if not url.lower().startswith(("http://", "https://")):
        return escape(text)
    return f"[{escape(text)}]({quote(url, safe=_PLAIN)})"


def absolute(path: str) -> str:
    """A page of the app, such as "events?event=…", in full, as the reader's browser reaches it."""
    return urljoin(st.context.url or "/", path)


def of_event(event_id: str) -> str:
    """The permanent address of an event."""
    return absolute(f"events?{urlencode({'event': event_id})}")
