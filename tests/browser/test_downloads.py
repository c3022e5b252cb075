"""What a page's buttons give and what the routes answer: the same bytes for the same selection."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from components.extract import TITLES
from data.selection import Selection

pytestmark = pytest.mark.browser

WAIT = 30_000
SELECTIONS = {
    "everything": Selection(),
    "years and areas": Selection(years=(2010, 2016), focus=("peacekeeping", "demining")),
}


@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
def test_a_button_gives_what_the_route_answers(selection: Selection, server: str, page: Page) -> None:
    page.goto(server + selection.to_url("/data"))
    buttons = {f"{name}.csv": f"{title} (CSV)" for name, title in TITLES.items()} | {"package.zip": "Everything (zip)"}
    for path, label in buttons.items():
        button = page.get_by_test_id("stMain").get_by_role("button", name=re.compile(f"{re.escape(label)}$"))
        expect(button).to_be_enabled(timeout=WAIT)
        with page.expect_download(timeout=WAIT) as download:
            button.click()
        answer = httpx.get(server + selection.to_url(f"/extracts/{path}"), trust_env=False, timeout=60)
        assert answer.is_success, path
        assert Path(download.value.path()).read_bytes() == answer.content, path
        assert f'filename="{download.value.suggested_filename}"' in answer.headers["content-disposition"]
