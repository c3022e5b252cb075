"""What is measured is measured on records like the one that is shipped: sound, and of its shape."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from benchmarks import generate
from data import engines
from data.check import check
from data.record import Tables, load

NUMBER = 2_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate.write_csv(tmp_path_factory.mktemp("generated") / "record", NUMBER)


@pytest.fixture(scope="module")
def generated(folder: Path) -> Tables:
    return load(folder)


def test_a_generated_record_is_sound(folder: Path, generated: Tables) -> None:
    assert check(folder) == []
    assert len(generated.events) == NUMBER


def test_it_has_the_shape_of_the_shipped_record(record: Tables, generated: Tables) -> None:
    """Shares of each kind of event, by year and tally, differ as far as drawing makes them."""
    for column in ("tally", "type", "format", "scope", "status", "precision", "end_precision", "level", "independent_sources"):
        own, drawn = (frame.events[column].value_counts(normalize=True, dropna=False) for frame in (record, generated))
        assert drawn.sub(own, fill_value=0).abs().max() < 0.05, column
    decades = [(frame.events["year"] // 5).value_counts(normalize=True) for frame in (record, generated)]
    assert decades[1].sub(decades[0], fill_value=0).abs().max() < 0.05
    assert generated.years == record.years
    for name in generate.OF_EVENTS:
        own, drawn = (len(getattr(tables, name)) / len(tables.events) for tables in (record, generated))
        assert drawn == pytest.approx(own, rel=0.15), name


def test_days_move_and_weekdays_stay(record: Tables, generated: Tables) -> None:
    exact = [tables.events.query("precision == 'day'")["first_day"] for tables in (record, generated)]
    assert exact[1].nunique() > 3 * exact[0].nunique()
    weekdays = [days.dt.day_of_week.value_counts(normalize=True) for days in exact]
    assert weekdays[1].sub(weekdays[0]).abs().max() < 0.05


def test_wholes_come_with_their_parts(record: Tables, generated: Tables) -> None:
    parts = [tables.events["part_of"].notna().mean() for tables in (record, generated)]
    assert parts[1] == pytest.approx(parts[0], abs=0.05)
    assert generated.events["part_of"].dropna().isin(generated.events["event_id"]).all()


def test_sources_grow_with_the_events_and_what_is_not_drawn_does_not(record: Tables, generated: Tables) -> None:
    assert len(generated.sources) > 4 * len(record.sources)
    assert generated.citations["same_text_as"].notna().any()
    for name in ("officials", "posts", "tenures", "series", "places"):
        assert len(getattr(generated, name)) == len(getattr(record, name)), name


def test_tables_in_memory_are_those_of_the_folder(generated: Tables) -> None:
    """Also the columns that follow from others: they are drawn, and reading the folder works them out anew."""
    made = generate.tables(NUMBER)
    for name, frame in made.frames:
        pd.testing.assert_frame_equal(frame, getattr(generated, name), obj=name, check_dtype=False, check_categorical=False)
    assert made.years == generated.years


def test_a_large_record_is_made_in_parts(monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path) -> None:
    monkeypatch.setattr(generate, "PART", 300)
    parted = load(generate.write_csv(tmp_path / "parted", NUMBER))
    assert parted.events["event_id"].is_unique and len(parted.events) == NUMBER
    assert parted.sources["source_id"].is_unique
    assert check(tmp_path / "parted") == []


def test_parquet_holds_what_csv_holds(generated: Tables, tmp_path: Path) -> None:
    written = generate.write_parquet(tmp_path / "parquet", NUMBER)
    assert engines.faults(str(written)) == []
    opened = engines.load(f"pandas:{written}")
    for name, frame in generated.frames:
        pd.testing.assert_frame_equal(getattr(opened, name), frame, obj=name, check_dtype=False, check_categorical=False)
    assert set(opened.event_texts["event_id"]) == set(generated.events["event_id"])
