"""Every number of a chart opens its events, by a click on the mark or, by keyboard too, from the row of its table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from components import exhibit
from dashboard.views import evidence, focus_areas, frequency, officials, overview
from tests.conftest import HOME
from tests.test_pages import page

VIEWS = {"overview": overview, "frequency": frequency, "focus areas": focus_areas, "officials": officials, "evidence": evidence}
# The columns that say how many events are behind a row; days, pages, citations and texts are no events.
NUMBERS = ("engagements", "events", "observed")


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[pd.DataFrame, Callable[[list[Any]], pd.DataFrame], list[str]]]:
    """The tables that open events, as the pages hand them over: key to table, what is behind a mark, and the mark's columns."""
    found = {}
    draw = exhibit._table

    def note(table, columns, key, view, behind, mark) -> None:
        if behind:
            found[key] = (table, behind, list(mark))
        draw(table, columns, key, view, behind, mark)

    monkeypatch.setattr(exhibit, "_table", note)
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_a_row_opens_as_many_events_as_it_says(view: str, tables) -> None:
    assert not page(VIEWS[view], HOME, {"years": ["2005", "2016"]}).exception
    assert tables
    for key, (table, behind, mark) in tables.items():
        number = next((name for name in NUMBERS if name in table), None)
        rows = table.sort_values(number, kind="stable") if number else table
        for row in pd.concat([rows.head(2), rows.tail(4)]).to_dict("records"):
            events = behind([row[name] for name in mark])
            assert events["event_id"].is_unique
            assert not number or len(events) == row[number], f"{key}: {row}"
