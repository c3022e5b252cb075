"""How much is missing: a lower bound for the engagements that no source reports, from how the sources overlap.

Engagements are taken as the animals and independent sources as the occasions of a capture-recapture study: many engagements
known from one source only, beside few known from two, suggest that many are known from none. Chao, A. (1987), "Estimating the
population size for capture-recapture data with unequal catchability", Biometrics 43, 783-791. Used throughout is the
bias-corrected form: it is always lower than the classic f1²/(2 f2), and most where the counts are small. Chao, A. (2005),
"Species estimation and applications", in Encyclopedia of Statistical Sciences, 2nd edition, 12, 7907-7916.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

import narwhals as nw
import pandas as pd
from scipy import stats

from data.measures.frames import collect, counted
from data.measures.statistics import LEVEL
from data.record import Tables

# With fewer engagements on one source or on two, a single one more or less moves the estimate by more than it says.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class LowerBound:
    """How many were not seen at the least, with the standard error, and the interval for the seen and the unseen together."""

    unseen: float
    error: float
    low: float
    high: float


def chao(observed: int, once: int, twice: int, level: float = LEVEL) -> LowerBound:
    """Chao's lower bound, bias-corrected, for what was seen `observed` times in all, `once` by one source, `twice` by two.

    Unseen are f1 (f1 - 1) / (2 (f2 + 1)). The variance is that of the EstimateS manual (equations 6 and, where f2 is 0, 7);
    the interval is Chao's (1987), log-normal in the unseen, so that it never goes under what was seen.

    Raises ValueError where the counts can't be: negative, or more of them than observed.
    """
    if once < 0 or twice < 0 or once + twice > observed:
        raise ValueError("once and twice are parts of what was observed")
    unseen = once * (once - 1) / (2 * (twice + 1))
    if not unseen:
        return LowerBound(0.0, 0.0, float(observed), float(observed))
    variance = unseen + once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
    if twice:
        variance += once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    else:
        variance -= once**4 / (4 * (observed + unseen))
    spread = exp(stats.norm.ppf((1 + level) / 2) * sqrt(log(1 + variance / unseen**2)))
    return LowerBound(unseen, sqrt(variance), observed + unseen / spread, observed + unseen * spread)


def estimates(tables: Tables, length: int | None = 5) -> pd.DataFrame:
    """Chao's lower bound for the counted engagements of each period of so many years, or of all years together (None).

    Periods begin with years that `length` divides and are cut off where the record or the selection begins and ends. Columns:
    first, last (years of the period), observed (engagements), once, twice (of these, resting on exactly one or two independent
    sources), unseen (at the least, a number of engagements), low, high (of the 95% interval for observed and unseen together);
    the last three are missing where too few engagements rest on one or on two sources to say anything (fewer than FEWEST).
    """
    sources = nw.col("independent_sources")
    by_year = collect(
        counted(tables, "year", "independent_sources")
        .with_columns(one=(sources == 1).cast(nw.Int64), two=(sources == 2).cast(nw.Int64))
        .group_by("year")
        .agg(observed=nw.len(), once=nw.col("one").sum(), twice=nw.col("two").sum()),
        "year",
    ).astype("int64")
    first, last = tables.years
    length = length or last + 1
    columns = ["first", "last", "observed", "once", "twice", "unseen", "low", "high"]
    if by_year.empty:
        return pd.DataFrame(columns=columns)
    rows = []
    for begin in range(first // length * length, last + 1, length):
        years = by_year["year"].between(begin, begin + length - 1)
        observed, once, twice = (int(by_year.loc[years, name].sum()) for name in ("observed", "once", "twice"))
        bound = chao(observed, once, twice) if min(once, twice) >= FEWEST else None
        told = (bound.unseen, bound.low, bound.high) if bound else (float("nan"),) * 3
        rows.append((max(begin, first), min(begin + length - 1, last), observed, once, twice, *told))
    return pd.DataFrame(rows, columns=columns)


def events_in(tables: Tables, first: int, last: int) -> pd.DataFrame:
    """The counted engagements of some years. Columns: those of events."""
    return collect(counted(tables).filter(nw.col("year").is_between(first, last)), "first_day", "event_id")
