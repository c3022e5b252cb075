"""Officials: levels engaged, posts as lanes, a table of officials, and one official in full."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import lanes, levels
from components.exhibit import download_csv, exhibit
from components.official_card import official_card, official_list
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
        official_card(view.selection.official[0], view)
    _highest_level(view)
    _levels(view)
    _posts(view)
    _table(view)


def _highest_level(view: View) -> None:
    st.subheader("Highest level engaged, by year and side", anchor=False)
    frame = officials.highest_level(view.selected)
    if frame.empty:
        st.info(NO_ONE)
        return
    exhibit(
        levels.highest_by_year(
            frame, words=view.whole.words("levels"), sides=_sides(view), years=view.selected.years, colors=_colors(view)
        ),
        _labeled(frame, view),
        key="highest_level",
        alt=f"One dot a year and side, level 1 on top. {_count_best(frame, 'year', 'years', view)}",
        view=view,
        columns={
            "year": "Year",
            "side": "Side",
            "level": "Level",
            "label": "Reached by",
            "participations": "Participations",
            "people": "Who",
        },
        behind=lambda mark: officials.events_at(view.selected, mark[0], int(mark[1]), int(mark[2])),
        note="No dot: no source names an official or an office of that side that year. Hover over a level to read what is in it.",
    )


def _levels(view: View) -> None:
    frame = officials.level_totals(view.selected)
    if frame.empty:
        return
    st.subheader("How often each level is reached", anchor=False)
    exhibit(
        levels.distribution(frame, words=view.whole.words("levels"), sides=_sides(view), colors=_colors(view)),
        _labeled(frame, view),
        key="levels",
        alt=f"One bar a level and side. {_count_best(frame, 'engagements', 'engagements', view)}",
        view=view,
        columns={"side": "Side", "level": "Level", "label": "Reached by", "engagements": "Engagements", "share": "Share"},
        behind=lambda mark: officials.events_at(view.selected, mark[0], int(mark[1])),
        note="An engagement in which someone of a side is named counts once for that side, at the side’s highest level.",
    )


def _posts(view: View) -> None:
    st.subheader("Posts and who held them", anchor=False)
    posts = officials.posts(view.selected, view.whole)
    if posts.empty:
        st.info("The record has no posts.")
        return
    picked = _choose(posts, view)
    terms, seen = officials.tenures(view.whole), officials.appearances(view.selected)
    terms, seen = (frame[frame["post_id"].isin(picked["post_id"])] for frame in (terms, seen))
    for side in view.whole.pair:
        own = [frame[frame["country"] == side] for frame in (picked, terms, seen)]
        if len(own[0]):
            _lanes(side, *own, view)
    st.caption(
        "Bars are terms in office, from the whole record: pale where a date is known only to the month or the year, hatched "
        "where the post was not held in full, one under the other where terms ran side by side. A triangle marks a date not found: "
        "the term is drawn as far as events attest it. A term that ran when last seen is drawn to "
        f"{dates.in_words(str(view.whole.descriptor['as_of']))}. Dots are engagements in the selection. Click for the events."
    )
    if len(unplaced := terms[terms["first_day"].isna()]):
        st.caption(f"Not drawn, because no date is known: {escape('; '.join(unplaced['official'] + ', ' + unplaced['post']))}.")


def _choose(posts: pd.DataFrame, view: View) -> pd.DataFrame:
    """Ask for levels or posts; the posts to draw."""
    names = dict(zip(posts["post_id"], posts["post"] + ", " + posts["country"].map(_sides(view)), strict=True))
    ranks = {int(code): f"{code} {view.label('levels', code)}" for code in sorted(posts["level"].unique())}
    left, right = st.columns(2)
    placeholder = f"The {LANES} most engaged posts of each side"
    level = left.multiselect("Levels of posts", list(ranks), format_func=ranks.get, placeholder=placeholder, key="post_levels")
    post = right.multiselect("Posts", list(names), format_func=names.get, placeholder="Search by title", key="post_choice")
    if level or post:
        return posts[posts["level"].isin(level) | posts["post_id"].isin(post)]
    return officials.most_engaged(posts, LANES)


def _lanes(side: str, posts: pd.DataFrame, terms: pd.DataFrame, seen: pd.DataFrame, view: View) -> None:
    name, roles, until = view.label("countries", side), view.whole.words("tenure_roles").labels, str(view.whole.descriptor["as_of"])
    st.markdown(f"**{escape(name)}**")

    def behind(mark: list[str]) -> pd.DataFrame:
        kind, key = mark
        if kind == "term":
            return officials.events_in_term(view.selected, next(terms[terms["tenure_id"] == key].itertuples()))
        return view.selected.events[view.selected.events["event_id"] == key]

    rows = officials.lane_rows(terms, seen)
    exhibit(
        lanes.post_lanes(
            posts, terms, seen, roles=roles, color=_colors(view).get(side), years=view.selected.years, until=dates.parse(until).last
        ),
        rows.assign(role=rows["tenure_role"].map(roles)),
        key=f"posts_{side}",
        alt=f"{name}: {len(posts)} posts as lanes, {len(terms)} terms, {seen['event_id'].nunique()} engagements of the holders.",
        view=view,
        columns={
            "level": "Level",
            "post": "Post",
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
    columns = {"official": "Name", "side": "Country", "engagements": "Engagements", "first": "First", "last": "Last"}
    official_list(found, columns | {"counterparts": "Counterparts", "positions": "Positions"}, "official_id", "officials", view)
    st.caption(
        f"{len(found)} of {len(roster)} officials; pick one to open it. Counterparts are of other countries, in the same events."
    )
    download_csv(found, "officials", view)


def _sides(view: View) -> dict[str, str]:
    return {code: view.label("countries", code) for code in view.whole.pair}


def _colors(view: View) -> dict[str, str]:
    return view.whole.words("countries").colors


def _labeled(frame: pd.DataFrame, view: View) -> pd.DataFrame:
    return frame.assign(side=frame["country"].map(_sides(view)), label=frame["level"].map(view.whole.words("levels").labels))


def _count_best(frame: pd.DataFrame, value: str, unit: str, view: View) -> str:
    """For each side how often it reaches its highest level."""
    sentences = []
    for side, rows in frame.groupby("country"):
        best = rows[rows["level"] == rows["level"].min()][value]
        number = best.nunique() if value == "year" else best.sum()
        whole = rows[value].nunique() if value == "year" else rows[value].sum()
        sentences.append(f"{view.label('countries', side)} reaches level {rows['level'].min()} in {number} of {whole} {unit}.")
    return " ".join(sentences)
