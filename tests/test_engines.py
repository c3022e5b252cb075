"""A record opens from CSV or Parquet files, in Polars, pandas, DuckDB or Spark, and is the same record in each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data import engines, parquet
from data.__main__ import main
from data.engines import Address, faults, load, parse
from data.frames import collect, lazy, whole
from data.measures import focus, frequency, gaps, officials
from data.record import HOME, Tables, table_names
from data.selection import Selection, apply
from tests.conftest import MADE_UP
from tests.engines import NEEDS_JAVA
from tests.serving import serving
from tests.test_pages import PAGES, page, words

ENGINES = ["", "pandas:", "duckdb:", pytest.param("spark:", marks=NEEDS_JAVA)]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """Both records as folders of Parquet files."""
    folders = {}
    for path in (HOME, MADE_UP):
        folders[path] = tmp_path_factory.mktemp("converted") / "record"
        assert main(["convert", str(folders[path]), str(path)]) == 0
    return folders


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of any engine with codes as text, its rows in one order."""
    frame = frame.astype(dict.fromkeys(frame.select_dtypes("category"), "str"))
    return frame.sort_values(list(frame.columns), ignore_index=True)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", Address(HOME)),
        ("records/mine", Address(Path("records/mine"))),
        ("pandas:records/mine", Address(Path("records/mine"), "pandas")),
        ("duckdb:records/mine", Address(Path("records/mine"), "duckdb")),
        ("spark:/records/mine", Address(Path("/records/mine"), "spark")),
        ("spark://master:7077/records/mine", Address(Path("/records/mine"), "spark", "spark://master:7077")),
        ("C:\\records", Address(Path("C:\\records"))),
        ("/odd:name/record", Address(Path("/odd:name/record"))),
    ],
)
def test_an_address_names_a_folder_an_engine_and_a_cluster(text: str, address: Address) -> None:
    assert parse(text) == address


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", [HOME, MADE_UP], ids=["shipped", "made up"])
def test_a_converted_record_is_the_same_record_in_every_engine(engine: str, path: Path, converted: dict[Path, Path]) -> None:
    own, other = load(f"pandas:{path}"), load(f"{engine}{converted[path]}")
    assert (other.content_hash, other.years, other.descriptor) == (own.content_hash, own.years, own.descriptor)
    assert other.names == own.names and other.vocabularies.keys() == own.vocabularies.keys()
    for name in (*table_names(), "event_texts"):
        expected, found = (plain(collect(lazy(getattr(tables, name)))) for tables in (own, other))
        pd.testing.assert_frame_equal(found[expected.columns], expected, check_dtype=engine == "pandas:")


def test_a_converted_record_is_sound_and_says_what_it_lacks(converted: dict[Path, Path], tmp_path: Path) -> None:
    assert faults(str(converted[MADE_UP])) == []
    folder = shutil.copytree(converted[MADE_UP], tmp_path / "record")
    (folder / "tables" / "posts.parquet").write_text("no Parquet")
    events = pq.read_table(folder / "tables" / "events.parquet")
    pq.write_table(
        events.drop_columns("tally").set_column(0, "event_id", pa.array(range(len(events)))), folder / "tables" / "events.parquet"
    )
    assert [str(fault).partition(", needed")[0] for fault in faults(str(folder))] == [
        "events.parquet: lacks columns, or has them in another type: event_id, tally",
        "posts.parquet: is not a Parquet file",
    ]
    (folder / "tables" / "places.parquet").unlink()
    (fault,) = faults(str(folder))
    assert str(fault).startswith("places.parquet: does not exist")


@pytest.mark.parametrize("engine", ["", "pandas:", "duckdb:"])
def test_the_command_checks_and_cites_what_an_address_names(engine: str, converted: dict[Path, Path], capsys) -> None:
    assert main(["check", f"{engine}{converted[MADE_UP]}"]) == 0 and main(["check", str(MADE_UP)]) == 0
    assert main(["cite", f"{engine}{converted[MADE_UP]}"]) == 0
    cited = capsys.readouterr().out
    assert main(["cite", str(MADE_UP)]) == 0
    assert capsys.readouterr().out == cited
    assert main(["check", "oracle:/records"]) == 1
    assert "is no engine" in capsys.readouterr().out


def test_an_address_that_leads_nowhere_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def told(text: str) -> str:
        (fault,) = faults(text)
        return str(fault)

    allowed = "needed is a folder, pandas:FOLDER, duckdb:FOLDER, spark:FOLDER or spark://HOST:PORT/FOLDER"
    assert told("oracle:/records") == f"oracle:/records: “oracle” is no engine, {allowed}"
    assert told("duckdb:") == f"duckdb:: “duckdb:” names no folder, {allowed}"
    assert "No such file or directory" in told(f"duckdb:{tmp_path / 'nowhere'}")
    assert "holds CSV files, which duckdb does not read, needed is a folder of Parquet files" in told(f"duckdb:{MADE_UP}")
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    assert told(f"spark:{MADE_UP}").endswith("spark is not installed, needed is the package: pip install '.[spark]'")


def test_only_a_sound_record_is_converted_and_only_its_own_folder_replaced(copy: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "out"
    assert main(["convert", str(out), str(copy)]) == 0 and main(["convert", str(out), str(copy)]) == 0
    (tmp_path / "mine").mkdir()
    assert main(["convert", str(tmp_path / "mine"), str(copy)]) == 1
    assert "name another" in capsys.readouterr().err and not list((tmp_path / "mine").iterdir())
    events = copy / "tables" / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace("2031-05-02,", "2031-13-02,"), encoding="utf-8")
    before = parquet.file_of(out, "events").read_bytes()
    assert main(["convert", str(out), str(copy)]) == 1
    assert "2031-13-02" in capsys.readouterr().err and parquet.file_of(out, "events").read_bytes() == before


def test_csv_files_open_as_the_same_record_in_polars_and_in_pandas() -> None:
    polars, own = load(MADE_UP), load(f"pandas:{MADE_UP}")
    for name in (*table_names(), "event_texts"):
        assert isinstance(getattr(own, name), pd.DataFrame) and isinstance(getattr(polars, name), pl.DataFrame)
        expected = whole(getattr(own, name))
        pd.testing.assert_frame_equal(
            whole(getattr(polars, name)),
            expected.astype(dict.fromkeys(expected.select_dtypes("category"), "str")),
            check_dtype=False,
        )


def test_what_a_selection_keeps_is_worked_out_in_polars_once() -> None:
    tables = load(MADE_UP)
    part = apply(Selection(years=(2032, 2033)), tables)
    assert isinstance(part.events, pl.DataFrame) and part.events is part.events and 0 < len(part.events) < len(tables.events)


@pytest.mark.parametrize("address", [f"{HOME}", "duckdb:"])
def test_many_readers_ask_at_once(address: str, record: Tables, converted: dict[Path, Path]) -> None:
    """One connection of DuckDB answers one question at a time; no answer is lost or mixed up with another."""
    tables = load(f"{address}{converted[HOME]}" if address.endswith(":") else address)
    asked: list[Callable[[Tables], pd.DataFrame]] = [
        frequency.engagements,
        focus.by_year,
        gaps.gaps,
        officials.levels,
    ]
    questions = [(ask, Selection(years=(first, 2026))) for first in range(1996, 2006) for ask in asked]
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(lambda question: question[0](apply(question[1], tables)), questions))
    for (ask, selection), found in zip(questions, answers, strict=True):
        pd.testing.assert_frame_equal(found, ask(apply(selection, record)), check_dtype=False)


@pytest.mark.parametrize("module", PAGES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_page_shows_a_record_that_duckdb_holds(module, converted: dict[Path, Path]) -> None:
    test = page(module, f"duckdb:{converted[MADE_UP]}", {"official": ["gloria-teasdale"]})
    assert not test.exception and not test.error
    assert "1 of 7 engagements" in words(test)


def test_routes_give_the_same_bytes_from_duckdb(converted: dict[Path, Path], serve: Callable[[Path], str]) -> None:
    own = serve(MADE_UP)
    with serving(f"duckdb:{converted[MADE_UP]}") as other, httpx.Client(trust_env=False, timeout=60) as client:
        for name in ("events.csv", "participants.json", "sources.csv", "tables/events.csv"):
            address = f"/extracts/{name}?focus=boats"
            assert client.get(f"{other}{address}").content == client.get(f"{own}{address}").content, name
