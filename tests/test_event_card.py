"""One event in full, as the reader sees it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.address import link
from components.event_card import neighbors
from data.record import Tables, load
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


def draw_page(path: str, words: str = "") -> None:
    """The script: the Events page."""
    from components.view import View
    from dashboard.views import events
    from data import selection as selections
    from data.record import load
    from data.selection import Selection

    tables, selection = load(path), Selection(q=words)
    events.page(View(tables, selections.apply(selection, tables), selection))


def card(event_id: str, changes: dict | None = None) -> AppTest:
    app = AppTest.from_function(draw, args=(event_id, str(MADE_UP)), kwargs={"changes": changes}, default_timeout=30).run()
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    """All text of a page, the marks that keep it plain taken away."""
    pieces = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.warning, *app.info]
    return "\n".join(piece.value for piece in pieces).replace("\\", "")


@pytest.mark.parametrize("event_id", EVENTS)
def test_every_event_is_drawn_with_all_its_sources(event_id: str, made_up: Tables) -> None:
    shown = text(card(event_id))
    event = made_up.events.set_index("event_id").loc[event_id]
    assert event["title"] in shown
    assert event["summary"] in shown
    assert f"events?event={event_id}" in shown
    cited = made_up.citations[made_up.citations["event_id"] == event_id].merge(made_up.sources, on="source_id")
    for url, publisher in zip(cited["url"], cited["publisher"], strict=True):
        assert f"({url}) — {publisher}" in shown


def test_dates_are_in_words_and_never_invent_a_day() -> None:
    assert "2031, day and month not stated" in text(card("2031-firefly-visit"))
    assert "November 20, 2033 (approximate) · date inferred" in text(card("2033-11-20-talks"))


def test_both_delegations_are_named_or_said_not_to_be() -> None:
    drill = text(card("2031-05-02-duck-drill"))
    assert "Freedonia (120 people)" in drill
    assert "**Pinky** (full name not given) · Delegate" in drill
    assert "No person named." in drill
    assert "**Chief of Staff** (not named), Army of Sylvania · Host" in text(card("2034-05-03-duck-drill"))
    forum = text(card("2032-07-10-forum"))
    assert "Other parties** — Ruritania" in forum
    assert "**Rudolf Rassendyll**, Regent of Ruritania, Court of Ruritania · Host (Ruritania)" in forum


def test_a_copy_is_shown_as_one() -> None:
    shown = text(card("2031-05-02-duck-drill"))
    assert "Sources** (2, 1 independent)" in shown
    assert "same text as [Duck Drill begins](https://freedonia.example/news/2)" in shown


def test_a_settled_conflict_says_who_says_what_and_what_holds() -> None:
    shown = text(card("2031-05-02-duck-drill"))
    assert "| 2031-05-02 | [Freedonia Gazette](https://freedonia.example/news/2) | yes |" in shown
    assert "| 2031-05-03 | [The Repost (repost of Freedonia Gazette)](https://repost.example/duck) | no |" in shown
    assert "Held to be so: **2031-05-02** — The gazette's own report is the older one." in shown


def test_an_open_conflict_is_left_open() -> None:
    shown = text(card("2032-07-10-forum"))
    assert shown.count("| open |") == 2
    assert "**Open** — No third source settles it." in shown


def test_what_is_not_counted_says_why() -> None:
    assert "it is part of “Freedonia and Sylvania hold Duck Drill 1”" in text(card("2031-05-04-clinic"))
    assert "Shown and not counted. **Context.** What surrounds the engagements" in text(card("2032-03-quarrel"))
    assert "Shown and not counted. **Announced only.**" in text(card("2034-09-duck-drill-3"))
    assert "not counted" not in text(card("2034-12-01-gift")).lower()


def test_the_neighbors_of_a_round_are_the_rounds_held_before_and_after(made_up: Tables) -> None:
    events = {row["event_id"]: row for _, row in made_up.events.iterrows()}
    first, second = "2031-05-02-duck-drill", "2034-05-03-duck-drill"
    assert neighbors(events[first], made_up) == (None, second), "the clinic inside the drill is no round"
    assert neighbors(events[second], made_up) == (first, None), "the third was only announced"
    assert neighbors(events["2031-05-04-clinic"], made_up) == (first, second)


def test_a_reader_goes_on_to_the_next_round_and_the_parts() -> None:
    app = card("2031-05-02-duck-drill")
    labels = [button.label.replace("\\", "") for button in app.button]
    assert labels == [
        "Next round: Freedonia and Sylvania hold Duck Drill 2, 2034-05-03",
        "Part: Duck Drill team runs a clinic, 2031-05-04",
    ]
    app.button[1].click().run()
    assert app.session_state["followed"] == "2031-05-04-clinic"


def test_text_of_the_record_is_text() -> None:
    app = card("2034-12-01-gift", {"title": "**Boats** <b>:material/home: $x$ [a](http://b)", "summary": "# 1 | 2"})
    assert app.subheader[0].value == r"\*\*Boats\*\* \<b\>\:material/home\: \$x\$ \[a\]\(http\://b\)"
    assert r"\# 1 \| 2" in [piece.value for piece in app.markdown]


def test_only_web_addresses_become_links() -> None:
    assert link("Page", "https://a.example/b_(c)?d=é f") == "[Page](https://a.example/b_%28c%29?d=%C3%A9%20f)"
    assert link("Page", "javascript:alert(1)") == "Page"


def page(event: str = "", words: str = "") -> AppTest:
    app = AppTest.from_function(draw_page, args=(str(MADE_UP),), kwargs={"words": words}, default_timeout=30)
    if event:
        app.query_params["event"] = event
    app.run()
    assert not app.exception
    return app


def test_an_address_opens_an_event_even_where_the_filters_hide_it() -> None:
    shown = text(page("2034-12-01-gift", words="clinic"))
    assert "Freedonia hands over boats" in shown
    assert "outside the present selection" in shown


def test_an_unknown_event_is_said_to_be_unknown_and_the_page_goes_on() -> None:
    app = page("no-such-event")
    assert "The record has no event “no-such-event”" in text(app)
    assert len(app.dataframe[0].value) == len(EVENTS)


def test_closing_an_event_takes_it_out_of_the_address() -> None:
    app = page("2034-12-01-gift")
    app.button(key="close").click().run()
    assert "event" not in app.query_params
    assert "Freedonia hands over boats" not in text(app)


def test_the_next_round_goes_into_the_address() -> None:
    app = page("2031-05-02-duck-drill")
    next(button for button in app.button if button.label.startswith("Next round")).click().run()
    assert app.query_params["event"] in ("2034-05-03-duck-drill", ["2034-05-03-duck-drill"])
    assert app.subheader[0].value == "Freedonia and Sylvania hold Duck Drill 2"
