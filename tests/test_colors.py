"""Colors: seen on both grounds, told apart by readers with a color vision deficiency, and one place for each."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from components.charts import heatmap, matrix, template
from dashboard.sections.evidence_precision import PRECISION_COLORS
from data.record import HOME, Tables, load
from tests.colors import apart, contrast, distance, seen
from tests.conftest import MADE_UP

ROOT = Path(__file__).parents[1]
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
GROUNDS = {name: THEME[name]["backgroundColor"] for name in ("light", "dark")}
# Of graphical objects, by WCAG 2.2, success criterion 1.4.11.
CONTRAST = 3
# CIEDE2000 for the reader who tells two colors apart worst. Neighbors touch in a stack. So many colors cannot all be far apart in
# the band of lightness that has enough contrast on both grounds: where there are more than so few, a chart names its marks beside
# color, and neighbors alone are held to more.
NEIGHBORS, FEW, ANY_OF_FEW, ANY_OF_MANY = 8, 13, 7, 3.5


def palettes() -> dict[str, list[str]]:
    """Every set of colors that is drawn together, in the order in which they are stacked."""
    found = {}
    for path in (HOME, MADE_UP):
        tables = load(path)
        for name in sorted(vocabulary.stem for vocabulary in (path / "vocabulary").glob("*.yaml")):
            if colors := list(tables.words(name).colors.values()):
                found[f"{path.name} {name}"] = colors
    found["precision of dates"] = list(PRECISION_COLORS.values())
    return found


PALETTES = palettes()
ALONE = {"accent": template.ACCENT, "muted": template.MUTED, "least": matrix.SCALE[0], "most": matrix.SCALE[1]}
ALONE |= {"picked in a matrix": matrix.PICKED, "picked in a heat map": heatmap.PICKED}


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distances_are_those_published(one, other, known):
    """Sharma, Wu & Dalal, Color Research and Application 30 (2005), table 1."""
    assert round(distance(one, other), 4) == known


def test_gray_stays_gray_for_every_reader_and_red_and_green_come_near():
    for eye in ("protanopia", "deuteranopia", "tritanopia"):
        assert distance(seen("#808080"), seen("#808080", eye)) < 0.1
    red, green = "#b22222", "#5a7a00"
    assert distance(seen(red, "deuteranopia"), seen(green, "deuteranopia")) < distance(seen(red), seen(green)) / 2


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("palette", [*PALETTES, *ALONE])
def test_every_color_is_seen_on_the_ground_of_each_theme(palette, ground):
    for color in PALETTES.get(palette) or [ALONE[palette]]:
        assert contrast(color, GROUNDS[ground]) >= CONTRAST, color


@pytest.mark.parametrize("palette", [*PALETTES, *ALONE])
def test_what_is_written_on_a_mark_is_seen(palette):
    for color in PALETTES.get(palette) or [ALONE[palette]]:
        assert contrast(color, template.ON_MARK) >= CONTRAST, color


@pytest.mark.parametrize("palette", PALETTES)
def test_every_reader_tells_neighbors_apart(palette):
    for one, other in itertools.pairwise(PALETTES[palette]):
        assert apart(one, other) >= NEIGHBORS, (one, other)


@pytest.mark.parametrize("palette", PALETTES)
def test_no_two_colors_of_a_vocabulary_look_alike_to_any_reader(palette):
    least = ANY_OF_FEW if len(PALETTES[palette]) <= FEW else ANY_OF_MANY
    for one, other in itertools.combinations(PALETTES[palette], 2):
        assert apart(one, other) >= least, (one, other)


def test_colors_are_written_in_the_vocabularies_and_the_charts_own_files_alone(record: Tables):
    """What a page draws takes its colors from there, so that the tests above see all of them."""
    written = {
        path.relative_to(ROOT).as_posix()
        for folder in ("components", "dashboard")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\"#[0-9a-fA-F]{6}\"", path.read_text(encoding="utf-8"))
    }
    assert written == {
        "components/charts/heatmap.py",
        "components/charts/matrix.py",
        "components/charts/template.py",
        "dashboard/sections/evidence_precision.py",
    }


def test_a_figure_carries_the_house_template_and_no_other():
    chart = template.figure([], 300)
    assert "colorway" not in chart.layout.template.layout.to_plotly_json()
    assert len(chart.to_json()) < 1500
