"""A real browser takes the headers at their word: every page draws under its policy, and is shown inside others' pages where that is allowed.

That no page needs more than its policy allows is seen by every test of this folder: see `watch`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.headers import SETTING
from tests.browser.conftest import visitor, watch
from tests.browser.settled import WAIT, open_page
from tests.conftest import MADE_UP
from tests.serving import serving

pytestmark = pytest.mark.browser


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """The folder of another site, and its port; it is served under two names."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(tmp_path))) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield tmp_path, site.server_port
        site.shutdown()


def embed(folder: Path, address: str) -> None:
    (folder / "index.html").write_text(
        f'<!doctype html><title>A site</title><iframe src="{address}" width="900" height="700"></iframe>'
    )


# What a text of the record would do if it were ever read as markup, and the rule that keeps it from that.
INJECTED = {
    "script-src-elem": "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))",
    "script-src-attr": "document.body.setAttribute('onclick', 'window.ran = 1'); document.body.click()",
    "frame-src": "document.body.append(Object.assign(document.createElement('iframe'), {src: 'data:text/html,x'}))",
    "base-uri": "document.body.append(Object.assign(document.createElement('base'), {href: 'https://other.example/'}))",
    "img-src": "document.body.append(Object.assign(new Image(), {src: 'https://other.example/pixel.png'}))",
    "connect-src": "fetch('https://other.example/seen').catch(() => 0)",
}


def test_what_is_injected_does_not_run_and_reaches_no_one(server: str, browser: Browser) -> None:
    context = browser.new_context()
    faults = watch(context)
    page = context.new_page()
    open_page(page, f"{server}/data")
    assert not faults, "the page itself needs none of this"
    for directive, script in INJECTED.items():
        told = page.evaluate(f"""() => {{
            const told = new Promise(done => {{
                document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective), {{once: true}});
            }});
            {script};
            return Promise.race([told, new Promise(done => setTimeout(done, 5000, 'nothing'))]);
        }}""")
        assert told == directive
        assert [fault for fault in faults if "Content Security Policy" in fault], "and every test of this folder would see it"
        faults.clear()
    assert page.evaluate("window.ran") is None
    context.close()


def test_the_page_for_search_engines_and_a_file_shown_as_a_page(server: str, page: Page) -> None:
    page.goto(f"{server}/dataset")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "736px", "its style is applied"
    page.goto(f"{server}/extracts")
    assert json.loads(page.inner_text("body"))["extracts"]
    assert page.evaluate("origin") == "null", "a file has no origin: nothing in it could act for the dashboard"


def test_anyone_may_show_the_pages_inside_theirs(server: str, elsewhere: tuple[Path, int], page: Page) -> None:
    folder, port = elsewhere
    embed(folder, f"{server}/frequency?embed=true")
    page.goto(f"http://localhost:{port}/")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT)
    expect(frame.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=WAIT)


def test_only_who_is_named_may_where_someone_is_named(elsewhere: tuple[Path, int], browser: Browser) -> None:
    folder, port = elsewhere
    with serving(MADE_UP, **{SETTING: f"self http://localhost:{port}"}) as server:
        embed(folder, f"{server}/?embed=true")
        with visitor(browser) as page:
            page.goto(f"http://localhost:{port}/")
            expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible(timeout=WAIT)
        with pytest.raises(AssertionError, match="frame-ancestors"), visitor(browser) as page:
            with page.expect_event("console", lambda message: "frame-ancestors" in message.text):
                page.goto(f"http://127.0.0.1:{port}/")
            assert page.frames[1].url.startswith("chrome-error:")
