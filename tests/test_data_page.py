"""The Data page hands out the current selection's addresses, ready lines and the citation."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.extract import TITLES
from dashboard.sections import data_access
from dashboard.views import data
from data import citation, extracts
from data.recipes import LANGUAGES, recipes
from data.record import Tables
from tests.conftest import MADE_UP
from tests.test_pages import page, words

ROOT = "https://freedonia.example/"
QUERY = {"years": ["2031", "2032"], "focus": ["boats"]}
ASKED = "?years=2031&years=2032&focus=boats"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch):
    """Open the page with a query, as if it were served at ROOT."""
    monkeypatch.setattr(data_access, "absolute", lambda path: ROOT + path)

    def open_with(query: dict[str, list[str]]) -> AppTest:
        test = page(data, MADE_UP, query)
        assert not test.exception
        return test

    return open_with


def codes(test: AppTest) -> list[str]:
    return [block.value for block in test.code]


@pytest.mark.parametrize(("query", "asked"), [({}, ""), (QUERY, ASKED)], ids=["everything", "a selection"])
def test_the_lines_have_the_selection_s_address(opened, query, asked):
    test = opened(query)
    assert [tab.label for tab in test.tabs][: len(LANGUAGES)] == list(LANGUAGES)
    for name in extracts.FLAT:
        test.selectbox(key="recipe").select(name).run()
        at = f"{ROOT}extracts/{name}.csv{asked}"
        assert at in codes(test), "Excel takes the address itself"
        assert set(recipes(name, at).values()) <= set(codes(test))


@pytest.mark.parametrize(("query", "asked"), [({}, ""), (QUERY, ASKED)], ids=["everything", "a selection"])
def test_every_address_is_a_link(opened, query, asked):
    told = words(opened(query))
    for name in extracts.FLAT:
        for ending in ("csv", "json"):
            assert f"[{ending.upper()}]({ROOT}extracts/{name}.{ending}{asked})" in told
        assert f"| {TITLES[name]} |" in told
    assert f"[zip]({ROOT}extracts/package.zip{asked})" in told
    assert f"[JSON]({ROOT}extracts/datapackage.json{asked})" in told
    assert f"({ROOT}dataset.jsonld)" in told, "the entry for catalogs is of the whole record"


def test_where_nothing_is_selected_there_is_nothing_to_fetch(opened):
    told = words(opened({"q": ["nothing like it"]}))
    assert "Stable addresses" not in told and "read_csv" not in told


def test_the_citation_stands_there_in_three_forms_of_the_whole_record(opened, made_up: Tables):
    test = opened(QUERY)
    for form in citation.FORMATS.values():
        assert form(made_up).strip() in [code.strip() for code in codes(test)]
