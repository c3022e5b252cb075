"""Addresses and links: only http and https become links, and what a page links to inside the app is spelled out in full."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urljoin, urlsplit

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
    here = st.context.url or "/"
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    # The first page is given without its last slash: what stands beside the app's folder is not in it.
    if base and urlsplit(here).path.strip("/") == base:
        here = f"{here.rstrip('/')}/"
    return urljoin(here, path)


def event_link(text: str, event_id: str) -> str:
    """Text of the record as a Markdown link to an event."""
    return f"[{escape(text)}]({of_event(event_id)})"


def official_link(text: str, official_id: str) -> str:
    """Text of the record as a Markdown link to an official."""
    return f"[{escape(text)}]({of_official(official_id)})"


def of_event(event_id: str) -> str:
    """The permanent address of an event."""
    return absolute(f"events?{urlencode({'event': event_id})}")


def of_official(official_id: str) -> str:
    """The permanent address of an official."""
    return absolute(f"officials?{urlencode({'official': official_id})}")
