"""The description of the data routes says what they do: it is valid, and what it says of addresses, parameters, rows and refusals is so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from dashboard import openapi
from dashboard.answers import NOT_FILTERS
from data import dataset, extracts
from data.record import Tables
from data.selection import Selection
from tests.serving import ROOT


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def told(client: httpx.Client) -> dict[str, Any]:
    return client.get("/openapi.json").json()


def valid(value: object, name: str, told: dict[str, Any]) -> None:
    """ValidationError where a value is not as one of the description's schemas has it."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": told["components"]}
    jsonschema.validate(value, schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", ["record", "made_up"])
def test_it_is_openapi(name: str, request: pytest.FixtureRequest) -> None:
    OpenAPIV31SpecValidator(openapi.description(request.getfixturevalue(name), "https://freedonia.example/")).validate()


def test_every_address_in_it_answers_and_is_what_it_says(told: dict[str, Any], server: str, client: httpx.Client) -> None:
    assert told["servers"] == [{"url": server}]
    for path, operations in told["paths"].items():
        (media,) = operations["get"]["responses"]["200"]["content"]
        answer = client.head(path)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media), path
        assert {"etag", "last-modified", "content-disposition"} <= set(answer.headers), path


def test_everything_that_is_offered_for_download_is_in_it(told: dict[str, Any], record: Tables) -> None:
    files = [*dataset.downloads(), dataset.ENTRY, dataset.OPENAPI]
    paths = {f"/{file.path}" for file in files} | {f"/extracts/{one['path']}" for one in record.descriptor["resources"]}
    assert set(told["paths"]) == paths | {"/extracts"}


def test_its_parameters_are_those_that_the_routes_take(told: dict[str, Any], client: httpx.Client) -> None:
    assert set(openapi.OF_PAGES) == set(NOT_FILTERS)
    listed = client.get("/extracts").json()["parameters"]
    for name, parameter in told["components"]["parameters"].items():
        schema = parameter["schema"]
        assert parameter["description"], name
        offered = schema.get("items", schema).get("enum")
        if name in listed and offered:
            assert list(map(str, offered)) == list(listed[name]), name
        for value in (offered or [])[:3]:
            assert client.head("/extracts/events.csv", params={name: value}).status_code == 200, (name, value)
        twice = client.head("/extracts/events.csv", params=[(name, (offered or ["x"])[0])] * 2)
        if name not in ("years", "embed", "embed_options"):
            assert twice.status_code == (200 if schema["type"] == "array" else 400), name
    assert {name for name in told["components"]["parameters"] if name not in NOT_FILTERS} == set(Selection.__slots__)


@pytest.mark.parametrize("name", extracts.PIECES)
def test_a_row_is_as_it_says(name: str, told: dict[str, Any], client: httpx.Client) -> None:
    rows = client.get(f"/extracts/{name}.json").json()
    for row in rows[:: max(len(rows) // 50, 1)]:
        valid(row, name, told)
    header = client.get(f"/extracts/{name}.csv").text.removeprefix("\ufeff").partition("\r\n")[0]
    assert header.split(",") == list(told["components"]["schemas"][name]["properties"])


def test_a_refusal_is_as_it_says(told: dict[str, Any], client: httpx.Client) -> None:
    refusals = {
        400: client.get("/extracts/events.csv?focus=ducks&years=then"),
        404: client.get("/extracts/visits.csv"),
        405: client.post("/extracts/events.csv"),
        414: client.get("/extracts/events.csv?q=" + "a" * 40_000),
    }
    for status, answer in refusals.items():
        assert answer.status_code == status
        assert str(status) in told["components"]["responses"]
        valid(answer.json(), "problem", told)


def test_the_page_the_list_and_the_readme_lead_to_it(client: httpx.Client, server: str) -> None:
    assert client.get("/extracts").json()["openapi"] == f"{server}/openapi.json"
    assert "/openapi.json" in (ROOT / "README.md").read_text(encoding="utf-8")
