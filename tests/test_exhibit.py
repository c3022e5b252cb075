"""Every number of a chart opens its events, by a click on the mark or, by keyboard too, from the row of its table."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components import exhibit
from components.exhibit import Behind, Exhibit
from components.pick import MOST
from dashboard.views import evidence, focus_areas, frequency, officials, overview
from tests.conftest import HOME, MADE_UP
from tests.test_pages import page

VIEWS = {"overview": overview, "frequency": frequency, "focus areas": focus_areas, "officials": officials, "evidence": evidence}
# The columns that say how many events are behind a row; days, pages, citations and texts are no events.
NUMBERS = ("engagements", "events", "observed")


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Exhibit, Behind]]:
    """The charts whose tables open events, as the pages hand them over: key to chart, and what is behind a mark."""
    found = {}
    fold = exhibit._fold

    def note(shown, key, view, behind) -> None:
        if behind:
            found[key] = (shown, behind)
        fold(shown, key, view, behind)

    monkeypatch.setattr(exhibit, "_fold", note)
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_a_row_opens_as_many_events_as_it_says(view: str, tables) -> None:
    assert not page(VIEWS[view], HOME, {"years": ["2005", "2016"]}).exception
    assert tables
    for key, (shown, behind) in tables.items():
        number = next((name for name in NUMBERS if name in shown.table), None)
        rows = shown.table.sort_values(number, kind="stable") if number else shown.table
        for row in pd.concat([rows.head(2), rows.tail(4)]).to_dict("records"):
            events = behind([row[name] for name in shown.mark])
            assert events["event_id"].is_unique
            assert not number or len(events) == row[number], f"{key}: {row}"


def test_a_table_is_sent_when_it_is_unfolded() -> None:
    test = page(overview, MADE_UP, {})
    # The latest events stand open at the foot of the page.
    assert len(test.dataframe) == 1 and not test.get("download_button")
    test.session_state["engagements_by_type fold"] = True
    test.run()
    assert list(test.dataframe[0].value.columns) == ["Year", "Type", "Engagements"]
    assert [button.proto.label for button in test.get("download_button")] == ["Download CSV"]


def test_a_long_table_is_sent_a_page_at_a_time() -> None:
    def script(rows: int) -> None:
        import pandas as pd

        from components.pick import pick_row

        pick_row(pd.DataFrame({"Number": range(rows)}), key="long")

    few = AppTest.from_function(script, args=(MOST,)).run()
    assert len(few.dataframe[0].value) == MOST and not few.number_input
    many = AppTest.from_function(script, args=(2 * MOST + 1,)).run()
    assert many.dataframe[0].value["Number"].tolist() == list(range(MOST))
    many.number_input[0].set_value(3).run()
    assert many.dataframe[0].value["Number"].tolist() == [2 * MOST]
    assert "Rows 2,001 to 2,001 of 2,001." in many.caption[0].value
