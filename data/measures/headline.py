"""Numbers of a record at a glance, each without the table behind it."""

from __future__ import annotations

import narwhals as nw

from data.measures.frames import collect, counted, engaged, number
from data.measures.frequency import engagements
from data.record import Tables


def years_engaged(tables: Tables) -> int:
    """How many years have an engagement that started in them."""
    return int((engagements(tables, "year", None)["engagements"] > 0).sum())


def officials_engaged(tables: Tables) -> int:
    """How many named people, of any country, took part in engagements or their parts: the rows of `officials.roster`."""
    seen = engaged(tables, "official_id", of="participants").filter(~nw.col("official_id").is_null())
    return number(seen.select("official_id").unique())


def engagements_by(tables: Tables, filter_name: str) -> dict[str | int, int]:
    """How many engagements each value of a filter of the selection keeps: of "type", "format" or "level"; those that keep any."""
    if filter_name == "level":
        people = counted(tables, "event_id", "country", "level", of="participants").filter(nw.col("country").is_in(tables.pair))
        found = people.select("event_id", "level").unique()
    else:
        found = counted(tables, filter_name)
    grouped = collect(found.filter(~nw.col(filter_name).is_null()).group_by(filter_name).agg(number=nw.len()))
    return dict(zip(grouped[filter_name].tolist(), grouped["number"].tolist(), strict=True))
