"""How often: counted by hand on the made-up record."""

from __future__ import annotations

import pandas as pd
import pytest

from data.measures import frequency
from data.selection import Selection, apply


def numbers(frame: pd.DataFrame, *keys: str) -> dict:
    """The periods that have engagements."""
    rows = frame[frame["engagements"] > 0]
    return dict(zip(rows[list(keys)].itertuples(index=False, name=None), rows["engagements"], strict=True))


def test_each_year_counts_its_engagements_and_the_years_between_are_there(made_up):
    frame = frequency.engagements(made_up, "year", None)
    assert list(frame["year"]) == [2031, 2032, 2033, 2034]
    assert list(frame["engagements"]) == [2, 1, 1, 3]


def test_parts_context_and_announcements_do_not_count(made_up):
    ids = set(frequency.events_in(made_up, {"year": 2031})["event_id"]) | set(
        frequency.events_in(made_up, {"year": 2034})["event_id"]
    )
    assert not ids & {"2031-05-04-clinic", "2032-03-quarrel", "2034-09-duck-drill-3"}


def test_a_year_without_an_engagement_counts_none(made_up):
    alone = apply(Selection(type=("forum",)), made_up)
    assert list(frequency.engagements(alone, "year", None)["engagements"]) == [0, 1, 0, 0]


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        (
            "type",
            {
                (2031, "audience"): 1,
                (2031, "drill"): 1,
                (2032, "forum"): 1,
                (2033, "audience"): 1,
                (2034, "aid"): 1,
                (2034, "audience"): 1,
                (2034, "drill"): 1,
            },
        ),
        ("format", {(2031, "duet"): 2, (2032, "ensemble"): 1, (2033, "duet"): 1, (2034, "duet"): 3}),
        ("level", {(2031, "1"): 1, (2031, "3"): 1, (2032, "2"): 1, (2033, ""): 1, (2034, ""): 1, (2034, "2"): 2}),
        ("series", {(2031, ""): 1, (2031, "duck-drill"): 1, (2032, ""): 1, (2033, ""): 1, (2034, ""): 2, (2034, "duck-drill"): 1}),
    ],
)
def test_a_split_tells_the_engagements_apart(made_up, split, expected):
    assert numbers(frequency.engagements(made_up, "year", split), "year", "group") == expected


def test_a_month_leaves_out_what_is_known_only_to_the_year_and_says_how_many(made_up):
    frame = frequency.engagements(made_up, "month", None)
    assert numbers(frame, "year", "month") == {(2031, 5): 1, (2032, 7): 1, (2033, 11): 1, (2034, 5): 1, (2034, 6): 1, (2034, 12): 1}
    assert frequency.left_out(made_up, "month") == 1
    assert frequency.left_out(made_up, "year") == 0


def test_a_quarter_holds_three_months(made_up):
    assert numbers(frequency.engagements(made_up, "quarter", None), "year", "quarter") == {
        (2031, 2): 1,
        (2032, 3): 1,
        (2033, 4): 1,
        (2034, 2): 2,
        (2034, 4): 1,
    }


def test_days_are_counted_with_both_ends_and_one_where_an_end_is_not_known(made_up):
    """2031: a visit known to the year (1), a drill of May 2–6 (5); 2034: a drill (5), a call (1), a gift without an end (1)."""
    frame = frequency.engagements(made_up, "year", None)
    assert list(frame["days"]) == [6, 2, 1, 7]
    assert frequency.one_day(made_up) == 2


def test_every_number_opens_the_events_behind_it(made_up):
    for split in frequency.SPLITS:
        for grain in frequency.GRAINS:
            frame = frequency.engagements(made_up, grain, split)
            for row in frame.to_dict("records"):
                period = {name: row[name] for name in frequency.GRAINS[grain]}
                assert len(frequency.events_in(made_up, period, split, row["group"])) == row["engagements"]


def test_restrictions_are_bands_from_their_start_to_their_end(made_up):
    bands = frequency.bands(made_up)
    assert list(bands["event_id"]) == ["2032-03-quarrel"]
    assert (bands.loc[0, "first_day"], bands.loc[0, "last_day"]) == (pd.Timestamp("2032-03-01"), pd.Timestamp("2033-09-30"))


def test_nothing_selected_is_no_engagement(made_up):
    nothing = apply(Selection(q="nothing like it"), made_up)
    assert frequency.engagements(nothing)["engagements"].sum() == 0
    assert frequency.bands(nothing).empty
