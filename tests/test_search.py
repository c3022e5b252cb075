"""Finding the event that a mistyped identifier means."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from data import search
from data.record import Tables, load
from data.search import findable, nearest
from data.selection import Selection, apply
from tests.conftest import MADE_UP

RECORD = load()
IDS = RECORD.events["event_id"].tolist()
SMALL = load(MADE_UP)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"


@given(st.sampled_from(IDS))
def test_an_event_is_nearest_to_itself(event_id: str) -> None:
    assert nearest(event_id, RECORD)[0] == event_id


@given(st.sampled_from(IDS), st.data())
def test_one_slip_of_the_pen_is_forgiven(event_id: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(event_id) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    before, here, after = event_id[:place], event_id[place], event_id[place + 1 :]
    swapped = before + after[:1] + here + after[1:]
    assert event_id in nearest(
        data.draw(st.sampled_from([before + letter + after, before + after, event_id + letter, swapped])), RECORD
    )


@given(st.text())
def test_any_text_is_answered_with_a_few_events_of_the_record(text: str) -> None:
    found = nearest(text, RECORD)
    assert len(found) <= 5 and set(found) <= set(IDS) and len(set(found)) == len(found)
    assert isinstance(findable(text, SMALL), str)


@given(st.text("qxzj%$ ", max_size=60))
def test_nonsense_is_like_nothing(text: str) -> None:
    assert nearest(text, RECORD) == []
    assert findable(text, SMALL) == ""


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("2024-06-05-austin-vist", "2024-06-04-austin-visit"),
        ("austin-phnom-penh-2024", "2024-06-04-austin-visit"),
        ("AUSTIN-VISIT", "2024-06-04-austin-visit"),
        ("2024-10-15-defence-policy-dialog", "2024-10-15-defense-policy-dialogue"),
        ("2024-10-15", "2024-10-15-defense-policy-dialogue"),
        ("angkor sentinel 2010", "2010-07-12-angkor-sentinel-2010"),
        ("2012-panetta", "2012-11-16-panetta-visit"),
    ],
)
def test_words_and_date_find_an_event(asked: str, meant: str) -> None:
    assert meant in nearest(asked, RECORD)[:2]


def test_a_limit_is_kept(made_up: Tables) -> None:
    assert nearest("2031-05-02-duck-drill", made_up, limit=1) == ["2031-05-02-duck-drill"]
    assert len(nearest("duck-drill", made_up, limit=2)) == 2


@given(st.sampled_from(SMALL.events["event_id"].tolist()), st.sampled_from(SMALL.events["event_id"].tolist()))
def test_what_is_offered_to_search_for_finds_something(one: str, other: str) -> None:
    words = findable(f"{one}-{other}-qxzj", SMALL)
    assert not words or len(apply(Selection(q=words), SMALL).events)


def test_misspelled_words_are_put_right_and_unknown_ones_left_out() -> None:
    assert findable("2024-06-05-austin-vist", RECORD) == "austin visit"
    assert findable("qxzj-hegseth", RECORD) == "hegseth"
    assert findable("2024-06-04", RECORD) == ""


def test_of_very_many_events_only_those_that_hold_a_word_or_the_date_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MANY", 100)
    for event_id in ("2023-06-05-cambodia-bilateral-defense-dialogue", RECORD.events["event_id"].iloc[7]):
        assert nearest(event_id, RECORD)[:1] == nearest_of_all(event_id)[:1]
    assert nearest("zzz", RECORD) == [] and nearest("", RECORD) == []
    assert findable("2016-angkor-sentinel", RECORD) == ""


def nearest_of_all(event_id: str) -> list[str]:
    """Compared with every event, as in a record of few."""
    return search.nearest_of(event_id, dict(zip(RECORD.events["event_id"], RECORD.events["title"], strict=True)))
