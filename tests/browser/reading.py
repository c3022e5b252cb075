"""Read what a page says and draws."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
from playwright.sync_api import Download, Locator, Page, expect

from data.record import Tables
from data.selection import Selection, apply, counts, in_words
from tests.browser.settled import WAIT

# The name by which the code knows an element, as Streamlit writes it.
KEYS = """elements => elements.map(element => {
    const keyed = element.closest('[class*="st-key-"]');
    return [...(keyed?.classList ?? [])].find(name => name.startsWith('st-key-'))?.slice('st-key-'.length) ?? '';
})"""
# Of each chart of a page, in order: the numbers, places and marks that it is drawn from.
DRAWN = """() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => plot.data.map(trace => {
    const list = values => Array.from(values?._inputArray ?? values ?? []);
    return [trace.type, list(trace.x), list(trace.y), list(trace.customdata)];
}))"""
BARS_ADD_UP = """number => {
    const chart = document.querySelector('.js-plotly-plot');
    const bars = (chart?.data ?? []).filter(trace => trace.type === 'bar');
    return bars.flatMap(trace => Array.from(trace.y._inputArray ?? trace.y)).reduce((a, b) => a + b, 0) === number;
}"""


def sentence(selection: Selection, record: Tables) -> str:
    """What stands at the top of every page under a selection."""
    number, whole = counts(apply(selection, record))["counted"], counts(record)
    of = whole["counted"] + (whole["part"] if selection.parts == "count" else 0)
    return " · ".join([f"{number} of {of} engagements", *in_words(selection, record)])


def says(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until the page's main part says something."""
    expect(page.get_by_test_id("stMain")).to_contain_text(words, timeout=WAIT)


def shows_selection(page: Page, selection: Selection, record: Tables) -> None:
    """Wait until the sentence at the top is that of a selection, no more and no less."""
    said = page.get_by_test_id("stMain").get_by_text(sentence(selection, record), exact=True)
    expect(said).to_be_visible(timeout=WAIT)


def bars_add_up(page: Page, number: int) -> None:
    """Wait until the bars of the first chart add up to a number."""
    page.wait_for_function(BARS_ADD_UP, arg=number, timeout=WAIT)


def drawn(page: Page) -> list[Any]:
    """What the charts of a page are drawn from."""
    return page.evaluate(DRAWN)


def keys(elements: Locator) -> list[str]:
    """The names by which the code knows elements, with a hyphen for each sign that is none of a word."""
    return elements.evaluate_all(KEYS)


def keyed(page: Page, key: str) -> Locator:
    """The element of this name."""
    return page.locator(f".st-key-{key}")


def rows(table: Locator) -> int:
    """How many rows a table has, those scrolled out of sight included; waits until it is drawn."""
    table.scroll_into_view_if_needed()
    grid = table.locator('table[role="grid"]')
    expect(grid).to_be_attached(timeout=WAIT)
    return int(grid.get_attribute("aria-rowcount") or 0) - 1


def pick(page: Page, table: Locator, row: int) -> None:
    """Tick the row of a table, counted from 0, among those in sight."""
    rows(table)
    table.click(position={"x": 20, "y": 35 + 35 * row + 17})


def frame(download: Download) -> pd.DataFrame:
    """A downloaded CSV as any reader of CSV reads it."""
    return pd.read_csv(io.BytesIO(Path(download.path()).read_bytes()))
