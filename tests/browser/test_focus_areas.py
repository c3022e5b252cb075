"""A cell or a point of the Focus areas page opens the engagements that it stands for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from data.measures import focus
from data.record import load
from tests.browser.marks import click_mark

pytestmark = pytest.mark.browser

WAIT = 60_000
# The charts in the order of the page.
HEAT_MAP, IN_ALL, RANKS, MATRIX = range(4)


def chart(page: Page, number: int) -> Locator:
    """Wait for a chart to be drawn, and for the page under it to be complete so that it no longer moves."""
    expect(page.get_by_text("Outcomes", exact=True)).to_be_visible(timeout=WAIT)
    found = page.get_by_test_id("stPlotlyChart").nth(number)
    expect(found.locator(".main-svg").first).to_be_visible(timeout=WAIT)
    return found


def opens(page: Page, number: int) -> None:
    """Wait until the page lists so many events behind a mark."""
    said = re.compile(rf"^{number} events? behind the mark$")
    expect(page.get_by_text(said)).to_be_visible(timeout=WAIT)


@pytest.fixture
def opened(server: str, page: Page) -> Page:
    # Tall enough for a chart to be seen whole.
    page.set_viewport_size({"width": 1440, "height": 1200})
    page.goto(f"{server}/focus-areas")
    return page


def test_a_cell_of_the_heat_map_opens_its_events(opened: Page):
    frame = focus.by_year(load())
    cell = frame.loc[frame["engagements"].idxmax()]
    click_mark(opened, chart(opened, HEAT_MAP), [int(cell["year"]), cell["focus_area"]])
    opens(opened, cell["engagements"])


def test_a_cell_of_the_matrix_opens_the_events_with_both_areas_in_either_view(opened: Page):
    pair = focus.pairs(load()).iloc[0]
    click_mark(opened, chart(opened, MATRIX), [pair["a"], pair["b"]])
    opens(opened, pair["engagements"])
    opened.get_by_text("Lift", exact=True).click()
    expect(opened.get_by_text("Lift is how many times more often")).to_be_visible(timeout=WAIT)
    other = focus.pairs(load()).iloc[-1]
    click_mark(opened, chart(opened, MATRIX), [other["a"], other["b"]])
    opens(opened, other["engagements"])


def test_a_point_of_the_ranks_opens_the_events_of_its_period(opened: Page):
    frame = focus.ranks(load(), 5)
    point = frame.loc[frame["engagements"].idxmax()]
    click_mark(opened, chart(opened, RANKS), [point["focus_area"], int(point["period_start"]), int(point["period_end"])])
    opens(opened, point["engagements"])
