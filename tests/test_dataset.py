"""The record's entry for catalogs of data sets says what the record and its data package know, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from data import citation, codebook, dataset, extracts
from data.record import Tables

ADDRESS = "https://freedonia.example/"


@pytest.mark.parametrize("name", ["record", "made_up"])
def test_the_entry_has_what_catalogs_ask_for(name: str, request: pytest.FixtureRequest) -> None:
    tables: Tables = request.getfixturevalue(name)
    entry = dataset.json_ld(tables, ADDRESS)
    assert (entry["@context"], entry["@type"]) == ("https://schema.org/", "Dataset")
    assert entry["name"] == tables.descriptor["title"]
    assert 50 <= len(entry["description"]) <= 5000
    assert entry["license"] == [tables.descriptor["licenses"][0]["path"]]
    assert json.loads(json.dumps(entry)) == entry, "it can be written as JSON"


def test_nothing_in_the_entry_is_empty(made_up: Tables) -> None:
    """The made-up record states no authors, no keywords, no method and no homepage."""
    entry = dataset.json_ld(made_up, ADDRESS)
    assert not {"creator", "keywords", "measurementTechnique", "sameAs"} & set(entry)

    def leaves(value: object) -> list[object]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return [leaf for item in inner for leaf in leaves(item)] if isinstance(value, dict | list) else [value]

    assert all(leaf not in ("", None) for leaf in leaves(entry))


def test_the_entry_agrees_with_the_citation(record: Tables) -> None:
    entry, cited = dataset.json_ld(record, ADDRESS), citation.facts(record)
    assert entry["version"] == cited.version
    assert entry["identifier"] == f"sha256:{record.content_hash}"
    assert (entry["datePublished"], entry["dateModified"]) == (cited.released, cited.as_of)
    assert [one["name"] for one in entry["creator"]] == list(cited.authors)
    assert entry["creditText"] == citation.plain(record)


def test_the_entry_says_where_and_when(made_up: Tables) -> None:
    entry = dataset.json_ld(made_up, ADDRESS)
    assert entry["temporalCoverage"] == "2031/2034"
    assert [(place["name"], place["identifier"]) for place in entry["spatialCoverage"]] == [
        ("Freedonia", "XFR"),
        ("Sylvania", "XSY"),
    ]


def test_a_date_that_only_edtf_can_write_is_left_out(made_up: Tables) -> None:
    entry = dataset.json_ld(replace(made_up, descriptor={**made_up.descriptor, "as_of": "2035-01~"}), ADDRESS)
    assert "dateModified" not in entry and "as of 2035-01~" in entry["creditText"]


def test_a_description_too_long_for_catalogs_is_cut(made_up: Tables) -> None:
    entry = dataset.json_ld(replace(made_up, descriptor={**made_up.descriptor, "description": "duck " * 2000}), ADDRESS)
    assert len(entry["description"]) == 5000 and entry["description"].endswith("…")


def test_each_variable_is_a_column_of_the_codebook(record: Tables) -> None:
    meanings = {
        f"{table.name}.{row['column']}": (row["title"], row["meaning"])
        for table in codebook.tables_of(record)
        for row in table.columns.to_dict("records")
    }
    variables = dataset.json_ld(record, ADDRESS)["variableMeasured"]
    assert {one["propertyID"]: (one["name"], one["description"]) for one in variables}.items() <= meanings.items()
    assert len(variables) == len(dataset.MEASURED)


@pytest.mark.parametrize("address", ["https://freedonia.example", "https://freedonia.example/", "https://freedonia.example/record"])
def test_every_download_lies_under_the_address_of_the_app(address: str, made_up: Tables) -> None:
    entry = dataset.json_ld(made_up, address)
    root = address.rstrip("/")
    files = {one["contentUrl"]: one["encodingFormat"] for one in entry["distribution"]}
    assert files[f"{root}/extracts/package.zip"] == "application/zip"
    assert files[f"{root}/extracts/datapackage.json"] == "application/json"
    for name in extracts.FLAT:
        assert files[f"{root}/extracts/{name}.csv"] == "text/csv"
        assert files[f"{root}/extracts/{name}.json"] == "application/json"
    assert len(files) == 2 * len(extracts.FLAT) + 2
    assert entry["url"] == f"{root}/dataset"


def test_a_selection_s_downloads_carry_its_query() -> None:
    for file in dataset.downloads("years=2010&years=2016"):
        assert urlsplit(file.path).query == "years=2010&years=2016"
        assert urlsplit(file.path).path == f"extracts/{file.file_name}"
    assert not any("?" in file.path for file in dataset.downloads())
