"""What people come for, in a real browser: open, filter by years and topic, see count and chart change, take the CSV away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from data.record import load
from data.selection import Selection, apply, counts
from tests.browser.reading import bars_add_up, frame, says
from tests.browser.settled import open_page
from tests.conftest import MADE_UP

pytestmark = pytest.mark.browser

ASKED = Selection(years=(2010, 2016), focus=("peacekeeping",))
WAIT = 30_000


def test_filter_by_years_and_topic_then_take_the_events_away(server: str, page: Page):
    whole = load()
    asked = apply(ASKED, whole)
    number, of = counts(asked)["counted"], counts(whole)["counted"]
    open_page(page, server)
    says(page, f"{of} of {of} engagements")
    bars_add_up(page, of)

    handles = page.get_by_role("slider")
    handles.nth(0).focus()
    for _ in range(2010 - whole.years[0]):
        page.keyboard.press("ArrowRight")
    handles.nth(1).focus()
    for _ in range(whole.years[1] - 2016):
        page.keyboard.press("ArrowLeft")
    says(page, "engagements · 2010–2016")
    topics = page.get_by_role("combobox", name=re.compile("Focus areas"))
    topics.click()
    topics.fill("Peacekeeping")
    page.get_by_role("option", name="Peacekeeping", exact=True).click()
    page.keyboard.press("Escape")

    says(page, f"{number} of {of} engagements · 2010–2016 · Peacekeeping")
    expect(page).to_have_url(re.compile(re.escape(ASKED.to_url("/")) + "$"))
    bars_add_up(page, number)

    page.get_by_role("link", name="Events", exact=True).click()
    says(page, f"{number} of {of} engagements · 2010–2016 · Peacekeeping")
    with page.expect_download(timeout=WAIT) as download:
        page.get_by_role("button", name=re.compile("^Events")).click()
    found = frame(download.value)
    assert download.value.suggested_filename == "events_2010-2016_peacekeeping.csv"
    assert list(found["event_id"]) == list(asked.events["event_id"])
    assert (found["tally"] == "counted").sum() == number


def test_a_link_opens_the_same_view_and_the_browser_goes_back(server: str, page: Page):
    open_page(page, server + ASKED.to_url("/frequency"))
    says(page, "engagements · 2010–2016 · Peacekeeping")
    page.get_by_role("link", name="Focus areas", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Focus areas")).to_be_visible(timeout=WAIT)
    says(page, "engagements · 2010–2016 · Peacekeeping")
    page.get_by_role("button", name="Reset filters").click()
    whole = counts(load())["counted"]
    says(page, f"{whole} of {whole} engagements")
    page.go_back()
    says(page, "engagements · 2010–2016 · Peacekeeping")


def test_an_event_has_an_address_and_shows_its_sources(server: str, page: Page):
    open_page(page, f"{server}/events?event=2024-10-15-defense-policy-dialogue")
    says(page, "Laura Updegrove")
    source = page.get_by_role("link", name=re.compile("thxnews|THX News", re.I)).or_(
        page.locator('a[href^="https://thxnews.com/"]')
    )
    expect(source.first).to_have_attribute(
        "href", "https://thxnews.com/2024/10/15/us-cambodia-defense-policy-dialogue-concluded", timeout=WAIT
    )


def test_another_record_is_served_and_its_first_visitor_may_come_by_any_address(serve, page: Page):
    open_page(page, serve(MADE_UP) + "/frequency?type=drill")
    says(page, "2 of 7 engagements · Drill")
    bars_add_up(page, 2)
