"""Who met whom and the level gap, counted by hand in tests/record."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from components.charts import levels, matrix
from data.frames import collect
from data.measures import meetings
from data.record import Tables
from data.selection import Selection, apply

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")

SIDES = {"XFR": "Freedonia", "XSY": "Sylvania"}


def pairs(found: pd.DataFrame) -> list[tuple[str, str, int]]:
    return list(found[["first_id", "second_id", "engagements"]].itertuples(index=False, name=None))


def with_events(tables: Tables, **columns: dict[str, str]) -> Tables:
    """The record with other values in columns of the events, by event."""
    events = tables.events.set_index("event_id")
    for column, values in columns.items():
        events[column] = events[column].astype(object)
        for event, value in values.items():
            events.loc[event, column] = value
    return replace(tables, events=events.reset_index())


def test_bilateral_are_engagements_of_the_two_sides_alone(made_up: Tables) -> None:
    found = collect(meetings.bilateral(made_up, made_up))
    # All but the forum, which Ruritania attends, the quarrel, which is context, and the drill that was only announced.
    assert sorted(found["event_id"]) == [
        "2031-05-02-duck-drill",
        "2031-05-04-clinic",
        "2031-firefly-visit",
        "2033-11-20-talks",
        "2034-05-03-duck-drill",
        "2034-06-15-trentino-call",
        "2034-12-01-gift",
    ]


def test_a_format_that_others_usually_share_is_not_bilateral_where_only_the_two_are_listed(made_up: Tables) -> None:
    # Two of the three events of the format have a third party, so that the call, too, is taken to have had one.
    more = with_events(made_up, format={"2034-06-15-trentino-call": "ensemble", "2034-12-01-gift": "ensemble"})
    third = pd.DataFrame({"event_id": ["2034-12-01-gift"], "country": ["XRU"]})
    more = replace(more, event_parties=pd.concat([more.event_parties, third], ignore_index=True))
    assert pairs(meetings.met(more, more)) == [("xfr-president", "xsy-minister", 1)]


def test_posts_that_met_come_by_level_with_their_engagements(made_up: Tables) -> None:
    found = meetings.met(made_up, made_up)
    assert pairs(found) == [("xfr-president", "xsy-minister", 1), ("xfr-ambassador", "xsy-minister", 1)]
    assert found["first_level"].tolist() == [1, 3]
    assert pairs(meetings.met(made_up, made_up, "official")) == [
        ("rufus-firefly", "trentino", 1),
        ("gloria-teasdale", "trentino", 1),
    ]


def test_a_visit_and_the_meeting_inside_it_count_once_for_two_who_are_in_both(made_up: Tables) -> None:
    inside = with_events(
        made_up, tally={"2034-06-15-trentino-call": "part"}, part_of={"2034-06-15-trentino-call": "2031-firefly-visit"}
    )
    people = inside.participants
    both = people[people["event_id"] == "2034-06-15-trentino-call"].assign(event_id="2031-firefly-visit")
    inside = replace(inside, participants=pd.concat([people, both], ignore_index=True))
    assert ("xfr-ambassador", "xsy-minister", 1) in pairs(meetings.met(inside, inside))
    listed = meetings.events_between(inside, inside, "post", "xfr-ambassador", "xsy-minister")
    assert listed["event_id"].tolist() == ["2031-firefly-visit"]


@pytest.mark.parametrize("by", meetings.KEYS)
def test_as_many_meetings_lie_behind_a_cell_as_it_says(record: Tables, by: str) -> None:
    for row in meetings.most_met(meetings.met(record, record, by), 5).itertuples():
        assert len(meetings.events_between(record, record, by, row.first_id, row.second_id)) == row.engagements


def test_the_shipped_record_has_the_two_ministers_meet_most(record: Tables) -> None:
    found = meetings.met(record, record)
    most = found.loc[found["engagements"].idxmax()]
    assert (most["first_id"], most["second_id"]) == ("usa-secretary-of-defense", "khm-minister-of-national-defence")
    assert most["engagements"] >= 5


def test_those_who_met_most_are_kept_in_the_order_of_levels(made_up: Tables) -> None:
    found = meetings.met(made_up, made_up)
    more = found.assign(engagements=[1, 4])
    assert pairs(meetings.most_met(more, 1)) == [("xfr-ambassador", "xsy-minister", 4)]
    assert len(meetings.most_met(more, 2)) == 2


def test_the_gap_tells_who_met_up(made_up: Tables) -> None:
    found = meetings.gaps(made_up, made_up)
    # A president receives no one above a minister; an envoy calls on one. The drill of 2031 names no Sylvanian.
    rows = list(found[["event_id", "first_level", "second_level", "gap", "met_up"]].itertuples(index=False, name=None))
    assert rows == [("2031-firefly-visit", 1, 2, -1, "XSY"), ("2034-06-15-trentino-call", 3, 2, 1, "XFR")]
    by_year = meetings.gaps_by_year(found)
    assert list(by_year.itertuples(index=False, name=None)) == [(2031, -1, "XSY", 1), (2034, 1, "XFR", 1)]


def test_meetings_of_a_visit_stand_for_the_visit(made_up: Tables) -> None:
    inside = with_events(
        made_up, tally={"2034-06-15-trentino-call": "part"}, part_of={"2034-06-15-trentino-call": "2031-firefly-visit"}
    )
    assert meetings.gaps(inside, inside)["event_id"].tolist() == ["2034-06-15-trentino-call"]


def test_equal_levels_are_no_ones_gain(made_up: Tables) -> None:
    people = made_up.participants.assign(level=pd.array([2] * len(made_up.participants), dtype="Int64"))
    found = meetings.gaps(*[replace(made_up, participants=people)] * 2)
    assert found["gap"].tolist() == [0, 0]
    assert found["met_up"].isna().all()
    assert meetings.gaps_by_year(found)["meetings"].tolist() == [1, 1]


@pytest.mark.parametrize("selection", [Selection(type=("ban",)), Selection(q="no such word")], ids=["context", "nothing"])
def test_a_selection_without_meetings_has_empty_measures(made_up: Tables, selection: Selection) -> None:
    nobody = apply(selection, made_up)
    for by in meetings.KEYS:
        assert meetings.met(nobody, made_up, by).empty
    assert meetings.gaps(nobody, made_up).empty


def test_the_matrix_has_a_square_for_each_pair_the_highest_on_top_and_escapes_names(made_up: Tables) -> None:
    frame = meetings.met(made_up, made_up).replace({"first": {"President of Freedonia": "<b>President</b>"}})
    chart = matrix.meetings(frame, sides=("Freedonia", "Sylvania"))
    (squares,) = chart.data
    assert [list(mark) for mark in squares.customdata] == [["xfr-president", "xsy-minister"], ["xfr-ambassador", "xsy-minister"]]
    assert (list(squares.x), list(squares.y), list(squares.text)) == ([0, 0], [0, 1], ["1", "1"])
    assert chart.layout.yaxis.range[0] > chart.layout.yaxis.range[1]
    assert chart.layout.annotations[0].text == "1 &lt;b&gt;President&lt;/b&gt;"
    assert "<b>President" not in squares.hovertext[0]


def test_gaps_are_drawn_with_the_first_side_meeting_up_on_top(made_up: Tables) -> None:
    frame = meetings.gaps_by_year(meetings.gaps(made_up, made_up))
    chart = levels.gaps(frame, sides=SIDES, colors={"XFR": "#111111", "XSY": "#222222"}, years=made_up.years)
    (dots,) = chart.data
    assert [list(mark) for mark in dots.customdata] == [[2031, -1], [2034, 1]]
    assert list(dots.marker.color) == ["#222222", "#111111"]
    assert levels.gap_in_words(-2, SIDES) == "Sylvania met up by 2 levels"
