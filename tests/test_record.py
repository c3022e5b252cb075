"""The record that is shipped: whole, cited, and true to its own decisions."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from data.record import HOME, Tables, table_names


def event(record: Tables, event_id: str) -> dict:
    return record.events.set_index("event_id").loc[event_id].to_dict()


def people(record: Tables, event_id: str) -> dict[str, tuple]:
    """Who took part, by name: post, way of holding it, level."""
    rows = record.participants[record.participants["event_id"] == event_id].merge(record.officials, on="official_id")
    return {row.name: (record.names["post"][row.post_id], row.tenure_role, row.level) for row in rows.itertuples(index=False)}


def test_the_whole_record_is_there(record):
    """A change of these numbers is a change of the record: it belongs in the changelog."""
    sizes = {name: len(frame) for name, frame in record.frames}
    assert {name: sizes[name] for name in ("events", "citations", "participants", "conflicts", "conflict_values", "tenures")} == {
        "events": 344,
        "citations": 1075,
        "participants": 579,
        "conflicts": 233,
        "conflict_values": 527,
        "tenures": 115,
    }
    assert record.citations["source_id"].nunique() == 808


def test_every_event_is_cited_and_names_both_sides(record):
    assert set(record.events["event_id"]) == set(record.citations["event_id"])
    parties = record.event_parties.groupby("event_id")["country"].agg(set)
    assert all(set(record.pair) <= parties[event_id] for event_id in record.events["event_id"])


def test_the_dialogue_of_2024(record):
    """The day of the talks is not stated: the release was posted on October 15."""
    found = event(record, "2024-10-15-defense-policy-dialogue")
    assert (found["start"], found["precision"], found["approximate"], found["tally"]) == ("2024-10-15~", "day", True, "counted")
    assert (found["type"], found["series_id"], found["round"]) == ("dialogue", "defense-policy-dialogue", "2024")
    assert people(record, "2024-10-15-defense-policy-dialogue") == {
        "Laura Updegrove": ("Deputy Assistant Secretary of Defense for South and Southeast Asia", "substantive", 4),
        "Tea Seiha": ("Minister of National Defence", "substantive", 2),
        "Eat Sophea": ("Foreign Policy Adviser to the Prime Minister", "substantive", 5),
    }
    conflicts = record.conflicts[record.conflicts["event_id"] == "2024-10-15-defense-policy-dialogue"]
    values = record.conflict_values[record.conflict_values["conflict_id"].isin(conflicts["conflict_id"])].set_index("value")[
        "accepted"
    ]
    assert not values["2024-04-27"]


def test_the_meeting_of_2025(record):
    """One machine-written page reports it, a year off in its text; the date and the post are settled in the conflicts."""
    found = event(record, "2025-05-31-noh-rath-dararoth")
    assert (found["start"], found["confidence"], found["tally"]) == ("2025-05-31", "low", "counted")
    assert people(record, "2025-05-31-noh-rath-dararoth") == {
        "John Noh": ("Assistant Secretary of Defense for Indo-Pacific Security Affairs", "performing_duties", 3),
        "Rath Dararoth": ("Secretary of State, Ministry of National Defence", "substantive", 3),
    }
    position = record.participants.query("event_id == '2025-05-31-noh-rath-dararoth' and official_id == 'john-noh'")[
        "position"
    ].item()
    assert position == "Performing the Duties of Assistant Secretary of Defense for Indo-Pacific Security Affairs"


@pytest.mark.parametrize(
    ("event_id", "scope", "status"),
    [
        ("1997-07-10-aid-suspension", "context", "occurred"),
        ("2010-07-17-burns-visit", "context", "occurred"),
        ("2026-02-19-landau-hun-manet", "context", "occurred"),
        ("2010-02-15-uss-patriot-port-call", "engagement", "announced"),
        ("2025-06-29-pacific-brass", "engagement", "announced"),
    ],
)
def test_context_and_what_was_only_announced_are_never_counted(record, event_id, scope, status):
    found = event(record, event_id)
    assert (found["scope"], found["status"], found["tally"]) == (scope, status, "context")


def test_a_restriction_is_context(record):
    types = record.words("event_types").frame
    marked = set(types.loc[types["context"], "code"])
    assert set(record.events.loc[record.events["type"].isin(marked), "scope"]) == {"context"}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Chau Phirun", "Chao Phirun"),
        ("In Sokhemara", "In Sokhemra"),
        ("Ouk Seiha", "Ouk Seyha"),
        ("Robert M. Gates", "Robert Gates"),
        ("Jacky Ly", "Thang Jacky Ly"),
    ],
)
def test_a_person_has_one_display_spelling_and_keeps_the_others(record, name, other):
    row = record.officials.set_index("name").loc[name]
    assert other in row["other_spellings"].split("; ")
    assert other not in set(record.officials["name"])


def test_people_with_like_names_are_kept_apart(record):
    names = set(record.officials["name"])
    assert {"Soun Samnang", "Suon Samnang", "Noun Samnang", "Nicholas Burns", "William J. Burns"} <= names


def test_a_suffix_never_sorts_as_a_surname(record):
    sort_names = record.officials.set_index("name")["sort_name"]
    assert sort_names["Lloyd J. Austin III"].startswith("Austin, Lloyd")
    assert not sort_names.str.match(r"(Jr|Sr|I{2,3}|IV)\b").any()


def test_the_tables_are_pleasant_to_edit():
    """LF, no byte order mark, no quotes where none are needed, no line break in a cell."""
    for name in table_names():
        content = (HOME / "tables" / f"{name}.csv").read_bytes()
        assert b"\r" not in content and not content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\n"), name
        rows = list(csv.reader(content.decode().splitlines()))
        assert len(rows) == content.count(b"\n"), name
        assert not any('"' in line and "," not in line and '""' not in line for line in content.decode().splitlines()), name


def test_the_order_of_events_is_by_start_then_id(record):
    keys = list(zip(record.events["first_day"], record.events["event_id"], strict=True))
    assert keys == sorted(keys)


def test_no_day_is_invented(record):
    """An end that is not known stays empty; what is known to the month has no day."""
    months = record.events[record.events["precision"] == "month"]
    assert (months["start"].str.rstrip("~?%").str.len() == 7).all()
    assert record.events["quarter"].isna().sum() == (record.events["precision"] == "year").sum()
    assert pd.isna(event(record, "2003-cobra-gold-exclusion")["end"])
