"""The recurring series: counted by hand on the made-up record, and on a few events."""

from __future__ import annotations

import pandas as pd
import pytest

from data.measures import series
from data.selection import Selection, apply
from tests.hand_made import record as record_of

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")


def drill(start: str, round_: str = "", **more: str) -> dict[str, str]:
    return {"event_id": f"{start.rstrip('~?%')}-drill", "start": start, "series_id": "duck-drill", "round": round_, **more}


def test_a_round_is_an_engagement_that_carries_its_number(made_up):
    """The clinic inside the first drill is no round of its own; the third drill was only announced."""
    rows = series.rounds(made_up).to_dict("records")
    assert [(row["series"], row["round"], row["event_id"]) for row in rows] == [
        ("Duck Drill", "1", "2031-05-02-duck-drill"),
        ("Duck Drill", "2", "2034-05-03-duck-drill"),
    ]
    assert {name: rows[0][name] for name in ("series_id", "title", "start", "first_day", "precision", "tally")} == {
        "series_id": "duck-drill",
        "title": "Freedonia and Sylvania hold Duck Drill 1",
        "start": "2031-05-02",
        "first_day": pd.Timestamp("2031-05-02"),
        "precision": "day",
        "tally": "counted",
    }


def test_a_round_held_inside_a_visit_is_a_round(copy):
    visit = {"event_id": "2031-visit", "start": "2031-05"}
    held = series.rounds(record_of(copy, visit, drill("2031-05-02", "1", part_of="2031-visit"), drill("2032-05-02", "2")))
    assert list(zip(held["round"], held["tally"], strict=True)) == [("1", "part"), ("2", "counted")]


def test_a_series_counts_its_rounds_and_all_that_carries_its_name(made_up):
    """From 2 May 2031 to 3 May 2034 are three years, one of them a leap year, and a day."""
    assert series.summary(made_up).drop(columns="usual_interval_days").to_dict("records") == [
        {
            "series_id": "duck-drill",
            "series": "Duck Drill",
            "rounds": 2,
            "events": 4,
            "first": "2031-05-02",
            "last": "2034-05-03",
            "longest_break_days": 1097,
            "break_from": "2031-05-02-duck-drill",
            "break_until": "2034-05-03-duck-drill",
            "break_from_start": "2031-05-02",
            "break_until_start": "2034-05-03",
        }
    ]


def test_two_rounds_have_no_usual_interval(made_up):
    assert series.summary(made_up)["usual_interval_days"].isna().all()


def test_the_usual_interval_is_the_median_and_the_longest_break_is_named(copy):
    """Intervals of 10, 20 and 90 days; a planning conference between them is no round, a cancelled drill none either."""
    days = ["2031-01-01", "2031-01-11", "2031-01-31", "2031-05-01"]
    held = [drill(day, str(number)) for number, day in enumerate(days, 1)]
    tables = record_of(copy, *held, drill("2031-03-01"), drill("2031-04-01", "4", status="cancelled"))
    row = series.summary(tables).loc[0]
    assert (row["rounds"], row["events"], row["usual_interval_days"]) == (4, 6, 20)
    assert (row["longest_break_days"], row["break_from"], row["break_until"]) == (90, "2031-01-31-drill", "2031-05-01-drill")


def test_two_phases_of_a_round_are_one_round_from_the_first_of_them(copy):
    """2030 in June and in October, then June 2031 and June 2032."""
    tables = record_of(
        copy, drill("2030-10-01", "2030"), drill("2030-06-01", "2030"), drill("2031-06-01", "2031"), drill("2032-05-31", "2032")
    )
    assert len(series.rounds(tables)) == 4
    row = series.summary(tables).loc[0]
    assert (row["rounds"], row["first"], row["usual_interval_days"]) == (3, "2030-06-01", 365)
    assert (row["break_from"], row["break_until"]) == ("2030-06-01-drill", "2031-06-01-drill")


def test_a_round_known_to_the_year_or_month_is_taken_to_start_in_the_middle_of_it(copy):
    """2 July 2030 (the year's middle), 2 July 2031, and 16 July 2032 (the month's): 365 and 380 days."""
    tables = record_of(copy, drill("2030", "1"), drill("2031-07-02", "2"), drill("2032-07", "3"))
    row = series.summary(tables).loc[0]
    assert (row["usual_interval_days"], row["longest_break_days"]) == (372.5, 380)
    assert (row["first"], row["last"]) == ("2030", "2032-07")


def test_a_series_without_a_round_is_listed_without_dates(copy):
    row = series.summary(record_of(copy, drill("2031-05-02"))).loc[0]
    assert (row["rounds"], row["events"]) == (0, 1)
    assert row[["first", "last", "usual_interval_days", "longest_break_days", "break_from", "break_until"]].isna().all()


def test_the_series_with_the_most_rounds_comes_first(record):
    frame = series.summary(record)
    assert frame["rounds"].is_monotonic_decreasing
    for _, same in frame.groupby("rounds"):
        assert list(same["series"]) == sorted(same["series"], key=str.casefold)
    assert frame["events"].sum() == record.events["series_id"].notna().sum()


def test_nothing_selected_has_no_series(made_up):
    nothing = apply(Selection(q="nothing like it"), made_up)
    assert series.rounds(nothing).empty
    assert series.summary(nothing).empty


def test_of_many_rounds_only_the_latest_may_be_asked_for(made_up):
    every = series.rounds(made_up).sort_values(["first_day", "event_id"])
    assert len(every) > 1 and list(series.rounds(made_up, 1)["event_id"]) == list(every["event_id"].tail(1))
