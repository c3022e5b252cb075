"""Each filter, moved by hand, changes the sentence, the address and the charts to what the selection itself gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from components.filters import FIRST, TITLES
from data.record import Tables
from data.selection import LISTS, Selection, apply, counts, options
from tests.browser.conftest import visitor
from tests.browser.reading import bars_add_up, says, shows_selection
from tests.browser.settled import WAIT, open_page, settle

pytestmark = pytest.mark.browser

# Of a filter with many values only so many are weighed for the one to choose.
WEIGHED = 40


def narrowing(name: str, record: Tables) -> tuple[str | int, ...]:
    """The value of a filter that keeps the most engagements but not all, and the next one where the two do not keep all either."""
    values = [int(code) if name == "level" else code for code in list(options(record)[name])[:WEIGHED]]

    def number(*chosen: str | int) -> int:
        return counts(apply(Selection(**{name: chosen}), record))["counted"]

    whole = counts(record)["counted"]
    one, two = sorted(values, key=lambda value: (number(value) < whole, number(value)), reverse=True)[:2]
    return tuple(sorted((one, two), key=values.index)) if number(one, two) < whole else (one,)


def sidebar(page: Page) -> Locator:
    return page.get_by_test_id("stSidebar")


def show_more(page: Page, wanted: Locator) -> None:
    """Open the further filters where they are closed."""
    if not wanted.is_visible():
        sidebar(page).get_by_text("More filters").click()
        expect(wanted).to_be_visible(timeout=WAIT)
        # It unfolds slowly, and a list opened meanwhile would close.
        page.wait_for_function("() => !document.getAnimations().some(moves => moves.playState === 'running')", timeout=WAIT)


def choose(page: Page, name: str, wanted: Selection, record: Tables) -> None:
    """Choose the values of a filter by their labels."""
    values = getattr(wanted, name)
    for number, value in enumerate(values, 1):
        settle(page)
        offered(page, name, options(record)[name][str(value)]).click()
        shows_selection(page, replace(wanted, **{name: values[:number]}), record)
        page.keyboard.press("Escape")


def offered(page: Page, name: str, label: str) -> Locator:
    """A value as the list of a filter offers it."""
    box = sidebar(page).get_by_role("combobox", name=TITLES[name], exact=True)
    if name not in FIRST:
        show_more(page, box)
    box.click()
    box.fill(label)
    return page.get_by_role("option", name=label, exact=True)


def by_list(name: str) -> Callable[[Page, Tables], Selection]:
    def move(page: Page, record: Tables) -> Selection:
        wanted = Selection(**{name: narrowing(name, record)})
        choose(page, name, wanted, record)
        return wanted

    return move


def by_years(page: Page, record: Tables) -> Selection:
    first, last = record.years
    for handle, (key, times) in enumerate((("ArrowRight", 5), ("ArrowLeft", 3))):
        sidebar(page).get_by_role("slider").nth(handle).focus()
        for _ in range(times):
            page.keyboard.press(key)
    return Selection(years=(first + 5, last - 3))


def by_search(page: Page, record: Tables) -> Selection:
    """Two words of a name that the record has, as a reader types them."""
    words = " ".join(record.series["name"].iloc[0].split()[:2]).lower()
    box = sidebar(page).get_by_role("textbox", name="Search")
    box.fill(f"  {words} ")
    box.press("Enter")
    return Selection(q=words)


def by_match(page: Page, record: Tables) -> Selection:
    wanted = by_list("focus")(page, record)
    shows_selection(page, wanted, record)
    sidebar(page).get_by_text("All of them", exact=True).click()
    return replace(wanted, focus_match="all")


def by_parts(page: Page, record: Tables) -> Selection:
    toggle = sidebar(page).get_by_text("Count parts", exact=True)
    show_more(page, toggle)
    toggle.click()
    return Selection(parts="count")


# Each field of a selection, and how a reader moves it.
FILTERS = {
    "years": by_years,
    "q": by_search,
    **{name: by_list(name) for name in LISTS},
    "focus_match": by_match,
    "parts": by_parts,
}


@pytest.fixture(scope="module")
def visited(browser: Browser, server: str) -> Iterator[Page]:
    """The first page, as one reader keeps it open."""
    # High enough for every filter to be seen: scrolling closes an open list.
    with visitor(browser, viewport={"width": 1440, "height": 1600}) as page:
        open_page(page, server)
        yield page


@pytest.fixture
def unfiltered(visited: Page, record: Tables) -> Page:
    """The same page with every filter taken away by its button."""
    settle(visited)
    reset = visited.get_by_role("button", name="Reset filters")
    if reset.is_visible():
        within = any(f"{name}=" in visited.url for name in LISTS if name not in FIRST)
        reset.click()
        if within:
            # The further filters fold up once none of them is set.
            expect(sidebar(visited).locator("details[open]")).to_have_count(0, timeout=WAIT)
    shows_selection(visited, Selection(), record)
    settle(visited)
    return visited


def test_no_filter_is_left_out():
    assert set(FILTERS) == set(Selection.__dataclass_fields__)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_changes_the_sentence_the_address_and_the_bars(name: str, server: str, unfiltered: Page, record: Tables) -> None:
    expect(unfiltered).to_have_url(f"{server}/", timeout=WAIT)
    bars_add_up(unfiltered, counts(record)["counted"])
    wanted = FILTERS[name](unfiltered, record)
    assert getattr(wanted, name) != getattr(Selection(), name)

    shows_selection(unfiltered, wanted, record)
    expect(unfiltered).to_have_url(server + wanted.to_url("/"), timeout=WAIT)
    bars_add_up(unfiltered, counts(apply(wanted, record))["counted"])


def test_filters_together_narrow_every_page_and_a_reset_takes_them_away(server: str, page: Page, record: Tables) -> None:
    asked = Selection(
        years=(record.years[0] + 1, record.years[1]), focus=narrowing("focus", record), focus_match="all", parts="count", q="a"
    )
    number = counts(apply(asked, record))
    open_page(page, server + asked.to_url("/events"))
    shows_selection(page, asked, record)
    says(
        page,
        f"{sum(number.values())} events: {number['counted']} counted, {number['part']} part of another, {number['context']} context.",
    )
    sidebar(page).get_by_role("link", name="Frequency", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Frequency")).to_be_visible(timeout=WAIT)
    shows_selection(page, asked, record)
    bars_add_up(page, number["counted"])
    page.get_by_role("button", name="Reset filters").click()
    shows_selection(page, Selection(), record)
    expect(page).to_have_url(f"{server}/frequency", timeout=WAIT)
    expect(sidebar(page).get_by_role("textbox", name="Search")).to_have_value("")
    bars_add_up(page, counts(record)["counted"])
