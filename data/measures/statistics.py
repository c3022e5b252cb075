"""The statistics behind the words: exact intervals and tests for counts, one change point, a difference of shares.

Each function takes plain numbers, so that it can be checked against the worked examples in the literature that it cites.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

LEVEL = 0.95


def poisson_interval(count: int, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval for the mean of a Poisson count.

    Garwood, F. (1936), "Fiducial limits for the Poisson distribution", Biometrika 28, 437-442.
    """
    tail = (1 - level) / 2
    # Half the quantiles of chi-squared with 2 count, and 2 count + 2, degrees of freedom.
    low = float(special.gammaincinv(count, tail)) if count else 0.0
    return low, float(special.gammaincinv(count + 1, 1 - tail))


@dataclass(frozen=True, slots=True)
class RateChange:
    """Two rates compared: the ratio of the second to the first, its exact interval, and the two-sided p-value.

    The ratio is missing (nan) where neither period has a count, and infinite where only the second has.
    """

    ratio: float
    low: float
    high: float
    p_value: float


def compare_rates(first: int, first_time: float, second: int, second_time: float, level: float = LEVEL) -> RateChange:
    """Whether a rate differs between two periods: the exact conditional test on the counts and the length of each period.

    Given their sum, one count is binomial; the interval is Clopper and Pearson's, turned into a ratio. Przyborowski, J. and
    Wilenski, H. (1940), "Homogeneity of results in testing samples from Poisson series", Biometrika 31, 313-323.

    Raises ValueError where a period has no length or a count is negative.
    """
    if first_time <= 0 or second_time <= 0 or first < 0 or second < 0:
        raise ValueError("a period needs a length above 0 and a count of at least 0")
    total = first + second
    if not total:
        return RateChange(float("nan"), 0.0, float("inf"), 1.0)
    expected = second_time / (first_time + second_time)
    test = stats.binomtest(second, total, expected)
    interval = test.proportion_ci(level, "exact")

    def ratio(share: float) -> float:
        return share / (1 - share) * first_time / second_time if share < 1 else float("inf")

    return RateChange(ratio(second / total), ratio(interval.low), ratio(interval.high), float(test.pvalue))


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """Where a series of counts most likely changes its rate.

    `index` is that of the first count after the change; `low` and `high` bound the shortest set of such indexes that holds the
    change, if there is one, with the probability asked for; `before` and `after` are the mean counts on either side; `odds` is
    the Bayes factor for one change against none (3 or more speaks for a change, under 1 against it).
    """

    index: int
    low: int
    high: int
    before: float
    after: float
    odds: float


def change_point(counts: Sequence[int], level: float = LEVEL) -> ChangePoint:
    """The most likely single change in the rate of Poisson counts, every place of the change equally likely beforehand.

    Both rates have the same Gamma prior of shape 1 whose mean is that of all counts, so that the answer does not hang on the
    unit of time. The model is that of Carlin, B. P., Gelfand, A. E. and Smith, A. F. M. (1992), "Hierarchical Bayesian analysis
    of changepoint problems", Applied Statistics 41, 389-405, its integrals solved exactly.

    Raises ValueError for fewer than three counts or none above 0.
    """
    values = np.asarray(counts, dtype=float)
    if len(values) < 3 or not values.sum():
        raise ValueError("a change needs at least three counts, one of them above 0")
    rate = 1 / values.mean()
    sums, places = np.cumsum(values)[:-1], np.arange(1, len(values))

    def evidence(total: np.ndarray, length: np.ndarray) -> np.ndarray:
        """The logarithm of the probability of counts with this sum over this length, what all partitions share left out."""
        return np.log(rate) + special.gammaln(total + 1) - (total + 1) * np.log(length + rate)

    split = evidence(sums, places) + evidence(values.sum() - sums, len(values) - places)
    whole = evidence(values.sum(), np.asarray(float(len(values))))
    weights = np.exp(split - special.logsumexp(split))
    order = np.argsort(-weights)
    kept = order[: int(np.searchsorted(np.cumsum(weights[order]), level) + 1)]
    best = int(order[0])
    return ChangePoint(
        index=int(places[best]),
        low=int(places[kept].min()),
        high=int(places[kept].max()),
        before=float(sums[best] / places[best]),
        after=float((values.sum() - sums[best]) / (len(values) - places[best])),
        odds=float(np.exp(min(special.logsumexp(split) - np.log(len(places)) - whole, 700))),
    )


def difference_of_shares(
    first: int, first_of: int, second: int, second_of: int, level: float = LEVEL
) -> tuple[float, float, float]:
    """The share in the second group less that in the first, with its interval: difference, low, high.

    The hybrid score interval, method 10 of Newcombe, R. G. (1998), "Interval estimation for the difference between independent
    proportions", Statistics in Medicine 17, 873-890.

    Raises ValueError where a group is empty or its part is larger than it.
    """
    if not (0 <= first <= first_of and 0 <= second <= second_of and first_of and second_of):
        raise ValueError("a share needs a group of at least one and a part no larger than it")
    one, two = first / first_of, second / second_of
    one_low, one_high = _wilson(first, first_of, level)
    two_low, two_high = _wilson(second, second_of, level)
    difference = two - one
    return (
        difference,
        difference - math.hypot(two - two_low, one_high - one),
        difference + math.hypot(two_high - two, one - one_low),
    )


def _wilson(part: int, whole: int, level: float) -> tuple[float, float]:
    """The score interval of a share. Wilson, E. B. (1927), "Probable inference", Journal of the American Statistical Association 22.

    SciPy's `binomtest` gives the same, and works out a test that is not asked for.
    """
    z = float(special.ndtri((1 + level) / 2))
    share, spread = part / whole, z**2 / whole
    middle = share + spread / 2
    half = math.sqrt(spread * (share * (1 - share) + spread / 4))
    return (middle - half) / (1 + spread), (middle + half) / (1 + spread)
