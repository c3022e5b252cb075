"""The lines that fetch an extract run as they stand, whatever its address holds."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from data import extracts, selection as selections
from data.recipes import LANGUAGES, WITHOUT_TALLY, recipes
from data.record import Tables
from data.selection import Selection

# A selection whose address has several values, spaces, quotation marks, signs of shells and of Power Query, and letters beyond ASCII.
SELECTION = Selection(years=(2031, 2033), focus=("friendship", "boats"), q="""Préah "it's" $HOME `id` #(tab) 100% \\n !!""")


@pytest.fixture
def served(made_up: Tables) -> Iterator[tuple[str, list[Selection]]]:
    """A server of the made-up record's CSVs on this machine alone: its address, and the selections it is asked for."""
    asked: list[Selection] = []

    class Extracts(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            asked.append(selections.from_query(parse_qs(url.query), made_up)[0])
            name = url.path.rpartition("/")[2].removesuffix(".csv")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(extracts.to_csv(extracts.FLAT[name](made_up)))

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Extracts) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/extracts/", asked
        server.shutdown()


def address(root: str, name: str) -> str:
    return SELECTION.to_url(f"{root}{name}.csv")


@pytest.mark.parametrize("name", extracts.FLAT)
def test_the_lines_for_pandas_run(name: str, served: tuple[str, list[Selection]], made_up: Tables) -> None:
    root, asked = served
    found: dict = {}
    exec(recipes(name, address(root, name))["pandas"], found)
    frame = extracts.FLAT[name](made_up)
    assert asked == [SELECTION], "the server is asked for the very selection"
    assert found[name].columns.tolist() == frame.columns.tolist(), "the byte order mark is no part of the first column's name"
    assert len(found[name]) == len(frame)
    if name not in WITHOUT_TALLY:
        assert len(found["counted"]) == (frame["tally"] == "counted").sum() > 0


def test_the_line_for_the_command_line_runs(served: tuple[str, list[Selection]], made_up: Tables, tmp_path: Path) -> None:
    if not (shutil.which("curl") and shutil.which("sh")):
        pytest.skip("there is no curl here")
    root, asked = served
    line = recipes("events", address(root, "events"))["curl"]
    subprocess.run(["sh", "-c", line], cwd=tmp_path, check=True, capture_output=True)
    assert asked == [SELECTION]
    assert (tmp_path / "events.csv").read_bytes() == extracts.to_csv(extracts.FLAT["events"](made_up))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_address_breaks_out_of_its_quotation_marks(language: str) -> None:
    """Not even one that was not encoded, such as of a host's own path."""
    lines = recipes("events", 'https://freedonia.example/pré"$(id)`id`\\/#(lf)!/events.csv?q=a&q=b')[language]
    at = "https://freedonia.example/pr%C3%A9%22%24%28id%29%60id%60%5C/%23%28lf%29%21/events.csv?q=a&q=b"
    assert f'"{at}"' in lines
    assert lines.isascii() and lines.count('"') % 2 == 0


def test_an_encoded_address_stays_as_it_is() -> None:
    at = SELECTION.to_url("https://freedonia.example/extracts/events.csv")
    assert all(f'"{at}"' in lines for lines in recipes("events", at).values())


@pytest.mark.parametrize("name", extracts.FLAT)
def test_what_counts_is_kept_where_an_extract_says_what_counts(name: str, made_up: Tables) -> None:
    """Wherever there is a tally, the lines use it; of the sources, which have none, they don't."""
    lines = recipes(name, "https://freedonia.example/")
    has_tally = "tally" in extracts.FLAT[name](made_up)
    assert has_tally is (name not in WITHOUT_TALLY)
    for language in ("pandas", "R", "Excel"):
        assert ("tally" in lines[language] and "counted" in lines[language]) is has_tally


def test_the_lines_say_that_the_file_begins_with_a_byte_order_mark_where_that_matters() -> None:
    """Base R would read the first column's name as ï..event_id."""
    lines = recipes("events", "https://freedonia.example/")
    assert 'fileEncoding = "UTF-8-BOM"' in lines["R"]
    assert "Encoding = 65001" in lines["Excel"], "the code page of UTF-8"
