"""The measures tried on every engine: each table that they read is handed over to it first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from narwhals import from_native

from data import engines

NEEDS_JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="Spark runs on Java, which is not installed")
ALL = ("pandas", "polars", "duckdb", pytest.param("spark", marks=NEEDS_JAVA))
# Handing a frame over takes Spark a while; the tables of the records are read again and again.
REMEMBERED = 200


def reader(engine: str) -> Callable[[Any], Any]:
    """What takes the place of Narwhals' own entry: a pandas frame is handed over to the engine, anything else is left as it is."""
    known: dict[int, tuple[pd.DataFrame, Any]] = {}

    def read(frame: Any) -> Any:
        if not isinstance(frame, pd.DataFrame):
            return from_native(frame)
        if id(frame) not in known:
            while len(known) >= REMEMBERED:
                known.pop(next(iter(known)))
            known[id(frame)] = (frame, _HAND_OVER[engine](_arrow(frame)))
        return from_native(known[id(frame)][1])

    return read


def _arrow(frame: pd.DataFrame) -> pa.Table:
    """A frame without what only pandas has: codes as text, and no index."""
    plain = frame.astype(dict.fromkeys(frame.select_dtypes("category"), "str"))
    return pa.Table.from_pandas(plain, preserve_index=False).replace_schema_metadata(None)


@cache
def _small_spark() -> Any:
    """Spark for tables of some hundred rows, for which to plan and to compile takes longer than to compute."""
    session = engines.spark()
    for setting in ("spark.sql.adaptive.enabled", "spark.sql.codegen.wholeStage"):
        session.conf.set(setting, "false")
    session.conf.set("spark.sql.shuffle.partitions", "1")
    return session


def _in_spark(table: pa.Table) -> Any:
    return _small_spark().createDataFrame(table)


_HAND_OVER = {"polars": pl.from_arrow, "duckdb": duckdb.from_arrow, "spark": _in_spark}
