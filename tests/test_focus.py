"""About what: counted by hand on the made-up record."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from data.measures import focus, officials
from data.record import Tables
from data.selection import Selection, apply

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")


def test_an_engagement_counts_once_in_each_of_its_areas(made_up):
    frame = focus.by_year(made_up).set_index(["focus_area", "year"])["engagements"]
    assert frame[("boats", 2031)] == 1 and frame[("friendship", 2031)] == 2
    assert frame[("boats", 2034)] == 2 and frame[("boats", 2033)] == 0


def test_a_share_is_of_the_engagements_of_that_year(made_up):
    frame = focus.by_year(made_up).set_index(["focus_area", "year"])
    assert frame.loc[("boats", 2034), "of"] == 3
    assert math.isclose(frame.loc[("boats", 2034), "share"], 2 / 3)


def test_a_year_without_engagements_has_no_share(made_up):
    frame = focus.by_year(apply(Selection(type=("forum",)), made_up)).set_index(["focus_area", "year"])
    assert math.isnan(frame.loc[("boats", 2031), "share"])


def test_areas_of_parts_and_context_do_not_count(made_up):
    """Medicine is the area of a clinic inside a drill only."""
    assert "medicine" not in set(focus.totals(made_up)["focus_area"])


def test_totals_come_the_most_frequent_first_with_their_first_and_latest_year(made_up):
    rows = focus.totals(made_up).to_dict("records")
    assert [(row["focus_area"], row["engagements"], row["first"], row["last"]) for row in rows] == [
        ("boats", 4, 2031, 2034),
        ("friendship", 3, 2031, 2034),
        ("other", 1, 2032, 2032),
    ]
    assert math.isclose(rows[0]["share"], 4 / 7)


def test_every_number_opens_the_events_behind_it(made_up):
    for row in focus.by_year(made_up).itertuples():
        assert len(focus.events_in(made_up, row.focus_area, row.year)) == row.engagements
    for row in focus.totals(made_up).itertuples():
        assert len(focus.events_in(made_up, row.focus_area)) == row.engagements


def test_areas_are_ranked_within_periods_counted_from_the_first_year(made_up):
    """2031–2032: friendship and boats twice each, other once; 2033–2034: boats twice, friendship once, other never."""
    frame = focus.ranks(made_up, period_years=2)
    found = {row.focus_area: [] for row in frame.itertuples()}
    for row in frame.itertuples():
        found[row.focus_area].append((row.period_start, row.period_end, row.engagements, None if pd.isna(row.rank) else row.rank))
    assert found == {
        "friendship": [(2031, 2032, 2, 1), (2033, 2034, 1, 2)],
        "boats": [(2031, 2032, 2, 1), (2033, 2034, 2, 1)],
        "other": [(2031, 2032, 1, 3), (2033, 2034, 0, None)],
    }


def test_the_last_period_ends_with_the_record_and_a_selection_has_periods_of_its_own(made_up):
    assert set(focus.ranks(made_up, 3)[["period_start", "period_end"]].itertuples(index=False, name=None)) == {
        (2031, 2033),
        (2034, 2034),
    }
    later = apply(Selection(years=(2032, 2034)), made_up)
    assert sorted(set(focus.ranks(later, 2)["period_start"])) == [2032, 2034]


def test_a_period_needs_a_year(made_up):
    with pytest.raises(ValueError, match="year"):
        focus.ranks(made_up, 0)


@pytest.mark.parametrize(("years", "expected"), [(0, ["other"]), (1, ["other"]), (2, []), (5, [])])
def test_an_area_is_silent_when_its_latest_engagement_is_longer_ago_than_asked(made_up, years, expected):
    """Other was last a subject in 2032, two years before the end; boats and friendship in 2034."""
    assert list(focus.silent(made_up, years)["focus_area"]) == expected


def test_a_silent_area_says_when_it_was_last_a_subject(made_up):
    row = focus.silent(made_up, 1).to_dict("records")[0]
    assert row == {"focus_area": "other", "last": 2032, "engagements": 1}


def test_areas_go_together_more_or_less_often_than_by_chance(made_up):
    """Six of the seven engagements have an area: boats 4, friendship 3, other 1; boats and friendship meet in one of them.

    Were they independent, 4 × 3 / 6 = 2 would have both; boats and other would meet in 4 × 1 / 6.
    """
    frame = focus.cooccurrence(made_up).set_index(["a", "b"])
    assert len(frame) == 3 * 3
    assert frame.loc[("boats", "friendship")].to_dict() == {"engagements": 1, "expected": 2, "lift": 0.5}
    assert frame.loc[("friendship", "boats")].to_dict() == {"engagements": 1, "expected": 2, "lift": 0.5}
    assert frame.loc[("boats", "other"), "lift"] == pytest.approx(1.5)
    assert frame.loc[("friendship", "other"), ["engagements", "lift"]].tolist() == [0, 0]


def test_the_diagonal_is_the_areas_own_count(made_up):
    frame = focus.cooccurrence(made_up)
    own = frame[frame["a"] == frame["b"]]
    assert dict(zip(own["a"], own["engagements"], strict=True)) == {"friendship": 3, "boats": 4, "other": 1}
    assert own[["expected", "lift"]].isna().all(axis=None)


def test_every_cell_opens_the_events_behind_it(made_up):
    for row in focus.cooccurrence(made_up).itertuples():
        assert len(focus.events_with(made_up, row.a, row.b)) == row.engagements
    assert list(focus.events_with(made_up, "boats", "friendship")["event_id"]) == ["2031-05-02-duck-drill"]


def test_pairs_are_the_cells_that_occur_once_each(made_up):
    assert set(focus.pairs(made_up)[["a", "b"]].itertuples(index=False, name=None)) == {("friendship", "boats"), ("boats", "other")}


def test_two_periods_are_compared_area_by_area(made_up):
    """2031–2032 has three engagements, 2033–2034 four; the intervals are Newcombe's (1998), worked from Wilson's limits.

    Boats 2 of 3 (0.208 to 0.939) against 2 of 4 (0.150 to 0.850): the difference of −1/6 reaches down by
    √((0.5 − 0.150)² + (0.939 − 2/3)²) and up by √((0.850 − 0.5)² + (2/3 − 0.208)²).
    """
    periods = [apply(Selection(years=years), made_up) for years in ((2031, 2032), (2033, 2034))]
    frame = focus.compare(*periods)
    assert list(frame.columns) == [
        *("focus_area", "first", "first_of", "second", "second_of", "share_first", "share_second", "difference", "low", "high")
    ]
    assert list(frame["focus_area"]) == ["boats", "other", "friendship"]
    boats = frame.loc[0]
    assert boats[["first", "first_of", "second", "second_of"]].tolist() == [2, 3, 2, 4]
    assert (boats["share_first"], boats["share_second"]) == (pytest.approx(2 / 3), 0.5)
    assert boats["difference"] == pytest.approx(-1 / 6)
    assert boats["low"] == pytest.approx(-1 / 6 - math.hypot(0.350, 0.272), abs=0.002)
    assert boats["high"] == pytest.approx(-1 / 6 + math.hypot(0.350, 0.459), abs=0.002)


def test_an_area_of_one_selection_only_is_compared_too(made_up):
    drills, rest = (apply(Selection(type=types), made_up) for types in (("drill",), ("audience", "forum", "aid")))
    frame = focus.compare(drills, rest).set_index("focus_area")
    assert frame.loc["other", ["first", "first_of", "second", "second_of"]].tolist() == [0, 2, 1, 5]
    assert frame["difference"].is_monotonic_decreasing


def test_against_nothing_there_is_no_interval(made_up):
    nothing = apply(Selection(q="nothing like it"), made_up)
    for frame in (focus.compare(made_up, nothing), focus.compare(nothing, made_up)):
        assert len(frame) == 3
        assert frame[["difference", "low", "high"]].isna().all(axis=None)
    assert focus.compare(nothing, nothing).empty


def test_an_area_has_its_years_officials_series_and_outcomes(made_up):
    assert list(focus.area_years(made_up, "boats")["engagements"]) == [1, 1, 0, 2]
    people = focus.area_officials(made_up, "friendship").to_dict("records")
    assert [(row["official"], row["engagements"]) for row in people] == [
        ("Trentino of Sylvania", 2),
        ("Gloria Teasdale", 1),
        ("Rufus T. Firefly", 1),
    ]
    assert focus.area_series(made_up, "boats").to_dict("records") == [
        {"series_id": "duck-drill", "series": "Duck Drill", "engagements": 2}
    ]
    outcomes = focus.area_outcomes(made_up, "boats")
    assert list(outcomes.columns) == ["event_id", "title", "start", "outcome"]
    assert list(outcomes["outcome"]) == ["The sides agree to drill every year", "Two boats handed over"]


def test_an_areas_view_agrees_with_an_officials_own(made_up):
    for official_id in made_up.officials["official_id"]:
        for row in officials.areas(made_up, official_id).itertuples():
            found = focus.area_officials(made_up, row.focus_area).set_index("official_id")
            assert found.loc[official_id, "engagements"] == row.engagements


def test_two_periods_of_a_selection_compare_as_two_selections_do(record: Tables) -> None:
    part = apply(Selection(format=("bilateral",)), record)
    before, lately = (apply(Selection(years=years, format=("bilateral",)), record) for years in ((1990, 2009), (2010, 2020)))
    pd.testing.assert_frame_equal(focus.compare_periods(part, (1990, 2009), (2010, 2020)), focus.compare(before, lately))
    with pytest.raises(ValueError, match="1990–2009 and 2009–2020 share a year"):
        focus.compare_periods(part, (1990, 2009), (2009, 2020))


def test_nothing_selected_has_no_areas(made_up):
    nothing = apply(Selection(q="nothing like it"), made_up)
    for measure in (focus.ranks, focus.silent, focus.cooccurrence, focus.pairs):
        assert measure(nothing).empty
    for measure in (focus.area_officials, focus.area_series, focus.area_outcomes):
        assert measure(nothing, "boats").empty
    assert list(focus.area_years(nothing, "boats")["engagements"]) == [0, 0, 0, 0]
