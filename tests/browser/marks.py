"""Click a mark of a chart by what it stands for."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError

TRIES = 20
# The middle of the mark on the screen; nothing as long as it is not drawn or seen.
MIDDLE = """(plot, mark) => {
    for (const point of plot.querySelectorAll('.point')) {
        const all = point.closest('.trace')?.__data__?.[0]?.trace?.customdata;
        const own = all?.[point.__data__?.i];
        if (!own || JSON.stringify(Array.from(own).slice(0, mark.length)) !== JSON.stringify(mark)) continue;
        const shape = point.querySelector('path') ?? point, drawn = shape.getBoundingClientRect();
        if (!drawn.width || !drawn.height) continue;
        shape.scrollIntoView({block: 'center', behavior: 'instant'});
        const box = shape.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];
    }
    return null;
}"""
POINTED_AT = """([plot, mark]) => (plot._hoverdata ?? []).some(
    point => JSON.stringify(Array.from(point.customdata ?? []).slice(0, mark.length)) === JSON.stringify(mark)
)"""


def click_mark(page: Page, chart: Locator, mark: list[Any]) -> None:
    """Click the mark of a chart whose customdata begins with this.

    What is drawn above a chart may still move it: the mark is looked for again until the chart knows that the pointer is on it.
    """
    plot = chart.locator(".js-plotly-plot")
    for attempt in range(TRIES):
        page.wait_for_function(f"([plot, mark]) => ({MIDDLE})(plot, mark)", arg=[plot.element_handle(), mark])
        x, y = plot.evaluate(MIDDLE, mark)
        page.mouse.move(x - 9, y - 9)
        page.mouse.move(x + 1, y + 1, steps=3)
        try:
            page.wait_for_function(POINTED_AT, arg=[plot.element_handle(), mark], timeout=3_000)
        except TimeoutError:
            if attempt == TRIES - 1:
                raise
            continue
        page.mouse.click(x + 1, y + 1)
        return
