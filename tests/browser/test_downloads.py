"""What a page's buttons give: the rows that its tables show and the measures have, for the selection. No button is left out."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import httpx
import pandas as pd
import pytest
from playwright.sync_api import Download, Page, expect

from components.extract import TITLES
from dashboard.navigation import PAGES
from data import dates, extracts
from data.measures import completeness, coverage, evidence, focus, frequency, gaps, meetings, officials, series, turnover
from data.record import Tables
from data.selection import Selection, apply, counts
from tests.browser.reading import keyed, keys, rows
from tests.browser.settled import WAIT, open_page, unfold

pytestmark = pytest.mark.browser

SELECTIONS = {
    "everything": Selection(),
    "years and areas": Selection(years=(2010, 2016), focus=("peacekeeping", "demining")),
}
# Wide enough for every table to have rows; it leaves out the first and the last years.
ASKED = Selection(years=(2004, 2022))
# The switches behind which a page keeps more, and the chart that comes with them.
SWITCHES = {"/evidence": {"Estimate what was not found": "completeness"}, "/officials": {"Officials": "met_official"}}

Measure = Callable[[Tables, Tables], pd.DataFrame]


def compared(selected: Tables, *groups: Selection) -> pd.DataFrame:
    return focus.compare(*(apply(group, selected) for group in groups))


def halves(selected: Tables) -> pd.DataFrame:
    """Areas in the two periods that the page offers first."""
    first, last = selected.years
    middle = (first + last) // 2
    return compared(selected, Selection(years=(first, middle)), Selection(years=(middle + 1, last)))


def kinds(selected: Tables) -> pd.DataFrame:
    """Areas in the two types with the most engagements, which the page offers first."""
    codes = selected.words("event_types").codes
    order = sorted(codes, key=lambda code: -counts(apply(Selection(type=(code,)), selected))["counted"])
    return compared(selected, *(Selection(type=(code,)) for code in order[:2]))


def area(selected: Tables) -> str:
    return focus.totals(selected)["focus_area"].iloc[0]


def lanes(selected: Tables, whole: Tables, side: str) -> pd.DataFrame:
    """The terms in the most engaged posts of a side, and the engagements of their holders."""
    posts = officials.most_engaged(officials.posts(selected, whole), 12)
    posts = posts[posts["country"] == side]["post_id"]
    terms, seen = officials.tenures(whole), officials.appearances(selected)
    return officials.lane_rows(*(frame[frame["post_id"].isin(posts)] for frame in (terms, seen)))


def bench(whole: Tables) -> pd.DataFrame:
    """The bench ten years before the last day of the record, and on it."""
    now = pd.Timestamp(dates.parse(str(whole.descriptor["as_of"])).last)
    return turnover.bench(whole, now - pd.DateOffset(years=10), now)


# Every button with a CSV of every page, by the name of its table: the measure that it gives, of the selection and of the whole.
BUTTONS: dict[str, dict[str, Measure]] = {
    "/": {"engagements_by_type": lambda selected, _: frequency.engagements(selected, split="type").drop(columns="days")},
    "/frequency": {
        "engagements_over_time": lambda selected, _: frequency.engagements(selected, split="type"),
        "rates": lambda selected, _: frequency.rates(selected),
        "calendar": lambda selected, _: frequency.calendar(selected),
        "silences": lambda selected, _: gaps.gaps(selected),
        "rounds": lambda selected, _: series.rounds(selected),
        "series": lambda selected, _: series.summary(selected).query("rounds > 0"),
    },
    "/focus-areas": {
        "focus_areas_by_year": lambda selected, _: focus.by_year(selected),
        "focus_areas": lambda selected, _: focus.totals(selected),
        "focus_areas_silent": lambda selected, _: focus.silent(selected, 4),
        "focus_ranks": lambda selected, _: focus.ranks(selected, 5),
        "focus_together_matrix": lambda selected, _: focus.pairs(selected),
        "focus_periods": lambda selected, _: halves(selected),
        "focus_kinds": lambda selected, _: kinds(selected),
        "focus_area_AREA": lambda selected, _: focus.area_years(selected, area(selected)),
        "focus_area_AREA_officials": lambda selected, _: focus.area_officials(selected, area(selected)),
        "focus_area_AREA_series": lambda selected, _: focus.area_series(selected, area(selected)),
        "focus_area_AREA_outcomes": lambda selected, _: focus.area_outcomes(selected, area(selected)),
    },
    "/officials": {
        "highest_level": lambda selected, _: officials.highest_level(selected),
        "levels": lambda selected, _: officials.level_totals(selected),
        "levels_by_year": lambda selected, _: officials.levels(selected),
        "level_gap": meetings.gaps,
        "met_post": lambda selected, whole: meetings.met(selected, whole, "post"),
        "posts_FIRST": lambda selected, whole: lanes(selected, whole, whole.pair[0]),
        "posts_SECOND": lambda selected, whole: lanes(selected, whole, whole.pair[1]),
        "bench": lambda _, whole: bench(whole),
        "first_year": turnover.years_in_post,
        "officials": lambda selected, _: officials.roster(selected),
        "met_official": lambda selected, whole: meetings.met(selected, whole, "official"),
    },
    "/evidence": {
        "sources_by_kind": lambda selected, _: evidence.sources_by_kind(selected),
        "citations_by_kind_and_year": lambda selected, _: evidence.citations_by_kind(selected).rename(columns={"kind": "group"}),
        "publishers": lambda selected, _: evidence.publishers(selected),
        "events_by_independent_sources": lambda selected, _: evidence.support(selected),
        "completeness": lambda selected, _: completeness.estimates(selected, 5),
        "date_precision_by_year": lambda selected, _: evidence.precision_by_year(selected).rename(columns={"precision": "group"}),
        "register_of_conflicts": lambda selected, _: evidence.register(selected),
        "known_holes_in_coverage": lambda selected, whole: (
            coverage.known_gaps(whole).query("gap_id in @selected.known_gaps.gap_id").drop(columns=["first_day", "last_day"])
        ),
        "sources_with_events": lambda selected, _: evidence.pages(selected),
    },
}
# The pages whose buttons give extracts of the selection.
EXTRACTS = {"/data": tuple(TITLES), "/events": ("events", "participants", "focus_areas", "sources")}


def press(page: Page, key: str) -> Download:
    with page.expect_download(timeout=WAIT) as download:
        keyed(page, key).get_by_role("button").click()
    return download.value


def read(content: bytes) -> pd.DataFrame:
    """A CSV as any reader of CSV reads it, each cell as it stands."""
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)


def in_order(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    return sorted(frame.itertuples(index=False, name=None))


@pytest.mark.parametrize("path", BUTTONS)
def test_every_button_gives_the_rows_of_its_measure_and_its_table(path: str, server: str, page: Page, record: Tables) -> None:
    selected = apply(ASKED, record)
    given: set[str] = set()
    wanted = {
        name.replace("AREA", area(selected)).replace("FIRST", record.pair[0]).replace("SECOND", record.pair[1]): measure
        for name, measure in BUTTONS[path].items()
    }
    open_page(page, server + ASKED.to_url(path))
    for text, more in [(None, None), *SWITCHES.get(path, {}).items()]:
        if text:
            page.get_by_test_id("stMain").locator("label, button").get_by_text(text, exact=True).first.click()
            expect(keyed(page, more)).to_be_attached(timeout=WAIT)
        unfold(page)
        for button in keys(page.get_by_test_id("stDownloadButton")):
            name = button.removesuffix("-csv")
            if name not in given:
                assert name in wanted, "a button of which these tests know nothing"
                given.add(name)
                _gives(page, name, wanted[name](selected, record))
    assert given == set(wanted)


def _gives(page: Page, name: str, measured: pd.DataFrame) -> None:
    """Press a button and hold what it gives against the measure and the table above it."""
    assert len(measured), f"{name} has no rows: nothing is tried"
    button = keyed(page, f"{name}-csv")
    fold = page.get_by_test_id("stExpander").filter(has=button)
    expect(button).to_be_visible(timeout=WAIT)
    download = press(page, f"{name}-csv")
    assert download.suggested_filename == f"{name.replace('_', '-').lower()}_{ASKED.years[0]}-{ASKED.years[1]}.csv"
    given, wanted = read(Path(download.path()).read_bytes()), read(extracts.to_csv(measured))
    assert set(wanted) <= set(given), name
    assert in_order(given[list(wanted)]) == in_order(wanted), name
    if fold.count():
        assert rows(fold.get_by_test_id("stDataFrame").first) == len(given), name


@pytest.mark.parametrize("path", EXTRACTS)
@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
def test_a_button_gives_what_the_route_answers(selection: Selection, path: str, server: str, page: Page) -> None:
    open_page(page, server + selection.to_url(path))
    buttons = {f"extract-{name}": f"{name}.csv" for name in EXTRACTS[path]} | {"extract-package": "package.zip"}
    assert set(keys(page.get_by_test_id("stDownloadButton"))) == set(buttons)
    for key, file in buttons.items():
        download = press(page, key)
        answer = httpx.get(server + selection.to_url(f"/extracts/{file}"), trust_env=False, timeout=60)
        assert answer.is_success, file
        assert Path(download.path()).read_bytes() == answer.content, file
        assert f'filename="{download.suggested_filename}"' in answer.headers["content-disposition"]


def test_every_page_is_looked_at():
    assert not set(BUTTONS) & set(EXTRACTS)
    assert {path.strip("/") for path in [*BUTTONS, *EXTRACTS]} == {address for _, _, address, _ in PAGES}
