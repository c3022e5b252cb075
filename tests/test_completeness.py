"""The estimate of what no source reports: against published values, its bounds, and what the page shows of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from components.charts import completeness as charts
from dashboard.views import evidence
from data import selection as selections
from data.measures import completeness
from data.measures.completeness import chao, estimates
from data.record import Tables
from data.selection import Selection
from tests.conftest import HOME, MADE_UP
from tests.test_pages import page, words

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")


def resting_on(tables: Tables, years: list[int], sources: list[int]) -> Tables:
    """A record of counted engagements in these years, on so many independent sources each."""
    rows = pd.DataFrame(
        {
            "event_id": [f"{year}-{place}" for place, year in enumerate(years)],
            "year": pd.array(years, dtype="Int64"),
            "first_day": pd.to_datetime([f"{year}-01-01" for year in years]),
            "tally": "counted",
            "independent_sources": pd.array(sources, dtype="Int64"),
        }
    )
    return replace(tables, events=rows, years=(min(years), max(years)))


@pytest.mark.parametrize(
    ("observed", "once", "twice", "total", "error", "low", "high"),
    [(9, 3, 3, 9.75, 1.42, 9.07, 17.45), (4, 2, 0, 5, 2.17, 4.08, 17.27)],
)
def test_the_values_that_estimates_gives(observed, once, twice, total, error, low, high) -> None:
    """EstimateS 8.2 for the counts 1 1 4 2 5 2 4 1 2 and 1 1 4 5, as quoted in scikit-bio's tests of its `chao1` and `chao1_ci`."""
    found = chao(observed, once, twice)
    assert observed + found.unseen == total
    assert (found.error, found.low, found.high) == pytest.approx((error, low, high), abs=0.01)


def test_nothing_is_missing_where_no_more_than_one_rests_on_one_source() -> None:
    assert chao(10, 0, 4) == completeness.LowerBound(0.0, 0.0, 10.0, 10.0)
    assert chao(10, 1, 4).unseen == 0


@pytest.mark.parametrize("counts", [(5, 3, 3), (5, -1, 2), (5, 1, -2)])
def test_counts_that_can_not_be_are_refused(counts) -> None:
    with pytest.raises(ValueError, match="parts of what was observed"):
        chao(*counts)


COUNTS = st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))


@given(COUNTS)
def test_the_interval_holds_the_estimate_and_never_goes_under_what_was_found(counts) -> None:
    once, twice, more = counts
    observed = once + twice + more
    found = chao(observed, once, twice)
    assert observed <= found.low <= observed + found.unseen <= found.high
    assert found.unseen <= (once**2 / (2 * twice) if twice else once**2 / 2), "never above the classic form"


@given(COUNTS)
def test_more_on_one_source_raises_the_bound_and_more_on_two_lower_it(counts) -> None:
    once, twice, more = counts
    observed = once + twice + more
    assert (
        chao(observed + 1, once + 1, twice).unseen
        >= chao(observed, once, twice).unseen
        >= chao(observed + 1, once, twice + 1).unseen
    )


def test_a_period_is_estimated_from_its_own_engagements(made_up: Tables) -> None:
    """2000 to 2004: six on one source, five on two, one on three: 6 · 5 / (2 · 6) = 2.5 are not found. 2005: four on one are too few."""
    tables = resting_on(made_up, [2001] * 6 + [2004] * 6 + [2005] * 9, [1] * 6 + [2] * 5 + [3] + [1] * 4 + [2] * 5)
    first, second = estimates(tables, 5).to_dict("records")
    assert (first["first"], first["last"], first["observed"], first["once"], first["twice"]) == (2001, 2004, 12, 6, 5)
    assert first["unseen"] == 2.5 and 12 < first["low"] < 14.5 < first["high"]
    assert (second["first"], second["last"], second["observed"]) == (2005, 2005, 9)
    assert pd.isna([second["unseen"], second["low"], second["high"]]).all()


def test_all_years_are_one_period_where_no_length_is_given(made_up: Tables) -> None:
    tables = resting_on(made_up, [1999] * 6 + [2011] * 5, [1] * 6 + [2] * 5)
    (whole,) = estimates(tables, None).itertuples()
    assert (whole.first, whole.last, whole.observed, whole.unseen) == (1999, 2011, 11, 2.5)


def test_periods_of_the_record_hold_every_counted_engagement_once(record: Tables) -> None:
    for length in (1, 5, 10, None):
        frame = estimates(record, length)
        assert frame["observed"].sum() == (record.events["tally"] == "counted").sum()
        assert (frame["first"].iloc[0], frame["last"].iloc[-1]) == record.years
        assert (frame["first"].iloc[1:].to_numpy() == frame["last"].iloc[:-1].to_numpy() + 1).all()
        for row in frame.itertuples():
            behind = completeness.events_in(record, row.first, row.last)
            assert len(behind) == row.observed and set(behind["tally"]) <= {"counted"}
            assert (behind["independent_sources"] == 1).sum() == row.once
            assert pd.isna(row.unseen) == (min(row.once, row.twice) < completeness.FEWEST)


def test_a_selection_without_an_engagement_has_no_periods(made_up: Tables) -> None:
    assert estimates(selections.apply(Selection(q="no such thing"), made_up)).empty


@pytest.fixture
def frame() -> pd.DataFrame:
    """One period with an estimate and one with too little for any."""
    columns = ["first", "last", "observed", "once", "twice", "unseen", "low", "high"]
    return pd.DataFrame([(2000, 2004, 12, 6, 5, 2.5, 12.3, 24.0), (2005, 2005, 9, 4, 5, None, None, None)], columns=columns)


def test_the_estimate_is_hatched_on_top_of_what_was_found(frame) -> None:
    chart = charts.with_unseen(frame, color="#123456")
    found, unseen = chart.data
    assert chart.layout.barmode == "stack" and list(found.y) == [12, 9] and list(unseen.y) == [2.5]
    assert unseen.marker.pattern.shape == "/" and found.marker.pattern.shape is None
    whisker = unseen.error_y
    assert (14.5 - whisker.arrayminus[0], 14.5 + whisker.array[0]) == pytest.approx((12.3, 24.0))


def test_a_period_without_an_estimate_says_so(frame) -> None:
    chart = charts.with_unseen(frame, color="#123456")
    (note,) = chart.layout.annotations
    assert note.text == charts.TOO_FEW and note.x == "2005"


def test_only_what_was_found_has_events_behind_it(frame) -> None:
    found, unseen = charts.with_unseen(frame, color="#123456").data
    assert [list(data) for data in found.customdata] == [[2000, 2004], [2005, 2005]] and unseen.customdata is None


def test_nothing_is_estimated_before_the_reader_asks(monkeypatch) -> None:
    def refuse(*_):
        raise AssertionError("estimated unasked")

    monkeypatch.setattr(completeness, "estimates", refuse)
    shown = page(evidence, HOME, {})
    assert not shown.exception and not shown.toggle(key="completeness_on").value
    shown.toggle(key="completeness_on").set_value(True).run()
    assert shown.exception, "and it is this that would have been estimated"


def test_the_estimate_comes_with_its_numbers_and_the_assumptions_it_breaks(record: Tables) -> None:
    before = page(evidence, HOME, {})
    shown = before.toggle(key="completeness_on").set_value(True).run()
    assert not shown.exception
    (whole,) = estimates(record, None).itertuples()
    told = words(shown)
    assert f"{whole.observed} engagements are found, {whole.once} from one source and {whole.twice} from two" in told
    assert f"not found is **{whole.unseen:.0f}**" in told
    assert len(re.findall(r"(?m)^- \*\*", told)) == 4 and "the estimate is a lower bound" in told


def test_a_record_with_too_few_sources_says_that_there_are_too_few() -> None:
    shown = page(evidence, MADE_UP, {}).toggle(key="completeness_on").set_value(True).run()
    assert not shown.exception and "too few to say how many are not" in words(shown)
