"""Posts as lanes, with who held them and the engagements of the holders."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import lanes
from components.exhibit import exhibit
from components.page import escape
from components.view import View
from dashboard.sections.officials_sides import colors, names
from data import dates
from data.measures import officials

LANES = 12


def posts_as_lanes(view: View) -> None:
    """Draw the lanes of the posts that the reader chooses."""
    st.header("Posts and who held them", anchor=False)
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
        "Bars are terms in office, from the whole record; dots are engagements of the selection. Click a bar or a dot for its events.",
        help="A bar is pale where a date is known only to the month or year, and hatched where the post was not held in full (by an acting "
        "holder, for example). Terms that ran side by side stand one under the other. Where a start or an end was not found, the bar "
        "reaches as far as events show the person in the post, and a row of small dots leads on. A term that ran when last seen is drawn "
        f"to {dates.in_words(str(view.whole.descriptor['as_of']))}.",
    )
    if len(unplaced := terms[terms["first_day"].isna()]):
        st.caption(f"Not drawn, because no date is known: {escape('; '.join(unplaced['official'] + ', ' + unplaced['post']))}.")


def _choose(posts: pd.DataFrame, view: View) -> pd.DataFrame:
    """Ask for levels or posts; the posts to draw."""
    titles = dict(zip(posts["post_id"], posts["post"] + ", " + posts["country"].map(names(view)), strict=True))
    ranks = {int(code): f"{code} {view.label('levels', code)}" for code in sorted(posts["level"].unique())}
    left, right = st.columns(2)
    placeholder = f"The {LANES} most engaged posts of each side"
    level = left.multiselect("Levels of posts", list(ranks), format_func=ranks.get, placeholder=placeholder, key="post_levels")
    post = right.multiselect("Posts", list(titles), format_func=titles.get, placeholder="Search by title", key="post_choice")
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
            posts, terms, seen, roles=roles, color=colors(view).get(side), years=view.selected.years, until=dates.parse(until).last
        ),
        rows.assign(role=rows["tenure_role"].map(roles), key=rows["tenure_id"].fillna(rows["event_id"])),
        key=f"posts_{side}",
        alt=f"{name}: {len(posts)} posts as lanes, {len(terms)} terms, {seen['event_id'].nunique()} engagements of the holders.",
        view=view,
        caption="Terms in office with the engagements of their holders",
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
        mark=("kind", "key"),
    )
