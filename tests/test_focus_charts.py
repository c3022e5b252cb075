"""The charts of focus areas: what they draw for frames small enough to check by eye, and the page for any selection."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from components.charts import dumbbell, heatmap, ranks
from dashboard.views import focus_areas
from data.measures import focus
from tests.conftest import HOME, MADE_UP
from tests.test_pages import page, words

LABELS = {"a": "Area <A>", "b": "Area B", "c": "Area C"}
COLORS = {"a": "#111111", "b": "#222222", "c": "#333333"}


def traces(chart, kind: str) -> list:
    return [trace for trace in chart.data if trace.type == kind]


def marks(chart) -> dict[tuple, str]:
    """What each mark that can be picked says on hover, by its customdata."""
    return {
        tuple(data): text
        for trace in chart.data
        if trace.customdata is not None
        for data, text in zip(trace.customdata, trace.hovertext, strict=True)
    }


def test_a_heat_map_has_a_mark_to_pick_in_each_cell():
    frame = pd.DataFrame(
        {"key": ["b", "b", "a", "a"], "year": [2001, 2002, 2001, 2002], "n": [3, 0, 1, 2], "text": ["three", "none", "one", "two"]}
    )
    chart = heatmap.by_year(frame, key="key", value="n", labels=LABELS, percent=False, hover="text")
    (cells,) = traces(chart, "heatmap")
    assert [list(row) for row in cells.z] == [[3, 0], [1, 2]] and list(chart.layout.yaxis.ticktext) == ["Area B", "Area &lt;A&gt;"]
    assert marks(chart)[(2002, "a")] == "Area &lt;A&gt;, 2002: two"
    assert set(marks(chart)) == {(year, key) for year in (2001, 2002) for key in "ab"}


@pytest.fixture
def pairs() -> pd.DataFrame:
    """a twice, b four times, twice together; c once, alone: of six engagements."""
    rows = [
        ("a", "a", 2, None),
        ("a", "b", 2, 8 / 6),
        ("a", "c", 0, 2 / 6),
        ("b", "a", 2, 8 / 6),
        ("b", "b", 4, None),
        ("b", "c", 0, 4 / 6),
        ("c", "a", 0, 2 / 6),
        ("c", "b", 0, 4 / 6),
        ("c", "c", 1, None),
    ]
    frame = pd.DataFrame(rows, columns=["a", "b", "engagements", "expected"])
    return frame.assign(lift=frame["engagements"] / frame["expected"])


def test_a_matrix_of_counts_leaves_the_diagonal_blank_and_tells_the_lift_on_hover(pairs):
    chart = heatmap.matrix(pairs, value="engagements", labels=LABELS)
    z = traces(chart, "heatmap")[0].z
    assert [z[place][place] for place in range(3)] == [None] * 3 and z[0][1] == z[1][0] == 2
    assert "<b>2 engagements</b> with both, 1.3 expected by chance<br>Lift 1.50" in marks(chart)[("a", "b")]
    assert "too few to read" in marks(chart)[("a", "c")] and "too few" not in marks(chart)[("a", "b")]
    assert marks(chart)[("b", "b")] == "Area B: <b>4 engagements</b> in all"


def test_a_matrix_of_lifts_is_balanced_around_1_and_crosses_out_what_is_too_few(pairs):
    chart = heatmap.matrix(pairs, value="lift", labels=LABELS)
    (cells,), crosses = traces(chart, "heatmap"), traces(chart, "scatter")[0]
    assert (cells.zmin, cells.zmax) == (-2, 2) and math.isclose(cells.z[0][1], math.log2(1.5), abs_tol=1e-3)
    assert cells.z[0][2] is None and len(crosses.x) == 4 and crosses.customdata is None


def test_a_lift_of_none_together_is_drawn_as_the_least():
    frame = pd.DataFrame({"a": ["a", "a", "b", "b"], "b": ["a", "b", "a", "b"], "engagements": [3, 0, 0, 3]})
    frame = frame.assign(expected=[None, 1.5, 1.5, None], lift=[None, 0.0, 0.0, None]).astype({"expected": float, "lift": float})
    assert traces(heatmap.matrix(frame, value="lift", labels=LABELS), "heatmap")[0].z[0][1] == -2


@pytest.fixture
def ranked() -> pd.DataFrame:
    """a first, then gone; b and c share the second rank, then b leads."""
    return pd.DataFrame(
        {
            "key": ["a", "a", "b", "b", "c", "c"],
            "period_start": [2001, 2004] * 3,
            "period_end": [2003, 2005] * 3,
            "engagements": [5, 0, 2, 3, 2, 1],
            "rank": pd.array([1, None, 2, 1, 2, 2], dtype="Int64"),
        }
    )


def test_areas_that_share_a_rank_have_a_place_each(ranked):
    assert ranks.slots(ranked).fillna(0).tolist() == [1, 0, 2, 1, 3, 2]


def test_a_bump_chart_names_the_highlighted_and_lets_every_point_be_picked(ranked):
    chart = ranks.bump(ranked, labels=LABELS, colors=COLORS, highlighted=["a", "b"])
    assert set(marks(chart)) == {("a", 2001, 2003), ("b", 2001, 2003), ("b", 2004, 2005), ("c", 2001, 2003), ("c", 2004, 2005)}
    assert marks(chart)[("b", 2001, 2003)] == "Area B, 2001–2003<br><b>Rank 2</b>, shared; 2 engagements"
    points = {trace.name: trace for trace in chart.data if trace.customdata is not None}
    assert points["Area B"].marker.color == "#222222" and list(points["Area B"].text) == ["2=", "1"]
    assert points["Area C"].marker.color != "#333333" and points["Area C"].opacity < 1
    named = [(note.text, note.x) for note in chart.layout.annotations]
    assert sorted(named) == [("Area &lt;A&gt;", 0), ("Area B", 1)]


def test_a_dumbbell_has_a_dot_a_group_and_pales_what_may_be_chance():
    frame = pd.DataFrame(
        {"key": ["a", "b"], "first": [1, 2], "first_of": 10, "second": [15, 3], "second_of": 20}
        | {
            "share_first": [0.1, 0.2],
            "share_second": [0.75, 0.15],
            "difference": [0.65, -0.05],
            "low": [0.3, -0.3],
            "high": [0.8, 0.2],
        }
    )
    chart = dumbbell.shares(frame, labels=LABELS, colors=COLORS, names=("2001", "2002 & 2003"), certain={"a": True, "b": False})
    first, second = [trace for trace in chart.data if trace.customdata is not None]
    assert list(first.x) == [0.1, 0.2] and list(second.x) == [0.75, 0.15] and second.name == "2002 &amp; 2003"
    assert [list(data) for data in second.customdata] == [["a", 1], ["b", 1]]
    assert first.marker.color[0] == "#111111" and first.marker.color[1] != "#222222"
    assert "Difference +65 points, 95% interval +30 to +80" in first.hovertext[0]
    assert "Difference −5 points, 95% interval −30 to +20" in first.hovertext[1]


def test_a_difference_is_said_in_points():
    assert [dumbbell.in_points(value) for value in (0.124, -0.3, -0.001)] == ["+12", "−30", "0"]


def test_the_charts_open_as_many_events_as_they_show(made_up):
    for row in focus.cooccurrence(made_up).itertuples():
        assert len(focus.events_with(made_up, row.a, row.b)) == row.engagements


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": ["nothing like it"]},
        {"years": ["2032", "2032"]},
        {"years": ["2033", "2033"]},
        {"focus": ["friendship"], "years": ["2034", "2034"]},
        {"type": ["aid"], "years": ["2034", "2034"]},
        {"type": ["drill"]},
        {"years": ["2033", "2034"]},
        {"scope": ["context"]},
    ],
    ids=lambda query: "-".join(value for values in query.values() for value in values) or "all",
)
def test_the_page_holds_for_any_selection(query):
    test = page(focus_areas, MADE_UP, query)
    assert not test.exception and not test.error


def test_the_page_says_what_went_silent_and_the_reader_sets_the_years():
    test = page(focus_areas, MADE_UP, {})
    test.number_input(key="focus silent 2031 2034").set_value(2).run()
    assert not test.exception
    assert "**1 of 3** focus areas of this selection have no engagement in 2033–2034: Other (latest 2032)." in words(test)
    test.number_input(key="focus silent 2031 2034").set_value(3).run()
    assert "None of the 3 focus areas of this selection is silent in 2032–2034." in words(test)


def test_a_single_area_and_a_single_year_are_said_in_sentences():
    test = page(focus_areas, MADE_UP, {"type": ["aid"], "years": ["2034", "2034"]})
    said = words(test)
    assert "Only one area occurs" in said and "two periods need two years" in said and "goes silent over several years" in said


def test_groups_that_share_engagements_are_said_and_not_judged():
    test = page(focus_areas, MADE_UP, {})
    test.slider(key="focus first period 2031 2034").set_range(2031, 2033).run()
    assert not test.exception
    (warning,) = [element.value for element in test.warning]
    assert "in both groups. The 95% intervals assume separate groups, so they do not hold here" in warning


def test_controls_of_every_section_lead_somewhere():
    test = page(focus_areas, HOME, {})
    test.selectbox(key="focus_dimension").set_value("level").run()
    test.button_group(key="focus_period_years").set_value(3).run()
    test.button_group(key="focus_together").set_value("lift").run()
    test.button_group(key="focus_shown").set_value("share").run()
    test.selectbox(key="focus_area").select_index(5).run()
    assert not test.exception
    assert "Lift is how many times as often" in words(test)
