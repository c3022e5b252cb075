"""The bench on two days and the first year in a post, counted by hand in tests/record."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data.measures import turnover
from data.record import Tables
from data.selection import Selection, apply

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def bench(tables: Tables, then: str, now: str) -> pd.DataFrame:
    return turnover.bench(tables, day(then), day(now)).set_index("post_id")


def test_the_bench_names_the_holders_of_both_days(made_up: Tables) -> None:
    found = bench(made_up, "2031-06-01", "2034-06-01")
    assert found["change"].to_dict() == {"xfr-president": "unknown", "xsy-minister": "same", "xfr-ambassador": "unknown"}
    assert found.loc["xfr-president", ["holders_then", "holders_now"]].tolist() == ["Rufus T. Firefly", ""]
    assert found.loc["xfr-ambassador", ["holders_then", "holders_now"]].tolist() == ["", "Gloria Teasdale"]
    assert found["certain"].all()


@pytest.mark.parametrize(
    ("then", "holder"),
    [
        ("2029-12-31", ""),
        ("2030-06-01", "possibly Rufus T. Firefly"),
        ("2030-12-31", "Rufus T. Firefly"),
        ("2032-01-05", "Rufus T. Firefly"),
        ("2032-01-06", ""),
    ],
)
def test_a_term_known_to_the_year_possibly_covers_that_year(made_up: Tables, then: str, holder: str) -> None:
    found = bench(made_up, then, "2034-06-01").loc["xfr-president"]
    assert found["holders_then"] == holder
    assert found["certain"] == (not holder.startswith("possibly"))


def test_another_holder_and_one_of_two(made_up: Tables) -> None:
    own = made_up.tenures[made_up.tenures["tenure_id"] == "rufus-firefly-president"]
    next_one = own.assign(
        tenure_id="gloria-teasdale-president", official_id="gloria-teasdale", start="2032-01-06", end="2034-12-31"
    )
    tables = replace(made_up, tenures=pd.concat([made_up.tenures, next_one], ignore_index=True))
    assert bench(tables, "2031-06-01", "2034-06-01").loc["xfr-president", "change"] == "other"
    beside = next_one.assign(start="2031-01-01", end="2031-12-31")
    tables = replace(made_up, tenures=pd.concat([made_up.tenures, beside], ignore_index=True))
    found = bench(tables, "2031-06-01", "2032-01-02").loc["xfr-president"]
    assert (found["holders_then"], found["change"]) == ("Rufus T. Firefly; Gloria Teasdale", "some")


def test_the_bench_is_counted_by_side(made_up: Tables) -> None:
    found = turnover.bench_totals(turnover.bench(made_up, day("2030-06-01"), day("2031-06-01")))
    columns = ["country", "posts", "known", "same", "some", "other", "unknown", "uncertain"]
    assert list(found[columns].itertuples(index=False, name=None)) == [
        ("XFR", 2, 1, 1, 0, 0, 1, 1),
        ("XSY", 1, 1, 1, 0, 0, 0, 0),
    ]


def test_other_levels_are_not_on_the_bench(made_up: Tables) -> None:
    assert turnover.bench(made_up, day("2031-06-01"), day("2034-06-01"), levels=(1,))["post_id"].tolist() == ["xfr-president"]
    assert turnover.bench_totals(turnover.bench(made_up, day("2031-06-01"), day("2034-06-01"), levels=())).empty


def test_the_shipped_record_knows_a_handover(record: Tables) -> None:
    found = bench(record, "2016-06-30", "2018-06-30")
    secretary = found.loc["usa-secretary-of-defense"]
    assert secretary[["holders_then", "holders_now", "change"]].tolist() == ["Ashton B. Carter", "James N. Mattis", "other"]
    # Known to the year alone, from 2014 to 2016.
    assert (
        found.loc["usa-assistant-secretary-of-defense-indo-pacific-security-affairs", "holders_then"] == "possibly David B. Shear"
    )


@pytest.fixture
def dated(made_up: Tables) -> Tables:
    """The made-up record, the minister's term known to the day: from May 1, 2031 to June 30, 2034."""
    terms = made_up.tenures.set_index("tenure_id")
    terms.loc["trentino-minister", ["start", "end", "end_status"]] = ["2031-05-01", "2034-06-30", "ended"]
    return replace(made_up, tenures=terms.reset_index())


def test_the_first_year_ends_after_365_days(dated: Tables) -> None:
    found = turnover.years_in_post(dated, dated)
    # The president's start is known to the year, the ambassador's end was not found. 2032 has a day more. The forum of July 2032
    # and the call of 2034 are later; the visit of 2031 has no day.
    assert list(found[["tenure_id", "phase", "days", "engagements"]].itertuples(index=False, name=None)) == [
        ("trentino-minister", "first", 365, 0),
        ("trentino-minister", "later", 1157 - 365, 2),
    ]


def test_only_the_years_of_the_selection_count(dated: Tables) -> None:
    found = turnover.years_in_post(apply(Selection(years=(2032, 2032)), dated), dated)
    # Of 2032, 120 days to April 29 are in the first year.
    assert list(found[["phase", "days", "engagements"]].itertuples(index=False, name=None)) == [
        ("first", 120, 0),
        ("later", 246, 1),
    ]


def test_rates_are_by_year_in_post_and_said_with_n(dated: Tables) -> None:
    rates = turnover.phase_rates(turnover.years_in_post(dated, dated))
    assert rates["rate"].tolist() == pytest.approx([0, 2 / (792 / 365.25)])
    words = turnover.phases_in_words(rates, "Sylvania")
    assert "0 engagements in first years in post (1.0 years of 1 term: 0.00 a year)" in words
    assert "2 after them (2.2 years of 1 term: 0.92 a year)" in words
    assert words.endswith("no more than chance readily explains.")
    assert "do not hold both" in turnover.phases_in_words(rates[rates["phase"] == "first"], "Sylvania")
    assert turnover.phases_in_words(rates.assign(engagements=0), "Sylvania").endswith("There is nothing to compare.")


def test_a_record_without_such_terms_has_empty_measures(made_up: Tables) -> None:
    found = turnover.years_in_post(made_up, made_up)
    assert found.empty
    assert turnover.phase_rates(found).empty
