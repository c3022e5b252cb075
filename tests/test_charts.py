"""What every chart of every page has: alternative text of the present selection, a source, and a figure that is small."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from components.charts import template
from dashboard.views import evidence, focus_areas, frequency, officials, overview
from data.record import load
from tests.conftest import HOME
from tests.test_pages import page

PAGES = [overview, frequency, focus_areas, officials, evidence]
YEARS = {"years": ["2008", "2015"]}
# In signs: what a screen reader reads out at a stretch.
LONGEST = 300


@pytest.fixture(scope="module", params=PAGES, ids=lambda module: module.__name__.rpartition(".")[2])
def drawn(request: pytest.FixtureRequest) -> tuple[AppTest, AppTest]:
    """A page on the whole record and on some years of it, with what is drawn only where it is asked for."""
    both = tuple(page(request.param, HOME, query) for query in ({}, YEARS))
    if request.param is evidence:
        both = tuple(test.toggle(key="completeness_on").set_value(True).run() for test in both)
    assert not any(test.exception for test in both)
    return both


def charts(test: AppTest) -> dict[str, dict]:
    """Each chart's alternative text and figure, by its place on the page."""
    return {
        str(place): {"alt": chart.proto.alt, "figure": json.loads(chart.proto.spec)}
        for place, chart in enumerate(test.get("plotly_chart"))
    }


def test_alternative_text_is_computed_from_the_selection(drawn: tuple[AppTest, AppTest]):
    whole, some = (charts(test) for test in drawn)
    assert whole and len(whole) == len(some)
    for place, chart in whole.items():
        assert chart["alt"] != some[place]["alt"]


def test_alternative_text_has_numbers_and_is_short(drawn: tuple[AppTest, AppTest]):
    for chart in (chart for test in drawn for chart in charts(test).values()):
        assert any(sign.isdigit() for sign in chart["alt"])
        assert len(chart["alt"]) <= LONGEST, chart["alt"]
        assert chart["alt"].endswith(".") and "nan" not in chart["alt"] and "<NA>" not in chart["alt"]


def test_the_source_stands_under_every_chart(drawn: tuple[AppTest, AppTest]):
    about = load(HOME).descriptor
    for test in drawn:
        plain = [element.value.replace("\\", "") for element in test.caption]
        line = f"Source: {about['title']}, version {about['version']}, as of "
        assert sum(line in text for text in plain) == len(test.get("plotly_chart"))


def test_no_hover_names_a_trace_and_no_figure_carries_a_foreign_template(drawn: tuple[AppTest, AppTest]):
    for figure in (chart["figure"] for test in drawn for chart in charts(test).values()):
        assert "colorway" not in figure["layout"]["template"]["layout"]
        for trace in figure["data"]:
            assert (
                trace.get("hoverinfo") == "skip"
                or trace.get("hovertemplate", "").endswith("<extra></extra>")
                or trace["x"] == [None]
            )


def test_no_type_in_a_figure_is_too_small_for_a_phone(drawn: tuple[AppTest, AppTest]):
    def sizes(part: object) -> list[float]:
        if isinstance(part, list):
            return [size for one in part for size in sizes(one)]
        if not isinstance(part, dict):
            return []
        fonts = [value for name, value in part.items() if name.endswith("font") and isinstance(value, dict)]
        return [font["size"] for font in fonts if "size" in font] + [size for value in part.values() for size in sizes(value)]

    for figure in (chart["figure"] for test in drawn for chart in charts(test).values()):
        assert min(sizes(figure)) >= 11


def test_every_figure_says_only_what_plotly_knows(drawn: tuple[AppTest, AppTest]):
    # Pages send figures untried.
    for chart in (chart for test in drawn for chart in charts(test).values()):
        assert go.Figure(chart["figure"]).data


def test_a_figure_is_sent_as_it_was_written_until_someone_changes_it():
    written = template.figure([{"type": "bar", "y": [1, 2]}], 200, y={"title": "Engagements"})
    assert written.to_dict()["data"][0]["y"] == [1, 2] and written.to_dict() is written.to_dict()
    assert written.layout.yaxis.title.text == "Engagements" and written.data[0].type == "bar"
    assert written.update_layout(height=300).to_dict()["layout"]["height"] == 300
    with pytest.raises(ValueError, match="hight"):
        _ = template.figure([{"type": "bar", "hight": 3}], 200).data
