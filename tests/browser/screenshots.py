"""Take pictures of every view: `python -m tests.browser.screenshots [folder]`, or only those whose name holds one of more words."""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, chromium_path
from tests.browser.settled import open_page, show_all
from tests.browser.views import HEIGHT, THEMES, VIEWS, WIDTHS
from tests.serving import ROOT, serving

# Those that the README shows, as high as a window.
SHOWN = {"overview-desk-light": 1000, "overview-desk-dark": 1000, "focus-areas-phone-light": 844, "event-desk-light": 1000}


def main() -> None:
    """Serve the record shipped and write a PNG a view, width and theme; those of the README also into docs/."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=main.__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "screenshots", help="where to write them (screenshots/)")
    parser.add_argument("--only", nargs="*", default=[], metavar="WORD", help="only views whose name holds one of these words")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    names = [
        (f"{view}-{size}-{theme}", path, width, theme)
        for view, path in VIEWS.items()
        for size, width in WIDTHS.items()
        for theme in THEMES
    ]
    names = [name for name in names if not asked.only or any(word in name[0] for word in asked.only)]
    with serving(None) as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for number, (name, path, width, theme) in enumerate(names, 1):
            page = chromium.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=theme, locale="en-US")
            open_page(page, server + path)
            if name in SHOWN:
                page.set_viewport_size({"width": width, "height": SHOWN[name]})
                page.screenshot(path=ROOT / "docs" / f"{name}.png")
            show_all(page, width)
            page.screenshot(path=asked.folder / f"{name}.png")
            page.close()
            print(f"{number:>3} of {len(names)}  {asked.folder / name}.png", flush=True)
        chromium.close()


if __name__ == "__main__":
    main()
