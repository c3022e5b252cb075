"""Plain text, BibTeX and CITATION.cff say the same of a record, and the repository's CITATION.cff is that of the shipped one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from data import citation
from data.__main__ import main
from data.record import Tables
from tests.conftest import MADE_UP

ROOT = Path(__file__).parents[1]
REWRITE = "python -m data cite --format cff > CITATION.cff"


def test_the_repository_s_citation_file_is_that_of_the_record(record: Tables) -> None:
    written = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert written == citation.cff(record), f"CITATION.cff is not that of the record any more; this writes it anew: {REWRITE}"


def test_the_license_s_attribution_names_the_same_record(record: Tables) -> None:
    """It names no content hash, so that it holds for all states of a version."""
    cited = citation.facts(record)
    text = " ".join((ROOT / "LICENSE-DATA").read_text(encoding="utf-8").split())
    for part in (*cited.authors, f"({cited.year})", cited.title, f"version {cited.version}", f"as of {cited.as_of}"):
        assert part in text, f"LICENSE-DATA says how to attribute the record, and does not say {part!r}"


@pytest.mark.parametrize("name", ["record", "made_up"])
def test_the_three_forms_say_the_same(name: str, request: pytest.FixtureRequest) -> None:
    tables: Tables = request.getfixturevalue(name)
    cited = citation.facts(tables)
    file = yaml.safe_load(citation.cff(tables))
    for text in (citation.plain(tables), citation.bibtex(tables)):
        for part in (file["title"], file["version"], file["date-released"][:4], cited.as_of, tables.content_hash[:12]):
            assert part in text
        assert file["license"] in text
        assert all(author["name"] in text for author in file["authors"])
    assert file["identifiers"][0]["value"] == f"sha256:{tables.content_hash}"
    assert cited.as_of in file["identifiers"][0]["description"]


def test_the_plain_citation_of_a_record_without_authors_begins_with_its_title(made_up: Tables) -> None:
    assert citation.plain(made_up) == (
        "Freedonia–Sylvania defense engagements (2035). Data set, version 0.0.1, as of 2035-01-01, "
        f"content {made_up.content_hash[:12]}. CC0-1.0."
    )


def test_the_citation_file_has_what_its_format_asks_for(made_up: Tables) -> None:
    """The Citation File Format 1.2.0 wants a version of itself, a message, a title and authors, and nothing empty."""
    file = yaml.safe_load(citation.cff(made_up))
    assert (file["cff-version"], file["type"]) == ("1.2.0", "dataset")
    assert file["message"] and file["title"] and file["authors"] == [{"name": file["title"]}]
    assert "url" not in file and "keywords" not in file and all(file.values())
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", file["date-released"])
    assert {type(value) for value in file.values()} == {str, list}, "a date or number that YAML makes of a text is not valid there"


def test_an_address_is_cited_where_the_data_package_has_one(made_up: Tables) -> None:
    tables = replace(made_up, descriptor={**made_up.descriptor, "homepage": "https://freedonia.example/~data_100%"})
    assert citation.plain(tables).endswith(" https://freedonia.example/~data_100%")
    assert "  url = {https://freedonia.example/~data_100%}," in citation.bibtex(tables)
    assert yaml.safe_load(citation.cff(tables))["url"] == "https://freedonia.example/~data_100%"


def test_signs_that_mean_something_to_tex_are_made_plain(made_up: Tables) -> None:
    tables = replace(made_up, descriptor={**made_up.descriptor, "title": "Arms & Men 100%", "name": "arms/men"})
    entry = citation.bibtex(tables)
    assert entry.startswith("@misc{arms-men,")
    assert r"title = {{Arms \& Men 100\%}}" in entry


def test_signs_that_mean_something_to_yaml_come_back_as_they_were(made_up: Tables) -> None:
    title = 'Ducks: "boats" #1 – {a, b}'
    tables = replace(made_up, descriptor={**made_up.descriptor, "title": title, "version": 1.10})
    file = yaml.safe_load(citation.cff(tables))
    assert (file["title"], file["version"]) == (title, "1.1")


@pytest.mark.parametrize("name", citation.FORMATS)
def test_the_command_prints_a_citation(name: str, made_up: Tables, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", str(MADE_UP), "--format", name]) == 0
    assert capsys.readouterr().out.rstrip("\n") == citation.FORMATS[name](made_up).rstrip("\n")


def test_the_command_cites_no_faulty_record(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its faults go where they don't end up in a file that the citation was meant for."""
    file = copy / "tables" / "events.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",2032-03,", ",2032-13,"), encoding="utf-8")
    assert main(["cite", str(copy)]) == 1
    told = capsys.readouterr()
    assert not told.out and "events.csv:5 start: '2032-13' is not a date" in told.err


def test_a_wrong_command_says_what_is_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["cite", "--format", "telegram"])
    assert left.value.code == 2
    assert "bibtex" in capsys.readouterr().err
