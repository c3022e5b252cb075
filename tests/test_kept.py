"""What one reader's page needed is there for the next reader: measures and charts are worked out once, within a bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pandas as pd
import pytest

from components import view as views
from components.kept import Kept, weigh
from components.view import View
from dashboard.views import focus_areas, frequency, officials, overview
from data.record import Tables
from data.selection import Selection, apply, counts
from tests.conftest import HOME, MADE_UP
from tests.test_pages import page

SOME = Selection(years=(2031, 2033))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """What pages work out of a selection from now on: the functions with their arguments."""
    found: Counter[str] = Counter()

    class Counting(Kept):
        def get(self, key, make):
            def noted():
                _, selection, (what, arguments) = key
                name = what if isinstance(what, str) else what.__name__
                found[f"{name}{arguments or ''}"] += selection is not None
                return make()

            return super().get(key, noted)

    monkeypatch.setattr(views, "KEPT", Counting())
    yield found


def view(tables: Tables, selection: Selection) -> View:
    return View(tables, apply(selection, tables), selection)


@pytest.mark.parametrize("module", [overview, frequency, focus_areas, officials], ids=lambda module: module.__name__)
def test_a_second_reader_of_a_selection_makes_nothing_again(module, made: Counter[str]) -> None:
    query = {"years": ["2032", "2033"]}
    page(module, MADE_UP, query)
    first = Counter(made)
    assert first and set(first.values()) <= {0, 1}
    page(module, MADE_UP, query)
    assert made == first


def test_another_selection_another_record_and_another_choice_are_worked_out(made: Counter[str]) -> None:
    page(overview, MADE_UP, {})
    page(overview, MADE_UP, {"years": ["2032", "2033"]})
    assert made["_by_type"] == 2
    page(overview, HOME, {})
    assert made["_by_type"] == 3
    test = page(frequency, MADE_UP, {})
    test.button_group(key="grain").set_value("month").run()
    assert made["_bars('year', 'type', 'engagements')"] == made["_bars('month', 'type', 'engagements')"] == 1
    assert made["bands"] == 3


def test_a_measure_is_of_the_selection_and_of_the_whole(made_up: Tables, made: Counter[str]) -> None:
    whole, some = view(made_up, Selection()), view(made_up, SOME)
    assert some.measure(counts) == counts(some.selected) != counts(made_up)
    assert some.overall(counts) == whole.overall(counts) == counts(made_up)
    assert made["counts"] == 1


def test_a_frame_is_the_readers_own_to_add_to() -> None:
    kept = Kept()
    for _ in range(2):
        frame = kept.get("frame", lambda: pd.DataFrame({"year": [1, 2]}))
        assert list(frame) == ["year"] and frame["year"].tolist() == [1, 2]
        frame["label"] = "x"
        frame.loc[0, "year"] = 9


def test_readers_who_ask_at_the_same_time_wait_for_one_answer() -> None:
    kept, start, made = Kept(), Barrier(8), []

    def ask(_: int) -> int:
        start.wait()
        return kept.get("key", lambda: made.append(1) or len(made))

    with ThreadPoolExecutor(8) as readers:
        assert set(readers.map(ask, range(8))) == {1}


def test_what_fails_is_tried_again() -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 / 0)
    assert kept.get("key", lambda: None) is None


def test_what_was_asked_for_longest_ago_goes_first_and_what_is_too_large_is_not_kept() -> None:
    frame = pd.DataFrame({"n": range(1000)})
    kept, made = Kept(bound=20 * weigh(frame)), []

    def ask(key: str, value: pd.DataFrame = frame) -> None:
        kept.get(key, lambda: made.append(key) or value)

    for number in range(20):
        ask(f"{number}")
    ask("0")
    ask("one more")
    made.clear()
    ask("0")
    ask("1")
    assert made == ["1"]
    ask("large", pd.DataFrame({"n": range(30_000)}))
    ask("large")
    assert made == ["1", "large", "large"]
