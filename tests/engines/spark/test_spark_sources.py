"""What Spark reads: files in place with their order, only the period's partitions, tables by name, times of nanoseconds."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.base import DAY, EngineError
from footpath.engines import open_engine
from footpath.engines.spark import spark_workspace
from footpath.evidence import EventColumns, EventsRef, PartitionBy
from footpath.mining import run, transitions

pytestmark = pytest.mark.usefixtures("held")

DAY_1 = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def opened(cluster):
    made = []

    def open_(*prepared, **options):
        made.append(open_engine(cluster.url, **options).workspace(prepared))
        return made[-1]

    yield open_
    for workspace in made:
        workspace.close()


def _rows(workspace, *names):
    events = workspace.events
    return [
        tuple(row.values()) for row in workspace.fetch(events.order_by("arrival").select(*names)).to_pylist()
    ]


def test_m215_rows_keep_the_order_of_files_and_of_rows_in_them(tmp_path, stands, opened):
    paths = [tmp_path / name for name in ("z first.parquet", "a+%41[ü]{2}.parquet", "m.parquet")]
    for number, path in enumerate(paths):
        times = [DAY_1] * 3
        pq.write_table(
            pa.table(
                {
                    "who": ["c"] * 3,
                    "at": pa.array(times, pa.timestamp("us", "UTC")),
                    "what": [f"{number}{place}" for place in range(3)],
                    "_metadata": [1, 2, 3],
                }
            ),
            path,
            row_group_size=1,
        )
    workspace = opened(stands.in_place(paths, customer="who", event="what"))
    found = [what for (what,) in _rows(workspace, "event")]
    assert found == ["00", "01", "02", "10", "11", "12", "20", "21", "22"]
    assert workspace.facts.ties == 9


@pytest.mark.parametrize("kind", ["s", "ms", "us", "ns"])
def test_m216_times_are_microseconds_rounded_down(tmp_path, stands, opened, kind):
    unit = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[kind]
    # A second before 1970 and a bit after; with nanoseconds a broken microsecond of each.
    values = [-unit, unit * 1_700_000_000, *([-1, 1999] if kind == "ns" else [])]
    path = tmp_path / "t.parquet"
    table = pa.table(
        {"who": ["c"] * len(values), "at": pa.array(values, pa.timestamp(kind)), "what": ["x"] * len(values)}
    )
    pq.write_table(table, path, coerce_timestamps=None)
    found = _rows(opened(stands.in_place([path], customer="who", event="what")), "occurred_us")
    expected = [-1_000_000, 1_700_000_000_000_000, *([-1, 1] if kind == "ns" else [])]
    assert [us for (us,) in found] == expected


def test_m216_a_date_is_its_midnight(tmp_path, stands, opened):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"who": ["c"], "at": [date(1970, 1, 3)], "what": ["x"]}), path)
    assert _rows(
        opened(stands.in_place([path], customer="who", event="what", time_kind="date")), "occurred_us"
    ) == [(2 * DAY,)]


def _parted(held, folder, days):
    """Write a table of a hundred events a day in one partition each, and return its name in the catalog."""
    rows = [
        {
            "who": f"c{n % 7}",
            "at": DAY_1 + timedelta(days=day, minutes=n),
            "what": "ab"[n % 2],
            "day": str((DAY_1 + timedelta(days=day)).date()),
        }
        for day in range(days)
        for n in range(100)
    ]
    frame = held.frame_of(pa.Table.from_pylist(rows))
    name = f"spark_catalog.default.parted_{folder.name}".replace("-", "_")
    frame.write.partitionBy("day").mode("overwrite").option("path", str(folder / "table")).saveAsTable(name)
    return name


def _by_name(name, stands, tmp_path, **more):
    columns = EventColumns(time="at", time_kind="timestamp", customer="who", event="what", pseudonyms=False)
    one = stands.in_place([], customer="who", event="what")
    return dataclasses.replace(one, events=EventsRef((), columns, table=name, **more.pop("ref", {})), **more)


def test_m217_a_table_by_its_name_answers(tmp_path, stands, opened, held):
    name = _parted(held, tmp_path, 3)
    workspace = opened(_by_name(name, stands, tmp_path))
    assert (workspace.facts.rows, workspace.facts.customers) == (300, 7)
    assert "arrival" not in workspace.events.columns
    assert sum(row["occurrences"] for row in run(transitions(), workspace).to_dicts()) == 300 + 7


def test_m217_a_table_that_is_not_there_is_named_as_such(stands, tmp_path, opened):
    with pytest.raises(EngineError) as caught:
        opened(_by_name("spark_catalog.default.nowhere", stands, tmp_path))
    assert [problem.code for problem in caught.value.problems] == ["engine-table"]
    assert "nowhere" not in str(caught.value)


def test_m218_only_the_partitions_of_the_period_are_read(tmp_path, stands, opened, held):
    name = _parted(held, tmp_path, 10)
    start = int(DAY_1.timestamp()) * 1_000_000
    period = (start + 4 * DAY, start + 6 * DAY)
    ref = {"partition": PartitionBy("day", "day")}
    workspace = opened(_by_name(name, stands, tmp_path, period=period, ref=ref))
    assert workspace.facts.rows == 200
    plan = workspace.plan(workspace.events.agg(n=workspace.events.count()))
    filters = re.search(r"PartitionFilters: (.*)", plan)[1]
    assert "day" in filters
    assert "2026-03-04" in filters
    assert "2026-03-07" in filters
    workspace.fetch(workspace.events.agg(n=workspace.events.count()))
    read = held.session.sql(
        f"SELECT count(DISTINCT day) AS n FROM {name} WHERE day >= '2026-03-04' AND day <= '2026-03-07'"
    )
    assert read.toArrow()["n"][0].as_py() == 4
    assert "GreaterThanOrEqual(at," in plan  # row groups outside the period are left out too


def test_m219_a_session_of_the_users_stays_as_it_is(tmp_path, stands, held):
    theirs = held.session
    theirs.conf.set("spark.sql.session.timeZone", "Europe/Berlin")
    theirs.conf.set("spark.sql.caseSensitive", "false")
    try:
        rows = [
            {"who": "c", "at": DAY_1, "what": "x"},
            {"who": "c", "at": DAY_1 + timedelta(hours=1), "what": "y"},
        ]
        held.frame_of(pa.Table.from_pylist(rows)).createOrReplaceTempView("mine")
        with spark_workspace(theirs, [_by_name("mine", stands, tmp_path)]) as workspace:
            assert workspace.facts.from_us == int(DAY_1.timestamp()) * 1_000_000
            assert workspace.session is not theirs
        assert theirs.conf.get("spark.sql.session.timeZone") == "Europe/Berlin"
        assert theirs.conf.get("spark.sql.caseSensitive") == "false"
        assert theirs.range(3).count() == 3
        assert [view.name for view in theirs.catalog.listTables() if view.name.startswith("footpath_")] == [
            f"footpath_{n}" for n in range(1, held._names + 1)
        ]
    finally:
        theirs.conf.set("spark.sql.session.timeZone", "UTC")
        theirs.conf.set("spark.sql.caseSensitive", "true")
        theirs.catalog.dropTempView("mine")


def test_m220_a_file_that_is_gone_says_so(tmp_path, stands, opened):
    source = stands.prepared(tmp_path / "s", events=[stands.event("a", 1, "x")])
    workspace = opened(source)
    events = workspace.events
    source.events.paths[0].unlink()
    with pytest.raises(EngineError) as caught:
        workspace.fetch(events)
    assert [problem.code for problem in caught.value.problems] == ["engine-file"]
    assert str(tmp_path) not in str(caught.value)
