"""The pages with charts tell the browser of the chart's script beforehand."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import httpx
import pytest
from streamlit.file_util import get_static_dir

from dashboard.navigation import CHARTED, PAGES
from dashboard.preload import chart_scripts
from tests.conftest import HOME
from tests.serving import serving
from tests.test_pages import page

ADDRESSES = [address for _, _, address, _ in PAGES]


def test_the_scripts_are_the_charts_own_and_stand_in_streamlits_folder() -> None:
    names = chart_scripts()
    folder = Path(get_static_dir(), "static", "js")
    assert names[0].startswith("PlotlyChart.")
    assert all((folder / name).is_file() for name in names)
    page = (Path(get_static_dir()) / "index.html").read_text()
    assert not [name for name in names if name in page], "the page names these itself"
    # Proxies give the headers of an answer a few kilobytes.
    assert sum(map(len, names)) < 1000


@pytest.mark.parametrize(("module", "address"), [(module, address) for module, _, address, _ in PAGES])
def test_the_pages_that_are_told_of_it_are_those_that_draw_charts(module: ModuleType, address: str) -> None:
    assert bool(page(module, HOME, {}).get("plotly_chart")) == (address in CHARTED)


def test_the_header_leads_to_the_scripts_under_any_base() -> None:
    for base in ("", "/engagements"):
        with serving(None, base=base) as server, httpx.Client(trust_env=False, timeout=60) as client:
            for address in ADDRESSES:
                answer = client.get(f"{server}/{address}")
                assert answer.status_code == 200
                links = re.findall(r'<([^>]+)>; rel="modulepreload"', answer.headers.get("link", ""))
                assert links == ([f"{base}/static/js/{name}" for name in chart_scripts()] if address in CHARTED else [])
            for name in chart_scripts():
                script = client.head(f"{server}/static/js/{name}")
                assert script.headers["content-type"] == "application/javascript"
            assert "modulepreload" not in client.get(f"{server}/dataset").headers.get("link", "")


def test_a_streamlit_with_other_names_is_left_alone(tmp_path: Path) -> None:
    assert chart_scripts(tmp_path) == []
