"""Click a mark of a chart by what it stands for."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

TRIES = 20
PLACE = """(plot, mark) => {
    for (const trace of plot._fullData) {
        const at = Array.from(trace.customdata ?? []).findIndex(data => JSON.stringify(data) === JSON.stringify(mark));
        if (at < 0) continue;
        const {xaxis, yaxis} = plot._fullLayout, box = plot.getBoundingClientRect();
        return [box.x + xaxis._offset + xaxis.c2p(trace.x[at]), box.y + yaxis._offset + yaxis.c2p(trace.y[at])];
    }
    throw new Error(`no mark ${JSON.stringify(mark)}`);
}"""


def click_mark(page: Page, chart: Locator, mark: list) -> None:
    """Click the mark of a chart that carries this customdata.

    What is drawn above a chart may still move it: the mark is looked for again until the chart shows that the pointer is on it.
    """
    for attempt in range(TRIES):
        chart.scroll_into_view_if_needed()
        x, y = chart.locator(".js-plotly-plot").evaluate(PLACE, mark)
        page.mouse.move(x - 9, y - 9)
        page.mouse.move(x + 1, y + 1, steps=3)
        try:
            expect(chart.locator(".hoverlayer .hovertext").first).to_be_visible(timeout=3_000)
        except AssertionError:
            if attempt == TRIES - 1:
                raise
            continue
        page.mouse.click(x + 1, y + 1)
        return
