"""How long a first visitor waits for the first chart, and how much comes over the wire.

From the start of the navigation, in a browser without a cache, until the first chart has a mark drawn (a bar, cell or dot); the page
itself tells the time, frame by frame. The bytes are those of the whole page, until nothing has come for two seconds. A bare Streamlit page and a
Dash page, with two of the same figures and the same events as a table, are visited in turn in the same run; each server has had a visitor
before and is at rest. The slow link is Chromium's own emulation. It slows answers to requests; what comes over a websocket, which are the page's texts, figures
and tables but none of its scripts, it may not slow.
"""

from __future__ import annotations

from contextlib import ExitStack

from playwright.sync_api import Browser, TimeoutError as PlaywrightTimeoutError

from benchmarks import report
from benchmarks.browsing import WAIT, Link, chromium, visitor
from benchmarks.servers import bare_streamlit, dash, dashboard

ROUNDS = 3
LINKS = (Link("this machine"), Link("10 Mbit/s, 40 ms", speed=10e6, latency=0.04))
QUIET_MS = 2000
# The time of the first frame in which a chart had marks, by the page's own clock, which starts with the navigation.
CLOCK = """
    const look = () => {
        const mark = document.querySelector('.main-svg .points path, .main-svg .point path, .main-svg image, .main-svg .scatterlayer path');
        if (mark) window.firstChart = performance.now(); else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""
# Goals: a page on the slow link against Dash, on this machine against bare Streamlit, and in MB.
OF_DASH, OF_BARE, MEGABYTES = 0.5, 1.1, 2.9


def measure() -> str:
    """The table: medians of the rounds, and what they are of the peers'."""
    with chromium() as browser, ExitStack() as servers:
        ours = servers.enter_context(dashboard())
        bare, peer = servers.enter_context(bare_streamlit("two")), servers.enter_context(dash("two"))
        pages = {
            "Overview": f"{ours.url}/",
            "Frequency": f"{ours.url}/frequency",
            "Bare Streamlit": f"{bare.url}/",
            "Dash": f"{peer.url}/",
        }
        for url in pages.values():
            visit(browser, url, LINKS[0])
        for served in (ours, bare, peer):
            served.settle()
        seconds: dict[tuple[str, str], list[float]] = {}
        size: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            for link in LINKS:
                for name, url in pages.items():
                    took, came = visit(browser, url, link)
                    seconds.setdefault((name, link.name), []).append(took)
                    size.setdefault(name, []).append(came)
    return _told(
        {key: report.middle(values) for key, values in seconds.items()},
        {name: report.middle(values) for name, values in size.items()},
    )


def visit(browser: Browser, url: str, link: Link) -> tuple[float, int]:
    """Seconds to the first chart, and the bytes of the whole page; RuntimeError names the page if no chart comes."""
    with visitor(browser, link) as (page, wire):
        page.add_init_script(CLOCK)
        page.goto(url, wait_until="commit")
        try:
            page.wait_for_function("() => window.firstChart", timeout=WAIT)
        except PlaywrightTimeoutError as error:
            raise RuntimeError(f"{url} ({link.name}) drew no chart in {WAIT / 1000:.0f} seconds") from error
        came = -1
        while came != wire.bytes:
            came = wire.bytes
            page.wait_for_timeout(QUIET_MS)
        return page.evaluate("window.firstChart") / 1000, came


def _told(seconds: dict[tuple[str, str], float], size: dict[str, float]) -> str:
    near, far = (link.name for link in LINKS)
    rows = [
        [
            name,
            f"{seconds[name, near]:.2f} s",
            f"{seconds[name, near] / seconds['Bare Streamlit', near]:.2f}",
            f"{seconds[name, far]:.2f} s",
            f"{seconds[name, far] / seconds['Dash', far]:.2f}",
            f"{came / 1e6:.2f} MB",
        ]
        for name, came in size.items()
    ]
    table = report.table(["page", near, "of bare Streamlit", far, "of Dash", "bytes"], rows)
    goals = [
        f"- {name}: "
        + "; ".join(
            report.goal(*goal)
            for goal in (
                ("on the slow link, of Dash", seconds[name, far] / seconds["Dash", far], OF_DASH),
                ("on this machine, of bare Streamlit", seconds[name, near] / seconds["Bare Streamlit", near], OF_BARE),
                ("MB", size[name] / 1e6, MEGABYTES),
            )
        )
        for name in ("Overview", "Frequency")
    ]
    said = f"{__doc__}".strip()
    return "\n\n".join(["## First chart (`first_chart`)", said, f"Medians of {ROUNDS} visits each.", table, "\n".join(goals)])
