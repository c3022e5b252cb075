"""Hostile text is shown as the text it is, on every page, in every chart and tooltip: nothing of it runs, nothing becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from components import filters
from data import selection as selections
from data.record import Tables, load
from data.selection import Selection
from tests import hostile
from tests.browser.conftest import Visit
from tests.browser.reading import pick, says
from tests.browser.settled import WAIT, open_page, settle
from tests.browser.test_filters import show_more

pytestmark = pytest.mark.browser

EVENT, OFFICIAL = "2031-05-02-duck-drill", "trentino"
# An event and an official stand on the pages that list them.
VIEWS = {
    "overview": "/",
    "frequency": "/frequency",
    "focus-areas": "/focus-areas",
    "official": f"/officials?official={OFFICIAL}",
    "event": f"/events?event={EVENT}",
    "evidence": "/evidence",
    "data": "/data",
    "dataset": "/dataset",
}
# All that a page says, to eyes and to ears, a line a text. What stands in a box of code is written in the code's own way.
SAID = """() => {
    const names = ['aria-label', 'title', 'alt', 'placeholder', 'aria-description', 'aria-valuetext'], said = [document.title];
    for (const element of document.querySelectorAll('body *')) {
        if (element.closest('script, style, [data-testid="stCode"]')) continue;
        said.push(...names.map(name => element.getAttribute(name)).filter(Boolean));
        if (element.value && element.tagName === 'INPUT') said.push(element.value);
    }
    const body = document.body.cloneNode(true);
    body.querySelectorAll('script, style, [data-testid="stCode"]').forEach(element => element.remove());
    return [...said, body.textContent];
}"""
# What only markup in a text can have made: formulas, pictures, and links or scripts of the payloads.
MADE = """payloads => {
    const own = element => payloads.some(sign => element.outerHTML.slice(0, 300).includes(sign));
    const found = [...document.querySelectorAll('.katex, [data-testid="stMarkdownContainer"] img, .footnotes')];
    found.push(...[...document.querySelectorAll('img, iframe, object, embed, form, body script:not([type="application/ld+json"])')].filter(own));
    return found.map(element => element.outerHTML.slice(0, 200));
}"""
LINKS = "() => [...document.querySelectorAll('a')].map(link => link.getAttributeNS('http://www.w3.org/1999/xlink', 'href') ?? link.href)"
FOLDED = (
    "() => document.querySelectorAll('[data-testid=\"stExpander\"] details:not([open]) > summary').forEach(fold => fold.click())"
)
# Where the first mark of each of a chart's traces is drawn, in the window.
MARKS = """([chart, most]) => {
    chart.scrollIntoView({block: 'center', behavior: 'instant'});
    const found = [];
    for (const trace of chart.querySelectorAll('.trace')) {
        const point = [...trace.querySelectorAll('.point path, path.point')].find(path => path.getBoundingClientRect().width);
        if (!point || found.length === most) continue;
        const box = point.getBoundingClientRect();
        if (box.top > 0 && box.bottom < innerHeight) found.push([box.x + box.width / 2, box.y + box.height / 2]);
    }
    return found;
}"""
HOVERED = "chart => [...chart.querySelectorAll('.hoverlayer text')].map(text => text.textContent).join(' ')"
MOST_MARKS = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.hostile(tmp_path_factory.mktemp("hostile") / "record")


@pytest.fixture(scope="module")
def tables(folder: Path) -> Tables:
    return load(folder)


@pytest.fixture(scope="module")
def url(folder: Path, serve: Callable[[Path], str]) -> str:
    return serve(folder)


@pytest.fixture
def watched(visit: Visit) -> Iterator[Page]:
    """A page that fails the test if any payload ran, asked for anything or opened a dialog."""
    page = visit()
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: ran.append(request.url) if re.search(r"zq(\d|\.)", request.url.partition("?")[0]) else None)
    yield page
    assert not ran
    assert page.evaluate(f"window.{hostile.FLAG} === undefined")


def sound(page: Page, url: str, tables: Tables) -> None:
    """Assert that all that is said is said as it was written, and nothing was made of it."""
    for text in dict.fromkeys(page.evaluate(SAID)):
        assert hostile.altered(text) == []
        assert "small[" not in text and "\\_" not in text, f"signs that keep markup from being read are not shown: {text[:300]}"
    assert page.evaluate(MADE, list(hostile.PAYLOADS)) == []
    own = {*tables.sources["url"], *(one["path"] for one in tables.descriptor["licenses"])}
    leads = [link for link in page.evaluate(LINKS) if link and not link.startswith(url) and link not in own]
    assert leads == [], "every link is one of the app's own, or of a source"


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_and_its_charts_show_text_as_it_is(view: str, url: str, watched: Page, tables: Tables) -> None:
    if view == "dataset":
        watched.goto(url + VIEWS[view])
    else:
        open_page(watched, url + VIEWS[view])
        watched.evaluate(FOLDED)
        settle(watched)
        expect(watched.get_by_test_id("stException")).to_have_count(0)
    sound(watched, url, tables)
    assert any(payload in "".join(watched.evaluate(SAID)) for payload in hostile.PAYLOADS.values())
    pointed = [hovered(watched, chart) for chart in watched.get_by_test_id("stPlotlyChart").all()]
    assert not pointed or any(any(sign in said for sign in hostile.PAYLOADS) for said in pointed)


def test_tooltips_show_text_as_it_is(url: str, watched: Page, tables: Tables) -> None:
    open_page(watched, url + VIEWS["event"])
    # Those of a table's own buttons are seen only over the table, and are Streamlit's.
    own = '[data-testid="stTooltipHoverTarget"]:not([data-testid="stElementToolbar"] *)'
    told = ""
    for mark in watched.get_by_test_id("stMain").locator(own).all():
        mark.hover()
        tip = watched.get_by_test_id("stTooltipContent")
        expect(tip.first).to_be_visible(timeout=WAIT)
        sound(watched, url, tables)
        told += tip.first.text_content() or ""
        watched.mouse.move(1, 1)
        expect(tip).to_have_count(0, timeout=WAIT)
    assert all(payload in told for payload in hostile.PAYLOADS.values()), "definitions of labels hold every payload"


def test_options_and_what_is_chosen_show_text_as_it_is(url: str, watched: Page, tables: Tables) -> None:
    open_page(watched, f"{url}/events")
    bar = watched.get_by_test_id("stSidebar")
    show_more(watched, bar.get_by_role("combobox", name=filters.TITLES["scope"], exact=True))
    for title in filters.TITLES.values():
        box = bar.get_by_role("combobox", name=title, exact=True)
        # By keyboard: a click on a list that is closing would keep it closed.
        box.focus()
        box.press("ArrowDown")
        options = watched.get_by_role("option")
        expect(options.first).to_be_visible(timeout=WAIT)
        sound(watched, url, tables)
        options.last.click()
        settle(watched)
        watched.keyboard.press("Escape")
        expect(options).to_have_count(0, timeout=WAIT)
    sound(watched, url, tables)
    chosen = selections.in_words(Selection(**{name: (value,) for name, value in last_of(tables)}), tables)
    assert len(chosen) == len(filters.TITLES)
    for phrase in chosen:
        says(watched, phrase)


def last_of(tables: Tables) -> list[tuple[str, Any]]:
    """The last option of every filter: the first may be to choose all."""
    options = selections.options(tables)
    return [(name, int(list(options[name])[-1]) if name == "level" else list(options[name])[-1]) for name in filters.TITLES]


def test_what_a_reader_writes_is_shown_as_it_is(url: str, watched: Page, tables: Tables) -> None:
    """In the search, and in an address that someone else made."""
    payloads = list(hostile.PAYLOADS.values())
    written, unknown = " ".join(payloads)[:180], "<u>**&amp;**</u> :tada: $x$"
    open_page(
        watched, f"{url}/events?q={quote(written)}&focus={quote(payloads[0])}&type={quote(payloads[4])}&event={quote(unknown)}"
    )
    says(watched, "The record has no event")
    sound(watched, url, tables)
    for part in (written, payloads[0], payloads[4], unknown):
        assert part in (watched.get_by_test_id("stMain").text_content() or "")


def test_what_a_reader_picks_is_shown_as_it_is(url: str, watched: Page, tables: Tables) -> None:
    open_page(watched, f"{url}/evidence")
    for key in ("pages", "known-gaps", "conflicts"):
        pick(watched, watched.locator(f'[class*="st-key-{key}-"]').get_by_test_id("stDataFrame").first, 0)
        settle(watched)
    says(watched, "Conflict:")
    expect(watched.get_by_test_id("stLinkButton")).to_have_count(1, timeout=WAIT)
    sound(watched, url, tables)


def hovered(page: Page, chart: Locator) -> str:
    """Point at marks of a chart: each says what it stands for, as it was written; what they say together."""
    told = ""
    for x, y in chart.evaluate(f"(chart, most) => ({MARKS})([chart, most])", MOST_MARKS):
        page.mouse.move(x - 3, y)
        page.mouse.move(x, y)
        page.wait_for_timeout(120)
        said = chart.evaluate(HOVERED)
        assert hostile.altered(said) == []
        told += said
    return told
