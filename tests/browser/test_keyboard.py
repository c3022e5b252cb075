"""Everything by keyboard: what can be done with a mouse is reached with Tab, shows that it has the focus, and does its work."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from data.measures import frequency
from data.record import load
from data.selection import Selection
from tests.browser.settled import WAIT, open_page, settle
from tests.browser.views import VIEWS

pytestmark = pytest.mark.browser

# More stops than any page has; a table has one for each column.
STOPS = 600
# A step on the way: note where the focus is; true where it is on something closed that Enter opens, nothing at the end of the page.
STEP = """() => {
    const on = document.activeElement;
    // The first stop of all is the link to the main part: there again, the walk is round.
    if (!on || on === document.body || on.matches('[data-testid="stSkipToContent"][data-reached]')) return null;
    on.setAttribute('data-reached', '');
    return on.tagName === 'SUMMARY' && !on.parentElement.open;
}"""
# What a reader has to reach: links to pages, every control of a filter, what opens tables, downloads and other buttons.
MISSED = """() => [...document.querySelectorAll(`
    [data-testid="stSidebar"] [data-testid="stPageLink-NavLink"],
    [data-testid="stSidebarUserContent"] :is(input, summary, [role="combobox"]),
    [data-testid="stMain"] :is(summary, [data-testid="stDownloadButton"] button, [data-testid="stButton"] button)
`)].filter(one => !one.hasAttribute('data-reached') && !one.disabled && one.checkVisibility())
    .map(one => one.getAttribute('aria-label') || one.textContent)"""
KINDS = {
    "link": '[data-testid="stSidebar"] [data-testid="stPageLink-NavLink"] >> nth=2',
    "years": '[data-testid="stSidebar"] [data-testid="stSlider"] input >> nth=0',
    "search": '[data-testid="stSidebar"] [data-testid="stTextInput"] input',
    "choice": '[data-testid="stSidebar"] [data-testid="stMultiSelect"] input >> nth=0',
    "expander": '[data-testid="stMain"] [data-testid="stExpander"] summary >> nth=0',
    "button": '[data-testid="stMain"] [data-testid="stDownloadButton"] button >> nth=-1',
}


def walk(page: Page) -> None:
    """Press Tab from stop to stop to the end of the page, and Enter on whatever is closed."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        closed = page.evaluate(STEP)
        if closed is None:
            return
        if closed:
            page.keyboard.press("Enter")
            settle(page)
    raise AssertionError(f"the end of the page was not reached in {STOPS} stops")


def go_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{wanted} was not reached in {STOPS} stops")


@pytest.mark.parametrize("view", ["overview", "frequency", "events", "data"])
def test_tab_reaches_everything(view: str, server: str, page: Page) -> None:
    open_page(page, server + VIEWS[view])
    walk(page)
    assert page.evaluate(MISSED) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_has_the_focus_shows_it(theme: str, server: str, page: Page) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    open_page(page, server + "/frequency")
    page.keyboard.press("Tab")
    for kind, selector in KINDS.items():
        one = page.locator(selector)
        one.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        box = one.bounding_box()
        assert box, kind
        around = {"x": box["x"] - 8, "y": box["y"] - 8, "width": box["width"] + 16, "height": box["height"] + 16}
        without = page.screenshot(clip=around, animations="disabled")
        one.focus()
        page.wait_for_timeout(500)
        # The caret of a field is hidden in pictures: what differs is the field.
        seen = page.screenshot(clip=around, animations="disabled") != without
        assert seen, f"no focus is seen: {kind}"
        one.blur()


def test_filters_and_downloads_work_by_keyboard(server: str, page: Page) -> None:
    record = load()
    first = record.years[0]
    open_page(page, server + "/events")
    go_to(page, page.get_by_role("slider", name="Years").first)
    for _ in range(2000 - first):
        page.keyboard.press("ArrowRight")
    go_to(page, page.get_by_role("combobox", name=re.compile("Focus areas")))
    page.keyboard.type("Peacekeep")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    asked = Selection(years=(2000, record.years[1]), focus=("peacekeeping",))
    expect(page).to_have_url(re.compile(re.escape(asked.to_url("/events")) + "$"), timeout=WAIT)
    settle(page)
    button = page.get_by_role("button", name=re.compile(r"Events \(CSV\)"))
    go_to(page, button)
    with page.expect_download(timeout=WAIT) as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.startswith("events_2000-")
    go_to(page, page.get_by_role("button", name=re.compile("Reset filters")))
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("/events$"), timeout=WAIT)


def test_a_row_of_a_charts_table_opens_its_events_by_keyboard(server: str, page: Page) -> None:
    counted = frequency.engagements(load(), split="type")["engagements"].tolist()
    row = next(place for place, number in enumerate(counted) if number)
    open_page(page, server)
    go_to(page, page.locator("summary", has_text="Table and CSV").first)
    page.keyboard.press("Enter")
    settle(page)
    table = page.get_by_test_id("stMain").get_by_test_id("stDataFrame").first
    go_to(page, table.locator("canvas").first)
    for _ in range(row):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    settle(page)
    expect(page.get_by_test_id("stMain").get_by_test_id("stExpanderDetails").first).to_contain_text(
        "Pick a row to read the event", timeout=WAIT
    )
