"""Posts as lanes, with who held them and the engagements of the holders."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts import lanes
from components.exhibit import Exhibit, exhibit
from components.page import escape
from components.view import View
from dashboard.sections.officials_sides import colors, names
from data import dates
from data.frames import rows
from data.measures import officials

LANES = 12


@st.fragment
def posts_as_lanes(view: View) -> None:
    """Draw the lanes of the posts that the reader chooses."""
    st.header("Posts and who held them", anchor=False)
    posts = view.once(_posts)
    if posts.empty:
        st.info("The record has no posts.")
        return
    picked = _choose(posts, view)
    for side in view.whole.pair:
        if own := tuple(picked.loc[picked["country"] == side, "post_id"]):
            _lanes(side, own, view)
    st.caption(
        "Bars are terms in office, from the whole record; dots are engagements of the selection. Click a bar or a dot for its events.",
        help="A bar is pale where a date is known only to the month or year, and hatched where the post was not held in full (by an acting "
        "holder, for example). Terms that ran side by side stand one under the other. Where a start or an end was not found, the bar "
        "reaches as far as events show the person in the post, and a row of small dots leads on. A term that ran when last seen is drawn "
        f"to {dates.in_words(str(view.whole.descriptor['as_of']))}.",
    )
    terms = view.overall(officials.tenures)
    if len(unplaced := terms[terms["first_day"].isna() & terms["post_id"].isin(picked["post_id"])]):
        st.caption(f"Not drawn, because no date is known: {escape('; '.join(unplaced['official'] + ', ' + unplaced['post']))}.")


def _posts(view: View) -> pd.DataFrame:
    return officials.posts(view.selected, view.whole)


def _offered(view: View) -> tuple[dict[str, str], dict[int, str]]:
    """The posts and the levels that a reader can choose, with what she reads."""
    posts = view.once(_posts)
    titles = dict(zip(posts["post_id"], posts["post"] + ", " + posts["country"].map(names(view)), strict=True))
    return titles, {int(code): f"{code} {view.label('levels', code)}" for code in sorted(posts["level"].unique())}


def _choose(posts: pd.DataFrame, view: View) -> pd.DataFrame:
    """Ask for levels or posts; the posts to draw."""
    titles, ranks = view.once(_offered)
    left, right = st.columns(2)
    placeholder = f"The {LANES} most engaged posts of each side"
    level = left.multiselect("Levels of posts", list(ranks), format_func=ranks.get, placeholder=placeholder, key="post_levels")
    post = right.multiselect("Posts", list(titles), format_func=titles.get, placeholder="Search by title", key="post_choice")
    if level or post:
        return posts[posts["level"].isin(level) | posts["post_id"].isin(post)]
    return officials.most_engaged(posts, LANES)


def _lanes(side: str, posts: tuple[str, ...], view: View) -> None:
    st.markdown(f"**{escape(view.label('countries', side))}**")

    def behind(mark: list[str]) -> pd.DataFrame:
        kind, key = mark
        if kind == "term":
            terms = view.overall(officials.tenures)
            return officials.events_in_term(view.selected, next(terms[terms["tenure_id"] == key].itertuples()))
        return rows(view.selected.events, event_id=key)

    exhibit(view.once(_drawn, side, posts), key=f"posts_{side}", view=view, behind=behind)


def _drawn(view: View, side: str, chosen: tuple[str, ...]) -> Exhibit:
    """The lanes of some posts of one side."""
    frames = (view.once(_posts), view.overall(officials.tenures), view.measure(officials.appearances))
    posts, terms, seen = (frame[frame["post_id"].isin(chosen)] for frame in frames)
    roles, until = view.whole.words("tenure_roles").labels, dates.parse(str(view.whole.descriptor["as_of"])).last
    lane_rows = officials.lane_rows(terms, seen)
    return Exhibit(
        lanes.post_lanes(posts, terms, seen, roles=roles, color=colors(view).get(side), years=view.selected.years, until=until),
        lane_rows.assign(role=lane_rows["tenure_role"].map(roles), key=lane_rows["tenure_id"].fillna(lane_rows["event_id"])),
        alt=f"{view.label('countries', side)}: {len(posts)} posts as lanes, {len(terms)} terms, "
        f"{seen['event_id'].nunique()} engagements of the holders.",
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
        mark=("kind", "key"),
    )
