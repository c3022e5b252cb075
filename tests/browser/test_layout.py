"""On a desk, a small desk and a phone, light and dark: every view is whole, nothing is cut off and nothing covers anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.settled import open_page, show_all
from tests.browser.views import HEIGHT, VIEWS, WIDTHS

pytestmark = pytest.mark.browser

# Text of a chart that reaches beyond the chart's own edge, and a legend that lies on the marks.
CUT_OFF = """() => [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].flatMap(chart => {
    const box = chart.getBoundingClientRect();
    const drawn = [...chart.querySelectorAll('.main-svg text')].filter(text => text.textContent && text.getBoundingClientRect().width);
    return drawn.filter(text => {
        const at = text.getBoundingClientRect();
        return at.left < box.left - 1 || at.right > box.right + 1 || at.top < box.top - 1 || at.bottom > box.bottom + 1;
    }).map(text => text.textContent);
})"""
COVERED = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
    const legend = plot.querySelector('.legend'), area = plot.querySelector('.xy .plot')?.parentNode;
    if (!legend || !area) return [];
    const {_size: size} = plot._fullLayout, box = plot.getBoundingClientRect(), at = legend.getBoundingClientRect();
    const over = at.bottom > box.top + size.t + 1 && at.top < box.top + size.t + size.h - 1;
    return over ? [legend.textContent] : [];
})"""
TOO_WIDE = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth);
}"""


# A theme changes colors, which are tried with axe-core; here each is seen at a width of its own at least.
WINDOWS = [("desk", "light"), ("small-desk", "dark"), ("phone", "light"), ("phone", "dark")]


@pytest.fixture(params=WINDOWS, ids=lambda at: "-".join(at))
def window(request: pytest.FixtureRequest, visit: Visit) -> tuple[Page, int]:
    """A page in a window of one size and theme, and its width."""
    size, theme = request.param
    return visit(viewport={"width": WIDTHS[size], "height": HEIGHT}, color_scheme=theme), WIDTHS[size]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_whole(view: str, server: str, window: tuple[Page, int]) -> None:
    page, width = window
    open_page(page, server + VIEWS[view])
    show_all(page, width)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert page.evaluate(TOO_WIDE) <= 0, "it scrolls sideways"
    assert page.evaluate(CUT_OFF) == [], "text of a chart is cut off"
    assert page.evaluate(COVERED) == [], "a legend lies on the marks"
