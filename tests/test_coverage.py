"""The known holes in coverage: what a selection keeps of them, what the page says, and that the numberings of the record agree."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.charts import spans
from dashboard.views import evidence
from data import dates
from data.check import check
from data.frames import collect, lazy, rows
from data.measures import coverage
from data.record import Tables
from data.selection import Selection, apply
from tests.conftest import HOME, MADE_UP
from tests.test_pages import page, words

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")

CLINICS, PLANNING, FORUM = "clinics-before-2031", "duck-drill-planning", "ruritania-forum-2033"


def kept(selection: Selection, tables: Tables) -> list[str]:
    return list(collect(lazy(apply(selection, tables).known_gaps, "gap_id"), "gap_id")["gap_id"])


def test_a_hole_has_its_period_in_words_its_series_its_source_and_the_event_that_shows_it(made_up):
    frame = coverage.known_gaps(made_up)
    assert tuple(frame.columns) == coverage.COLUMNS
    assert list(zip(frame["gap_id"], frame["period"], strict=True)) == [
        (CLINICS, "2031 to May 2031"),
        (PLANNING, "from 2031 on"),
        (FORUM, "2033"),
    ]
    clinics, planning, forum = frame.to_dict("records")
    assert (clinics["first_day"], clinics["last_day"]) == (pd.Timestamp("2031-01-01"), pd.Timestamp("2031-05-31"))
    assert (clinics["event"], clinics["publisher"], clinics["missing"]) == ("Duck Drill team runs a clinic", "Freedonia Gazette", 2)
    assert planning["series"] == "Duck Drill" and pd.isna(planning["last_day"]) and pd.isna(planning["event"])
    assert pd.isna(forum["url"])


def test_no_known_hole_gives_an_empty_frame_with_all_columns(made_up):
    none = coverage.known_gaps(apply(Selection(q="nothing like it"), made_up))
    assert none.empty and tuple(none.columns) == coverage.COLUMNS


@pytest.mark.parametrize(
    ("selection", "holes"),
    [
        (Selection(), [CLINICS, PLANNING, FORUM]),
        # A hole without an end runs on; the others lie in one year.
        (Selection(years=(2031, 2031)), [CLINICS, PLANNING]),
        (Selection(years=(2032, 2032)), [PLANNING]),
        (Selection(years=(2032, 2034)), [PLANNING, FORUM]),
        # A hole without a type may be of any.
        (Selection(type=("aid",)), [CLINICS, PLANNING]),
        (Selection(series=("duck-drill",)), [CLINICS, PLANNING, FORUM]),
        (Selection(years=(2033, 2033), type=("drill",)), [PLANNING]),
        # Of subjects, places and words a hole knows nothing: the event that shows it does.
        (Selection(focus=("medicine",)), [CLINICS]),
        (Selection(q="forum"), [FORUM]),
        (Selection(official=("gloria-teasdale",)), []),
    ],
)
def test_a_selection_keeps_the_holes_that_may_concern_it(selection, holes, made_up):
    assert kept(selection, made_up) == holes


def test_a_kept_hole_keeps_its_series_and_source_and_names_its_event(made_up):
    part = apply(Selection(years=(2033, 2033)), made_up)
    assert len(rows(part.series, series_id="duck-drill")) == len(rows(part.sources, source_id="s0004")) == 1
    forum = coverage.known_gaps(part).set_index("gap_id").loc[FORUM]
    assert forum["event_id"] == "2032-07-10-forum" and pd.isna(forum["event"]), "the forum is outside the selection"


def test_a_hole_ends_after_it_begins_and_its_dates_are_dates(copy: Path):
    table = copy / "tables" / "known_gaps.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",2031,2031-05,", ",2031,2030,").replace(",2033,2033,", ",some day,2033,"), encoding="utf-8")
    assert [str(fault).split(",")[0] for fault in check(copy)] == [
        "known_gaps.csv:2 end: 2030 is before the start",
        "known_gaps.csv:4 start: 'some day' is not a date",
    ]


def test_spans_that_overlap_lie_in_lanes_of_their_own_and_open_ends_reach_the_end_of_the_axis(made_up):
    frame = coverage.known_gaps(made_up)
    frame = frame.assign(group=frame["event_type"], sure=frame["certainty"] == "shown")
    types = made_up.words("event_types")
    chart = spans.spans(frame, labels=types.labels, colors=types.colors, other="Several types", years=(2031, 2034))
    bars = {bar.name: bar for bar in chart.data}
    assert list(bars) == ["Forum", "Aid", "Several types"]
    assert bars["Aid"].y[0] != bars["Several types"].y[0] and bars["Aid"].y[0] == bars["Forum"].y[0]
    days = bars["Several types"].x[0] / spans.DAY
    assert days == (pd.Timestamp("2034-12-31") - pd.Timestamp("2031-01-01")).days + 1
    assert bars["Forum"].customdata[0][0] == FORUM
    assert (bars["Forum"].marker.pattern.shape, bars["Aid"].marker.pattern.shape) == (("/",), ("",)), "what is not known is hatched"


def test_the_page_lists_the_holes_of_the_selection_and_says_where_none_is_known():
    frame = pd.concat(table.value for table in page(evidence, MADE_UP, {}).dataframe if "What is missing" in table.value)
    assert list(frame["When"]) == ["2031 to May 2031", "from 2031 on", "2033"]
    assert list(frame["Number, at least"]) == ["2", "", ""]
    assert list(frame["Took place"]) == ["Shown", "Shown", "Not known"]
    test = page(evidence, MADE_UP, {"official": ["gloria-teasdale"]})
    assert "Known gaps in coverage" in words(test) and "no known gap, which does not mean that there is none" in words(test)


def test_a_picked_hole_is_told_in_full_with_its_source_and_its_event():
    def script(home: str) -> None:
        from components.view import View
        from dashboard.sections import known_gaps as section
        from data.measures import coverage
        from data.record import load
        from data.selection import Selection

        tables = load(home)
        section._gap(coverage.known_gaps(tables).iloc[0], View(tables, tables, Selection()), "hole")

    test = AppTest.from_function(script, args=(str(MADE_UP),), default_timeout=60).run()
    assert not test.exception
    told = words(test)
    assert (
        "at least 2 missing" in told
        and "calls the clinic of May 2031 the third" in told
        and "Duck Drill team runs a clinic" in told
    )


# The shipped record.


def test_every_hole_lies_within_the_record_and_says_what_shows_it(record):
    frame = coverage.known_gaps(record)
    assert len(frame) >= 15
    assert frame["first_day"].dt.year.between(*record.years).all()
    assert frame["last_day"].dropna().dt.year.between(*record.years).all()
    unshown = frame[frame["event_id"].isna() & frame["source_id"].isna()]
    assert (unshown["certainty"] == "unknown").all(), "what nothing on record shows is not shown"
    assert frame.loc[frame["certainty"] == "unknown", "missing"].isna().all(), "what may not have been has no number"
    assert frame["basis"].str.endswith(".").all() and not frame["title"].str.endswith(".").any()


def test_holes_stand_in_the_order_of_their_start():
    rows = pd.read_csv(HOME / "tables" / "known_gaps.csv", dtype=str)
    keys = [(dates.parse(start).first, gap_id) for start, gap_id in zip(rows["start"], rows["gap_id"], strict=True)]
    assert keys == sorted(keys)


def test_a_source_of_a_hole_is_a_source_of_the_event_that_shows_it(record):
    both = record.known_gaps.dropna(subset=["event_id", "source_id"])
    cited = set(zip(record.citations["event_id"], record.citations["source_id"], strict=True))
    assert set(zip(both["event_id"], both["source_id"], strict=True)) <= cited


def numbered_rounds(record: Tables) -> list[tuple[str, list[tuple[int, pd.Timestamp]]]]:
    """The series whose rounds are numbered rather than named by their year, with number and day of each round on record."""
    rounds = record.events.dropna(subset=["series_id", "round"])
    rounds = rounds.assign(number=pd.to_numeric(rounds["round"].str.extract(r"^(\d{1,2})(?:st|nd|rd|th)?$")[0]))
    rounds = rounds.dropna(subset="number").sort_values(["series_id", "number"])
    return [
        (series, list(zip(rows["number"].astype(int), rows["first_day"], strict=True)))
        for series, rows in rounds.groupby("series_id")
        if len(rows) > 1
    ]


def test_a_number_missing_between_two_rounds_on_record_is_a_known_hole(record):
    """And a hole is no longer one when all numbers around it are on record."""
    frame = coverage.known_gaps(record)
    series = numbered_rounds(record)
    assert {"admm-plus", "powmia-joint-field-activity"} <= {name for name, _ in series}
    for name, rounds in series:
        for (one, since), (other, until) in pairwise(rounds):
            inside = (frame["first_day"] > since) & (frame["last_day"] < until + pd.Timedelta(days=31))
            holes = frame[(frame["series_id"] == name) & inside]
            if other - one > 1:
                assert len(holes), f"{name}: {one} and {other} are on record, and no hole between them"
                assert (holes["missing"].dropna() < other - one).all(), (
                    f"{name}: more are missing than lie between {one} and {other}"
                )
            else:
                assert holes.empty, f"{name}: no number is missing between {one} and {other}"
