"""How often: counted by hand on the made-up record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data.measures import frequency
from data.record import Tables
from data.selection import Selection, apply
from tests.hand_made import record as record_of

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")


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
    assert (bands.loc[0, "first_day"], bands.loc[0, "until"]) == (pd.Timestamp("2032-03-01"), pd.Timestamp("2033-09-30"))


def test_nothing_selected_is_no_engagement(made_up):
    nothing = apply(Selection(q="nothing like it"), made_up)
    assert frequency.engagements(nothing)["engagements"].sum() == 0
    assert frequency.bands(nothing).empty


def as_of(tables: Tables, day: str) -> Tables:
    """The same record, ending on another day."""
    return replace(tables, descriptor={**tables.descriptor, "as_of": day})


def yearly(copy: Path, first: int, *counts: int) -> Tables:
    """A record with so many engagements in each year."""
    years = [year for year, count in enumerate(counts, first) for _ in range(count)]
    return record_of(copy, *({"event_id": f"{year}-visit-{number}", "start": str(year)} for number, year in enumerate(years)))


def test_the_calendar_has_a_cell_for_every_month_of_every_year_and_each_opens_its_events(made_up):
    frame = frequency.calendar(made_up)
    assert list(frame.columns) == ["year", "month", "engagements"]
    assert len(frame) == 4 * 12
    assert frame["engagements"].sum() + frequency.left_out(made_up, "month") == 7
    for row in frame.to_dict("records"):
        assert len(frequency.events_in(made_up, {"year": row["year"], "month": row["month"]})) == row["engagements"]


def test_a_rate_has_garwoods_interval(made_up):
    """Garwood's limits: 0.242 to 7.225 for a count of two, 0.025 to 5.572 for one, 0.619 to 8.767 for three."""
    frame = frequency.rates(made_up)
    assert list(frame["year"]) == [2031, 2032, 2033, 2034]
    assert list(frame["engagements"]) == [2, 1, 1, 3]
    assert list(frame["low"].round(3)) == [0.242, 0.025, 0.025, 0.619]
    assert list(frame["high"].round(3)) == [7.225, 5.572, 5.572, 8.767]


def test_a_year_without_an_engagement_still_has_a_rate_that_it_may_have(made_up):
    frame = frequency.rates(apply(Selection(type=("forum",)), made_up))
    assert frame.loc[0, ["engagements", "low"]].tolist() == [0, 0]
    assert frame.loc[0, "high"] == pytest.approx(3.689, abs=0.001)


@pytest.mark.parametrize(
    ("day", "part"), [("2034-12-31", 1), ("2034-07-02", 183 / 365), ("2034-06", 181 / 365), ("2034", 1), ("2033-12-31", 0)]
)
def test_a_year_counts_as_the_part_of_it_that_is_over_when_the_record_ends(made_up, day, part):
    assert frequency.over(as_of(made_up, day), 2034) == pytest.approx(part)
    assert frequency.period_count(as_of(made_up, day), (2033, 2034)) == (4, pytest.approx(1 + part))


def test_two_periods_are_compared_by_count_and_length(made_up):
    """Three engagements in 2031 and 2032, four in 2033 and 2034: no difference to speak of."""
    found = frequency.compare_periods(made_up, (2031, 2032), (2033, 2034))
    assert (found.first, found.first_years, found.second, found.second_years) == (3, 2, 4, 2)
    assert found.change.ratio == pytest.approx(4 / 3)
    assert found.change.p_value == pytest.approx(1)


def test_a_period_that_is_half_over_has_twice_the_rate(made_up):
    found = frequency.compare_periods(as_of(made_up, "2034-07-02"), (2031, 2031), (2034, 2034))
    assert found.change.ratio == pytest.approx(3 / 2 * 365 / 183)


@pytest.mark.parametrize(
    ("first", "second"),
    [((2031, 2032), (2032, 2033)), ((2033, 2034), (2031, 2033)), ((2030, 2031), (2033, 2034)), ((2032, 2031), (2033, 2034))],
)
def test_periods_that_share_a_year_or_of_which_nothing_is_known_are_refused(made_up, first, second):
    with pytest.raises(ValueError, match=r"20\d\d"):
        frequency.compare_periods(made_up, first, second)


def test_a_change_names_the_year_in_which_the_new_rate_begins(copy):
    found = frequency.change(yearly(copy, 2020, 1, 2, 1, 1, 12, 11, 13, 12))
    assert (found.year, found.low, found.high) == (2024, 2024, 2024)
    assert (found.point.before, found.point.after) == (1.25, 12)
    assert (found.years, found.engagements) == ((2020, 2027), 53)
    assert found.point.odds > 100


def test_even_counts_do_not_speak_for_a_change(copy):
    assert frequency.change(yearly(copy, 2020, 5, 5, 5, 5, 5, 5, 5, 5)).point.odds < 1


def test_a_year_that_is_not_over_is_no_sign_of_a_change(made_up):
    assert frequency.change(as_of(made_up, "2034-12-30")).years == (2031, 2033)
    assert frequency.change(made_up).years == (2031, 2034)


def test_too_few_years_or_no_engagements_show_no_change(made_up):
    assert frequency.change(apply(Selection(years=(2033, 2034)), made_up)) is None
    assert frequency.change(apply(Selection(q="nothing like it"), made_up)) is None


def test_a_suspension_lasts_until_what_lifts_it(record):
    """The embargo has no end of its own in the sources; another event lifts it."""
    until = frequency.bands(record).set_index("event_id")["until"]
    assert until["2021-12-08-arms-embargo"] == pd.Timestamp("2025-11-07")
    assert pd.isna(until["2010-03-19-us-suspends-vehicle-deliveries"])


def test_two_periods_are_compared_in_words_with_their_numbers(made_up):
    first, second = (2031, 2032), (2033, 2034)
    words = frequency.comparison_in_words(frequency.compare_periods(made_up, first, second), first, second)
    assert words == (
        "2031–2032: 3 engagements in 2 years (1.5 a year); 2033–2034: 4 engagements in 2 years (2.0 a year). "
        "The difference is no more than chance readily explains (p = 1.00)."
    )


def test_a_change_that_is_not_there_is_not_claimed(made_up):
    assert "explains the counts no clearly better than no change" in frequency.change_in_words(frequency.change(made_up))


def test_a_change_is_told_with_its_years_and_rates(record):
    words = frequency.change_in_words(frequency.change(record))
    assert words.startswith("If the yearly rate changed once in 1990–2025")
    assert "with 95% probability), from " in words and words.endswith("engagements a year.")


def test_of_many_restrictions_the_latest_are_bands(record):
    every = frequency.bands(record)
    latest = frequency.bands(record, 3)
    assert len(every) > 3 and list(latest["event_id"]) == list(every.sort_values(["first_day", "event_id"])["event_id"].tail(3))
