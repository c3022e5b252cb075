"""How do we know: counted by hand on the made-up record, and the events behind each number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from dashboard.sections import evidence_register
from dashboard.views import evidence as views
from data import selection as selections
from data.frames import number
from data.measures import evidence
from data.record import Tables, load
from data.selection import Selection
from tests.conftest import HOME, MADE_UP
from tests.test_pages import page, words

# Each test runs once for each engine.
pytestmark = pytest.mark.usefixtures("engine")


def pairs(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    """The rows of a frame as tuples."""
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_a_page_counts_once_among_sources_however_many_events_it_supports(made_up: Tables) -> None:
    assert pairs(evidence.sources_by_kind(made_up), "kind", "sources") == [("state", 2), ("press", 2), ("blog", 1)]


def test_publishers_with_their_pages_events_and_own_texts(made_up: Tables) -> None:
    """The Repost's page only repeats the Gazette's text on the first drill."""
    columns = ("publisher", "pages", "citations", "events", "independent", "first", "last")
    found = evidence.publishers(made_up)
    assert pairs(found, *columns) == [
        ("Freedonia Gazette", 2, 5, 5, 5, 2031, 2034),
        ("Sylvanian Ministry of Defense", 2, 5, 5, 5, 2032, 2034),
        ("The Repost (repost of Freedonia Gazette)", 1, 1, 1, 0, 2031, 2031),
    ]


def test_a_publisher_counts_once_for_an_event_that_several_of_its_pages_support(record: Tables) -> None:
    cited = record.citations.merge(record.sources, on="source_id")
    for row in evidence.publishers(record).itertuples():
        own = cited[cited["publisher"] == row.publisher]
        assert (row.citations, row.pages) == (len(own), own["source_id"].nunique())
        behind = evidence.events_cited(record, publisher=row.publisher)
        assert len(behind) == row.events == own["event_id"].nunique()
        assert (row.first, row.last) == (behind["year"].min(), behind["year"].max())
        assert row.independent == own[own["same_text_as"].isna()]["event_id"].nunique() <= row.events


def test_a_page_counts_once_for_each_event_among_citations(made_up: Tables) -> None:
    found = evidence.citations_by_kind(made_up)
    assert len(found) == 3 * 4, "a row for each kind and year, those without a citation included"
    assert pairs(found[found["citations"] > 0], "kind", "year", "citations") == [
        ("state", 2032, 1),
        ("state", 2033, 1),
        ("state", 2034, 3),
        ("press", 2031, 3),
        ("press", 2032, 1),
        ("press", 2034, 1),
        ("blog", 2031, 1),
    ]


def test_a_copy_of_a_text_is_no_independent_source(made_up: Tables) -> None:
    """The first drill has two pages, one of which repeats the other: no event rests on more than one."""
    assert pairs(evidence.support(made_up), "independent_sources", "events") == [(1, 10)]


COPIES = {
    "pages with texts of their own": ({"s0001": "", "s0002": "", "s0003": ""}, 3),
    "a copy of a page that the event cites": ({"s0001": "", "s0002": "s0001"}, 1),
    "a copy of a copy": ({"s0001": "", "s0002": "s0001", "s0003": "s0002"}, 1),
    "a copy of a page that the event does not cite": ({"s0002": "s0001"}, 1),
    "two copies of one page that the event does not cite": ({"s0002": "s0001", "s0003": "s0001"}, 1),
    "copies of two pages that the event does not cite": ({"s0003": "s0001", "s0004": "s0002"}, 2),
    "two pages that name each other": ({"s0001": "s0002", "s0002": "s0001"}, 1),
    "two texts tied together by a third page": ({"s0003": "s0001", "s0002": "s0004", "s0001": "s0004"}, 1),
}


@pytest.mark.parametrize(("copies", "texts"), COPIES.values(), ids=COPIES)
def test_an_event_rests_on_as_many_sources_as_it_has_texts(copies: dict[str, str], texts: int, copy: Path) -> None:
    file = copy / "tables" / "citations.csv"
    cited = pd.read_csv(file, dtype="str", keep_default_na=False)
    other = cited[cited["event_id"] != "2031-05-02-duck-drill"]
    own = [("2031-05-02-duck-drill", page, "date", original) for page, original in copies.items()]
    pd.concat([other, pd.DataFrame(own, columns=cited.columns)]).to_csv(file, index=False)
    events = load(copy).events.set_index("event_id")
    assert events.loc["2031-05-02-duck-drill", "independent_sources"] == texts
    assert (events["independent_sources"].drop("2031-05-02-duck-drill") == 1).all()


def test_numbers_of_sources_that_do_not_occur_are_shown_as_none(made_up: Tables) -> None:
    tables = replace(made_up, events=made_up.events.assign(independent_sources=[1, 4] * 5))
    assert pairs(evidence.support(tables), "independent_sources", "events") == [(1, 5), (2, 0), (3, 0), (4, 5)]


def test_events_to_be_careful_with_have_one_source_or_the_lowest_confidence(made_up: Tables) -> None:
    assert len(evidence.thin(made_up)) == 10
    well_sourced = replace(made_up, events=made_up.events.assign(independent_sources=2))
    assert pairs(evidence.thin(well_sourced), "event_id") == [("2033-11-20-talks",), ("2034-09-duck-drill-3",)]


def test_precision_by_year(made_up: Tables) -> None:
    found = evidence.precision_by_year(made_up)
    assert pairs(found[found["events"] > 0], "precision", "year", "events") == [
        ("day", 2031, 2),
        ("day", 2032, 1),
        ("day", 2033, 1),
        ("day", 2034, 3),
        ("month", 2032, 1),
        ("month", 2034, 1),
        ("year", 2031, 1),
    ]


def test_the_register_has_a_row_for_each_conflict_the_latest_event_first(made_up: Tables) -> None:
    found = evidence.conflicts(made_up)
    assert pairs(found, "event_id", "field", "state", "values") == [
        ("2032-07-10-forum", "place", "open", "Strelsau / Zenda"),
        ("2031-05-02-duck-drill", "start", "settled", "2031-05-02 / 2031-05-03"),
    ]


def test_the_register_says_who_says_what(made_up: Tables) -> None:
    found = evidence.register(made_up)
    assert pairs(found, "value", "publisher") == [
        ("2031-05-02", "Freedonia Gazette"),
        ("2031-05-03", "The Repost (repost of Freedonia Gazette)"),
        ("Strelsau", "Freedonia Gazette"),
        ("Zenda", "Sylvanian Ministry of Defense"),
    ]
    assert found["accepted"].tolist()[:2] == [True, False]
    assert found["accepted"].isna().tolist()[2:] == [True, True]


def test_each_page_with_its_number_of_events(made_up: Tables) -> None:
    assert pairs(evidence.pages(made_up), "source_id", "events", "copies") == [
        ("s0004", 4, 0),
        ("s0001", 3, 0),
        ("s0002", 2, 0),
        ("s0003", 1, 1),
        ("s0005", 1, 0),
    ]


def test_the_events_behind_a_page_and_behind_a_kind_in_a_year(made_up: Tables) -> None:
    drill_and_clinic = [("2031-05-02-duck-drill",), ("2031-05-04-clinic",)]
    assert pairs(evidence.events_cited(made_up, source_id="s0002"), "event_id") == drill_and_clinic
    of_press = evidence.events_cited(made_up, kind="press", year=2031)
    assert pairs(of_press, "event_id") == [("2031-firefly-visit",), *drill_and_clinic]


def test_every_number_has_as_many_events_behind_it(record: Tables) -> None:
    for row in evidence.precision_by_year(record).itertuples():
        assert len(evidence.events_where(record, precision=row.precision, year=row.year)) == row.events
    for row in evidence.support(record).itertuples():
        assert len(evidence.events_where(record, independent_sources=row.independent_sources)) == row.events
    for row in evidence.pages(record).head(20).itertuples():
        assert len(evidence.events_cited(record, source_id=row.source_id)) == row.events


@pytest.mark.parametrize(
    "measure",
    [
        evidence.citations_by_kind,
        evidence.sources_by_kind,
        evidence.publishers,
        evidence.support,
        evidence.thin,
        evidence.register,
        evidence.conflicts,
        evidence.pages,
    ],
)
def test_an_empty_selection_gives_an_empty_frame(measure, made_up: Tables) -> None:
    nothing = selections.apply(Selection(q="no such thing"), made_up)
    assert number(nothing.events) == 0
    assert measure(nothing).empty


def buttons(shown: AppTest, word: str) -> list[Button]:
    """The buttons of a card that lead to other events, by the word before the title."""
    return [button for button in shown.button if button.label.startswith(word)]


def card(shown: AppTest) -> str:
    """The title of the card that the register opened."""
    return shown.subheader[0].value


def test_a_card_of_the_register_leads_to_other_events_in_the_same_place(monkeypatch) -> None:
    monkeypatch.setattr(evidence_register, "pick_row", lambda table, **_: table["About"].tolist().index("Start"))
    shown = page(views, MADE_UP, {})
    titles = load(MADE_UP).events.set_index("event_id")["title"]
    assert not shown.exception and card(shown) == titles["2031-05-02-duck-drill"]
    (part,) = buttons(shown, "Part:")
    shown = part.click().run()
    assert card(shown) == titles["2031-05-04-clinic"]
    (whole,) = buttons(shown, "Part of:")
    shown = whole.click().run()
    assert not shown.exception and card(shown) == titles["2031-05-02-duck-drill"]


def test_the_register_is_filtered_by_subject_and_state(record: Tables) -> None:
    conflicts = evidence.conflicts(record)
    shown = page(views, HOME, {})
    shown.multiselect(key="conflicts about").select("Headcount").run()
    headcounts = conflicts[conflicts["field"] == "headcount"]
    assert f"**{len(headcounts)} of {len(conflicts)} conflicts**" in words(shown)
    assert set(table_with(shown, "What sources say")["About"]) == {"Headcount"}
    shown.segmented_control(key="conflicts state").set_value("open").run()
    left = headcounts[headcounts["state"] == "open"]
    assert table_with(shown, "What sources say")["Event"].tolist() == left["event"].tolist()


def test_the_page_says_how_many_publishers_there_are(record: Tables) -> None:
    found = evidence.publishers(record)
    shown = page(views, HOME, {})
    assert f"{len(found)} publishers; the 15 drawn carry {found['citations'].head(15).sum() / len(record.citations):.0%}" in words(
        shown
    )
    shown.session_state["publishers fold"] = True
    shown.run()
    assert table_with(shown, "Events with its own text")["Publisher"].tolist() == found["publisher"].tolist()


def table_with(shown: AppTest, column: str) -> pd.DataFrame:
    """The table of a page that has a column of this name."""
    (found,) = [table.value for table in shown.dataframe if column in table.value]
    return found


def test_a_source_may_support_more_than_events(made_up, record):
    """A page about a term in office, a value in a conflict or a known hole is a source that no event may cite."""
    hole = evidence.other_uses(made_up, "s0004")
    assert ("hole", "Planning talks before each Duck Drill") in set(zip(hole["use"], hole["about"], strict=True))
    cited = set(record.citations["source_id"])
    for source_id in set(record.sources["source_id"]) - cited:
        found = evidence.other_uses(record, source_id)
        assert len(found) or source_id in set(record.citations["same_text_as"]), f"{source_id} supports nothing"
        assert found.loc[found["use"] == "term", "official"].notna().all()
