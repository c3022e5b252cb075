"""The silences between engagements: counted by hand on the made-up record, and on a few events."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data.measures import gaps
from data.selection import Selection, apply
from tests.hand_made import record as record_of

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")


def visit(start: str, end: str = "", **more: str) -> dict[str, str]:
    return {"event_id": f"{start.rstrip('~?%')}-visit", "start": start, "end": end, **more}


def silences(tables) -> list[tuple]:
    frame = gaps.gaps(tables)
    days = (frame[name].dt.strftime("%m-%d") for name in ("from_day", "until_day"))
    return list(zip(*days, frame["days"], frame["may_hold"], strict=True))


def test_a_silence_runs_from_the_end_of_one_engagement_to_the_start_of_the_next(made_up):
    """The drill of 2–6 May 2031, the forum of 10–11 July 2032, the talks of 20 November 2033, and three events of 2034."""
    frame = gaps.gaps(made_up)
    assert list(frame.columns) == [
        *("days", "from_day", "until_day", "after_event", "after_title", "ended_by", "ended_by_title", "may_hold")
    ]
    assert list(frame["days"]) == [431, 497, 164, 39, 169]
    first = frame.loc[0]
    assert (first["from_day"], first["until_day"]) == (pd.Timestamp("2031-05-06"), pd.Timestamp("2032-07-10"))
    assert (first["after_event"], first["ended_by"]) == ("2031-05-02-duck-drill", "2032-07-10-forum")
    assert first["after_title"] == "Freedonia and Sylvania hold Duck Drill 1"
    assert first["ended_by_title"] == "Ministers meet at the Ruritania Forum"


def test_only_the_longest_silences_may_be_asked_for(made_up):
    every = gaps.gaps(made_up).set_index("days")
    longest = gaps.gaps(made_up, longest=3).set_index("days")
    assert list(longest.index) == [497, 431, 169]
    pd.testing.assert_frame_equal(longest, every.loc[longest.index])


def test_parts_context_and_announcements_end_no_silence(made_up):
    """The clinic inside the drill, the quarrel and the drill that was only announced."""
    frame = gaps.gaps(made_up)
    named = set(frame["after_event"]) | set(frame["ended_by"])
    assert not named & {"2031-05-04-clinic", "2032-03-quarrel", "2034-09-duck-drill-3"}


def test_an_engagement_known_only_to_the_year_ends_no_silence_but_may_fall_in_one(made_up):
    frame = gaps.gaps(made_up)
    assert list(frame["may_hold"]) == [1, 0, 0, 0, 0]
    behind = gaps.may_fall_in(made_up, frame.loc[0, "from_day"], frame.loc[0, "until_day"])
    assert list(behind["event_id"]) == ["2031-firefly-visit"]


def test_every_caveat_opens_the_events_behind_it(record):
    for row in gaps.gaps(record).itertuples():
        assert len(gaps.may_fall_in(record, row.from_day, row.until_day)) == row.may_hold


def test_a_short_engagement_inside_a_long_one_makes_no_silence(copy):
    tables = record_of(copy, visit("2031-01-01", "2031-03-01"), visit("2031-02-01", "2031-02-02"), visit("2031-03-11"))
    assert silences(tables) == [("03-01", "03-11", 10, 0)]
    assert gaps.gaps(tables).loc[0, "after_event"] == "2031-01-01-visit"


def test_a_silence_has_a_day_without_an_engagement(copy):
    """One engagement starts on the day on which another ends, one on the day after, one a day later."""
    tables = record_of(
        copy, visit("2031-01-01", "2031-01-05"), visit("2031-01-05", "2031-01-07"), visit("2031-01-08"), visit("2031-01-10")
    )
    assert silences(tables) == [("01-08", "01-10", 2, 0)]


def test_of_engagements_that_start_together_one_ends_the_silence(copy):
    events = [visit("2031-01-01"), visit("2031-02-01", event_id="b"), visit("2031-02-01", "2031-02-03", event_id="a")]
    frame = gaps.gaps(record_of(copy, *events, visit("2031-02-10")))
    assert list(frame["ended_by"]) == ["a", "2031-02-10-visit"]
    assert list(frame["after_event"]) == ["2031-01-01-visit", "a"]


@pytest.mark.parametrize(
    ("inexact", "may_hold"),
    [
        (visit("2031-02"), [1, 0]),
        (visit("2031-03"), [1, 1]),
        (visit("2031-01", "2031-04"), [1, 1]),
        (visit("2031"), [1, 1]),
        (visit("2032"), [0, 0]),
        (visit("2031-01-05", "2031-02~"), [1, 0]),
        (visit("2031-02", status="announced"), [0, 0]),
    ],
)
def test_what_may_fall_into_a_silence_is_what_could_be_there(copy, inexact, may_hold):
    """Silences from 5 January to 10 March and from there to 20 April."""
    known = [visit("2031-01-05", event_id="before"), visit("2031-03-10"), visit("2031-04-20")]
    assert [row[-1] for row in silences(record_of(copy, *known, inexact))] == may_hold


def test_an_end_known_only_to_the_month_does_not_shorten_a_silence(copy):
    tables = record_of(copy, visit("2031-01-05", "2031-02~"), visit("2031-03-10"))
    assert silences(tables) == [("01-05", "03-10", 64, 1)]


def test_the_record_ends_in_a_silence(made_up):
    """From the gift of 1 December 2034 to 1 January 2035."""
    row = gaps.since_last(made_up).to_dict("records")[0]
    assert (row["days"], row["after_event"], row["may_hold"]) == (31, "2034-12-01-gift", 0)
    assert row["until_day"] == pd.Timestamp("2035-01-01")


def test_days_since_the_last_are_those_since_the_latest_end(copy):
    tables = record_of(copy, visit("2034-10-01", "2034-12-20"), visit("2034-11-01"), visit("2034-12"))
    row = gaps.since_last(tables).to_dict("records")[0]
    assert (row["days"], row["after_event"], row["may_hold"]) == (12, "2034-10-01-visit", 1)


def test_an_engagement_that_lasts_as_long_as_the_record_leaves_no_silence(copy):
    assert gaps.since_last(record_of(copy, visit("2034-10-01", "2035-01-01"))).empty


def test_a_record_that_names_only_its_month_goes_to_the_end_of_it(made_up):
    tables = replace(made_up, descriptor={**made_up.descriptor, "as_of": "2034-12"})
    assert list(gaps.since_last(tables)["days"]) == [30]


def test_nothing_selected_has_no_silence(made_up):
    nothing = apply(Selection(q="nothing like it"), made_up)
    assert gaps.gaps(nothing).empty
    assert gaps.since_last(nothing).empty
