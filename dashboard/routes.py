"""The data routes, beside the pages: the same selections from the same query strings, for programs.

- `/extracts`: what there is to take away, the parameters and their values, as JSON
- `/extracts/{name}.csv` and `.json`: one flat extract of the selection
- `/extracts/package.zip`: the selection as a data package; its files stand one by one under `/extracts/` as well, so that
  `/extracts/datapackage.json` is a data package at an address
- `/openapi.json`: all of these described for programs
- `/dataset` and `/dataset.jsonld`: the record described for search engines and catalogs; `/robots.txt` and
  `/sitemap.xml` lead them there
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from dashboard import landing, openapi
from dashboard.answers import BASE, Asked, answer
from dashboard.refusals import READING, as_json
from data import dataset, extracts, selection as selections

CHUNKS = {"csv": extracts.csv_chunks, "json": extracts.json_chunks}
# Any page on the web may read the data, and see what it needs to ask again cheaply.
READABLE = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "HEAD"],
    allow_headers=["If-None-Match", "If-Modified-Since", "Range"],
    expose_headers=["ETag", "Last-Modified", "Content-Disposition", "Link"],
)


def routes() -> list[BaseRoute]:
    """All data routes."""
    inside = [_route("/", index), _route("/package.zip", package), _route("/{path:path}", file)]
    return [
        _route(f"{BASE}/extracts", index, READABLE),
        Mount(f"{BASE}/extracts", routes=inside, middleware=[READABLE]),
        _route(f"{BASE}/{dataset.OPENAPI.path}", described, READABLE),
        _route(f"{BASE}/{dataset.LANDING}", page, READABLE),
        _route(f"{BASE}/{dataset.ENTRY.path}", json_ld, READABLE),
        _route(f"{BASE}/robots.txt", robots),
        _route(f"{BASE}/sitemap.xml", sitemap),
    ]


def _route(path: str, endpoint: Callable[[Request], Response], *middleware: Middleware) -> Route:
    return Route(path, endpoint, methods=READING, middleware=middleware)


def index(request: Request) -> Response:
    """What there is to take away, the parameters and their values."""
    return answer(request, "extracts", "json", _index)


def file(request: Request) -> Response:
    """One flat extract, or one file of the data package."""
    path = request.path_params["path"]
    name, _, ending = path.rpartition(".")
    return answer(request, name, ending, lambda asked: _file(path, asked))


def package(request: Request) -> Response:
    """The selection as a data package in a zip."""
    return answer(request, "", "zip", lambda asked: [extracts.package(asked.selected, asked.selection, asked.address("events"))])


def described(request: Request) -> Response:
    """All that is served, described for programs."""
    return answer(request, "openapi", "json", lambda asked: [as_json(openapi.description(asked.whole, asked.base))])


def page(request: Request) -> Response:
    """A plain page about the record, with its description for search engines inside."""
    return answer(request, "dataset", "html", _page, policy=landing.POLICY)


def json_ld(request: Request) -> Response:
    """The record described for catalogs, as schema.org/Dataset."""
    return answer(request, "dataset", "jsonld", lambda asked: [as_json(dataset.json_ld(asked.whole, asked.base))])


def robots(request: Request) -> Response:
    """What search engines may read, and where the list of pages is."""
    return answer(request, "robots", "txt", lambda asked: [landing.robots(asked.base)])


def sitemap(request: Request) -> Response:
    """The pages, for search engines."""
    return answer(request, "sitemap", "xml", lambda asked: [landing.sitemap(asked.whole, asked.base)])


def _page(asked: Asked) -> Iterable[str]:
    yield landing.page(asked.whole, dataset.json_ld(asked.whole, asked.base), asked.base)


def _index(asked: Asked) -> Iterable[str]:
    listed = {
        name: {"title": (flat.__doc__ or "").partition("\n")[0]}
        | {ending: asked.address(f"extracts/{name}.{ending}") for ending in CHUNKS}
        for name, flat in extracts.FLAT.items()
    }
    yield as_json(
        {
            "title": asked.whole.descriptor["title"],
            "version": asked.whole.descriptor["version"],
            "content_hash": asked.whole.content_hash,
            "extracts": listed,
            "package": asked.address("extracts/package.zip"),
            "descriptor": asked.address("extracts/datapackage.json"),
            "openapi": f"{asked.base}{dataset.OPENAPI.path}",
            "parameters": {
                "years": {"first": asked.whole.years[0], "last": asked.whole.years[1]},
                **selections.options(asked.whole),
                "focus_match": selections.MATCHES,
                "parts": selections.PARTS,
                "q": f"up to {selections.LONGEST_SEARCH} characters",
            },
        }
    )


def _file(path: str, asked: Asked) -> Iterable[bytes | str] | None:
    name, _, ending = path.rpartition(".")
    if name in extracts.FLAT and ending in CHUNKS:
        return CHUNKS[ending](extracts.PIECES[name](asked.selected))
    if path == "datapackage.json":
        return [extracts.descriptor_json(asked.whole, asked.selection.to_url().removeprefix("?"))]
    write = asked.files().get(path)
    return [write()] if write else None
