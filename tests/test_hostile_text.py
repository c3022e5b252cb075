"""Hostile text goes into every extract, citation and description as it stands in the record, and stays text there."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
import yaml

from dashboard import landing
from data import citation, dataset, extracts
from data.check import check
from data.record import Tables, is_vocabulary, load
from data.selection import Selection
from tests import hostile

READ = {"dtype": "str", "keep_default_na": False, "encoding": "utf-8-sig"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.hostile(tmp_path_factory.mktemp("hostile") / "record")


@pytest.fixture(scope="module")
def tables(folder: Path) -> Tables:
    return load(folder)


def test_the_hostile_record_is_legal_and_holds_every_payload(folder: Path) -> None:
    assert check(folder) == []
    events = pd.read_csv(folder / "tables" / "events.csv", **READ)
    assert all(payload in events["summary"].iloc[0] for payload in hostile.PAYLOADS.values())


@pytest.mark.parametrize("sign", hostile.PAYLOADS)
def test_a_payload_that_was_read_as_markup_is_noticed(sign: str) -> None:
    payload = hostile.PAYLOADS[sign]
    assert hostile.altered(f"before {payload} after") == []
    assert hostile.altered(f"before {re.sub(r'[^a-z0-9]', '', payload)} after") != []


@pytest.mark.parametrize("name", extracts.FLAT)
def test_a_flat_extract_holds_the_text_as_it_is(name: str, tables: Tables) -> None:
    frame = extracts.FLAT[name](tables)
    read = pd.read_csv(io.BytesIO(extracts.to_csv(frame)), **READ)
    objects = json.loads(b"".join(extracts.json_chunks(extracts.PIECES[name](tables))))
    for column in frame.select_dtypes(["object", "string"]):
        own = frame[column].dropna()
        assert read.loc[own.index, column].tolist() == own.astype("str").tolist()
        if isinstance(own.iloc[0] if len(own) else None, str):
            assert [objects[row][column] for row in own.index] == own.tolist()
    text = "\n".join(read.to_numpy().ravel())
    assert hostile.altered(text) == []
    assert any(payload in text for payload in hostile.PAYLOADS.values())


def test_the_package_holds_what_the_folder_holds(folder: Path, tables: Tables) -> None:
    with zipfile.ZipFile(io.BytesIO(extracts.package(tables, Selection()))) as archive:
        for resource in tables.descriptor["resources"]:
            own, packed = (folder / resource["path"]).read_text(encoding="utf-8"), archive.read(resource["path"]).decode()
            if is_vocabulary(resource):
                assert yaml.safe_load(packed) == yaml.safe_load(own)
            else:
                key = list(pd.read_csv(io.StringIO(own), **READ))
                one, other = (pd.read_csv(io.StringIO(text), **READ).sort_values(key, ignore_index=True) for text in (own, packed))
                pd.testing.assert_frame_equal(one, other)
        assert json.loads(archive.read("datapackage.json"))["title"] == tables.descriptor["title"]
        assert tables.descriptor["title"] in archive.read("README.txt").decode()


def test_citations_say_the_title_in_each_form(tables: Tables) -> None:
    title = tables.descriptor["title"]
    assert title in citation.plain(tables)
    assert yaml.safe_load(citation.cff(tables))["title"] == title
    written = citation.bibtex(tables)
    # BibTeX counts braces, whatever stands before them.
    depth = 0
    for sign in written:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    found = re.search(r"^  title = \{\{(.*)\}\},$", written, re.MULTILINE)
    back = {name: sign for sign, name in citation.TEX.items()}
    plain = re.sub("|".join(re.escape(name) for name in sorted(back, key=len, reverse=True)), lambda name: back[name[0]], found[1])
    assert plain == title


class Reader(HTMLParser):
    """What a browser makes of a page: its elements, its text, and what stands in its script."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.script, self._open = "", "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.script += data
        elif self._open != "style":
            self.text += data


def test_the_plain_page_for_catalogs_shows_text_as_it_is(tables: Tables) -> None:
    entry = dataset.json_ld(tables, "http://localhost/")
    read = Reader()
    read.feed(landing.page(tables, entry, "http://localhost/"))
    assert json.loads(read.script) == entry
    assert tables.descriptor["title"] in read.text and tables.descriptor["description"] in read.text
    assert hostile.altered(read.text) == []
    assert {tag for tag, _ in read.elements} == {
        *("html", "head", "meta", "title", "link", "style", "script", "body", "h1", "h2", "p", "dl", "dt", "dd", "ul", "li", "a")
    }
    assert all(about["href"].startswith("http://localhost/") for tag, about in read.elements if tag == "a")
    assert not any(name.startswith("on") for _, about in read.elements for name in about)
    assert [about.get("type") for tag, about in read.elements if tag == "script"] == ["application/ld+json"]


def test_the_list_of_pages_is_xml(tables: Tables) -> None:
    root = ElementTree.fromstring(landing.sitemap(tables, "http://localhost/"))
    assert len(root) > len(tables.events)


def test_a_search_for_hostile_text_makes_a_plain_file_name() -> None:
    name = extracts.file_name("events", Selection(q=" ".join(hostile.PAYLOADS.values())[:180]), "csv")
    assert re.fullmatch(r"[a-z0-9_-]+\.csv", name)
