"""An address is the view: it opens the same elsewhere, the browser goes back and forward through it, and it stays good."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from data import search
from data.measures import frequency
from data.record import Tables
from data.selection import Selection, apply
from tests.browser.conftest import Visit
from tests.browser.reading import drawn, pick, says, shows_selection
from tests.browser.settled import WAIT, open_page, settle

pytestmark = pytest.mark.browser

# So many rows of a list of events are in sight.
IN_SIGHT = 9


def latest_first(events: pd.DataFrame) -> pd.DataFrame:
    """Events as every list of the pages has them."""
    return events.sort_values(["first_day", "event_id"], ascending=False, ignore_index=True)


def few_events(record: Tables) -> tuple[str, pd.DataFrame]:
    """An official with some events, few enough to be all in sight, and these events, the latest first."""
    named = record.participants.dropna(subset="official_id").groupby("official_id")["event_id"].nunique()
    official = named[named <= IN_SIGHT].idxmax()
    own = record.participants.loc[record.participants["official_id"] == official, "event_id"]
    return official, latest_first(record.events[record.events["event_id"].isin(own)])


def title(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible(timeout=WAIT)


def opened(page: Page, name: str) -> None:
    """Wait until an event or an official is open in full."""
    expect(page.get_by_role("heading", name=name, exact=True).first).to_be_visible(timeout=WAIT)


def go(page: Page, name: str) -> None:
    settle(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
    title(page, name)
    settle(page)


def busiest_type(record: Tables) -> Selection:
    counted = record.events[record.events["tally"] == "counted"]
    return Selection(type=(counted["type"].value_counts().index[0],))


def choose_type(page: Page, wanted: Selection, record: Tables) -> None:
    box = page.get_by_test_id("stSidebar").get_by_role("combobox", name="Types", exact=True)
    label = record.words("event_types").label(wanted.type[0])
    box.click()
    box.fill(label)
    page.get_by_role("option", name=label, exact=True).click()
    shows_selection(page, wanted, record)
    page.keyboard.press("Escape")
    settle(page)


@pytest.mark.parametrize("path", ["/", "/frequency"])
def test_a_copied_address_opens_the_same_view_for_another_reader(path: str, server: str, visit: Visit, record: Tables) -> None:
    one, other = visit(), visit()
    wanted = busiest_type(record)
    open_page(one, server + path)
    choose_type(one, wanted, record)
    open_page(other, one.url)
    shows_selection(other, wanted, record)
    assert other.url == one.url == server + wanted.to_url(path)
    assert drawn(other) == drawn(one)
    assert (
        sum(map(sum, (trace[2] for trace in drawn(other)[0] if trace[0] == "bar")))
        == frequency.engagements(apply(wanted, record))["engagements"].sum()
    )


def test_a_copied_address_opens_the_same_event_for_another_reader(server: str, visit: Visit, record: Tables) -> None:
    one, other = visit(), visit()
    wanted = busiest_type(record)
    event = latest_first(apply(wanted, record).events).iloc[2]
    open_page(one, server + wanted.to_url("/events"))
    pick(one, one.get_by_test_id("stDataFrame").first, 2)
    opened(one, event["title"])
    expect(one).to_have_url(re.compile(re.escape(f"event={event['event_id']}")), timeout=WAIT)
    open_page(other, one.url)
    opened(other, event["title"])
    shows_selection(other, wanted, record)


def test_back_and_forward_go_through_a_filter_a_page_and_an_event(server: str, page: Page, record: Tables) -> None:
    wanted = busiest_type(record)
    event = latest_first(apply(wanted, record).events).iloc[1]
    here: list[str] = []

    def look(step: int) -> None:
        expect(page).to_have_url(here[step], timeout=WAIT)
        title(page, ("Overview", "Overview", "Events", "Events")[step])
        shows_selection(page, wanted if step else Selection(), record)
        if step == 3:
            opened(page, event["title"])
        else:
            expect(page.get_by_role("button", name="Close the event")).to_have_count(0, timeout=WAIT)
        settle(page)

    open_page(page, f"{server}/")
    here.append(page.url)
    choose_type(page, wanted, record)
    here.append(page.url)
    go(page, "Events")
    here.append(page.url)
    pick(page, page.get_by_test_id("stDataFrame").first, 1)
    opened(page, event["title"])
    expect(page).to_have_url(re.compile(re.escape(f"event={event['event_id']}")), timeout=WAIT)
    settle(page)
    here.append(page.url)
    assert len(set(here)) == 4
    for step in (2, 1, 0):
        page.go_back()
        look(step)
    for step in (1, 2, 3):
        page.go_forward()
        look(step)


def test_back_and_forward_go_from_an_event_to_an_official_and_return(server: str, page: Page, record: Tables) -> None:
    official, events = few_events(record)
    event, name = events.iloc[0], record.names["official"][official]
    open_page(page, f"{server}/events?event={event['event_id']}")
    address = page.get_by_role("link", name=name, exact=True).first.get_attribute("href")
    assert address == f"{server}/officials?official={official}"
    page.goto(address)
    opened(page, name)
    shows_selection(page, Selection(official=(official,)), record)
    page.go_back()
    opened(page, event["title"])
    shows_selection(page, Selection(), record)
    page.go_forward()
    opened(page, name)
    shows_selection(page, Selection(official=(official,)), record)


def test_an_official_has_an_address_and_leads_to_the_events_and_they_lead_back(server: str, page: Page, record: Tables) -> None:
    official, events = few_events(record)
    name = record.names["official"][official]
    open_page(page, f"{server}/officials?official={official}")
    opened(page, name)
    listed = page.locator(f'[class*="st-key-events-of-{official}"]').get_by_test_id("stDataFrame")
    pick(page, listed, len(events) - 1)
    event = events.iloc[-1]
    opened(page, event["title"])
    with page.expect_popup() as window:
        page.get_by_test_id("stMain").get_by_role("link", name=re.compile(re.escape(event["event_id"]))).click()
    popup = window.value
    opened(popup, event["title"])
    expect(popup).to_have_url(f"{server}/events?event={event['event_id']}", timeout=WAIT)
    with popup.expect_popup() as window:
        popup.get_by_role("link", name=name, exact=True).first.click()
    opened(window.value, name)
    expect(window.value).to_have_url(f"{server}/officials?official={official}", timeout=WAIT)


def test_an_address_that_names_no_event_leads_to_the_nearest(server: str, page: Page, record: Tables) -> None:
    event = record.events.iloc[-1]
    wrong = event["event_id"].rpartition("-")[0]
    assert wrong not in set(record.events["event_id"])
    near = search.nearest(wrong, record)
    assert event["event_id"] in near
    open_page(page, f"{server}/events?event={wrong}")
    says(page, "The record has no event")
    page.get_by_role("button", name=re.compile(re.escape(event["title"]))).first.click()
    opened(page, event["title"])
    expect(page).to_have_url(f"{server}/events?event={event['event_id']}", timeout=WAIT)
