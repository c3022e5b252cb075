"""About what: counted by hand on the made-up record."""

from __future__ import annotations

import math

from data.measures import focus
from data.selection import Selection, apply


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
