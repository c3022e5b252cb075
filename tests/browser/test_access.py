"""Nothing keeps a reader out: every view with everything open, filters set, and an empty selection, tried with axe-core."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.access import KNOWN, Known, violations
from tests.browser.settled import open_page, unfold
from tests.browser.views import HEIGHT, THEMES, VIEWS, WIDTHS

pytestmark = pytest.mark.browser

MORE = {
    "filters set": "/focus-areas?years=2010&years=2016&focus=peacekeeping&focus=demining&type=visit&level=2",
    "nothing found": "/frequency?q=zzzz",
    "no such event": "/events?event=2024-no-such-event",
    "asked too much": "/?years=2010&years=2016&color=red",
}
KNOWN_AT = {"color-contrast": MORE["filters set"], "scrollable-region-focusable": VIEWS["data"]}


# Every view in both themes at a desk, and on a phone; the rest once.
WINDOWS = [
    *((view, theme, size) for view in VIEWS for theme, size in (*((theme, "desk") for theme in THEMES), ("light", "phone"))),
    *((view, "light", "desk") for view in MORE),
]


@pytest.mark.parametrize(("view", "theme", "size"), WINDOWS, ids=["-".join(window) for window in WINDOWS])
def test_a_view_keeps_nobody_out(view: str, theme: Literal["light", "dark"], size: str, server: str, page: Page) -> None:
    page.set_viewport_size({"width": WIDTHS[size], "height": HEIGHT})
    page.emulate_media(color_scheme=theme)
    open_page(page, server + (VIEWS | MORE)[view])
    unfold(page)
    assert violations(page) == []


def test_the_filters_keep_nobody_out_on_a_phone(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, server + MORE["filters set"])
    page.get_by_test_id("stExpandSidebarButton").click()
    page.wait_for_timeout(1_000)
    assert violations(page) == []


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.rule)
def test_what_is_known_is_still_there(known: Known, server: str, page: Page) -> None:
    """An exception that nothing needs any more is taken out of the list."""
    page.emulate_media(color_scheme="dark")
    open_page(page, server + KNOWN_AT[known.rule])
    unfold(page)
    assert known.rule in {fault.partition(" ")[0] for fault in violations(page, known=())}
