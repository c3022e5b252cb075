"""Every page runs to its end: for the whole record, for a selection that keeps nothing, and for another record."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import record as records
from dashboard.views import data, events, evidence, focus_areas, frequency, officials, overview
from data.record import load
from data.selection import counts
from tests.conftest import HOME, MADE_UP

PAGES = [overview, frequency, focus_areas, officials, events, evidence, data]
MAIN = Path(__file__).parents[1] / "dashboard" / "main.py"


def app(monkeypatch: pytest.MonkeyPatch, path: Path = HOME, **query: str | list[str]) -> AppTest:
    """The app on a record, opened at an address."""
    monkeypatch.setenv(records.SETTING, str(path))
    test = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    return test


def page(module, path: Path | str, query: dict[str, list[str]]) -> AppTest:
    """One page alone, on the part of a record that an address keeps."""

    def script(name: str, path: str, query: dict[str, list[str]]) -> None:
        import importlib

        from components.view import View
        from data.engines import load
        from data.selection import apply, from_query

        tables = load(path)
        selection, _ = from_query(query, tables)
        importlib.import_module(name).page(View(tables, apply(selection, tables), selection))

    return AppTest.from_function(script, args=(module.__name__, str(path), query), default_timeout=60).run()


def address(test: AppTest) -> dict[str, list[str]]:
    """The page's query parameters."""
    return {name: [value] if isinstance(value, str) else list(value) for name, value in test.query_params.items()}


def words(test: AppTest) -> str:
    """All that the page says in plain elements."""
    kinds = (test.title, test.markdown, test.caption, test.info, test.warning, test.error, test.header, test.subheader, test.code)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize("module", PAGES, ids=lambda module: module.__name__.rpartition(".")[2])
@pytest.mark.parametrize("path", [HOME, MADE_UP], ids=["shipped", "made-up"])
def test_a_page_shows_the_whole_record(module, path):
    test = page(module, path, {})
    assert not test.exception and not test.error
    whole = counts(load(path))["counted"]
    assert f"{whole} of {whole} engagements" in words(test)


@pytest.mark.parametrize("module", PAGES, ids=lambda module: module.__name__.rpartition(".")[2])
@pytest.mark.parametrize("path", [HOME, MADE_UP], ids=["shipped", "made-up"])
def test_a_page_says_that_a_selection_is_empty(module, path):
    test = page(module, path, {"q": ["nothing like it"]})
    assert not test.exception and not test.error
    assert "0 of " in words(test) and "Nothing in the record matches this selection" in words(test)
    assert test.button(key="reset")


@pytest.mark.parametrize("module", PAGES, ids=lambda module: module.__name__.rpartition(".")[2])
@pytest.mark.parametrize(
    "query", [{"scope": ["context"]}, {"years": ["2034", "2034"], "type": ["aid"]}, {"official": ["trentino"]}, {"place": ["XRU"]}]
)
def test_a_page_holds_for_a_narrow_selection(module, query):
    test = page(module, MADE_UP, query)
    assert not test.exception and not test.error


def test_the_address_sets_the_filters_and_the_words_say_so(monkeypatch):
    test = app(monkeypatch, years=["2010", "2016"], focus=["peacekeeping", "disaster_response"]).run()
    assert not test.exception
    assert test.slider(key="years").value == (2010, 2016)
    assert test.multiselect(key="focus").value == ["peacekeeping", "disaster_response"]
    assert "engagements · 2010–2016 · Peacekeeping or Disaster response" in words(test)


def test_a_filter_changes_the_count_and_the_address(monkeypatch):
    test = app(monkeypatch, MADE_UP).run()
    test.multiselect(key="focus").select("boats").run()
    assert "**4 of 7 engagements · Boats**" in words(test)
    assert address(test) == {"focus": ["boats"]}


def test_every_filter_narrows(monkeypatch):
    choices = {
        "focus": "boats",
        "type": "forum",
        "format": "ensemble",
        "level": "1",
        "official": "trentino",
        "place": "esthia",
        "series": "duck-drill",
    }
    for name, value in {**choices, "confidence": "low", "scope": "engagement"}.items():
        test = app(monkeypatch, MADE_UP, **{name: value}).run()
        assert not test.exception and not test.warning
        assert test.multiselect(key=name).value == [value]
        number = int(words(test).split("**")[1].split(" of ")[0])
        assert 0 < number < 7 or name == "scope"


def test_reset_empties_every_filter(monkeypatch):
    test = app(monkeypatch, MADE_UP, years=["2032", "2033"], focus="boats", q="forum").run()
    test.button(key="reset").click().run()
    assert "**7 of 7 engagements**" in words(test)
    assert address(test) == {}


def test_a_nonsense_address_falls_back_to_the_nearest_view_and_says_so(monkeypatch):
    test = app(
        monkeypatch, MADE_UP, years=["1066", "x"], focus=["boats", "ducks"], colour="red", level="99", focus_match="most"
    ).run()
    assert not test.exception
    told = "\n".join(str(warning.value).replace("\\", "") for warning in test.warning)
    for part in (
        "“1066” is not a value of “years” (allowed: 2031 to 2034); the nearest years are shown",
        "“ducks” is not a value of “focus”",
        "“colour” is not a filter",
        "“99”",
        "“most”",
    ):
        assert part in told
    assert address(test) == {"years": ["2031", "2031"], "focus": ["boats"]}


def test_a_faulty_record_shows_its_faults_and_nothing_else(monkeypatch, copy):
    events_file = copy / "tables" / "events.csv"
    events_file.write_text(events_file.read_text(encoding="utf-8").replace(",2032-03,", ",2032-13,"), encoding="utf-8")
    test = app(monkeypatch, copy).run()
    assert not test.exception
    assert "events.csv:5 start: '2032-13' is not a date" in test.code[0].value
    assert not test.sidebar.children and not test.get("plotly_chart") and not test.dataframe


def test_another_record_opens_with_its_own_words(monkeypatch):
    test = app(monkeypatch, MADE_UP).run()
    assert not test.exception
    assert "Freedonia–Sylvania defense engagements" in words(test)
    assert not any(word in words(test) for word in ("Cambodia", "United States"))


def test_an_official_who_only_held_a_post_has_an_address_too():
    test = page(officials, HOME, {"official": ["dick-cheney"]})
    assert not test.exception
    assert "Dick Cheney" in [header.value for header in test.header]
    assert "Secretary of Defense" in words(test) and "No event of the selection names this official." in words(test)
