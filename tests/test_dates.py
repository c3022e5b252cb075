"""Dates are exactly as precise as the sources, and never more."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from data import dates


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "approximate", "uncertain"),
    [
        ("2024-06-04", date(2024, 6, 4), date(2024, 6, 4), "day", False, False),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month", False, False),
        ("2012", date(2012, 1, 1), date(2012, 12, 31), "year", False, False),
        ("2024-10-15~", date(2024, 10, 15), date(2024, 10, 15), "day", True, False),
        ("1999?", date(1999, 1, 1), date(1999, 12, 31), "year", False, True),
        ("2007-11%", date(2007, 11, 1), date(2007, 11, 30), "month", True, True),
    ],
)
def test_a_date_spans_the_days_that_it_can_mean(text, first, last, precision, approximate, uncertain):
    assert dates.parse(text) == dates.Span(first, last, precision, approximate, uncertain)


@pytest.mark.parametrize(
    "text", ["2024-13", "2024-02-30", "4 June 2024", "2024-6-4", "199X", "2004/2006", "", "soon", "../..", "-0044", "2024-21"]
)
def test_anything_but_a_day_month_or_year_is_refused_with_what_is_allowed(text):
    with pytest.raises(ValueError, match="allowed is an EDTF day, month or year such as 2024-06-04"):
        dates.parse(text)


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_day_reads_back_as_itself(day):
    assert dates.parse(day.isoformat()) == dates.Span(day, day, "day", False, False)


@given(st.text(max_size=30))
def test_no_text_makes_reading_fail_in_another_way(text):
    try:
        span = dates.parse(text)
    except ValueError:
        return
    assert span.first <= span.last


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-06-04", "2024-06-04", "June 4, 2024"),
        ("2024-10-15~", "2024-10-15~", "October 15, 2024 (approximate)"),
        ("2024-10", None, "October 2024, day not stated"),
        ("2012", None, "2012, day and month not stated"),
        ("2025-02-24", "2025-02-25", "February 24, 2025 to February 25, 2025"),
        ("2004-01-16", None, "January 16, 2004; end not stated"),
        ("2006?", None, "2006, day and month not stated (uncertain)"),
    ],
)
def test_a_date_is_said_in_words_with_its_precision(start, end, words):
    assert dates.range_in_words(start, end) == words
