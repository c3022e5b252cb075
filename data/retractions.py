"""What became of an event that was taken out of the record: its address still says so."""

from __future__ import annotations

from dataclasses import dataclass

from data import dates
from data.frames import rows
from data.record import Tables


@dataclass(frozen=True)
class Retraction:
    """An event that was taken out; its dates are EDTF, `replaced_by` is the event that records what took place, empty for none."""

    event_id: str
    title: str
    start: str
    retracted: str
    why: str
    replaced_by: str

    def __str__(self) -> str:
        when = dates.in_words(self.retracted)
        why = self.why if self.why.endswith((".", "!", "?")) else f"{self.why}."
        return f"“{self.title}” ({dates.in_words(self.start)}) was retracted on {when} and is no longer part of the record. {why}"


def retraction(event_id: str, tables: Tables) -> Retraction | None:
    """The retraction of an event; None for one that was not retracted."""
    found = rows(tables.retractions, event_id=event_id)
    if found.empty:
        return None
    row = found.fillna("").iloc[0]
    return Retraction(**{name: str(row[name]) for name in Retraction.__dataclass_fields__})
