"""The theme can be read: text against every ground it stands on, in light and dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.colors import contrast

CONFIG = tomllib.loads((Path(__file__).parents[1] / ".streamlit" / "config.toml").read_text())["theme"]
# What Streamlit leaves of the text's color in captions, hints and help.
FADED = 0.6
# What it lays of the primary color under the chosen one of a few.
TINT = 0.1
TEXT, CONTROL = 4.5, 3.0
# White on the primary color and the primary color on a dark ground cannot both have 4.5: see docs/accessibility.md.
CHIP = {"light": TEXT, "dark": 3.5}


def mixed(color: str, ground: str, share: float) -> str:
    """A color of which only a share is laid on a ground."""
    pairs = [(int(color[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(own * share + under * (1 - share)):02x}" for own, under in pairs)


def test_a_share_of_black_on_white_is_gray() -> None:
    assert mixed("#000000", "#ffffff", 0.6) == "#666666"


@pytest.mark.parametrize("place", ["page", "sidebar"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_read_on_every_ground(theme: str, place: str) -> None:
    colors = CONFIG[theme] | (CONFIG[theme]["sidebar"] if place == "sidebar" else {})
    for ground in (colors["backgroundColor"], colors["secondaryBackgroundColor"]):
        assert contrast(colors["textColor"], ground) >= TEXT
        assert contrast(mixed(colors["textColor"], ground, FADED), ground) >= TEXT, "captions"
        assert contrast(colors["linkColor"], ground) >= TEXT
        assert contrast(colors["primaryColor"], ground) >= CONTROL, "what is switched on, and the ring around what has the focus"
    assert contrast(colors["primaryColor"], colors["backgroundColor"]) >= TEXT, "the years of a slider are written in it"
    tinted = mixed(colors["primaryColor"], colors["backgroundColor"], TINT)
    assert contrast(colors["primaryColor"], tinted) >= TEXT, "what is chosen of a few is written in it on a tint of it"
    assert contrast("#ffffff", colors["primaryColor"]) >= CHIP[theme], "a picked option is written in white on it"


def test_fonts_are_the_readers_own() -> None:
    """A family that the browser has, so that no host is asked for one."""
    assert CONFIG["font"] == "sans-serif"
    assert not {"fontFaces", "codeFont", "headingFont"} & set(CONFIG)
