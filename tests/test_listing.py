"""Lists of events: so many, the latest."""

from __future__ import annotations

import pytest

from data.measures.listing import LATEST_FIRST, LISTED, latest
from data.selection import Selection, apply

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")


def in_order(record) -> list[str]:
    return record.events.sort_values(LATEST_FIRST, ascending=False)["event_id"].tolist()


def within_a_day(record) -> int:
    """A place in the list between two events of one day."""
    days = record.events.sort_values(LATEST_FIRST, ascending=False)["first_day"].tolist()
    return next(place for place in range(1, len(days)) if days[place - 1] == days[place])


def test_a_list_begins_with_the_latest_event(record):
    found = latest(record, 8)
    assert found["event_id"].tolist() == in_order(record)[:8]
    assert tuple(found.columns) == LISTED


def test_a_list_goes_on_where_the_one_before_ended(record):
    """Also between events of one day, and where fewer events are left than are asked for."""
    order = in_order(record)
    for skip in (8, within_a_day(record), len(order) - 5):
        assert latest(record, 8, skip)["event_id"].tolist() == order[skip : skip + 8]


def test_a_list_of_all_events_has_each_once(record):
    assert latest(record, len(record.events) + 1)["event_id"].tolist() == in_order(record)


def test_past_the_last_event_and_in_an_empty_selection_a_list_is_empty(record):
    assert latest(record, 8, len(record.events)).empty
    assert latest(apply(Selection(q="nothing like it"), record), 8).empty
