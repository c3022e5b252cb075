"""Whatever stands after a page's address, the page is drawn: with the nearest selection, and a sentence about the rest.

A run of the tests draws some dozens; `PAGE_QUERIES=1000 python -m pytest tests/test_page_queries.py` more.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.filters import PAGE_PARAMETERS
from components.record import SETTING
from data.record import load
from data.selection import MOST_PROBLEMS, from_query
from tests.conftest import MADE_UP
from tests.test_fuzz import NAMES, NASTY, VALUES

MAIN = str(Path(__file__).parents[1] / "dashboard" / "main.py")
QUERIES = int(os.environ.get("PAGE_QUERIES", "60"))
RECORD = load(MADE_UP)


def nasty(seed: int) -> dict[str, list[str]]:
    """A query of names and values of which few are right."""
    draw = random.Random(seed)
    names = draw.sample([*NAMES, *NAMES, *NASTY], draw.randint(1, 5))
    return {name: [draw.choice([*NASTY, *VALUES]) for _ in range(draw.randint(1, 3))] for name in names}


def shown(query: dict[str, list[str]]) -> AppTest:
    test = AppTest.from_file(MAIN, default_timeout=120)
    for name, values in query.items():
        test.query_params[name] = values
    return test.run()


@pytest.fixture(autouse=True)
def over_the_made_up_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, str(MADE_UP))


def test_no_query_breaks_the_page_and_what_is_wrong_is_said() -> None:
    for seed in range(QUERIES):
        query = nasty(seed)
        test = shown(query)
        assert not test.exception, query
        assert test.title[0].value == "Overview", query
        _, problems = from_query(query, RECORD, ignore=(*PAGE_PARAMETERS, "embed", "embed_options"))
        told = [warning.value for warning in test.warning if "The address asks" in warning.value]
        assert bool(told) == bool(problems), query


def test_of_many_of_problems_the_page_tells_the_first() -> None:
    test = shown({f"n{number}": ["1"] for number in range(900)} | {"x" * 100_000: ["y"]})
    (told,) = [warning.value for warning in test.warning]
    assert told.count("is not a filter") == MOST_PROBLEMS
    assert "There are 891 more." in told and len(told) < 2000
