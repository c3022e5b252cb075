"""Who took part in an event: the delegations of the pair side by side, then everyone else."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import streamlit as st

from components.address import official_link
from components.page import escape
from components.view import View
from components.wording import bullets, known
from data.frames import rows

_WORDS = re.compile(r"[\w.']+")


def delegations(event_id: str, view: View) -> None:
    """Draw the delegations of an event: each person with the office held that day, the part in the event and the level."""
    tables = view.whole
    people, parties = (
        rows(tables.participants, event_id=event_id).sort_values("number"),
        rows(tables.event_parties, event_id=event_id),
    )
    headcount = dict(zip(parties["country"], parties["headcount"], strict=True))
    st.markdown("**Delegations**", help=_legend(people, view))
    for column, country in zip(st.columns(len(tables.pair)), tables.pair, strict=True):
        with column:
            st.markdown(f"**{_party(country, headcount.get(country), view)}**")
            own = people[people["country"] == country]
            if len(own):
                st.markdown(bullets(_person(person, view) for person in own.to_dict("records")))
            else:
                st.caption("No person named." if country in headcount else "Not named as taking part.")
    others = [country for country in dict.fromkeys([*parties["country"], *people["country"]]) if country not in tables.pair]
    if others:
        st.markdown(f"**Other parties** — {', '.join(_party(country, headcount.get(country), view) for country in others)}")
        own = people[people["country"].isin(others)].to_dict("records")
        if own:
            st.markdown(bullets(_person(person, view, abroad=True) for person in own))


def _party(country: str, headcount: Any, view: View) -> str:
    number = "" if headcount is None or pd.isna(headcount) else f" ({int(headcount):,} {'person' if headcount == 1 else 'people'})"
    return escape(view.label("countries", country)) + number


def _person(person: dict[str, Any], view: View, abroad: bool = False) -> str:
    """A participant: name, position as held that day and organization; under it the part in the event, the level and the post."""
    position, organization = person["position"], person["organization"]
    if known(person["official_id"]):
        name = view.whole.names["official"][person["official_id"]]
        who = f"**{official_link(name, person['official_id'])}**"
    elif known(person["name_as_given"]):
        who = f"**{escape(person['name_as_given'])}** (full name not given)"
    else:
        who, position = f"**{escape(position)}** (not named)", None
    pieces = [escape(text) for text in (position, organization) if known(text)]
    if known(position) and known(organization) and organization.lower() in position.lower():
        pieces = pieces[:1]
    about = [view.label("capacities", person["capacity"]), f"level {person['level']}", *_post(person, view)]
    if abroad:
        about.insert(0, view.label("countries", person["country"]))
    return f"{', '.join([who, *pieces])}  \n  :small[{escape(' · '.join(about))}]"


def _post(person: dict[str, Any], view: View) -> list[str]:
    """What a participant's own words for the office leave out: how the post is held, which post it is, on what ground."""
    if not known(person["post_id"]):
        return []
    words = view.whole.words("tenure_roles")
    told = " ".join(text for text in (person["position"], person["organization"]) if known(text)).lower()
    title, role = view.whole.names["post"][person["post_id"]], person["tenure_role"]
    said = []
    if known(role) and role != words.codes[0] and words.label(role).lower() not in told:
        said.append(words.label(role).lower())
    if not set(_WORDS.findall(title.lower())) <= set(_WORDS.findall(told)):
        said.append(f"post: {title}")
    if known(person["tenure_exception"]):
        said.append(person["tenure_exception"])
    return said


def _legend(people: pd.DataFrame, view: View) -> str | None:
    """The parts and levels that occur in an event, defined."""
    lines = []
    for column, vocabulary, head in (("capacity", "capacities", "{label}"), ("level", "levels", "Level {code}, {label}")):
        words = view.whole.words(vocabulary)
        for code in words.codes:
            if (people[column] == code).any():
                lines.append(f"**{escape(head.format(label=words.label(code), code=code))}.** {escape(words.definition(code))}")
    return bullets(lines) or None
