"""A record of a few events, written for one test."""

from __future__ import annotations

import csv
from pathlib import Path

from data.record import Tables, load

USUAL = {
    "type": "audience",
    "scope": "engagement",
    "status": "occurred",
    "date_basis": "stated",
    "country": "XFR",
    "place_basis": "stated",
    "format": "duet",
    "confidence": "high",
}


def record(folder: Path, *events: dict[str, str]) -> Tables:
    """The made-up record in a folder, its events replaced by these; what is left out is empty, as is usual or, a title, the id."""
    path = folder / "tables" / "events.csv"
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(USUAL | {"title": event["event_id"]} | event for event in events)
    return load(folder)
