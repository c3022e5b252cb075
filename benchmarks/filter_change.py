"""How long a reader who changes a filter waits until every chart of the page shows it.

She moves the end of the years one year back with an arrow key, on the year slider that each page has. The time runs from the key, as the page sees it,
to the last change inside a chart before all charts have been still for a second; the page's own clock tells both. So it holds the
way to the server, its work, the way back and the drawing; Streamlit draws a changed chart from scratch, Dash changes the one there. Every
step is to years that nobody has asked for yet, so that nothing of it is cached. Beside each page stand a bare Streamlit page and a Dash page with
the very same figures and the same events as a table; the dashboard's page has its other texts, tables and filters as well. All pages are open in one
browser and take turns.
"""

from __future__ import annotations

from contextlib import ExitStack

from playwright.sync_api import Page

from benchmarks import report
from benchmarks.browsing import Link, chromium, visitor
from benchmarks.servers import bare_streamlit, dash, dashboard

ROUNDS = 9
STILL_MS = 1000
PAGES = {"Overview": ("overview", ""), "Frequency": ("frequency", "frequency")}
OF_DASH, OF_BARE = 1.0, 1.2
# Notes when something last changed inside each chart; a chart that is made anew counts as well.
WATCH = """() => {
    window.changed = new Map();
    new MutationObserver(changes => {
        const now = performance.now();
        for (const {target, addedNodes} of changes)
            for (const node of [target, ...addedNodes]) {
                const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
                const chart = element?.closest('.js-plotly-plot');
                for (const one of chart ? [chart] : node === target ? [] : element?.querySelectorAll('.js-plotly-plot') ?? [])
                    window.changed.set(one, now);
            }
    }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
PRESSED = """() => {
    window.changed.clear();
    window.addEventListener('keydown', () => { window.pressed = performance.now(); }, {capture: true, once: true});
}"""
# Nothing runs, every chart has been still for a while; with an argument, at least one has changed since the key.
STILL = f"""(changed) => {{
    const app = document.querySelector('[data-testid="stApp"]'), last = Math.max(0, ...window.changed.values());
    if (app && app.getAttribute('data-test-script-state') !== 'notRunning') return false;
    return (window.changed.size > 0 || !changed) && performance.now() - last > {STILL_MS};
}}"""
# Milliseconds from the key to the last change, how many charts changed, and how many there are.
TOOK = """() => {
    const charts = [...document.querySelectorAll('.js-plotly-plot')];
    return [Math.max(...window.changed.values()) - window.pressed, charts.filter(chart => window.changed.has(chart)).length, charts.length];
}"""


def measure() -> str:
    """The table: medians of the rounds, and what they are of the peers'."""
    found: dict[tuple[str, str], list[tuple[float, int, int]]] = {}
    for title, (figures, address) in PAGES.items():
        with chromium() as browser, ExitStack() as stack:
            urls = {
                title: f"{stack.enter_context(dashboard()).url}/{address}",
                "Bare Streamlit": stack.enter_context(bare_streamlit(figures)).url,
                "Dash": stack.enter_context(dash(figures)).url,
            }
            pages = {name: stack.enter_context(visitor(browser, Link("this machine")))[0] for name in urls}
            for name, page in pages.items():
                page.goto(urls[name])
                page.wait_for_selector(".js-plotly-plot .main-svg")
                page.evaluate(WATCH)
            for number in range(ROUNDS + 1):
                for name, page in pages.items():
                    took = change(page)
                    # The first step loads what later ones have.
                    if number:
                        found.setdefault((title, name), []).append(took)
    return _told(found)


def change(page: Page) -> tuple[float, int, int]:
    """Seconds from an arrow key to the last change in a chart, how many charts changed, and how many there are."""
    page.bring_to_front()
    page.wait_for_timeout(STILL_MS)
    page.wait_for_function(STILL, arg=False)
    page.get_by_role("slider").nth(1).focus()
    page.evaluate(PRESSED)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(STILL, arg=True)
    milliseconds, changed, charts = page.evaluate(TOOK)
    return milliseconds / 1000, changed, charts


def _told(found: dict[tuple[str, str], list[tuple[float, int, int]]]) -> str:
    rows, goals = [], []
    for title in PAGES:
        mine = {name: report.middle(took for took, _, _ in values) for (page, name), values in found.items() if page == title}
        for name, seconds in mine.items():
            changed, charts = min((changed, charts) for _, changed, charts in found[title, name])
            rows.append(
                [
                    name if name == title else f"{name}, figures of {title}",
                    f"{seconds:.2f} s",
                    f"{seconds / mine['Bare Streamlit']:.2f}",
                    f"{seconds / mine['Dash']:.2f}",
                    f"{changed} of {charts}",
                ]
            )
        told = [
            report.goal("of Dash", mine[title] / mine["Dash"], OF_DASH),
            report.goal("of bare Streamlit", mine[title] / mine["Bare Streamlit"], OF_BARE),
        ]
        goals.append(f"- {title}: {'; '.join(told)}")
    table = report.table(["page", "every chart redrawn", "of bare Streamlit", "of Dash", "charts redrawn, at least"], rows)
    said = f"{__doc__}".strip()
    return "\n\n".join(["## Filter change (`filter_change`)", said, f"Medians of {ROUNDS} steps each.", table, "\n".join(goals)])
