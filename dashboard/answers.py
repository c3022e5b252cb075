"""The HTTP side of the data routes: read a request with the pages' own parser, and answer, refuse, or say "not modified"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import parse_qs, urljoin

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from components.filters import PAGE_PARAMETERS
from components.record import changed, open_record, record_address, select
from dashboard.headers import FILE_POLICY
from dashboard.refusals import JSON, READING, refuse
from data import extracts, selection as selections
from data.frames import rows
from data.record import HOME, Tables
from data.retractions import retraction
from data.search import nearest
from data.selection import MOST_PROBLEMS, Problem, Selection

# The path under which the app is served, such as "/engagements"; empty for the root.
BASE = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
# What a page's query string may also hold: the page's own parameters, and Streamlit's for pages inside other pages.
NOT_FILTERS = (*PAGE_PARAMETERS, "embed", "embed_options")
MIME = {
    "csv": "text/csv; charset=utf-8; header=present",
    "html": "text/html; charset=utf-8",
    "json": JSON,
    "jsonld": "application/ld+json",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml",
    "yaml": "application/yaml",
    "zip": "application/zip",
}
# A browser saves these and shows the others.
SAVED = ("csv", "zip")
# An answer follows from the record and from the code that makes it: a new version of either is a new answer.
_CODE = sha256(b"".join(file.read_bytes() for file in sorted(HOME.rglob("*.py")))).hexdigest()


@dataclass(frozen=True)
class Asked:
    """What a sound request asks for."""

    whole: Tables
    selected: Tables
    selection: Selection
    # The address of the app, as the client reaches it, with a slash at its end.
    base: str

    def address(self, path: str) -> str:
        """The address of a page or route with the selection."""
        return urljoin(self.base, self.selection.to_url(path))

    def files(self) -> dict[str, Callable[[], str]]:
        """The files of the selection's data package."""
        return extracts.files(self.selected, self.selection, self.address("events"))


def answer(
    request: Request, name: str, ending: str, body: Callable[[Asked], Iterable[bytes | str] | None], policy: str = FILE_POLICY
) -> Response:
    """The answer to one request: a file of this name and kind, "not modified", or a refusal as JSON.

    `body` makes the content, which is sent piece by piece; None means that there is no such address. A file without a name
    has the record's. `policy` is what a browser may load and run that shows it as a page.
    """
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(READING)})
    address = record_address()
    record = open_record(address)
    if isinstance(record, list):
        return refuse(503, "The record is faulty; nothing of it is given out until that is mended.", faults=list(map(str, record)))
    query = parse_qs(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    selection, problems = selections.from_query(query, record, ignore=NOT_FILTERS)
    if gone := next(filter(None, (retraction(event_id, record) for event_id in query.get("event", [])[:1])), None):
        return refuse(410, str(gone), retracted=vars(gone))
    problems += _unknown_events(query.get("event", []), record)
    if problems:
        told, more = problems[:MOST_PROBLEMS], max(len(problems) - MOST_PROBLEMS, 0)
        why = " ".join([*map(str, told), *([f"There are {more:,} more."] if more else [])])
        return refuse(400, why, problems=[_in_json(problem) for problem in told], more=more)
    asked = Asked(record, select(record.content_hash, selection, record), selection, _base(request))
    tag = sha256("\n".join([record.content_hash, _CODE, str(request.url.path), asked.address(""), name]).encode()).hexdigest()
    # Weak, because a compressed answer has the same tag.
    validators = {
        "ETag": f'W/"{tag[:32]}"',
        "Last-Modified": format_datetime(changed(address), usegmt=True),
        "Cache-Control": "no-cache",
        "Content-Security-Policy": policy,
    }
    if _is_known(request, validators):
        return Response(status_code=304, headers=validators)
    content = body(asked)
    if content is None:
        return refuse(404, f"There is no {request.url.path} here. {asked.address('extracts')} lists what there is.")
    shown = "attachment" if ending in SAVED else "inline"
    headers = {
        **validators,
        "Content-Type": MIME.get(ending, MIME["txt"]),
        "Content-Disposition": f'{shown}; filename="{extracts.file_name(name or str(record.descriptor["name"]), selection, ending)}"',
        "Link": f'<{asked.address("extracts/datapackage.json")}>; rel="describedby"',
    }
    return StreamingResponse((), headers=headers) if request.method == "HEAD" else StreamingResponse(content, headers=headers)


def _base(request: Request) -> str:
    """The address of the app. A proxy that ends the encryption says by a header that there was one."""
    scheme = "https" if request.headers.get("x-forwarded-proto", "").split(",")[0].strip() == "https" else request.url.scheme
    return f"{str(request.base_url.replace(scheme=scheme)).rstrip('/')}{BASE}/"


def _unknown_events(event_ids: list[str], record: Tables) -> list[Problem]:
    """Events that a page's address opens and that the record does not have, with those that may be meant."""
    if len(event_ids) > 1:
        return [Problem("event", " and ".join(event_ids), ("one event",))]
    known = set(rows(record.events, event_id=event_ids)["event_id"]) if event_ids else set()
    unknown = [event_id for event_id in event_ids if event_id not in known]
    return [Problem("event", one, tuple(nearest(one, record)) or ("an event_id of the record",)) for one in unknown]


def _in_json(problem: Problem) -> dict[str, object]:
    return {"parameter": problem.parameter, "value": problem.value, "allowed": problem.allowed, "message": str(problem)}


def _is_known(request: Request, validators: dict[str, str]) -> bool:
    """Whether the client says that it has this answer. A day counts only where it is the very same: a record put back is older."""
    tags = request.headers.get("if-none-match")
    if tags is None:
        return request.headers.get("if-modified-since") == validators["Last-Modified"]
    known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    return "*" in known or validators["ETag"].removeprefix("W/") in known
