"""Open a page and wait until it has come to rest: nothing runs, nothing is still to be drawn."""

from __future__ import annotations

from playwright.sync_api import Page, expect

WAIT = 60_000
# The app's own state, no placeholder left, and each chart with its marks.
AT_REST = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (app?.getAttribute('data-test-script-state') !== 'notRunning') return false;
    if (document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]')) return false;
    return [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(chart => chart.querySelector('.main-svg'));
}"""


def open_page(page: Page, url: str) -> None:
    """Go to an address of the dashboard and wait until it is at rest."""
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page has been at rest for a moment."""
    page.wait_for_function(AT_REST, timeout=WAIT)
    # A rerun begins a little after what asks for it.
    page.wait_for_timeout(300)
    page.wait_for_function(AT_REST, timeout=WAIT)


def unfold(page: Page) -> None:
    """Unfold all that is folded, one after the other as a reader would: what is in it may come only then."""
    folded = page.get_by_test_id("stMain").get_by_test_id("stExpander").locator("details:not([open]) > summary")
    while folded.count():
        folded.first.click()
        settle(page)


def show_all(page: Page, width: int) -> None:
    """Make the window as high as the page, so that a picture holds all of it."""
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    settle(page)
