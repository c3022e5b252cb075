"""Officials: levels engaged, posts as lanes, a table of officials, and one official in full."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components.charts import lanes, levels
from components.charts.template import MUTED
from components.event_list import event_list
from components.exhibit import download_csv, exhibit
from components.page import escape, page_head
from components.view import View
from data import dates
from data.measures import officials

LANES = 12
NO_ONE = "No source names an official or an office in the engagements of this selection."


def page(view: View) -> None:
    """Draw the page."""
    if not page_head("Officials", "Who represented each side, in which office and at what level.", view):
        return
    if len(view.selection.official) == 1:
        _portrait(view.selection.official[0], view)
    _levels(view)
    _posts(view)
    _table(view)


def _levels(view: View) -> None:
    st.subheader("Highest level engaged, by year and side", anchor=False)
    frame = officials.highest_level(view.selected)
    if frame.empty:
        st.info(NO_ONE)
        return
    words, sides = view.whole.words("levels"), _sides(view)
    labels, colors = {code: words.label(code) for code in words.codes}, view.whole.words("countries").colors
    definitions = {code: words.definition(code) for code in words.codes}
    columns = {"side": "Side", "level": "Level", "label": "Reached by"}
    reached = [
        f"{name} reaches level {rows['level'].min()} in {(rows['level'] == rows['level'].min()).sum()} of {len(rows)} years with a named official"
        for name, rows in _by_side(frame, sides)
    ]
    exhibit(
        levels.highest_by_year(
            frame, levels=labels, definitions=definitions, sides=sides, colors=colors, years=view.selected.years
        ),
        _labeled(frame, view),
        key="highest_level",
        alt=f"Dots, one a year and side, level 1 on top: {'; '.join(reached)}.",
        view=view,
        columns={"year": "Year"} | columns | {"participations": "Participations", "people": "Who"},
        behind=lambda mark: officials.events_at(view.selected, mark[0], int(mark[1]), int(mark[2])),
        note="No dot: no source names an official or an office of that side in that year. Hover over a level to read what belongs to it.",
    )
    st.subheader("How often each level is reached", anchor=False)
    totals = officials.level_totals(view.selected)
    most = [
        f"{name} most often level {rows.loc[rows['engagements'].idxmax(), 'level']}, in {rows['engagements'].max()} of {rows['engagements'].sum()}"
        for name, rows in _by_side(totals, sides)
    ]
    exhibit(
        levels.distribution(totals, levels=labels, sides=sides, colors=colors),
        _labeled(totals, view),
        key="levels",
        alt=f"Bars, one a level and side: {'; '.join(most)} engagements.",
        view=view,
        columns=columns | {"engagements": "Engagements", "share": "Share"},
        behind=lambda mark: officials.events_at(view.selected, mark[0], int(mark[1])),
        note="Each engagement in which someone of a side is named counts once for that side, at the highest level of the side.",
    )


def _posts(view: View) -> None:
    st.subheader("Posts and who held them", anchor=False)
    posts = officials.posts(view.selected, view.whole)
    if posts.empty:
        st.info("The record has no posts.")
        return
    left, right = st.columns(2)
    ranks = left.multiselect(
        "Levels of posts",
        sorted(posts["level"].unique()),
        format_func=lambda code: f"{code} {view.label('levels', code)}",
        placeholder=f"The {LANES} most engaged of each side",
        key="post_levels",
    )
    names = {row.post_id: f"{row.post} ({view.label('countries', row.country)})" for row in posts.itertuples()}
    chosen = right.multiselect(
        "Posts", list(names), format_func=lambda post: names.get(post, post), placeholder="Any", key="post_choice"
    )
    picked = (
        posts[posts["level"].isin(ranks) | posts["post_id"].isin(chosen)]
        if ranks or chosen
        else officials.most_engaged(posts, LANES)
    )
    terms, seen = officials.tenures(view.whole), officials.appearances(view.selected)
    for side, name in _sides(view).items():
        if len(own := picked[picked["country"] == side]):
            _lanes(side, name, own, terms[terms["post_id"].isin(own["post_id"])], seen[seen["post_id"].isin(own["post_id"])], view)
    unplaced = terms[terms["post_id"].isin(picked["post_id"]) & terms["first_day"].isna()]
    st.caption(
        "Bars are terms in office, from the whole record; other ways of holding a post than in full are hatched, and terms side by side are drawn one "
        f"under the other. A term whose holder was in office when last seen is drawn to {dates.in_words(str(view.whole.descriptor['as_of']))}. A triangle "
        "marks an end that was not found, at the last day on which the holder is attested. Dots are engagements in the selection. Click either for the events."
        + (
            f" Not drawn, for want of any date: {escape('; '.join(f'{term.official}, {term.post}' for term in unplaced.itertuples()))}."
            if len(unplaced)
            else ""
        )
    )


def _lanes(side: str, name: str, posts: pd.DataFrame, terms: pd.DataFrame, seen: pd.DataFrame, view: View) -> None:
    st.markdown(f"**{escape(name)}**")
    roles = view.whole.words("tenure_roles").labels
    by_id = {term.tenure_id: term for term in terms.itertuples()}
    events = view.selected.events

    def behind(mark: list[str]) -> pd.DataFrame:
        kind, key = mark
        return officials.events_in_term(view.selected, by_id[key]) if kind == "term" else events[events["event_id"] == key]

    rows = pd.concat([terms.assign(kind="term"), seen.assign(kind="engagement")]).sort_values(["level", "post", "first_day"])
    exhibit(
        lanes.post_lanes(
            posts,
            terms,
            seen,
            roles=roles,
            color=view.whole.words("countries").colors.get(side, MUTED),
            years=view.selected.years,
            until=dates.parse(str(view.whole.descriptor["as_of"])).last,
        ),
        rows.assign(role=rows["tenure_role"].map(roles)),
        key=f"posts_{side}",
        alt=f"{len(posts)} posts of {name} as lanes with {len(terms)} terms in office and {seen['event_id'].nunique()} engagements of their holders.",
        view=view,
        columns={
            "level": "Level",
            "post": "Post",
            "kind": "Row",
            "official": "Official",
            "role": "As",
            "start": "Start",
            "end": "End",
            "title": "Engagement",
        },
        behind=behind,
    )


def _table(view: View) -> None:
    st.subheader("Officials", anchor=False)
    roster = officials.roster(view.selected)
    if roster.empty:
        st.info(NO_ONE)
        return
    words = st.text_input("Find an official", key="official_search", placeholder="name in any spelling, or office", max_chars=200)
    found = officials.search(roster, words)
    found.insert(4, "side", found["country"].map(view.whole.words("countries").labels))
    columns = {
        "official": "Name",
        "side": "Country",
        "positions": "Positions",
        "engagements": "Engagements",
        "first": "First",
        "last": "Last",
        "counterparts": "Counterparts",
    }
    _pick(found, columns, "official_id", "officials", view)
    st.caption(
        f"{len(found)} of {len(roster)} officials. Pick a row to open one. Counterparts: officials of other countries named in the same events."
    )
    download_csv(found, "officials", view)


def _portrait(official_id: str, view: View) -> None:
    """One official: names, terms with their sources, engagements, focus areas and counterparts."""
    tables = view.whole
    person = tables.officials[tables.officials["official_id"] == official_id].iloc[0]
    with st.container(border=True):
        st.header(escape(person["name"]), anchor=False)
        st.caption(
            escape(
                " · ".join(
                    [
                        view.label("countries", person["country"]),
                        *(text for text in (person["other_spellings"], person["notes"]) if isinstance(text, str)),
                    ]
                )
            )
        )
        st.button("Close", icon=":material/close:", type="tertiary", on_click=_open, args=("",), key="close_official")
        own = officials.roster(view.selected).query("official_id == @official_id")
        for row in own.itertuples():
            st.markdown(
                f"**{row.engagements} engagement{'s' if row.engagements > 1 else ''}** in the selection, {row.first} to {row.last}: {escape(row.positions)}"
            )
        terms = officials.tenures(tables).query("official_id == @official_id").sort_values("first_day")
        cited = tables.tenure_citations.merge(tables.sources, on="source_id")
        for term in terms.itertuples():
            links = [
                f"[{escape(source.publisher)}](<{source.url}>)"
                for source in cited[cited["tenure_id"] == term.tenure_id].itertuples()
            ]
            text = f"{term.post} ({view.label('tenure_roles', term.tenure_role)}): {term.term}. {term.notes if isinstance(term.notes, str) else ''}"
            st.markdown(f"- {escape(text)} {', '.join(links)}")
        areas = officials.areas(view.selected, official_id)
        if len(areas):
            st.markdown(
                "**Focus areas** "
                + escape(", ".join(f"{view.label('focus_areas', row.focus_area)} {row.engagements}" for row in areas.itertuples()))
            )
        met = officials.counterparts(view.selected).query("official_id == @official_id")
        if len(met):
            st.markdown("**Counterparts**, officials of other countries named in the same events")
            met = met.assign(side=met["country"].map(tables.words("countries").labels)).reset_index(drop=True)
            _pick(
                met,
                {"counterpart": "Name", "side": "Country", "engagements": "Engagements"},
                "counterpart_id",
                "counterparts",
                view,
            )
        st.markdown("**Every event that names this official**")
        attended = view.selected.participants.query("official_id == @official_id")["event_id"]
        event_list(view.selected.events[view.selected.events["event_id"].isin(attended)], view, key="official events")


def _pick(frame: pd.DataFrame, columns: dict[str, str], key: str, name: str, view: View) -> None:
    """A table of officials; picking a row opens that official. It starts anew, nothing picked, when another is open."""
    state = f"{name} {' '.join(view.selection.official)}"
    picked = partial(_open_picked, list(frame[key]), state)
    st.dataframe(
        frame[list(columns)].rename(columns=columns), hide_index=True, key=state, on_select=picked, selection_mode="single-row"
    )


def _open_picked(ids: list[str], state: str) -> None:
    rows = st.session_state[state]["selection"]["rows"]
    if rows and rows[0] < len(ids):
        _open(ids[rows[0]])


def _open(official_id: str) -> None:
    """Open one official, or none: the filter is the address."""
    st.session_state["official"] = [official_id] if official_id else []


def _sides(view: View) -> dict[str, str]:
    return {code: view.label("countries", code) for code in view.whole.pair}


def _by_side(frame: pd.DataFrame, sides: dict[str, str]) -> list[tuple[str, pd.DataFrame]]:
    return [(name, rows) for side, name in sides.items() if len(rows := frame[frame["country"] == side])]


def _labeled(frame: pd.DataFrame, view: View) -> pd.DataFrame:
    return frame.assign(
        side=frame["country"].map(view.whole.words("countries").labels), label=frame["level"].map(view.whole.words("levels").labels)
    )
