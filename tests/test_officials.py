"""Officials: levels, posts as lanes, the roster and its search, counterparts. All numbers are counted by hand in tests/record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from components.charts import lanes, levels
from data.measures import officials
from data.record import Tables, carried
from data.selection import Selection, apply

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def terms(made_up: Tables) -> pd.DataFrame:
    return officials.tenures(made_up).set_index("tenure_id")


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


# Levels


def test_the_highest_level_is_that_of_the_pair_in_years_with_someone_named(made_up: Tables) -> None:
    found = officials.highest_level(made_up)
    rows = list(found[["year", "country", "level", "participations"]].itertuples(index=False, name=None))
    # 2032 has a Ruritanian regent of level 1, who is of neither side, and no Freedonian; 2033 names no one.
    assert rows == [(2031, "XFR", 1, 1), (2031, "XSY", 2, 1), (2032, "XSY", 2, 1), (2034, "XFR", 3, 1), (2034, "XSY", 2, 2)]


def test_an_office_without_a_name_is_listed_as_the_office(made_up: Tables) -> None:
    found = officials.highest_level(made_up)
    assert (
        found.loc[(found["year"] == 2034) & (found["country"] == "XSY"), "people"].item() == "Chief of Staff; Trentino of Sylvania"
    )


def test_each_engagement_counts_once_for_a_side_at_its_highest_level(made_up: Tables) -> None:
    found = officials.level_totals(made_up)
    assert list(found[["country", "level", "engagements"]].itertuples(index=False, name=None)) == [
        ("XFR", 1, 1),
        ("XFR", 3, 2),
        ("XSY", 2, 4),
    ]
    assert found.groupby("country")["share"].sum().tolist() == pytest.approx([1, 1])


def test_the_events_behind_a_level_are_as_many_as_it_counts(made_up: Tables) -> None:
    for row in officials.level_totals(made_up).itertuples():
        assert len(officials.events_at(made_up, row.country, row.level)) == row.engagements
    assert officials.events_at(made_up, "XFR", 3, 2031)["event_id"].tolist() == ["2031-05-02-duck-drill"]


def test_context_engages_no_one(made_up: Tables) -> None:
    people = made_up.participants
    quarrel = people[people["event_id"] == "2031-firefly-visit"].assign(event_id="2032-03-quarrel")
    more = replace(made_up, participants=carried(pd.concat([people, quarrel], ignore_index=True), made_up.events))
    for measure in (officials.highest_level, officials.levels, officials.roster, officials.counterparts, officials.appearances):
        pd.testing.assert_frame_equal(measure(more), measure(made_up))


# Terms in office


def test_a_term_known_to_the_year_is_vague_for_that_year(terms: pd.DataFrame) -> None:
    firefly = terms.loc["rufus-firefly-president"]
    assert (firefly["first_day"], firefly["surely_from"]) == (day("2030-01-01"), day("2030-12-31"))
    assert (firefly["surely_until"], firefly["last_day"]) == (day("2032-01-05"), day("2032-01-05"))
    assert firefly["term"] == "2030, day and month not stated to January 5, 2032"


def test_a_term_that_ran_when_last_seen_is_drawn_to_the_day_of_the_record(made_up: Tables, terms: pd.DataFrame) -> None:
    assert terms.loc["trentino-minister", "last_day"] == day(str(made_up.descriptor["as_of"]))
    assert terms.loc["trentino-minister", "term"].endswith("in office when last seen")


def test_a_term_whose_end_was_not_found_is_drawn_as_far_as_an_event_attests_it(terms: pd.DataFrame) -> None:
    assert terms.loc["gloria-teasdale-ambassador", "last_day"] == day("2034-06-15")
    assert terms.loc["gloria-teasdale-ambassador", "term"] == "February 2034, day not stated; end not found"


def test_a_term_without_any_date_is_drawn_from_what_attests_it_or_not_at_all(made_up: Tables) -> None:
    undated = made_up.tenures.assign(start=pd.NA, end=pd.NA, end_status="not_found")
    found = officials.tenures(replace(made_up, tenures=undated)).set_index("tenure_id")
    # The forum of 2032 and the call of 2034 attest the minister; the visit known only to the year attests no day.
    assert found.loc["trentino-minister", ["first_day", "last_day"]].tolist() == [day("2032-07-10"), day("2034-06-15")]
    assert found.loc["rufus-firefly-president", ["first_day", "last_day"]].isna().all()


@pytest.mark.parametrize(
    ("start", "row"),
    [("2031", 1), ("2032-01-05", 0), ("2032-01", 0), ("2032", 0)],
    ids=["side by side", "the day of the handover", "the month of the handover", "the year of the handover"],
)
def test_only_terms_that_surely_overlap_lie_one_under_the_other(made_up: Tables, start: str, row: int) -> None:
    own = made_up.tenures[made_up.tenures["tenure_id"] == "rufus-firefly-president"]
    other = own.assign(tenure_id="gloria-teasdale-president", official_id="gloria-teasdale", start=start, end="2033-01-01")
    found = officials.tenures(replace(made_up, tenures=pd.concat([own, other], ignore_index=True))).set_index("tenure_id")
    assert found["row"].to_dict() == {"rufus-firefly-president": 0, "gloria-teasdale-president": row}


def test_posts_come_by_level_with_terms_of_the_record_and_engagements_of_the_selection(made_up: Tables) -> None:
    selected = apply(Selection(years=(2032, 2034)), made_up)
    found = officials.posts(selected, made_up)
    assert list(found[["post_id", "terms", "engagements"]].itertuples(index=False, name=None)) == [
        ("xfr-president", 1, 0),
        ("xsy-minister", 1, 2),
        ("xfr-ambassador", 1, 1),
    ]
    # Posts can be chosen whatever the selection.
    assert found["post_id"].tolist() == officials.posts(made_up, made_up)["post_id"].tolist()
    assert officials.most_engaged(found, 1)["post_id"].tolist() == ["xsy-minister", "xfr-ambassador"]


def test_the_events_of_a_term_are_those_of_its_holder_in_that_post(made_up: Tables, terms: pd.DataFrame) -> None:
    found = officials.events_in_term(made_up, terms.loc["trentino-minister"])
    assert found["event_id"].tolist() == ["2031-firefly-visit", "2032-07-10-forum", "2034-06-15-trentino-call"]


# Officials


def test_the_roster_counts_engagements_and_counterparts(made_up: Tables) -> None:
    found = officials.roster(made_up)
    assert list(found[["official", "engagements", "first", "last", "counterparts"]].itertuples(index=False, name=None)) == [
        ("Trentino of Sylvania", 3, "2031", "2034-06-15", 3),
        ("Rufus T. Firefly", 1, "2031", "2031", 1),
        ("Rudolf Rassendyll", 1, "2032-07-10", "2032-07-10", 1),
        ("Gloria Teasdale", 1, "2034-06-15", "2034-06-15", 1),
    ]


@pytest.mark.parametrize("words", ["Trentinö", "TRENTINO", "trentino minister", "mrs. teasdale", "firefly, rufus"])
def test_a_search_finds_any_spelling_and_the_office(made_up: Tables, words: str) -> None:
    assert len(officials.search(officials.roster(made_up), words)) == 1


def test_a_search_for_nobody_finds_nobody_and_no_words_find_all(made_up: Tables) -> None:
    roster = officials.roster(made_up)
    assert officials.search(roster, "chicolini").empty
    assert len(officials.search(roster, " ")) == len(roster)


def test_counterparts_are_of_another_country_in_the_same_engagement(made_up: Tables) -> None:
    found = officials.counterparts(made_up)
    assert found.loc[found["official_id"] == "trentino", "counterpart"].tolist() == [
        "Gloria Teasdale",
        "Rudolf Rassendyll",
        "Rufus T. Firefly",
    ]
    assert found.loc[found["official_id"] == "rufus-firefly", "counterpart_id"].tolist() == ["trentino"]


def test_a_visit_and_the_meeting_inside_it_are_one_engagement(made_up: Tables) -> None:
    events = made_up.events.copy()
    events.loc[events["event_id"] == "2034-06-15-trentino-call", ["tally", "part_of"]] = ["part", "2031-firefly-visit"]
    found = officials.roster(replace(made_up, events=events)).set_index("official_id")
    assert found.loc["trentino", "engagements"] == 2


def test_the_areas_of_an_official_are_those_of_his_engagements(made_up: Tables) -> None:
    assert dict(officials.areas(made_up, "trentino")[["focus_area", "engagements"]].itertuples(index=False, name=None)) == {
        "friendship": 2,
        "boats": 1,
        "other": 1,
    }


def test_a_selection_without_officials_has_empty_measures(made_up: Tables) -> None:
    nobody = apply(Selection(type=("ban",)), made_up)
    for measure in (
        officials.highest_level,
        officials.level_totals,
        officials.appearances,
        officials.roster,
        officials.counterparts,
    ):
        assert measure(nobody).empty


# Charts


def lanes_of(made_up: Tables, selected: Tables | None = None) -> dict[str, Any]:
    """Each trace of the lanes of all posts, by the trace's name or symbol."""
    selected = selected or made_up
    chart = lanes.post_lanes(
        officials.posts(selected, made_up),
        officials.tenures(made_up),
        officials.appearances(selected),
        roles=made_up.words("tenure_roles").labels,
        color="#2f5fc4",
        years=selected.years,
        until=date(2035, 1, 1),
    )
    return {trace.name or getattr(trace.marker, "symbol", None) or "vague": trace for trace in chart.data}


def test_lanes_draw_terms_engagements_and_what_is_not_known(made_up: Tables) -> None:
    traces = lanes_of(made_up)
    assert [mark[1] for mark in traces["In full"].customdata] == ["rufus-firefly-president", "trentino-minister"]
    assert [mark[1] for mark in traces["Acting"].customdata] == ["gloria-teasdale-ambassador"]
    assert traces["In full"].marker.pattern.shape == ""
    assert traces["Acting"].marker.pattern.shape != ""
    assert {mark[1] for mark in traces[lanes.NOT_FOUND].customdata} == {"gloria-teasdale-ambassador"}
    assert {mark[1] for mark in traces["vague"].customdata} == {"gloria-teasdale-ambassador"}
    assert list(traces["Engagement"].x) == ["2032-07-10", "2034-06-15", "2034-06-15"]


def test_an_engagement_known_to_the_year_spans_the_year_and_invents_no_day(made_up: Tables) -> None:
    bracket = lanes_of(made_up)["Day not stated"]
    assert list(bracket.x)[:3] == ["2031-01-01", "2031-12-31", None]
    assert {mark[1] for mark in bracket.customdata} == {"2031-firefly-visit"}


def test_lanes_are_cut_to_the_years_of_the_selection(made_up: Tables) -> None:
    traces = lanes_of(made_up, apply(Selection(years=(2032, 2033)), made_up))
    assert min(traces["In full"].base) == "2032-01-01"
    assert "Acting" not in traces


def test_lanes_escape_what_the_record_says(made_up: Tables) -> None:
    named = replace(made_up, officials=made_up.officials.assign(name="<b>Bold</b>", sort_name="<b>Bold</b>"))
    traces = lanes_of(named)
    assert traces["In full"].text[0] == "&lt;b&gt;Bold&lt;/b&gt;"
    assert "<b>Bold" not in "".join(traces["Engagement"].hovertext)


def test_levels_have_one_trace_a_side_level_one_on_top_and_the_sides_apart(made_up: Tables) -> None:
    chart = levels.highest_by_year(
        officials.highest_level(made_up),
        words=made_up.words("levels"),
        sides={"XFR": "Freedonia", "XSY": "Sylvania"},
        colors=made_up.words("countries").colors,
        years=made_up.years,
    )
    first, second = chart.data
    assert (list(first.x), list(second.x)) == ([2031, 2034], [2031, 2032, 2034])
    assert first.customdata[0] == ["XFR", 1, 2031]
    assert chart.layout.yaxis.range[0] > chart.layout.yaxis.range[1]
    assert not set(first.y) & set(second.y)


def test_the_distribution_has_a_bar_for_each_level_that_a_side_reaches(made_up: Tables) -> None:
    chart = levels.distribution(
        officials.level_totals(made_up), words=made_up.words("levels"), sides={"XFR": "Freedonia", "XSY": "Sylvania"}, colors={}
    )
    assert [list(trace.x) for trace in chart.data] == [[1, 2], [4]]
    assert chart.data[0].customdata[1] == ["XFR", 3]


def test_levels_by_year_have_a_row_of_bars_a_side_and_each_level_once_in_the_legend(made_up: Tables) -> None:
    chart = levels.by_year(
        officials.levels(made_up), words=made_up.words("levels"), sides={"XFR": "Freedonia", "XSY": "Sylvania"}, years=made_up.years
    )
    drawn = [(trace.yaxis, trace.name, list(trace.x), list(trace.y)) for trace in chart.data if len(trace.x)]
    assert drawn == [
        ("y", "1 Crown", [2031], [1]),
        ("y", "3 Envoy", [2031, 2034], [1, 1]),
        ("y2", "2 Minister", [2031, 2032, 2034], [1, 1, 2]),
    ]
    assert [trace.name for trace in chart.data if trace.showlegend] == ["1 Crown", "3 Envoy", "2 Minister"]
    assert [trace.legendrank for trace in chart.data if trace.showlegend] == [1, 3, 2]
    assert list(chart.data[2].customdata[0]) == ["XFR", 3, 2031]


# What sources disagree on


def disputed(tables: Tables, field: str, value: str) -> Tables:
    """The record with a disagreement about the call of 2034, in which Teasdale and Trentino take part."""
    conflict = {
        "conflict_id": "c",
        "event_id": "2034-06-15-trentino-call",
        "field": field,
        "resolution": pd.NA,
        "why": "Unsettled.",
    }
    values = {"conflict_id": "c", "number": 1, "value": value, "source_id": "s0004", "accepted": pd.NA}
    return replace(
        tables,
        conflicts=pd.concat([tables.conflicts, pd.DataFrame([conflict])], ignore_index=True),
        conflict_values=pd.concat([tables.conflict_values, pd.DataFrame([values])], ignore_index=True),
    )


@pytest.mark.parametrize(
    ("field", "value", "whom"),
    [
        ("participants", "nobody is named", {"gloria-teasdale", "trentino"}),
        ("participants", "MRS TEASDALE stayed away", {"gloria-teasdale"}),
        ("start", "when Trentinö came", {"trentino"}),
        ("start", "2034-06-16", set()),
        ("start", "an of", set()),
    ],
)
def test_a_disagreement_concerns_whom_it_names_or_all_when_it_is_about_the_participants(
    made_up: Tables, field: str, value: str, whom: set[str]
) -> None:
    tables = disputed(made_up, field, value)
    concerned = {person for person in tables.officials["official_id"] if len(officials.conflicts(tables, person))}
    assert concerned == whom


def test_an_official_without_events_has_no_disagreements(made_up: Tables) -> None:
    nobody = made_up.officials.tail(1).assign(official_id="chicolini", name="Chicolini")
    tables = replace(made_up, officials=pd.concat([made_up.officials, nobody], ignore_index=True))
    assert officials.conflicts(tables, "chicolini").empty


def test_the_roster_names_the_subjects_of_an_officials_engagements(made_up: Tables) -> None:
    rows = officials.roster(made_up).set_index("official_id")["focus_areas"]
    assert rows["trentino"] == "Friendship, Boats, Other"
    assert rows["gloria-teasdale"] == "Friendship"
