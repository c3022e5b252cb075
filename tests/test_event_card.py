"""One event in full, as the reader sees it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from components import address
from components.address import link
from components.event_card import neighbors
from components.page import NOTHING
from components.wording import title_in_words, value_in_words
from data.record import HOME, Tables, load
from tests.conftest import MADE_UP

EVENTS = load(MADE_UP).events["event_id"].tolist()


def draw(event_id: str, path: str, changes: dict | None = None) -> None:
    """The script: one card. `changes` are cells of the events table to replace before it is drawn."""
    from dataclasses import replace

    import streamlit as st

    from components.event_card import event_card
    from components.view import View
    from data.record import load
    from data.selection import Selection

    tables = load(path)
    events = tables.events.copy()
    for column, value in (changes or {}).items():
        events.loc[events["event_id"] == event_id, column] = value
    tables = replace(tables, events=events)

    def follow(other: str) -> None:
        st.session_state["followed"] = other

    event_card(event_id, View(tables, tables, Selection()), follow=follow)


def card(event_id: str, changes: dict | None = None, path: Path = MADE_UP) -> AppTest:
    app = AppTest.from_function(draw, args=(event_id, str(path)), kwargs={"changes": changes}, default_timeout=30).run()
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    """All text of a page, the marks that keep it plain taken away."""
    pieces = [piece.value for piece in (*app.subheader, *app.markdown, *app.caption)]
    rows = [" | ".join(row) for table in app.table for row in table.value.to_numpy().tolist()]
    return "\n".join([*pieces, *rows]).replace(NOTHING, "").replace("\\", "")


def labels(app: AppTest) -> list[str]:
    return [button.label.replace("\\", "") for button in app.button]


@pytest.mark.parametrize("event_id", EVENTS)
def test_every_event_is_drawn_with_all_its_sources(event_id: str, made_up: Tables) -> None:
    shown = text(card(event_id))
    event = made_up.events.set_index("event_id").loc[event_id]
    assert event["title"] in shown
    assert event["summary"] in shown
    assert f"events?event={event_id}" in shown
    cited = made_up.citations[made_up.citations["event_id"] == event_id].merge(made_up.sources, on="source_id")
    for url, publisher in zip(cited["url"], cited["publisher"], strict=True):
        assert f"({url})  \n  :small[{publisher} · " in shown


def test_dates_are_in_words_and_never_invent_a_day() -> None:
    assert "2031, day and month not stated" in text(card("2031-firefly-visit"))
    assert "November 20, 2033 (approximate) · date inferred" in text(card("2033-11-20-talks"))


def test_both_delegations_are_named_or_said_not_to_be() -> None:
    drill = text(card("2031-05-02-duck-drill"))
    assert "Freedonia (120 people)" in drill
    assert "**Pinky** (full name not given)  \n  :small[Delegate · level " in drill
    assert "No person named." in drill
    assert "**Chief of Staff** (not named), Army of Sylvania  \n  :small[Host · level " in text(card("2034-05-03-duck-drill"))
    forum = text(card("2032-07-10-forum"))
    assert "Other parties** — Ruritania" in forum
    assert "**[Rudolf Rassendyll](/officials?official=rudolf-rassendyll)**, Regent of Ruritania, Court of Ruritania" in forum
    assert ":small[Ruritania · Host · level 1]" in forum


def test_a_copy_is_shown_as_one() -> None:
    shown = text(card("2031-05-02-duck-drill"))
    assert "Sources** (2, 1 independent)" in shown
    assert "same text as [Duck Drill begins](https://freedonia.example/news/2)" in shown


def test_a_settled_conflict_says_who_says_what_and_what_holds() -> None:
    shown = text(card("2031-05-02-duck-drill"))
    assert "May 2, 2031 | [Freedonia Gazette](https://freedonia.example/news/2) | yes" in shown
    assert "May 3, 2031 | [The Repost (repost of Freedonia Gazette)](https://repost.example/duck) | no" in shown
    assert "Accepted: **May 2, 2031** — The gazette's own report is the older one." in shown


def test_an_open_conflict_is_left_open() -> None:
    shown = text(card("2032-07-10-forum"))
    assert shown.count(" | open") == 2
    assert "**Open** — No third source settles it." in shown


def test_what_is_not_counted_says_why() -> None:
    assert "it is part of “Freedonia and Sylvania hold Duck Drill 1”" in text(card("2031-05-04-clinic"))
    assert "Shown but not counted. **Context.** What surrounds the engagements" in text(card("2032-03-quarrel"))
    assert "Shown but not counted. **Announced only.**" in text(card("2034-09-duck-drill-3"))
    assert "not counted" not in text(card("2034-12-01-gift")).lower()


def test_the_neighbors_of_a_round_are_the_rounds_held_before_and_after(made_up: Tables) -> None:
    events = {row["event_id"]: row for _, row in made_up.events.iterrows()}
    first, second = "2031-05-02-duck-drill", "2034-05-03-duck-drill"
    assert neighbors(events[first], made_up) == (None, second), "the clinic inside the drill is no round"
    assert neighbors(events[second], made_up) == (first, None), "the third was only announced"
    assert neighbors(events["2031-05-04-clinic"], made_up) == (first, second)


def test_a_reader_goes_on_to_the_next_round_and_the_parts() -> None:
    app = card("2031-05-02-duck-drill")
    assert labels(app) == [
        "Next round: Freedonia and Sylvania hold Duck Drill 2, May 3, 2034",
        "Part: Duck Drill team runs a clinic, May 4, 2031",
    ]
    app.button[1].click().run()
    assert app.session_state["followed"] == "2031-05-04-clinic"


def test_text_of_the_record_is_text() -> None:
    app = card("2034-12-01-gift", {"title": "**Boats** <b>:material/home: $x$ [a](http://b)", "summary": "# 1 | 2"})
    # What Streamlit would still read, once Markdown is read, stands in two pieces.
    assert app.subheader[0].value == rf"\*\*Boats\*\* \<b\>\:{NOTHING}material/home\: \$x\$ \[a\]\(http\:{NOTHING}//b\)"
    assert r"\# 1 \| 2" in [piece.value for piece in app.markdown]


def test_a_note_that_names_an_event_by_its_identifier_leads_there() -> None:
    shown = text(card("2034-12-01-gift", {"notes": "See 2031-firefly-visit, not 2031-firefly-visits; read on 2034-12-02."}))
    assert "See “[President Firefly visits Esthia](/events?event=2031-firefly-visit)”, not 2031-firefly-visits" in shown


def test_only_web_addresses_become_links() -> None:
    assert link("Page", "https://a.example/b_(c)?d=é f") == "[Page](https://a.example/b_%28c%29?d=%C3%A9%20f)"
    assert link("Page", "javascript:alert(1)") == "Page"


# Real events, each rich in another way: both precise and vague dates, conflicts, a whole with parts, a suspension, many parties.
RICH = (
    "2024-10-15-defense-policy-dialogue",
    "2024-06-04-austin-visit",
    "2024-06-04-austin-hun-sen",
    "1997-08-08-aid-cutoff",
    "2005-08-military-aid-ban-lifted",
    "1994-02-jtf-fa-ninth-mission",
    "2000-jones-visit",
    "2016-10-31-carat-cambodia-2016",
    "2021-06-04-vong-pisen-attaches",
    "2007-02-27-apcss-porous-borders-conference",
    "2013-06-17-admm-plus-hadr-exercise",
    "2012-06-05-apcss-advanced-security-course",
)


@pytest.mark.parametrize("event_id", RICH)
def test_every_fact_of_the_record_about_an_event_is_on_its_card(event_id: str, record: Tables) -> None:
    app = card(event_id, path=HOME)
    shown, event = text(app), record.events.set_index("event_id").loc[event_id]
    for column in ("title", "summary", "place", "venue", "date_basis"):
        assert not isinstance(event[column], str) or event[column] in shown
    assert f"Confidence: {record.words('confidence').label(event['confidence'])}" in shown

    def own(table: str) -> list[dict]:
        frame = getattr(record, table)
        return frame[frame["event_id"] == event_id].to_dict("records")

    for party in own("event_parties"):
        assert record.words("countries").label(party["country"]) in shown
    for area in own("event_focus_areas"):
        assert record.words("focus_areas").label(area["focus_area"]) in shown
        assert not isinstance(area["words"], str) or f"({area['words']})" in shown
    for table, column in (("event_units", "unit"), ("event_outcomes", "outcome")):
        assert all(row[column] in shown for row in own(table))
    for row in own("event_places"):
        assert record.names["place"][row["place_id"]].lower() in shown.lower()
    for person in own("participants"):
        if isinstance(person["official_id"], str):
            assert f"(/officials?official={person['official_id']})" in shown
        assert f"level {person['level']}" in shown
        for column in ("position", "name_as_given", "tenure_exception"):
            assert not isinstance(person[column], str) or person[column] in shown
    about = record.sources.set_index("source_id")
    for cited in own("citations"):
        source = about.loc[cited["source_id"]]
        assert record.words("source_kinds").label(source["kind"]) in shown
        assert not isinstance(source["title"], str) or f"[{source['title']}]" in shown
    for conflict in own("conflicts"):
        assert conflict["why"][:40] in shown
        values = record.conflict_values[record.conflict_values["conflict_id"] == conflict["conflict_id"]]
        assert all(value_in_words(value) in shown for value in values["value"])
    assert len(app.table) == len(own("conflicts"))


def test_a_suspension_and_what_lifts_it_lead_to_each_other() -> None:
    assert "Lifted by: United States lifts the ban on military aid to Cambodia, August 2005, day not stated" in labels(
        card("1997-08-08-aid-cutoff", path=HOME)
    )
    lifting = labels(card("2005-08-military-aid-ban-lifted", path=HOME))
    assert "Lifts: United States makes the cutoff of aid to the Cambodian government indefinite, August 8, 1997" in lifting


def test_a_whole_names_its_parts_and_a_part_its_whole(record: Tables) -> None:
    parts = record.events[record.events["part_of"] == "2024-06-04-austin-visit"]
    named = labels(card("2024-06-04-austin-visit", path=HOME))
    assert sorted(named) == sorted(f"Part: {title}, June 4, 2024" for title in parts["title"])
    assert labels(card("2024-06-04-austin-hun-sen", path=HOME)) == [
        "Part of: Secretary of Defense Austin visits Phnom Penh, June 4, 2024"
    ]


def test_how_a_post_is_held_is_said_where_the_position_does_not_say_it() -> None:
    shown = text(card("2021-06-04-vong-pisen-attaches", path=HOME))
    assert "Defense Attaché (incoming), U.S. Embassy Phnom Penh  \n  :small[Delegate · level 5 · designate]" in shown
    acting = text(card("2019-05-31-shangri-la-dialogue", path=HOME))
    assert "Secretary of Defense (Acting)" in acting and "· acting" not in acting


def test_the_card_says_at_its_head_that_sources_disagree() -> None:
    assert "5 conflicts between sources, 2 open" in text(card("1994-02-jtf-fa-ninth-mission", path=HOME))
    assert "2 conflicts between sources, all settled" in text(card("2024-06-04-austin-visit", path=HOME))
    assert "between sources" not in text(card("2000-jones-visit", path=HOME))


def test_two_pages_of_one_publisher_are_told_apart_in_a_conflict() -> None:
    shown = text(card("1994-02-jtf-fa-ninth-mission", path=HOME))
    assert "eight aircraft crash sites | [The Phnom Penh Post, Final MiA mission fails to find remains]" in shown


def test_dates_in_conflicts_are_in_words_and_no_other_number_is_taken_for_one() -> None:
    assert value_in_words("2007-02") == "February 2007, day not stated"
    assert value_in_words("posted on 2024-10-15 at 20:02") == "posted on October 15, 2024 at 20:02"
    assert value_in_words("2022-11-21 to 2022-11-23") == "November 21, 2022 to November 23, 2022"
    for other in ("2004", "250 soldiers", "9-13 February", "2024-06-04-austin-visit", "2024-13-45"):
        assert value_in_words(other) == other


def test_what_a_source_supports_is_named_as_the_data_package_names_it(record: Tables) -> None:
    codes = ("focus_areas", "participants", "parties", "units", "headcount", "series", "date", "start", "other:name_of_target")
    assert [title_in_words(code, record) for code in codes] == [
        "focus areas",
        "participants",
        "parties",
        "units",
        "headcount",
        "series",
        "date",
        "start",
        "name of target",
    ]


@pytest.mark.parametrize(
    ("base", "here", "address_of_an_official"),
    [
        ("", "http://a.example/events", "http://a.example/officials?official=x"),
        ("", "http://a.example", "http://a.example/officials?official=x"),
        ("desk", "http://a.example/desk/events", "http://a.example/desk/officials?official=x"),
        ("/desk/", "http://a.example/desk", "http://a.example/desk/officials?official=x"),
    ],
)
def test_links_inside_the_app_hold_below_a_base_path(base, here, address_of_an_official, monkeypatch) -> None:
    page = SimpleNamespace(context=SimpleNamespace(url=here), get_option={"server.baseUrlPath": base}.get)
    monkeypatch.setattr(address, "st", page)
    assert address.of_official("x") == address_of_an_official
