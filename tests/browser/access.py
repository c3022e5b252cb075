"""Try a page with axe-core, which asks no other host, for what keeps readers out; what is Streamlit's own is listed with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


class Known(NamedTuple):
    """A fault that is known and not in our hands: the rule that finds it, the elements it may find, why it stays."""

    rule: str
    within: str
    why: str


KNOWN = [
    Known(
        "color-contrast",
        '[data-testid="stMultiSelect"] span[title]',
        "A picked option is written in white on the primary color, whatever that is: "
        "https://github.com/streamlit/streamlit/issues/12801. In the dark theme the primary color has to be read on the page as well, "
        "as the years of a slider are written in it; white on it has 3.7:1. The options stand in full contrast in the sentence under "
        "the page's title.",
    ),
    Known(
        "scrollable-region-focusable",
        '[data-testid="stTable"]',
        "A table of the codebook scrolls sideways on a phone, and a cell of it where a pattern is longer than its column. Chrome and "
        "Firefox let the keyboard into what scrolls, Safari does not: https://github.com/dequelabs/axe-core/issues/4752.",
    ),
]
IS_WITHIN = "([target, within]) => document.querySelector(target)?.closest(within) != null"


def violations(page: Page, known: Iterable[Known] = KNOWN) -> list[str]:
    """What axe-core finds on a page as it is now, but for what is known: the rule, its weight, where and what."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:200]} {node.get('failureSummary', '')}"
        for fault in found
        for node in fault["nodes"]
        if not _is_known(page, fault["id"], node["target"][0], known)
    ]


def _is_known(page: Page, rule: str, target: str, known: Iterable[Known]) -> bool:
    return any(one.rule == rule and page.evaluate(IS_WITHIN, [target, one.within]) for one in known)
