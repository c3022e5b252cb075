"""The statistics against worked examples that were published, each cited."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st

from data.measures import statistics

# Coal-mining disasters with ten or more dead in Great Britain, 1851-1962: Jarrett, R. G. (1979), "A note on the intervals between
# coal-mining disasters", Biometrika 66, 191-193, as counted by year in Carlin, Gelfand and Smith (1992), table 1.
DISASTERS = [
    *(4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1, 3, 2),
    *(2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 1, 1, 0, 2),
    *(3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1),
]


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (50, 37.11, 65.92)]
)
def test_garwoods_limits(count, low, high):
    """Garwood (1936), table of limits, as tabulated again in Ulm, K. (1990), American Journal of Epidemiology 131, 373-375."""
    assert statistics.poisson_interval(count) == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005))


def test_two_rates_compared():
    """The example in the manual of R's poisson.test: 11 cases in 800 person-years against 21 in 3,011 (Armitage and Berry)."""
    found = statistics.compare_rates(6 + 8 + 7, 1083 + 1050 + 878, 11, 800)
    assert found.ratio == pytest.approx(1.971488, abs=1e-6)
    assert (found.low, found.high) == (pytest.approx(0.8584264, abs=1e-6), pytest.approx(4.2772659, abs=1e-6))
    assert found.p_value == pytest.approx(0.07967, abs=1e-5)


def test_weed_seeds():
    """Przyborowski and Wilenski (1940): no dodder seed in one sample of clover, three in another of the same size."""
    found = statistics.compare_rates(0, 100, 3, 100)
    assert found.p_value == pytest.approx(0.25)
    assert found.ratio == math.inf and found.high == math.inf


def test_nothing_in_both_periods_is_no_change():
    assert statistics.compare_rates(0, 5, 0, 5).p_value == 1


@given(st.integers(0, 60), st.integers(1, 30), st.integers(0, 60), st.integers(1, 30))
def test_the_order_of_the_periods_does_not_change_the_verdict(first, first_time, second, second_time):
    one = statistics.compare_rates(first, first_time, second, second_time)
    two = statistics.compare_rates(second, second_time, first, first_time)
    assert one.p_value == pytest.approx(two.p_value)
    assert 0 <= one.p_value <= 1


def test_a_period_without_length_is_refused():
    with pytest.raises(ValueError, match="a length above 0"):
        statistics.compare_rates(1, 0, 1, 1)


def test_coal_mining_disasters_change_about_1890():
    """Carlin, Gelfand and Smith (1992): the old rate of about 3 a year last held about 1890, the new one is about 0.9."""
    assert (len(DISASTERS), sum(DISASTERS)) == (112, 191)
    found = statistics.change_point(DISASTERS)
    assert 1851 + found.index - 1 in (1890, 1891)
    assert 1851 + found.low - 1 >= 1884 and 1851 + found.high - 1 <= 1896
    assert (found.before, found.after) == (pytest.approx(3.1, abs=0.1), pytest.approx(0.9, abs=0.05))
    assert found.odds > 1000


def test_a_steady_series_has_no_change():
    found = statistics.change_point([3, 2, 4, 3, 3, 2, 3, 4, 3, 3, 2, 4])
    assert found.odds < 1
    assert found.high - found.low > 5


def test_too_short_a_series_is_refused():
    with pytest.raises(ValueError, match="at least three counts"):
        statistics.change_point([4, 1])


@pytest.mark.parametrize(
    ("first", "first_of", "second", "second_of", "low", "high"),
    [
        (48, 80, 56, 70, 0.0524, 0.3339),
        (3, 10, 9, 10, 0.1705, 0.8090),
        (2, 7, 6, 7, 0.0582, 0.8062),
        (0, 29, 5, 56, -0.0381, 0.1926),
        (0, 20, 10, 10, 0.6791, 1.0),
    ],
)
def test_newcombes_examples(first, first_of, second, second_of, low, high):
    """Newcombe (1998), table II, method 10."""
    difference, found_low, found_high = statistics.difference_of_shares(first, first_of, second, second_of)
    assert difference == pytest.approx(second / second_of - first / first_of)
    assert (found_low, found_high) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))
