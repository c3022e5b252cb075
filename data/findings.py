"""What stands out in a record or selection: sentences made from the measures, each with the view that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from data import dates
from data.measures import focus, frequency, gaps, series
from data.record import Tables
from data.selection import Selection, counts, normalize

# "Lately" is the last so many years of the selection; a series is overdue at so many times its usual interval.
LATELY = 5
OVERDUE = 3
FEW_ROUNDS = 5
# Engagements that a share needs under it to be compared in a sentence.
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, the page that shows what it says, and the selection with which that page shows it."""

    sentence: str
    page: str
    selection: Selection


def findings(whole: Tables, selected: Tables, selection: Selection) -> list[Finding]:
    """Up to six findings, in the order how often, about what, with whom; fewer where the selection does not hold enough."""
    if counts(selected)["counted"] < 2:
        return []
    finders = (_busiest_year, _change, _longest_silence, _overdue_series, _leading_area, _rising_area)
    found = (finding for finder in finders for finding in finder(whole, selected, selection))
    return [replace(finding, selection=normalize(finding.selection, whole)) for finding in found]


def _busiest_year(whole: Tables, selected: Tables, selection: Selection) -> Iterator[Finding]:
    years = frequency.engagements(selected, "year", None)
    most = years["engagements"].max()
    busiest = [int(year) for year in years.loc[years["engagements"] == most, "year"]]
    if most < 2 or len(busiest) == len(years):
        return
    usual = years["engagements"].median()
    names = " and ".join([", ".join(map(str, busiest[:-1])), str(busiest[-1])]) if len(busiest) > 1 else str(busiest[0])
    have = "have" if len(busiest) > 1 else "has"
    each = " each" if len(busiest) > 1 else ""
    sentence = f"{names} {have} the most engagements: {most}{each}. A typical year (the median) has {usual:g}."
    yield Finding(sentence, "frequency", selection)


def _change(whole: Tables, selected: Tables, selection: Selection) -> Iterator[Finding]:
    found = frequency.change(selected)
    if found and found.point.odds >= frequency.WORTH_SAYING:
        yield Finding(frequency.change_in_words(found), "frequency", selection)


def _longest_silence(whole: Tables, selected: Tables, selection: Selection) -> Iterator[Finding]:
    for row in gaps.silences(selected).nlargest(1, "days").itertuples():
        number = f"{row.may_hold} engagement{'s' if row.may_hold != 1 else ''}"
        may = f"; {number} dated only to the month or year may fall inside it" if row.may_hold else ""
        yield Finding(
            f"The longest silence between engagements dated to the day lasts {int(row.days):,} days, from "
            f"{dates.in_words(f'{row.from_day:%Y-%m-%d}')} to {dates.in_words(f'{row.until_day:%Y-%m-%d}')}{may}.",
            "frequency",
            replace(selection, years=(row.from_day.year, row.until_day.year)),
        )


def _overdue_series(whole: Tables, selected: Tables, selection: Selection) -> Iterator[Finding]:
    """The once regular series that has not been held for the most of its usual intervals; other filters would hide its rounds."""
    today = frequency.as_of(selected)
    if selected.years[1] < today.year or replace(selection, years=None, series=()) != Selection():
        return
    held = series.summary(selected)
    held = held[held["rounds"] >= FEW_ROUNDS]
    if held.empty:
        return
    waited = held["last"].map(lambda start: (today - dates.parse(start).last).days) / held["usual_interval_days"]
    for row in held[waited == waited[waited > OVERDUE].max()].head(1).itertuples():
        yield Finding(
            f"{row.series} has {row.rounds} rounds on record, usually {row.usual_interval_days:.0f} days apart, but none since "
            f"{dates.parse(row.last).first.year}.",
            "frequency",
            replace(selection, series=(row.series_id,)),
        )


def _leading_area(whole: Tables, selected: Tables, selection: Selection) -> Iterator[Finding]:
    found = focus.totals(selected)
    other = "other " if selection.focus else ""
    for row in found[~found["focus_area"].isin(selection.focus)].head(1).itertuples():
        of = round(row.engagements / row.share)
        when = f"from {row.first} to {row.last}" if row.first < row.last else f"in {row.first}"
        yield Finding(
            f"{whole.words('focus_areas').label(row.focus_area)} is the most frequent {other}focus area: {row.engagements} of {of} "
            f"engagements ({row.share:.0%}), {when}.",
            "focus-areas",
            selection,
        )


def _rising_area(whole: Tables, selected: Tables, selection: Selection) -> Iterator[Finding]:
    """The area whose share lately differs most from that before, if by more than chance alone would give."""
    first, last = selected.years
    if last - first < 2 * LATELY:
        return
    found = focus.compare_periods(selected, (first, last - LATELY), (last - LATELY + 1, last))
    looked_at = len(found)
    found = found[((found["low"] > 0) | (found["high"] < 0)) & (found[["first_of", "second_of"]].min(axis="columns") >= ENOUGH)]
    if found.empty:
        return
    row = found.loc[found["difference"].abs().idxmax()]
    yield Finding(
        f"{whole.words('focus_areas').label(row['focus_area'])} {'rises' if row['difference'] > 0 else 'falls'} from "
        f"{row['share_first']:.0%} of {row['first_of']} engagements in {first}–{last - LATELY} to {row['share_second']:.0%} of "
        f"{row['second_of']} in {last - LATELY + 1}–{last} (95% interval of the difference "
        f"{row['low'] * 100:.0f} to {row['high'] * 100:.0f} percentage points; the largest of {looked_at} differences compared).",
        "focus-areas",
        selection,
    )
