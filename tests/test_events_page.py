"""The Events page: an address opens an event, an unknown one is helped on, closing one leaves the filters."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components import record as records
from data.record import load
from tests.conftest import HOME, MADE_UP
from tests.test_pages import MAIN, address, words

EVENTS = load(MADE_UP).events["event_id"].tolist()


def app(monkeypatch: pytest.MonkeyPatch, path=MADE_UP, **query: str) -> AppTest:
    """The app at the Events page with these parameters in its address."""
    monkeypatch.setenv(records.SETTING, str(path))
    test = AppTest.from_function(_events, args=(str(MAIN.parent.parent),), default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def _events(root: str) -> None:
    """The script: filters and the Events page, as the app draws them."""
    import streamlit as st

    from components.filters import filter_bar
    from components.record import record_address, select
    from components.view import View
    from dashboard.views import events
    from data.record import load

    tables = load(record_address())
    with st.sidebar:
        selection, _ = filter_bar(tables)
    events.page(View(tables, select(tables.content_hash, selection, tables), selection))


def said(test: AppTest) -> str:
    return words(test).replace("\\", "")


def opened(test: AppTest) -> str:
    """The title of the event that is open; empty where none is."""
    titles = [piece.value.replace("\\", "") for piece in test.header]
    return next((title for title in titles if title != "Download the selection"), "")


def ticked(test: AppTest) -> list[str]:
    """The titles of the rows of the table that are ticked."""
    key = next(key for key in test.session_state.keys() if str(key).startswith("events ") and len(str(key)) == 19)  # noqa: SIM118
    return test.dataframe[0].value["Event"].iloc[test.session_state[key]["selection"]["rows"]].tolist()


def test_an_address_opens_an_event(monkeypatch) -> None:
    test = app(monkeypatch, event="2034-12-01-gift")
    assert opened(test) == "Freedonia hands over boats"
    assert "outside the selection" not in said(test)


def test_an_address_opens_an_event_even_where_the_filters_hide_it_and_says_so(monkeypatch) -> None:
    test = app(monkeypatch, event="2034-12-01-gift", q="clinic")
    assert opened(test) == "Freedonia hands over boats"
    assert "This event is outside the selection" in test.info[0].value


def test_an_address_opens_an_event_even_where_the_filters_leave_nothing(monkeypatch) -> None:
    test = app(monkeypatch, event="2034-12-01-gift", q="nothing like it")
    assert opened(test) == "Freedonia hands over boats"


def test_closing_an_event_takes_it_out_of_the_address_and_leaves_the_filters(monkeypatch) -> None:
    test = app(monkeypatch, event="2034-12-01-gift", focus="boats")
    test.button(key="close").click().run()
    assert address(test) == {"focus": ["boats"]}
    assert not opened(test)


def test_the_next_round_goes_into_the_address(monkeypatch) -> None:
    test = app(monkeypatch, event="2031-05-02-duck-drill", q="drill")
    next(button for button in test.button if button.label.startswith("Next round")).click().run()
    assert address(test) == {"event": ["2034-05-03-duck-drill"], "q": ["drill"]}
    assert opened(test) == "Freedonia and Sylvania hold Duck Drill 2"


def test_an_unknown_event_is_said_to_be_unknown_and_the_page_goes_on(monkeypatch) -> None:
    test = app(monkeypatch, event="xyzzy")
    assert "The record has no event “xyzzy”. Nothing in it has a similar name." in said(test)
    assert len(test.dataframe[0].value) == len(EVENTS)
    assert next(button.key for button in test.button if button.key != "reset") == "close"


def test_an_unknown_event_leads_to_those_most_like_it(monkeypatch) -> None:
    test = app(monkeypatch, HOME, event="2024-06-05-austin-vist", focus="demining")
    assert "The record has no event “2024-06-05-austin-vist”" in said(test)
    near = [button for button in test.button if str(button.key).startswith("near ")]
    assert near[0].label.replace("\\", "") == "Secretary of Defense Austin visits Phnom Penh, June 4, 2024"
    near[0].click().run()
    assert address(test) == {"event": ["2024-06-04-austin-visit"], "focus": ["demining"]}
    assert opened(test) == "Secretary of Defense Austin visits Phnom Penh"


def test_an_unknown_event_can_be_searched_for_in_the_whole_record(monkeypatch) -> None:
    test = app(monkeypatch, HOME, event="2024-06-05-austin-vist", focus="cyber")
    test.button(key="search words").click().run()
    assert address(test) == {"q": ["austin visit"]}
    assert test.text_input(key="q").value == "austin visit"
    assert "Secretary of Defense Austin visits Phnom Penh" in test.dataframe[0].value["Event"].tolist()


def test_text_of_an_unknown_address_is_text(monkeypatch) -> None:
    test = app(monkeypatch, event="[a](http://b.example) **c** " + "d" * 500)
    assert "\\[a\\]\\(http\\:" in test.warning[0].value
    assert len(test.warning[0].value) < 400


def test_the_row_of_the_open_event_is_the_one_that_is_ticked(monkeypatch) -> None:
    test = app(monkeypatch, event="2034-12-01-gift")
    assert ticked(test) == ["Freedonia hands over boats"]
    test.button(key="close").click().run()
    assert ticked(test) == []
