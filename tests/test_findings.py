"""What stands out is computed, and leads to the view that shows it."""

from __future__ import annotations

import re

import pytest

from data.findings import Finding, findings
from data.measures import focus, frequency
from data.record import Tables
from data.selection import Selection, apply, counts

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")


def told(tables: Tables, selection: Selection | None = None) -> list[Finding]:
    selection = selection or Selection()
    return findings(tables, apply(selection, tables), selection)


def test_three_to_six_sentences_stand_out_in_the_shipped_record(record):
    assert 3 <= len(told(record)) <= 6


def test_each_leads_to_a_page_with_a_selection_that_keeps_something(record):
    for finding in told(record) + told(record, Selection(years=(2010, 2016))):
        assert finding.page in {"frequency", "focus-areas"}
        assert sum(counts(apply(finding.selection, record)).values())


def test_the_busiest_year_is_the_highest_bar(made_up):
    assert told(made_up)[0].sentence == "2034 has the most engagements: 3. A typical year (the median) has 1.5."
    assert told(made_up)[0].selection == Selection()


def test_the_leading_area_has_the_numbers_of_its_measure(record):
    row = focus.totals(record).iloc[0]
    finding = next(finding for finding in told(record) if "most frequent focus area" in finding.sentence)
    assert f"{row['engagements']} of {counts(record)['counted']} engagements" in finding.sentence
    assert finding.selection == Selection()


def test_an_area_that_was_asked_for_is_no_finding(made_up):
    sentences = [finding.sentence for finding in told(made_up, Selection(focus=("boats",)))]
    assert any("Friendship is the most frequent other focus area" in sentence for sentence in sentences)


def test_a_change_is_only_told_when_the_counts_speak_for_it(record, made_up):
    assert frequency.change(record).point.odds > frequency.WORTH_SAYING
    assert any("changed once" in finding.sentence for finding in told(record))
    assert not any("changed once" in finding.sentence for finding in told(made_up))


def test_a_series_is_missed_only_where_no_other_filter_hides_its_rounds(record):
    assert any("apart, but none since" in finding.sentence for finding in told(record))
    assert not any("but none since" in finding.sentence for finding in told(record, Selection(focus=("peacekeeping",))))


def test_nothing_stands_out_where_nothing_is(record):
    assert told(record, Selection(scope=("context",))) == []
    assert told(record, Selection(q="nothing like it")) == []


def test_sentences_are_whole_and_numbers_plain(record):
    for finding in told(record):
        assert finding.sentence.endswith(".") and not re.search(r"\d\.0 days|nan", finding.sentence)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(years=(2026, 2026)),
        Selection(years=(2025, 2026)),
        Selection(series=("state-partnership-program",)),
        Selection(level=(6,)),
        Selection(level=(1,)),
        Selection(confidence=("low",)),
        Selection(parts="count"),
        Selection(official=("tea-banh",)),
    ],
    ids=lambda selection: selection.to_url(),
)
def test_a_small_selection_has_fewer_findings_and_none_on_a_handful_of_engagements(record, selection):
    for finding in told(record, selection):
        assert not re.search(r"of (the )?[1-9] in ", finding.sentence)
