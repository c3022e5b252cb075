"""The measures against a second computation that shares no code with them: SQL in DuckDB, straight over the CSV files.

The SQL reads dates, counts and folds parts by itself. Each question is asked of the whole record and of a selection of years
and a focus area, on the record that is shipped and on the made-up one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.measures import completeness, evidence, focus, frequency, gaps, series
from data.record import HOME, Tables, load
from data.selection import Selection, apply
from tests.conftest import MADE_UP

READ = """
    create table {table} as
    select * from read_csv('{path}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')
"""

# Dates lose their marks (~ ? %); an event inside an engagement that took place, at any depth, is part of it.
DATED = """
    create table dated as
    with recursive
        engaged as (select event_id from events where scope = 'engagement' and status = 'occurred'),
        above (event_id, whole) as (
            select event_id, part_of from events where part_of is not null
            union all
            select above.event_id, events.part_of from above join events on events.event_id = above.whole where part_of is not null
        ),
        inside as (select distinct above.event_id from above join engaged on engaged.event_id = above.whole)
    select
        events.*,
        rtrim(start, '~?%') as begins,
        rtrim("end", '~?%') as ends,
        substr(start, 1, 4)::integer as year,
        case when length(begins) >= 7 then substr(begins, 6, 2)::integer end as month,
        case
            when events.event_id not in (from engaged) then 'context'
            when events.event_id in (from inside) then 'part'
            else 'counted'
        end as tally,
        case when length(begins) = 10 and length(ends) = 10 then date_diff('day', begins::date, ends::date) + 1 else 1 end as days
    from events
"""

NARROWED = """
    create view chosen as select * from dated
    where year between {first} and {last}
        and event_id in (select event_id from event_focus_areas where focus_area = '{area}')
"""


@dataclass(frozen=True)
class Asked:
    """One record twice: the tables that the measures read, and a database in which `chosen` is the same part of the record."""

    tables: Tables
    database: duckdb.DuckDBPyConnection

    def sql(self, query: str) -> set[tuple]:
        """The rows that a query finds; no two are the same."""
        rows = self.database.execute(query).fetchall()
        assert len(set(rows)) == len(rows)
        return set(rows)


def rows(frame: pd.DataFrame, *columns: str, where: str | None = "engagements") -> set[tuple]:
    """The rows of a measure as plain values, those left out that fill in what did not occur."""
    kept = frame if where is None else frame[frame[where] > 0]
    return set(kept[list(columns)].astype(object).itertuples(index=False, name=None))


@pytest.fixture(scope="module", params=[HOME, MADE_UP], ids=["shipped", "made up"])
def database(request) -> tuple[Path, duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    for table in ("events", "event_focus_areas", "citations", "sources"):
        connection.execute(READ.format(table=table, path=request.param / "tables" / f"{table}.csv"))
    connection.execute(DATED)
    yield request.param, connection
    connection.close()


@pytest.fixture(scope="module", params=["whole", "narrowed"])
def asked(request, database) -> Asked:
    path, connection = database
    tables = load(path)
    connection.execute("drop view if exists chosen")
    if request.param == "whole":
        connection.execute("create view chosen as select * from dated")
        return Asked(tables, connection)
    # The second half of the record and its most frequent area: whatever these are in this record.
    first, last = connection.execute("select (min(year) + max(year)) // 2, max(year) - 1 from dated").fetchone()
    (area,) = connection.execute("select mode(focus_area order by focus_area) from event_focus_areas").fetchone()
    connection.execute(NARROWED.format(first=first, last=last, area=area))
    return Asked(apply(Selection(years=(first, last), focus=(area,)), tables), connection)


def test_the_selection_keeps_the_same_events(asked):
    kept = rows(asked.tables.events, "event_id", "tally", "year", where=None)
    assert kept == asked.sql("select event_id, tally, year from chosen")
    assert kept


def test_engagements_and_days_by_year_and_type(asked):
    frame = frequency.engagements(asked.tables, "year", "type")
    assert rows(frame, "year", "group", "engagements", "days") == asked.sql(
        "select year, type, count(*), sum(days)::bigint from chosen where tally = 'counted' group by all"
    )


def test_days_engaged_by_year(asked):
    frame = frequency.engagements(asked.tables, "year", None)
    assert rows(frame, "year", "days") == asked.sql(
        "select year, sum(days)::bigint from chosen where tally = 'counted' group by all"
    )


def test_engagements_by_year(asked):
    assert rows(frequency.rates(asked.tables), "year", "engagements") == asked.sql(
        "select year, count(*) from chosen where tally = 'counted' group by all"
    )


def test_engagements_by_month_and_how_many_have_none(asked):
    assert rows(frequency.calendar(asked.tables), "year", "month", "engagements") == asked.sql(
        "select year, month, count(*) from chosen where tally = 'counted' and month is not null group by all"
    )
    assert {(frequency.left_out(asked.tables, "month"),)} == asked.sql(
        "select count(*) from chosen where tally = 'counted' and month is null"
    )


def test_focus_areas_by_year(asked):
    assert rows(focus.by_year(asked.tables), "focus_area", "year", "engagements", "of") == asked.sql("""
        with whole as (select year, count(*) as number from chosen where tally = 'counted' group by year)
        select focus_area, year, count(*), any_value(number)
        from chosen join event_focus_areas using (event_id) join whole using (year) where tally = 'counted' group by all
    """)


def test_focus_areas_in_all(asked):
    assert rows(focus.totals(asked.tables), "focus_area", "engagements", "first", "last") == asked.sql("""
        select focus_area, count(*), min(year), max(year)
        from chosen join event_focus_areas using (event_id) where tally = 'counted' group by all
    """)


def test_focus_areas_together(asked):
    assert rows(focus.cooccurrence(asked.tables), "a", "b", "engagements") == asked.sql("""
        select one.focus_area, two.focus_area, count(*)
        from chosen join event_focus_areas as one using (event_id) join event_focus_areas as two using (event_id)
        where tally = 'counted' group by all
    """)


def test_the_lift_of_two_areas(asked):
    found = {
        (row.a, row.b): row.lift for row in focus.cooccurrence(asked.tables).itertuples() if row.a != row.b and row.engagements
    }
    expected = asked.sql("""
        with dealt as (select event_id, focus_area from chosen join event_focus_areas using (event_id) where tally = 'counted'),
            own as (select focus_area, count(*) as number from dealt group by all)
        select one.focus_area, two.focus_area,
            count(*) * (select count(distinct event_id) from dealt) / any_value(own_one.number * own_two.number)
        from dealt as one join dealt as two on one.event_id = two.event_id and one.focus_area <> two.focus_area
            join own as own_one on own_one.focus_area = one.focus_area
            join own as own_two on own_two.focus_area = two.focus_area
        group by all
    """)
    assert found == pytest.approx({(a, b): lift for a, b, lift in expected})


def test_rounds_and_events_of_each_series(asked):
    assert rows(series.summary(asked.tables), "series_id", "rounds", "events", where=None) == asked.sql("""
        select series_id, count(distinct round) filter (tally in ('counted', 'part')), count(*)
        from chosen where series_id is not null group by all
    """)


def test_silences(asked):
    """Put together from the days: each day of an engagement that is known, and the days between two of them."""
    frame = gaps.gaps(asked.tables)
    frame = frame.assign(from_day=frame["from_day"].dt.date, until_day=frame["until_day"].dt.date)
    assert rows(frame, "from_day", "until_day", "days", where=None) == asked.sql("""
        with known as (
            select distinct unnest(generate_series(
                begins::date, case when length(ends) = 10 then ends::date else begins::date end, interval 1 day
            ))::date as day
            from chosen where tally in ('counted', 'part') and length(begins) = 10
        ),
            spaced as (select lag(day) over (order by day) as before, day from known)
        select before, day, date_diff('day', before, day) from spaced where date_diff('day', before, day) > 1
    """)


def test_publishers(asked):
    found = rows(
        evidence.publishers(asked.tables), "publisher", "pages", "citations", "events", "independent", "first", "last", where=None
    )
    assert found == asked.sql("""
        select publisher, count(distinct source_id), count(*), count(distinct event_id),
            count(distinct event_id) filter (same_text_as is null), min(year), max(year)
        from chosen join citations using (event_id) join sources using (source_id) group by all
    """)


def test_engagements_on_one_and_on_two_independent_sources(asked):
    """A text is told by the first page that has it: no copy in either record is a copy of a copy."""
    frame = completeness.estimates(asked.tables, 5)
    assert rows(frame.assign(period=frame["first"] // 5), "period", "observed", "once", "twice", where="observed") == asked.sql("""
        with texts as (select event_id, count(distinct coalesce(same_text_as, source_id)) as number from citations group by all)
        select year // 5, count(*), count(*) filter (number = 1), count(*) filter (number = 2)
        from chosen join texts using (event_id) where tally = 'counted' group by all
    """)


MEASURES = {
    "publishers": evidence.publishers,
    "estimates": completeness.estimates,
    "engagements": frequency.engagements,
    "rates": frequency.rates,
    "calendar": frequency.calendar,
    "gaps": gaps.gaps,
    "since_last": gaps.since_last,
    "rounds": series.rounds,
    "summary": series.summary,
    "by_year": focus.by_year,
    "totals": focus.totals,
    "ranks": focus.ranks,
    "silent": focus.silent,
    "cooccurrence": focus.cooccurrence,
    "compare": lambda tables: focus.compare(tables, tables),
}


@pytest.fixture(scope="module")
def both(record) -> tuple[Tables, Tables]:
    """The shipped record as pandas frames and as DuckDB relations."""
    frames = {name: frame.astype(dict.fromkeys(frame.select_dtypes("category"), "str")) for name, frame in record.frames}
    return record, replace(record, **{name: duckdb.from_df(frame) for name, frame in frames.items()})


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_finds_the_same_on_another_engine(both, name):
    in_pandas, in_duckdb = (MEASURES[name](tables) for tables in both)
    pd.testing.assert_frame_equal(in_pandas, in_duckdb, check_dtype=False)
