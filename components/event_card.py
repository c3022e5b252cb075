"""One event in full: dates, place, delegations, focus areas, outcomes, its series and its parts, sources, conflicts."""

from __future__ import annotations

from collections.abc import Callable

import narwhals as nw
import pandas as pd
import streamlit as st

from components.address import event_link, of_event
from components.event_delegations import delegations
from components.event_evidence import conflicts, disagreements, sources
from components.page import escape
from components.view import View
from components.wording import bullets, known, with_events
from data import dates
from data.frames import collect, lazy, rows
from data.measures.frames import counted, engaged
from data.record import Tables

__all__ = ["Follow", "event_card", "neighbors", "reasons_not_counted"]

Follow = Callable[[str], None]


def event_card(
    event_id: str, view: View, follow: Follow | None = None, key: str = "card", heading: Callable[..., object] = st.subheader
) -> None:
    """Draw one event with everything that the record knows of it.

    `follow` is called with the event_id of another event that the reader picks on the card, its series' next round or its
    parent, before the page is drawn again; without it these are links to the other event's permanent address. `key` tells
    apart cards on one page. `heading` draws the title, one level below what holds the card.
    """
    tables = view.whole
    event = rows(tables.events, event_id=event_id).iloc[0]
    with st.container(border=True):
        heading(escape(event["title"]), anchor=False)
        _badges(event, view)
        _why_not_counted(event, tables)
        _when_and_where(event, view)
        st.markdown(escape(event["summary"]))
        delegations(event_id, view)
        _contents(event_id, view)
        if known(event["notes"]):
            st.markdown(f"**Notes** — {with_events(event['notes'], tables)}")
        _relations(event, tables, follow, key)
        sources(event, view)
        conflicts(event_id, tables)
        st.caption(f"Permanent address: {event_link(of_event(event_id), event_id)}")


def neighbors(event: pd.Series, tables: Tables) -> tuple[str | None, str | None]:
    """The previous and the next round of an event's series, by date; what carries no round, or did not take place, is none."""
    serial = engaged(tables, "event_id", "series_id", "round", "first_day").filter(nw.col("series_id") == event["series_id"])
    serial = collect(serial.filter(~nw.col("round").is_null()))
    order = sorted(zip(serial["first_day"], serial["event_id"], strict=True))
    own = (event["first_day"], event["event_id"])
    before, after = [name for day, name in order if (day, name) < own], [name for day, name in order if (day, name) > own]
    return before[-1] if before else None, after[0] if after else None


def reasons_not_counted(event: pd.Series, tables: Tables) -> list[str]:
    """Why an event is context: the labels and definitions of its scope and status that no counted event has."""
    held = collect(counted(tables, "scope", "status").select("scope", "status").unique())
    reasons = []
    for column, vocabulary in (("scope", "scopes"), ("status", "statuses")):
        words = tables.words(vocabulary)
        if event[column] not in set(held[column]):
            reasons.append(f"**{escape(words.label(event[column]))}.** {escape(words.definition(event[column]))}")
    return reasons


def _badges(event: pd.Series, view: View) -> None:
    tables = view.whole
    with st.container(horizontal=True, gap="small"):
        for column, vocabulary, color in (("type", "event_types", "blue"), ("format", "formats", "gray")):
            words = tables.words(vocabulary)
            _badge(escape(words.label(event[column])), color, escape(words.definition(event[column])))
        words = tables.words("confidence")
        doubtful = event["confidence"] == words.codes[-1]
        _badge(
            f"Confidence: {escape(words.label(event['confidence']))}",
            "orange" if doubtful else "gray",
            escape(words.definition(event["confidence"])),
        )
        if event["tally"] != "counted":
            _badge("Not counted", "orange")
        found, still_open = disagreements(event["event_id"], tables)
        if found:
            settled = "all settled" if not still_open else f"{still_open} open" if found > 1 else "open"
            told = (
                f"{found} conflict{'s' if found > 1 else ''} between sources, {settled if found > 1 or still_open else 'settled'}"
            )
            _badge(
                told,
                "orange" if still_open else "gray",
                "Listed under the sources: who says what, and which value is accepted",
            )


def _badge(label: str, color: str, explanation: str = "") -> None:
    """A badge with a label in Markdown: Streamlit's own escapes brackets, those that are escaped already too."""
    st.markdown(f":{color}-badge[{label}]", help=explanation or None, width="content")


def _why_not_counted(event: pd.Series, tables: Tables) -> None:
    if event["tally"] == "part":
        whole = next(iter(rows(tables.events, event_id=event["part_of"])["title"]), "")
        st.caption(f"Not counted on its own: it is part of “{escape(whole)}”, which is counted.")
    elif event["tally"] == "context":
        st.caption(f"Shown but not counted. {' '.join(reasons_not_counted(event, tables))}")


def _when_and_where(event: pd.Series, view: View) -> None:
    when = dates.range_in_words(event["start"], event["end"] if known(event["end"]) else None)
    country = view.label("countries", event["country"]) if known(event["country"]) else ""
    where = ", ".join(dict.fromkeys(text for text in (event["venue"], event["place"], country) if known(text)))
    lines = [f"**When** — {escape(when)} · {_basis('date', event)}"]
    if where:
        basis = f" · {_basis('place', event)}" if known(event["place_basis"]) else ""
        lines.append(f"**Where** — {escape(where)}{basis}{_listed_under(event['event_id'], where, view.whole)}")
    else:
        lines.append("**Where** — not stated")
    st.markdown("  \n".join(lines))


def _basis(what: str, event: pd.Series) -> str:
    basis = event[f"{what}_basis"]
    told = f"{what} {escape(basis)}"
    return f"{told} by a source" if basis == "stated" else f"{told}, see the notes" if known(event["notes"]) else told


def _listed_under(event_id: str, where: str, tables: Tables) -> str:
    """The places by which the filters find an event, where its own words for the place are others."""
    named = [tables.names["place"][place] for place in rows(tables.event_places, event_id=event_id)["place_id"]]
    others = [name for name in named if name.lower() not in where.lower()]
    return f" · listed under {escape(', '.join(others))}" if others else ""


def _contents(event_id: str, view: View) -> None:
    """Focus areas, outcomes and units."""
    tables = view.whole
    areas = [
        escape(view.label("focus_areas", row.focus_area)) + (f" ({escape(row.words)})" if known(row.words) else "")
        for row in rows(tables.event_focus_areas, event_id=event_id).itertuples()
    ]
    if areas:
        st.markdown(f"**Focus areas** — {', '.join(areas)}")
    outcomes = rows(tables.event_outcomes, event_id=event_id).sort_values("number")["outcome"]
    if len(outcomes):
        st.markdown(f"**Outcomes**\n\n{bullets(escape(outcome) for outcome in outcomes)}")
    units = [
        escape(row.unit) + (f" ({escape(view.label('countries', row.country))})" if known(row.country) else "")
        for row in rows(tables.event_units, event_id=event_id).itertuples()
    ]
    if units:
        st.markdown(f"**Units** — {', '.join(units)}")


def _relations(event: pd.Series, tables: Tables, follow: Follow | None, key: str) -> None:
    """The series with its previous and next round, the whole and the parts, what is lifted and what lifts it."""
    inside, lifted = (
        collect(
            lazy(tables.events, "event_id", "first_day", name).filter(nw.col(name) == event["event_id"]), "first_day", "event_id"
        )
        for name in ("part_of", "lifted_by")
    )
    related: list[tuple[str, str | None]] = []
    if known(event["series_id"]):
        related += zip(("Previous round", "Next round"), neighbors(event, tables), strict=True)
    related += [("Part of", event["part_of"]), ("Lifted by", event["lifted_by"])]
    related += [("Lifts", name) for name in lifted["event_id"]]
    related += [("Part", name) for name in inside["event_id"]]
    with st.container(gap=None):
        if known(event["series_id"]):
            own = f", round {escape(event['round'])}" if known(event["round"]) else ", not a round"
            series = rows(tables.series, series_id=event["series_id"]).iloc[0]
            st.markdown(f"**Series** — {escape(series['name'])}{own}", help=escape(series["description"]))
        for word, other in related:
            if known(other):
                _other(word, str(other), tables, follow, key)


def _other(word: str, event_id: str, tables: Tables, follow: Follow | None, key: str) -> None:
    other = rows(tables.events, event_id=event_id).iloc[0]
    text = f"{other['title']}, {dates.in_words(other['start'])}"
    if follow:
        label, icon = f"{word}: {escape(text)}", ":material/arrow_forward:"
        st.button(label, key=f"{key} {word} {event_id}", on_click=follow, args=(event_id,), type="tertiary", icon=icon)
    else:
        st.markdown(f"{word}: {event_link(text, event_id)}")
