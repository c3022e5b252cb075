"""One event in full: dates, place, delegations, focus areas, outcomes, sources, conflicts, its series and its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components.address import link, of_event
from components.page import escape
from components.view import View
from data import dates
from data.record import Tables

Follow = Callable[[str], None]


def event_card(event_id: str, view: View, follow: Follow | None = None, key: str = "card") -> None:
    """Draw one event with everything that the record knows of it.

    `follow` is called with the event_id of another event that the reader picks on the card, its series' next round or its
    parent, before the page is drawn again; without it these are links to the other event's permanent address. `key` tells
    apart cards on one page.
    """
    tables = view.whole
    event = tables.events[tables.events["event_id"] == event_id].iloc[0]
    with st.container(border=True):
        st.subheader(escape(event["title"]), anchor=False)
        _badges(event, view)
        _why_not_counted(event, tables)
        _when_and_where(event, view)
        st.markdown(escape(event["summary"]))
        _delegations(event_id, view)
        _contents(event_id, view)
        _sources(event_id, view)
        _conflicts(event_id, tables)
        _relations(event, tables, follow, key)
        if known(event["notes"]):
            st.markdown(f"**Notes** — {escape(event['notes'])}")
        address = of_event(event_id)
        st.caption(f"Permanent address: [{escape(address)}]({address})")


def known(value: Any) -> bool:
    """Whether a cell of the record holds something."""
    return isinstance(value, str) and bool(value)


def rows_of(frame: pd.DataFrame, event_id: str) -> pd.DataFrame:
    """The rows of a table that belong to an event."""
    return frame[frame["event_id"] == event_id]


def neighbors(event: pd.Series, tables: Tables) -> tuple[str | None, str | None]:
    """The previous and the next round of an event's series, by date; what carries no round, or did not take place, is none."""
    events = tables.events
    serial = events[(events["series_id"] == event["series_id"]) & events["round"].notna() & (events["tally"] != "context")]
    order = sorted(zip(serial["first_day"], serial["event_id"], strict=True))
    own = (event["first_day"], event["event_id"])
    before, after = [name for day, name in order if (day, name) < own], [name for day, name in order if (day, name) > own]
    return before[-1] if before else None, after[0] if after else None


def reasons_not_counted(event: pd.Series, tables: Tables) -> list[str]:
    """Why an event is context: the labels and definitions of its scope and status that no counted event has."""
    counted = tables.events[tables.events["tally"] == "counted"]
    reasons = []
    for column, vocabulary in (("scope", "scopes"), ("status", "statuses")):
        words = tables.words(vocabulary)
        if event[column] not in set(counted[column]):
            reasons.append(f"**{escape(words.label(event[column]))}.** {escape(words.definition(event[column]))}")
    return reasons


def _badges(event: pd.Series, view: View) -> None:
    with st.container(horizontal=True, gap="small"):
        for column, vocabulary, color in (("type", "event_types", "blue"), ("format", "formats", "gray")):
            words = view.whole.words(vocabulary)
            st.badge(escape(words.label(event[column])), color=color, help=escape(words.definition(event[column])) or None)
        words = view.whole.words("confidence")
        doubtful = event["confidence"] == words.codes[-1]
        st.badge(
            f"Confidence: {escape(words.label(event['confidence']))}",
            color="orange" if doubtful else "gray",
            help=escape(words.definition(event["confidence"])) or None,
        )
        if event["tally"] != "counted":
            st.badge("Not counted", color="orange")


def _why_not_counted(event: pd.Series, tables: Tables) -> None:
    if event["tally"] == "part":
        whole = tables.events.set_index("event_id")["title"].get(event["part_of"], "")
        st.caption(f"Not counted on its own: it is part of “{escape(whole)}”, which is.")
    elif event["tally"] == "context":
        st.caption(f"Shown and not counted. {' '.join(reasons_not_counted(event, tables))}")


def _when_and_where(event: pd.Series, view: View) -> None:
    when = dates.range_in_words(event["start"], event["end"] if known(event["end"]) else None)
    country = view.label("countries", event["country"]) if known(event["country"]) else ""
    where = ", ".join(dict.fromkeys(text for text in (event["venue"], event["place"], country) if known(text)))
    lines = [f"**When** — {escape(when)} · {_basis('date', event['date_basis'])}"]
    if where:
        basis = f" · {_basis('place', event['place_basis'])}" if known(event["place_basis"]) else ""
        lines.append(f"**Where** — {escape(where)}{basis}")
    else:
        lines.append("**Where** — not stated")
    st.markdown("  \n".join(lines))


def _basis(what: str, basis: str) -> str:
    return f"{what} {escape(basis)}" + (" by a source" if basis == "stated" else "")


def _delegations(event_id: str, view: View) -> None:
    tables = view.whole
    people, parties = rows_of(tables.participants, event_id).sort_values("number"), rows_of(tables.event_parties, event_id)
    headcount = dict(zip(parties["country"], parties["headcount"], strict=True))
    for column, country in zip(st.columns(len(tables.pair)), tables.pair, strict=True):
        with column:
            st.markdown(f"**{_party(country, headcount.get(country), view)}**")
            own = people[people["country"] == country]
            absent = "No person named." if country in headcount else "Not named as taking part."
            if len(own):
                st.markdown(_list(_person(person, view) for person in own.to_dict("records")))
            else:
                st.caption(absent)
    others = [country for country in dict.fromkeys([*parties["country"], *people["country"]]) if country not in tables.pair]
    if others:
        st.markdown(f"**Other parties** — {', '.join(_party(country, headcount.get(country), view) for country in others)}")
        own = people[people["country"].isin(others)].to_dict("records")
        st.markdown(_list(f"{_person(person, view)} ({escape(view.label('countries', person['country']))})" for person in own))


def _party(country: str, headcount: Any, view: View) -> str:
    number = "" if headcount is None or pd.isna(headcount) else f" ({int(headcount):,} {'person' if headcount == 1 else 'people'})"
    return escape(view.label("countries", country)) + number


def _person(person: dict[str, Any], view: View) -> str:
    """A participant in a line: name, position as held that day, organization, capacity; an office where no name is known."""
    position, organization = person["position"], person["organization"]
    if known(person["official_id"]):
        who = f"**{escape(view.whole.names['official'][person['official_id']])}**"
    elif known(person["name_as_given"]):
        who = f"**{escape(person['name_as_given'])}** (full name not given)"
    else:
        who, position = f"**{escape(position)}** (not named)", None
    pieces = [escape(text) for text in (position, organization) if known(text)]
    if known(position) and known(organization) and organization.lower() in position.lower():
        pieces = pieces[:1]
    return f"{', '.join([who, *pieces])} · {escape(view.label('capacities', person['capacity']))}"


def _contents(event_id: str, view: View) -> None:
    """Focus areas, outcomes and units."""
    tables = view.whole
    areas = [
        escape(view.label("focus_areas", row.focus_area)) + (f" ({escape(row.words)})" if known(row.words) else "")
        for row in rows_of(tables.event_focus_areas, event_id).itertuples()
    ]
    if areas:
        st.markdown(f"**Focus areas** — {', '.join(areas)}")
    outcomes = rows_of(tables.event_outcomes, event_id).sort_values("number")["outcome"]
    if len(outcomes):
        st.markdown(f"**Outcomes**\n\n{_list(escape(outcome) for outcome in outcomes)}")
    units = [
        escape(row.unit) + (f" ({escape(view.label('countries', row.country))})" if known(row.country) else "")
        for row in rows_of(tables.event_units, event_id).itertuples()
    ]
    if units:
        st.markdown(f"**Units** — {', '.join(units)}")


def _sources(event_id: str, view: View) -> None:
    tables = view.whole
    cited = rows_of(tables.citations, event_id).merge(tables.sources, on="source_id")
    cited = cited.sort_values("same_text_as", key=lambda original: original.notna(), kind="stable").to_dict("records")
    independent = sum(not known(source["same_text_as"]) for source in cited)
    about = tables.sources.set_index("source_id")
    lines = []
    for source in cited:
        published = dates.in_words(source["published"]) if known(source["published"]) else "no date"
        pieces = [
            f"{_page(source)} — {escape(source['publisher'])}",
            escape(view.label("source_kinds", source["kind"])),
            escape(published),
        ]
        if known(source["supports"]):
            pieces.append(f"supports {escape(', '.join(word.replace('_', ' ') for word in source['supports'].split()))}")
        if known(source["same_text_as"]):
            original = about.loc[source["same_text_as"]].to_dict()
            pieces.append(f"same text as {_page(original)} ({escape(original['publisher'])})")
        lines.append(" · ".join(pieces))
    st.markdown(f"**Sources** ({len(cited)}, {independent} independent)\n\n{_list(lines)}")


def _page(source: dict[str, Any]) -> str:
    """A source as a link: its headline, or its address where the headline was not seen."""
    return link(source["title"] if known(source["title"]) else source["url"], source["url"])


def _conflicts(event_id: str, tables: Tables) -> None:
    about = tables.sources.set_index("source_id")
    for conflict in rows_of(tables.conflicts, event_id).to_dict("records"):
        values = tables.conflict_values[tables.conflict_values["conflict_id"] == conflict["conflict_id"]].sort_values("number")
        head = f"**Sources disagree on: {escape(field_in_words(conflict['field']))}**"
        lines = [head, "", "| Value | Who says so | Accepted |", "|---|---|---|"]
        for value in values.to_dict("records"):
            source = about.loc[value["source_id"]]
            accepted = "open" if pd.isna(value["accepted"]) else "yes" if value["accepted"] else "no"
            lines.append(f"| {escape(value['value'])} | {link(source['publisher'], source['url'])} | {accepted} |")
        held = f"Held to be so: **{escape(conflict['resolution'])}**" if known(conflict["resolution"]) else "**Open**"
        st.markdown("\n".join([*lines, "", f"{held} — {escape(conflict['why'])}"]))


def field_in_words(field: str) -> str:
    """What a conflict is about, for a reader: "other:ship_visit_count" is "ship visit count"."""
    return field.removeprefix("other:").replace("_", " ").replace(".", " ")


def _relations(event: pd.Series, tables: Tables, follow: Follow | None, key: str) -> None:
    """The series with its previous and next round, the whole and the parts."""
    if known(event["series_id"]):
        own = f", round {escape(event['round'])}" if known(event["round"]) else ", not a round of its own"
        st.markdown(f"**Series** — {escape(tables.names['series'][event['series_id']])}{own}")
        for word, other in zip(("Previous round", "Next round"), neighbors(event, tables), strict=True):
            if other:
                _other(word, other, tables, follow, key)
    if known(event["part_of"]):
        _other("Part of", event["part_of"], tables, follow, key)
    parts = tables.events[tables.events["part_of"] == event["event_id"]].sort_values(["first_day", "event_id"])
    for part in parts["event_id"]:
        _other("Part", part, tables, follow, key)


def _other(word: str, event_id: str, tables: Tables, follow: Follow | None, key: str) -> None:
    other = tables.events[tables.events["event_id"] == event_id].iloc[0]
    text = f"{other['title']}, {other['start']}"
    if follow:
        label, icon = f"{word}: {escape(text)}", ":material/arrow_forward:"
        st.button(label, key=f"{key} {word} {event_id}", on_click=follow, args=(event_id,), type="tertiary", icon=icon)
    else:
        st.markdown(f"{word}: {link(text, of_event(event_id))}")


def _list(lines: Any) -> str:
    return "\n".join(f"- {line}" for line in lines)
