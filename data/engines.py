"""Open a record in the engine that its address names.

- a folder of CSV or of Parquet files: Polars, which holds CSV files and small Parquet files in memory, and reads of large ones what is
  asked for
- `pandas:FOLDER`: pandas over either, all of it in memory
- `duckdb:FOLDER`: DuckDB over a folder of Parquet files, which may be larger than memory
- `spark:FOLDER`: Spark over a folder of Parquet files, on this machine; `spark://HOST:PORT/FOLDER`: on a cluster, whose machines
  all see the folder

Spark is the distributed engine: it runs on one machine and on many from one package, reads the same Parquet files, and Narwhals
speaks it without a layer between. The measures are the same on every engine.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl

from data import parquet, record
from data.check import Fault, check
from data.frames import Frame
from data.record import HOME, Deferred, DeferredByThread, DeferredInMemory, Tables, read_descriptor, table_names

Reader = Callable[[Path, str], Frame]
POLARS, PANDAS = "polars", "pandas"
# The package that each engine needs beside those that are always there; the extra in pyproject.toml has the engine's name.
PACKAGES = {"duckdb": "duckdb", "spark": "pyspark"}
ENGINES = (POLARS, PANDAS, *PACKAGES)
# Files of so many bytes together are held in memory, once read: to read a small one takes longer than to count in it.
HELD = 32_000_000
ALLOWED = "needed is a folder, pandas:FOLDER, duckdb:FOLDER, spark:FOLDER or spark://HOST:PORT/FOLDER"


_CONNECTIONS = threading.local()


@dataclass(frozen=True, slots=True)
class Address:
    """Where a record is and what reads it, one of `ENGINES`, and of Spark the cluster, empty for this machine."""

    folder: Path
    engine: str = POLARS
    cluster: str = ""


def parse(text: str) -> Address:
    """Read an address.

    Raises ValueError, in a sentence that says what is allowed, where no engine has the name before the colon, or no folder
    stands after it.
    """
    name, colon, rest = text.partition(":")
    # A single letter is a drive of Windows.
    if not colon or len(name) < 2 or "/" in name or "\\" in name:
        return Address(Path(text) if text else HOME)
    if name not in ENGINES:
        raise ValueError(f"“{name}” is no engine; {ALLOWED}")
    cluster = ""
    if name == "spark" and rest.startswith("//"):
        host, _, rest = rest[2:].partition("/")
        cluster, rest = f"spark://{host}", f"/{rest}" if rest else ""
    if not rest:
        raise ValueError(f"“{text}” names no folder; {ALLOWED}")
    return Address(Path(rest), name, cluster)


def faults(text: str) -> list[Fault]:
    """Everything that keeps a record from being opened, in sentences; an empty list for a sound record."""
    try:
        address = parse(text)
    except ValueError as error:
        return [Fault(text, 0, "", *str(error).split("; ", 1))]
    package = PACKAGES.get(address.engine)
    if package and not find_spec(package):
        needed = f"needed is the package: pip install '.[{address.engine}]'"
        return [Fault(text, 0, "", f"{address.engine} is not installed", needed)]
    found = check(address.folder)
    if not found and package and not parquet.is_parquet(read_descriptor(address.folder)):
        needed = "needed is a folder of Parquet files, as `python -m data convert` makes it"
        return [Fault(str(address.folder), 0, "", f"holds CSV files, which {address.engine} does not read", needed)]
    return found


def load(text: str | Path = HOME) -> Tables:
    """Open a record, which is taken to be sound: `faults` says whether it is.

    Raises ValueError as `parse` does, and what the engine raises where it can't be reached.
    """
    address = parse(str(text))
    descriptor = read_descriptor(address.folder)
    if not parquet.is_parquet(descriptor):
        tables = record.load(address.folder)
        return tables if address.engine == PANDAS else _in_polars(tables)
    vocabularies = record.read_vocabularies(address.folder, descriptor)
    own, content_hash, years = parquet.described(descriptor)
    read = _reader(address, record.coded_columns(own, vocabularies))
    deferred = DeferredByThread if address.engine == "duckdb" else Deferred
    if address.engine == POLARS and _size(address.folder) <= HELD:
        deferred = DeferredInMemory
    return Tables(
        **{name: deferred(partial(read, address.folder, name)) for name in (*table_names(), parquet.TEXTS)},
        vocabularies=vocabularies,
        descriptor=own,
        years=years,
        content_hash=content_hash,
        deferred=deferred,
    )


def _reader(address: Address, codes: dict[str, dict[str, tuple[Any, ...]]]) -> Reader:
    if address.engine == "duckdb":
        return lambda folder, name: _duckdb().read_parquet(str(parquet.file_of(folder, name)))
    if address.engine == "spark":
        session = spark(address.cluster)
        return lambda folder, name: session.read.parquet(str(parquet.file_of(folder, name).absolute()))
    if address.engine == PANDAS:
        return lambda folder, name: parquet.read(folder, name, codes.get(name, {}))
    return lambda folder, name: pl.scan_parquet(parquet.file_of(folder, name))


def _size(folder: Path) -> int:
    """How many bytes the tables of a folder of Parquet files take."""
    return sum(parquet.file_of(folder, name).stat().st_size for name in (*table_names(), parquet.TEXTS))


def _in_polars(tables: Tables) -> Tables:
    """The same record, its tables in Polars; a table is handed over when it is first read."""

    def table(name: str) -> DeferredInMemory:
        return DeferredInMemory(lambda: pl.from_arrow(parquet.as_arrow(tables, name)))

    names = (*table_names(), parquet.TEXTS)
    return replace(tables, **{name: table(name) for name in names}, deferred=DeferredInMemory)


def _duckdb() -> Any:
    """This thread's own connection: one that another thread is using refuses to answer, or even to plan."""
    import duckdb

    if not hasattr(_CONNECTIONS, "own"):
        _CONNECTIONS.own = duckdb.connect()
    return _CONNECTIONS.own


@cache
def spark(cluster: str = "") -> Any:
    """The Spark session of a cluster, or of this machine: small, quiet, and reachable from this machine only."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    if not cluster:
        # Each shuffle of a small table into the 200 parts that Spark is set to takes a hundred times as long as into few.
        settings |= {"spark.sql.shuffle.partitions": "4", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    builder = SparkSession.builder.appName("defense-engagement-dashboard").master(cluster or "local[*]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
