"""Click a mark of a chart: the events behind it are as many as the mark says. No chart of any page is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from data.measures import completeness, coverage, evidence, focus, frequency, meetings, officials, series
from data.record import Tables
from data.selection import Selection, apply
from tests.browser.conftest import Visit
from tests.browser.marks import click_mark
from tests.browser.reading import keyed, keys, rows
from tests.browser.settled import WAIT, open_page, settle

pytestmark = pytest.mark.browser

# The beginning of a mark's customdata, and how many events it stands for.
Mark = tuple[list[Any], int]


def most(frame: pd.DataFrame, number: str, *mark: str) -> Mark:
    """The mark with the highest number of a measure, by the columns that name it."""
    row = frame.loc[frame[number].idxmax()]
    return [row[name].item() if hasattr(row[name], "item") else row[name] for name in mark], int(row[number])


def halves(record: Tables) -> pd.DataFrame:
    """Areas in the two periods that the page offers first."""
    first, last = record.years
    middle = (first + last) // 2
    return focus.compare(
        *(apply(Selection(years=years), record) for years in ((first, middle), (middle + 1, last))),
    ).assign(group=0)


def kinds(record: Tables) -> pd.DataFrame:
    """Areas in the two types with the most engagements, which the page offers first."""
    number = record.events.loc[record.events["tally"] == "counted", "type"].value_counts()
    order = sorted(number.index, key=lambda code: (-number[code], record.words("event_types").codes.index(code)))
    return focus.compare(*(apply(Selection(type=(code,)), record) for code in order[:2])).assign(group=1)


def busiest_term(record: Tables, side: str) -> Mark:
    """The term with the most engagements in the most engaged post of a side."""
    posts = officials.posts(record, record)
    post = posts.loc[posts["country"].eq(side)].sort_values("engagements").iloc[-1]["post_id"]
    terms = officials.tenures(record)
    numbers = {
        term.tenure_id: len(officials.events_in_term(record, term))
        for term in terms[terms["post_id"] == post].itertuples()
        if pd.notna(term.first_day)
    }
    longest = max(numbers, key=numbers.__getitem__)
    return ["term", longest], numbers[longest]


def cited(record: Tables, *by: str) -> pd.DataFrame:
    """Events by what is said of the pages that they cite, counted from the tables themselves."""
    found = record.citations[["event_id", "source_id"]].merge(record.sources, on="source_id")
    found = found.merge(record.events[["event_id", "year"]], on="event_id")
    return found.groupby(list(by), as_index=False)["event_id"].nunique()


def area(record: Tables) -> str:
    return focus.totals(record)["focus_area"].iloc[0]


# Every chart of every page that answers a click, by its name there: the mark to click.
MARKS: dict[str, dict[str, Callable[[Tables], Mark]]] = {
    "/": {
        "engagements_by_type": lambda record: most(frequency.engagements(record, split="type"), "engagements", "year", "group"),
    },
    "/frequency": {
        "engagements_over_time": lambda record: most(frequency.engagements(record, split="type"), "engagements", "year", "group"),
        "rates": lambda record: most(frequency.rates(record), "engagements", "year"),
        "calendar": lambda record: most(frequency.calendar(record), "engagements", "year", "month"),
        "rounds": lambda record: ([series.rounds(record)["event_id"].iloc[0]], 1),
    },
    "/focus-areas": {
        "focus_areas_by_year": lambda record: most(focus.by_year(record), "engagements", "year", "focus_area"),
        "focus_areas": lambda record: most(focus.totals(record), "engagements", "focus_area"),
        "focus_ranks": lambda record: most(focus.ranks(record, 5), "engagements", "focus_area", "period_start", "period_end"),
        "focus_together_matrix": lambda record: most(focus.pairs(record), "engagements", "a", "b"),
        "focus_periods": lambda record: most(halves(record), "first", "focus_area", "group"),
        "focus_kinds": lambda record: most(kinds(record), "second", "focus_area", "group"),
        "focus_area_AREA": lambda record: most(focus.area_years(record, area(record)), "engagements", "year"),
    },
    "/officials": {
        "highest_level": lambda record: most(
            officials.levels(record).merge(officials.highest_level(record)), "engagements", "country", "level", "year"
        ),
        "levels": lambda record: most(officials.level_totals(record), "engagements", "country", "level"),
        "levels_by_year": lambda record: most(officials.levels(record), "engagements", "country", "level", "year"),
        "level_gap": lambda record: most(meetings.gaps_by_year(meetings.gaps(record, record)), "meetings", "year", "gap"),
        "met_post": lambda record: most(meetings.met(record, record, "post"), "engagements", "first_id", "second_id"),
        "posts_FIRST": lambda record: busiest_term(record, record.pair[0]),
        "posts_SECOND": lambda record: busiest_term(record, record.pair[1]),
    },
    "/events": {},
    "/evidence": {
        "sources_by_kind": lambda record: most(cited(record, "kind"), "event_id", "kind"),
        "citations_by_kind_and_year": lambda record: most(cited(record, "year", "kind"), "event_id", "year", "kind"),
        "publishers": lambda record: most(evidence.publishers(record), "events", "publisher"),
        "events_by_independent_sources": lambda record: most(evidence.support(record), "events", "independent_sources"),
        "date_precision_by_year": lambda record: most(evidence.precision_by_year(record), "events", "year", "precision"),
        "completeness": lambda record: most(completeness.estimates(record, 5), "observed", "first", "last"),
    },
    "/data": {},
}
# Charts whose marks are no number of events, each with a test of its own below.
OTHER = {"/evidence": {"known-gaps-chart"}}


def named(key: str, record: Tables) -> str:
    """A chart's name on the page of this record."""
    return key.replace("AREA", area(record)).replace("FIRST", record.pair[0]).replace("SECOND", record.pair[1])


def behind(page: Page, chart: str) -> Locator:
    """The list of events behind the marks of a chart."""
    return page.locator(f'[class*="st-key-{chart}-events-"] [data-testid="stDataFrame"]')


def opens(page: Page, chart: str, mark: list[Any], number: int) -> None:
    """Click a mark and wait until so many events are said to be behind it, and listed."""
    click_mark(page, keyed(page, chart), mark)
    listed = behind(page, chart)
    expect(listed, f"the list of {chart}").to_be_visible(timeout=WAIT)
    said = listed.locator("xpath=preceding::strong[contains(., 'behind the mark')][1]")
    expect(said, chart).to_have_text(re.compile(rf"^{number} events? behind the mark$"), timeout=WAIT)
    settle(page)
    assert rows(listed) == number, chart


@pytest.mark.parametrize("path", MARKS)
def test_as_many_events_are_behind_a_mark_as_it_says(path: str, server: str, page: Page, record: Tables) -> None:
    open_page(page, server + path)
    if path == "/evidence":
        page.get_by_text("Estimate what was not found").click()
        expect(keyed(page, "completeness")).to_be_visible(timeout=WAIT)
        settle(page)
    marks = {named(key, record): mark for key, mark in MARKS[path].items()}
    assert set(keys(page.get_by_test_id("stPlotlyChart"))) == set(marks) | OTHER.get(path, set())
    for chart, mark in marks.items():
        opens(page, chart, *mark(record))


def test_officials_who_met_open_their_meetings_too_on_a_phone(server: str, visit: Visit, record: Tables) -> None:
    page = visit(viewport={"width": 390, "height": 844})
    open_page(page, f"{server}/officials")
    page.get_by_test_id("stButtonGroup").get_by_text("Officials", exact=True).click()
    expect(keyed(page, "met_official")).to_be_visible(timeout=WAIT)
    settle(page)
    opens(page, "met_official", *most(meetings.met(record, record, "official"), "engagements", "first_id", "second_id"))


def test_a_pair_of_areas_seen_by_its_lift_opens_its_engagements(server: str, page: Page, record: Tables) -> None:
    open_page(page, f"{server}/focus-areas")
    page.get_by_text("Lift", exact=True).click()
    expect(page.get_by_text("Lift is how many times as often")).to_be_visible(timeout=WAIT)
    pair = focus.pairs(record).iloc[-1]
    opens(page, "focus_together_matrix", [pair["a"], pair["b"]], pair["engagements"])


def test_a_quarter_of_one_format_opens_its_engagements(server: str, page: Page, record: Tables) -> None:
    open_page(page, f"{server}/frequency")
    page.get_by_text("Quarter", exact=True).click()
    page.get_by_role("combobox", name=re.compile("Split by")).click()
    page.get_by_role("option", name="Format", exact=True).click()
    settle(page)
    frame = frequency.engagements(record, "quarter", "format")
    bar = frame.loc[frame["engagements"].idxmax()]
    share = bar["engagements"] / frame[(frame["year"] == bar["year"]) & (frame["quarter"] == bar["quarter"])]["engagements"].sum()
    mark = [int(bar["year"]), bar["group"], f"{share:.0%}", f"Q{bar['quarter']} {bar['year']}", int(bar["quarter"])]
    opens(page, "engagements_over_time", mark, int(bar["engagements"]))


def test_a_span_opens_the_hole_in_coverage_that_it_is(server: str, page: Page, record: Tables) -> None:
    open_page(page, f"{server}/evidence")
    hole = coverage.known_gaps(record).iloc[0]
    click_mark(page, keyed(page, "known-gaps-chart"), [hole["gap_id"]])
    expect(page.get_by_test_id("stMain").locator("strong").get_by_text(hole["title"], exact=True)).to_be_visible(timeout=WAIT)
