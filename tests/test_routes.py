"""The data routes, asked over HTTP on a running server: the pages' selections for programs."""

from __future__ import annotations

import io
import json
import re
import shutil
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import frictionless
import httpx
import pandas as pd
import pytest

from data import extracts, selection as selections
from data.check import check
from data.record import Tables
from data.selection import Selection
from tests.conftest import MADE_UP
from tests.serving import serving

SELECTIONS = {
    "everything": Selection(),
    "years and areas": Selection(years=(2010, 2016), focus=("peacekeeping", "demining")),
    "areas together": Selection(focus=("peacekeeping", "demining"), focus_match="all"),
    "a search in Khmer names": Selection(q="tea séiha"),
    "a place and parts": Selection(place=("KHM",), level=(4,), parts="count"),
    "nothing": Selection(q="no such words"),
}


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    """A program that asks the dashboard over the record shipped."""
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        yield client


def flat(name: str, selection: Selection, record: Tables) -> pd.DataFrame:
    """What an extract of a selection holds, from the tables themselves."""
    return extracts.FLAT[name](selections.apply(selection, record))


@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
@pytest.mark.parametrize("name", extracts.FLAT)
def test_a_csv_is_what_the_page_gives_for_the_same_query(
    name: str, selection: Selection, client: httpx.Client, record: Tables
) -> None:
    answer = client.get(selection.to_url(f"/extracts/{name}.csv"))
    assert answer.status_code == 200
    assert answer.content == extracts.to_csv(flat(name, selection, record))
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    name_of_file = extracts.file_name(name, selection, "csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name_of_file}"'


@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
@pytest.mark.parametrize("name", extracts.FLAT)
def test_a_json_holds_the_same_cells(name: str, selection: Selection, client: httpx.Client, record: Tables) -> None:
    rows = client.get(selection.to_url(f"/extracts/{name}.json")).json()
    frame = flat(name, selection, record).astype(object)
    assert rows == frame.where(frame.notna(), None).to_dict("records")


def test_pandas_reads_an_address(server: str, record: Tables) -> None:
    frame = pd.read_csv(f"{server}/extracts/events.csv?years=2010&years=2016&focus=peacekeeping")
    expected = selections.apply(Selection(years=(2010, 2016), focus=("peacekeeping",)), record).events
    assert frame["event_id"].tolist() == expected["event_id"].tolist()
    assert frame.columns[0] == "event_id", "the byte order mark is no part of the first column's name"
    assert (frame["tally"] == "counted").sum() == (expected["tally"] == "counted").sum()
    assert pd.read_json(f"{server}/extracts/events.json?years=2010&years=2010")["year"].unique().tolist() == [2010]


def test_what_a_pages_address_holds_beside_the_filters_is_no_fault(client: httpx.Client) -> None:
    page = "years=2024&years=2024&event=2024-10-15-defense-policy-dialogue&embed=true&embed_options=dark_theme"
    assert client.get(f"/extracts/events.csv?{page}").content == client.get("/extracts/events.csv?years=2024&years=2024").content


@pytest.mark.parametrize(
    ("query", "parameter", "value", "allowed"),
    [
        ("focus=ducks", "focus", "ducks", "peacekeeping"),
        ("topic=peacekeeping", "topic", "", "focus"),
        ("years=1066", "years", "1066", "1990 to 2026"),
        ("years=then", "years", "then", "1990 to 2026"),
        ("level=9", "level", "9", "3"),
        ("official=nobody", "official", "nobody", "tea-banh"),
        ("focus_match=some", "focus_match", "some", "all"),
        (
            "event=2024-10-15-defense-policy-dialogu",
            "event",
            "2024-10-15-defense-policy-dialogu",
            "2024-10-15-defense-policy-dialogue",
        ),
    ],
)
@pytest.mark.parametrize("path", ["/extracts/events.csv", "/extracts/package.zip", "/extracts/datapackage.json"])
def test_what_is_not_known_is_refused_and_what_is_allowed_listed(
    path: str, query: str, parameter: str, value: str, allowed: str, client: httpx.Client
) -> None:
    """A page shows the nearest selection and says so; a program must not take that for the one it asked for."""
    answer = client.get(f"{path}?years=2010&{query}" if parameter != "years" else f"{path}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/json"
    (problem,) = answer.json()["problems"]
    assert (problem["parameter"], problem["value"]) == (parameter, value)
    assert allowed in problem["allowed"]
    assert problem["message"] in answer.json()["error"]


def test_an_unknown_address_says_where_the_list_is(client: httpx.Client) -> None:
    for path in (
        "/extracts/visits.csv",
        "/extracts/events.xlsx",
        "/extracts/tables/events.json",
        "/extracts/%2e%2e/data/record.py",
    ):
        assert client.get(path).status_code in (400, 404), path
    told = re.search(r"http\S+/extracts", client.get("/extracts/visits.csv").json()["error"])
    assert told and client.get(told.group()).json()["extracts"].keys() == extracts.FLAT.keys()


def test_reading_is_all_that_one_can_do(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/extracts/events.csv")
        assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, {"GET", "HEAD", "OPTIONS"})


def test_a_second_look_costs_nothing(client: httpx.Client) -> None:
    path = "/extracts/participants.csv?years=2010&years=2012"
    first = client.get(path)
    for known in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"another", {first.headers["etag"]}'},
        {"If-None-Match": first.headers["etag"].removeprefix("W/")},
        {"If-None-Match": "*"},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = client.get(path, headers=known)
        assert (again.status_code, again.content) == (304, b""), known
        assert again.headers["etag"] == first.headers["etag"]
    for other in (
        {"If-None-Match": '"another"'},
        {"If-None-Match": '"another"', "If-Modified-Since": first.headers["last-modified"]},
        {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
    ):
        assert client.get(path, headers=other).status_code == 200, other


def test_each_answer_has_a_tag_of_its_own(client: httpx.Client) -> None:
    paths = [f"/extracts/{name}.{ending}" for name in extracts.FLAT for ending in ("csv", "json")]
    paths += ["/extracts/package.zip", "/extracts/datapackage.json", "/extracts/events.csv?years=2010&years=2012"]
    assert len({client.head(path).headers["etag"] for path in paths}) == len(paths)
    same = (
        "/extracts/events.csv?focus=demining&years=2012&years=2010",
        "/extracts/events.csv?years=2010&years=2012&focus=demining",
    )
    assert len({client.head(path).headers["etag"] for path in same}) == 1, "one selection, one tag"


def test_a_head_says_what_a_get_would(client: httpx.Client) -> None:
    changing = {"date", "transfer-encoding", "content-encoding", "vary"}
    for path in ("/extracts/events.csv", "/extracts/package.zip", "/dataset.jsonld"):
        asked, got = client.head(path), client.get(path)
        assert (asked.status_code, asked.content) == (200, b"")
        assert {name: value for name, value in asked.headers.items() if name not in changing} == {
            name: value for name, value in got.headers.items() if name not in changing
        }
    assert client.head("/extracts/events.csv?focus=ducks").status_code == 400
    assert client.head("/extracts/nothing.csv").status_code == 404


def test_any_page_on_the_web_may_read(client: httpx.Client) -> None:
    elsewhere = {"Origin": "https://notebook.example"}
    for path in ("/extracts/events.csv", "/extracts/events.csv?focus=ducks", "/extracts/nothing.csv", "/dataset.jsonld"):
        answer = client.get(path, headers=elsewhere)
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert "ETag" in answer.headers["access-control-expose-headers"]
    asks_first = {**elsewhere, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    assert client.options("/extracts/events.csv", headers=asks_first).status_code == 200
    assert client.options("/extracts/events.csv", headers={**asks_first, "Access-Control-Request-Method": "PUT"}).status_code == 400


def test_large_answers_are_compressed_where_the_client_takes_it(client: httpx.Client) -> None:
    plain = client.get("/extracts/events.csv", headers={"Accept-Encoding": "identity"})
    small = client.get("/extracts/events.csv", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.content == plain.content
    assert "Accept-Encoding" in small.headers["vary"]


@pytest.mark.parametrize("selection", [SELECTIONS["everything"], SELECTIONS["years and areas"]], ids=["everything", "some"])
def test_the_zip_is_the_pages_own_and_sound_elsewhere(
    selection: Selection, server: str, client: httpx.Client, record: Tables, tmp_path: Path
) -> None:
    answer = client.get(selection.to_url("/extracts/package.zip"))
    address = f"{server}{selection.to_url('/events')}"
    assert answer.content == extracts.package(selections.apply(selection, record), selection, address)
    assert answer.content == client.get(selection.to_url("/extracts/package.zip")).content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    assert check(tmp_path) == []
    assert frictionless.validate(tmp_path / "datapackage.json").valid
    assert f"Address: {address}" in (tmp_path / "README.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("query", ["", "?years=2010&years=2016&focus=peacekeeping"], ids=["everything", "some"])
def test_the_description_is_a_data_package_at_its_address(query: str, client: httpx.Client, server: str) -> None:
    """The stock tool follows it to every table of the selection and finds no fault."""
    package = frictionless.Package(f"{server}/extracts/datapackage.json{query}")
    found = {resource.name: resource.path for resource in package.resources}
    assert found["events"] == f"tables/events.csv{query}"
    rows = pd.read_csv(f"{server}/extracts/{found['events']}")
    assert len(rows) == len(pd.read_csv(f"{server}/extracts/events.csv{query}"))
    for name in ("events", "participants", "citations", "event_types"):
        report = package.get_resource(name).validate()
        assert report.valid, report.flatten(["note"])


class _Scripts(HTMLParser):
    """The text of the scripts of a page, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.kind, self.scripts, self.links = "", [], []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.kind = str(dict(attrs).get("type")) if tag == "script" else ""
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]

    def handle_data(self, data: str) -> None:
        if self.kind:
            self.scripts.append((self.kind, data))
            self.kind = ""


def test_search_engines_find_the_record(client: httpx.Client, server: str, record: Tables) -> None:
    """robots.txt names the list of pages, the list the page about the record, and that carries the catalogs' entry."""
    listed = re.search(r"^Sitemap: (\S+)$", client.get("/robots.txt").text, re.MULTILINE)
    assert listed
    root = ElementTree.fromstring(client.get(listed.group(1)).content)
    pages = [location.text for location in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"{server}/dataset" in pages
    assert sum("/events?event=" in page for page in pages) == len(record.events)
    parser = _Scripts()
    parser.feed(client.get("/dataset").text)
    ((kind, entry),) = parser.scripts
    assert kind == "application/ld+json"
    assert json.loads(entry) == client.get("/dataset.jsonld").json()
    assert json.loads(entry)["@type"] == "Dataset"
    for link in [*parser.links, *(one["contentUrl"] for one in json.loads(entry)["distribution"])]:
        assert link.startswith(server)
        assert client.head(link).status_code == 200, link


def test_a_proxy_that_ends_the_encryption_is_believed(client: httpx.Client) -> None:
    address = client.get("/dataset.jsonld", headers={"X-Forwarded-Proto": "https", "Host": "data.example"}).json()["url"]
    assert address == "https://data.example/dataset"


def test_signs_in_a_search_never_leave_the_file_name(client: httpx.Client) -> None:
    answer = client.get("/extracts/events.csv", params={"q": 'a"\r\nX-Bad: 1; ../../etc'})
    assert answer.headers["content-disposition"] == 'attachment; filename="events_a-x-bad-1-etc.csv"'
    assert "x-bad" not in answer.headers


def test_the_routes_lie_under_the_apps_base_path() -> None:
    with serving(MADE_UP, base="/engagements") as server, httpx.Client(trust_env=False, timeout=60) as client:
        assert client.get(f"{server}/extracts/events.csv").text.startswith("\ufeffevent_id,")
        index = client.get(f"{server}/extracts").json()
        assert index["extracts"]["events"]["csv"] == f"{server}/extracts/events.csv"
        assert client.get(f"{server}/dataset.jsonld").json()["url"] == f"{server}/dataset"


def test_an_edited_record_is_another_answer_and_a_faulty_one_none(tmp_path: Path) -> None:
    """While an edited record is checked, and as long as it is faulty, programs get the version before it, as readers do."""
    folder = shutil.copytree(MADE_UP, tmp_path / "record")
    events = folder / "tables" / "events.csv"
    before = events.read_text(encoding="utf-8")
    faulty = before.replace("2031-05-02,", "2031-13-02,")
    with serving(folder) as server, httpx.Client(base_url=server, trust_env=False, timeout=60) as client:

        def unlike(known: httpx.Response) -> httpx.Response:
            end = time.monotonic() + 60
            while (answer := client.get("/extracts/events.csv")).content == known.content:
                assert time.monotonic() < end
                time.sleep(0.05)
            return answer

        first = client.get("/extracts/events.csv")
        events.write_text(before.replace("Duck Drill", "Goose Drill"), encoding="utf-8")
        second = unlike(first)
        assert "Goose Drill" in second.text
        assert second.headers["etag"] != first.headers["etag"]
        assert client.get("/extracts/events.csv", headers={"If-None-Match": first.headers["etag"]}).status_code == 200
        events.write_text(faulty, encoding="utf-8")
        assert client.get("/extracts/events.csv").content == second.content
        events.write_text(before, encoding="utf-8")
        assert unlike(second).content == first.content
        events.write_text(faulty, encoding="utf-8")
    with serving(folder) as server, httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        refused = client.get("/extracts/events.csv")
        assert refused.status_code == 503
        assert any("2031-13-02" in fault for fault in refused.json()["faults"])
