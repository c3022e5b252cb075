"""Who met whom, in a real browser: a click on a square of the matrix lists as many meetings as its number."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from data.measures import meetings
from data.record import load

pytestmark = pytest.mark.browser

WAIT = 60_000
# The middle of a square on the screen, by its two posts; nothing until the matrix is drawn.
MIDDLE = """([first, second]) => {
    for (const chart of document.querySelectorAll('.js-plotly-plot')) {
        const marks = Array.from(chart.data?.[0]?.customdata ?? []);
        const place = marks.findIndex(mark => mark?.[0] === first && mark?.[1] === second);
        const square = chart.querySelectorAll('.scatterlayer .point')[place];
        if (place < 0 || !square) continue;
        square.scrollIntoView({block: 'center'});
        const box = square.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];
    }
    return null;
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_a_square_of_the_matrix_opens_its_meetings(server: str, page: Page, width: int):
    record = load()
    met = meetings.met(record, record)
    most = met.loc[met["engagements"].idxmax()]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{server}/officials")
    # The last thing on the page: by then nothing above it moves any more.
    expect(page.get_by_text(re.compile(r"\d+ of \d+ officials; pick one"))).to_be_attached(timeout=WAIT)
    pair = [most["first_id"], most["second_id"]]
    page.wait_for_function(MIDDLE, arg=pair, timeout=WAIT)
    page.mouse.click(*page.evaluate(MIDDLE, pair))
    expect(page.get_by_test_id("stMain")).to_contain_text(f"{most['engagements']} events behind the mark", timeout=WAIT)
