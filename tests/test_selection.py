"""A selection is one small value; its address reads back as itself; it keeps exactly what it says."""

from __future__ import annotations

from urllib.parse import parse_qs

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from data import selection as selections
from data.frames import collect, lazy
from data.record import CARRYING, Tables, carried, load
from data.selection import Selection, apply, counts, from_query, in_words, normalize, options
from tests.conftest import MADE_UP

# Such a test runs once for each engine.
on_every_engine = pytest.mark.usefixtures("engine")

TABLES = load(MADE_UP)
OPTIONS = options(TABLES)


def some(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of a filter's values, in the order in which they are offered."""
    return st.sets(st.sampled_from(list(OPTIONS[name]))).map(
        lambda chosen: tuple(value for value in OPTIONS[name] if value in chosen)
    )


valid = st.builds(
    Selection,
    years=st.none() | st.tuples(st.integers(2031, 2034), st.integers(2031, 2034)).map(lambda pair: (min(pair), max(pair))),
    focus=some("focus"),
    focus_match=st.sampled_from(selections.MATCHES),
    type=some("type"),
    format=some("format"),
    level=some("level").map(lambda values: tuple(int(value) for value in values)),
    official=some("official"),
    place=some("place"),
    series=some("series"),
    confidence=some("confidence"),
    scope=some("scope"),
    parts=st.sampled_from(selections.PARTS),
    q=st.text(max_size=40).map(lambda text: " ".join(text.split())).filter(lambda text: "\x00" not in text),
).map(lambda selection: normalize(selection, TABLES))


def kept(selection: Selection, tables: Tables = TABLES) -> list[str]:
    return collect(lazy(apply(selection, tables).events, "event_id"), "event_id")["event_id"].tolist()


@given(valid)
def test_an_address_reads_back_as_the_same_selection(selection):
    query = parse_qs(selection.to_url().removeprefix("?"), keep_blank_values=True)
    assert from_query(query, TABLES) == (selection, [])


@given(
    st.dictionaries(
        st.text(max_size=12) | st.sampled_from([*OPTIONS, "years", "q", "parts"]),
        st.lists(st.text(max_size=12), max_size=4),
        max_size=6,
    )
)
def test_any_address_gives_a_selection_that_holds_and_names_what_it_left_out(query):
    selection, problems = from_query(query, TABLES)
    assert from_query(parse_qs(selection.to_url().removeprefix("?"), keep_blank_values=True), TABLES) == (selection, [])
    assert all(problem.parameter in query and problem.allowed for problem in problems)
    apply(selection, TABLES)


@given(valid)
def test_no_row_is_left_without_its_event(selection):
    part = apply(selection, TABLES)
    ids = set(part.events["event_id"])
    for name, frame in part.frames:
        if "event_id" in frame and name not in ("events", "known_gaps", "retractions"):
            assert set(frame["event_id"]) <= ids, name
    assert set(part.citations["source_id"]) <= set(part.sources["source_id"])
    assert set(part.participants["official_id"].dropna()) <= set(part.officials["official_id"])
    assert set(part.tenures["post_id"]) <= set(part.posts["post_id"])
    assert set(part.known_gaps["series_id"].dropna()) <= set(part.series["series_id"])
    assert set(part.known_gaps["source_id"].dropna()) <= set(part.sources["source_id"])


@given(
    valid
    | st.builds(
        Selection, years=st.tuples(st.integers(2031, 2032), st.integers(2032, 2034)), parts=st.sampled_from(selections.PARTS)
    )
)
def test_every_row_of_an_event_is_kept_with_it_and_carries_its_year_and_tally(selection):
    part = apply(selection, TABLES)
    for name in CARRYING:
        whole, rows = getattr(TABLES, name), getattr(part, name)
        expected = carried(whole[whole["event_id"].isin(part.events["event_id"])], part.events)
        pd.testing.assert_frame_equal(rows.reset_index(drop=True), expected.reset_index(drop=True))


def test_an_empty_selection_keeps_everything():
    assert apply(Selection(), TABLES) is TABLES


@on_every_engine
def test_years_keep_what_starts_in_them_both_ends_included():
    assert kept(Selection(years=(2032, 2033))) == ["2032-03-quarrel", "2032-07-10-forum", "2033-11-20-talks"]


@on_every_engine
def test_focus_areas_match_any_or_all():
    assert kept(Selection(focus=("boats", "friendship"), years=(2031, 2031))) == ["2031-05-02-duck-drill", "2031-firefly-visit"]
    assert kept(Selection(focus=("boats", "friendship"), focus_match="all")) == ["2031-05-02-duck-drill"]


@on_every_engine
def test_a_level_is_that_of_someone_of_the_pair():
    """The regent of a third country at the forum does not make it a meeting at his level."""
    assert kept(Selection(level=(1,))) == ["2031-firefly-visit"]


@on_every_engine
def test_a_place_is_a_place_or_a_whole_country():
    assert kept(Selection(place=("duckburg",))) == ["2031-05-02-duck-drill", "2031-05-04-clinic", "2034-09-duck-drill-3"]
    assert kept(Selection(place=("XRU",))) == ["2032-07-10-forum"]


@on_every_engine
def test_an_official_keeps_the_events_in_which_she_took_part():
    assert kept(Selection(official=("gloria-teasdale",))) == ["2034-06-15-trentino-call"]


@on_every_engine
def test_a_series_keeps_its_rounds_and_what_carries_its_name():
    assert len(kept(Selection(series=("duck-drill",)))) == 4


@on_every_engine
@pytest.mark.parametrize("words", ["trentinö", "TRENTINO visit", "mrs. teasdale", "estHia minister"])
def test_a_search_finds_any_spelling_in_any_case_and_needs_every_word(words):
    found = kept(Selection(q=words))
    assert found and set(found) <= {"2031-firefly-visit", "2032-07-10-forum", "2034-06-15-trentino-call"}
    assert kept(Selection(q=f"{words} nonsense")) == []


@on_every_engine
def test_a_search_takes_signs_literally():
    assert kept(Selection(q=".*")) == [] and kept(Selection(q="[")) == []


@on_every_engine
def test_parts_and_context_are_kept_and_told_apart():
    assert counts(TABLES) == {"counted": 7, "part": 1, "context": 2}
    assert counts(apply(Selection(parts="count"), TABLES)) == {"counted": 8, "part": 0, "context": 2}


def test_all_years_is_no_filter():
    assert from_query({"years": ["2031", "2034"]}, TABLES) == (Selection(), [])


def test_a_year_out_of_range_gives_the_nearest_and_says_so():
    selection, problems = from_query({"years": ["1900", "2032"]}, TABLES)
    assert selection.years == (2031, 2032)
    assert [str(problem) for problem in problems] == ["“1900” is not a value of “years”; allowed: 2031 to 2034."]


def test_an_unknown_filter_or_value_is_named_with_what_is_allowed():
    selection, problems = from_query({"focus": ["boats", "ducks"], "topic": ["boats"]}, TABLES)
    assert selection == Selection(focus=("boats",))
    assert "“ducks” is not a value of “focus”; allowed: friendship, boats, medicine, other." in map(str, problems)
    assert any("There is no filter “topic”" in str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("query", "kept", "sentence"),
    [
        (
            {"years": ["2031", "2032", "2034"]},
            Selection(),
            "“2031, 2032, 2034” is not a value of “years”; allowed: a first and a last year.",
        ),
        ({"focus_match": ["any", "all"]}, Selection(), "“any and all” is not a value of “focus_match”; allowed: one value."),
        ({"parts": ["fold", "fold"]}, Selection(), "“fold and fold” is not a value of “parts”; allowed: one value."),
        ({"q": [" "]}, Selection(), "“(empty)” is not a value of “q”; allowed: words to look for."),
        ({"scope": [""]}, Selection(), "“(empty)” is not a value of “scope”; allowed: engagement, context."),
        ({"parts": [""]}, Selection(), "“(empty)” is not a value of “parts”; allowed: fold, count."),
        (
            {"q": ["duck", "drill"]},
            Selection(q="drill"),
            "“duck and drill” is not a value of “q”; allowed: one search; its words are looked for together.",
        ),
        (
            {"q": ["x" * 201]},
            Selection(q="x" * 200),
            f"“{'x' * 40}…” is not a value of “q”; allowed: up to 200 characters.",
        ),
    ],
)
def test_what_can_not_be_meant_twice_or_at_length_is_said(query, kept, sentence):
    """Nothing is dropped in silence: the nearest selection, and a sentence about the rest."""
    selection, problems = from_query(query, TABLES)
    assert selection == kept
    assert list(map(str, problems)) == [sentence]


def test_a_selection_is_said_in_words():
    selection = Selection(years=(2031, 2033), focus=("boats", "friendship"), focus_match="all", level=(1, 2), q="duck")
    assert in_words(selection, TABLES) == ["2031–2033", "Boats and Friendship", "Crown or Minister", "“duck”"]
