"""A trail read straight from Parquet files: the same arrays and facts as one read through DuckDB."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from footpath.engines import EngineOptions
from footpath.engines.trail import storage
from footpath.engines.trail.reading import readings
from footpath.engines.trail.workspace import TrailWorkspace
from footpath.mining import paths, run, transitions

START = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTPATH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("FOOTPATH_STATE", str(tmp_path / "state"))


def rows_of(ids="int"):
    """Return a strategy for events: (customer, minute, name, event_id, sequence, case)."""
    who = st.integers(0, 4) if ids == "int" else st.sampled_from(["eva", "ida", "Ö", "a", "zoë", ""])
    return st.lists(
        st.tuples(
            st.one_of(who, st.none()),
            st.integers(0, 12),
            st.sampled_from(["view", "buy", "ärger", "a"]),
            st.one_of(st.integers(0, 9), st.none()),
            st.one_of(st.integers(0, 2), st.none()),
            st.one_of(st.sampled_from(["c1", "c2"]), st.none()),
        ),
        max_size=14,
    )


def table_of(rows, *, ids="int", time="us", event_ids="int"):
    who, minutes, names, events, sequences, cases = map(list, zip(*rows, strict=True)) if rows else [[]] * 6
    if event_ids == "text":
        events = [None if e is None else "e" * (e % 3) + str(e) for e in events]
    # DuckDB 2 cannot turn nanoseconds with a zone into microseconds.
    kind = {"date": pa.date32()}.get(time) or pa.timestamp(time, None if time == "ns" else "UTC")
    at = [START + timedelta(days=m) if time == "date" else START + timedelta(minutes=m) for m in minutes]
    return pa.table(
        {
            "at": pa.array(
                [a.date() for a in at] if time == "date" else [a.replace(tzinfo=None) for a in at], kind
            ),
            "who": pa.array(who, pa.int32() if ids == "int" else pa.string()),
            "what": pa.array(names, pa.string()).dictionary_encode(),
            "id": pa.array(events, pa.int64() if event_ids == "int" else pa.string()),
            "seq": pa.array(sequences, pa.int16()),
            "case": pa.array(cases, pa.string()),
        }
    )


def written(folder, tables, *, group=3):
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number, table in enumerate(tables):
        found.append(folder / f"part-{number}.parquet")
        pq.write_table(table, found[-1], row_group_size=group)
    return found


def both(prepared, spill):
    """Return a trail read straight from the files and one read through DuckDB, as plain values."""
    with TrailWorkspace(prepared, EngineOptions(temp=spill, threads=2)) as workspace:
        found = plain(workspace._made_directly()), plain(workspace._made_from_tables())
    for one in found:
        if one is not None:
            one.pop("gone")  # the rows of files that were left out; tables leave them out themselves
    return found


def plain(trail):
    if trail is None:
        return None
    found = {name: getattr(trail, name).tolist() for name in storage.ARRAYS}
    return {**found, "names": trail.names, "facts": trail.facts, "ids": trail.ids().to_pylist()}


SAVED = settings(
    phases=[Phase.generate],
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@SAVED
@given(data=st.data())
def test_m230_files_read_straight_make_the_same_trail(data, tmp_path_factory, stands):
    tmp_path = tmp_path_factory.mktemp("files")
    ids = data.draw(st.sampled_from(["int", "text"]))
    time = data.draw(st.sampled_from(["s", "ms", "us", "ns", "date"]))
    event_ids = data.draw(st.sampled_from(["int", "text"]))
    more = data.draw(st.sets(st.sampled_from(["event_id", "sequence", "case", "pseudonyms"])))
    given_ = {"event_id": "id", "sequence": "seq", "case": "case", "pseudonyms": True}
    sources = []
    for number in range(data.draw(st.integers(1, 2))):
        tables = [
            table_of(rows, ids=ids, time=time, event_ids=event_ids)
            for rows in data.draw(st.lists(rows_of(ids), min_size=1, max_size=3))
        ]
        sources.append(
            stands.in_place(
                written(tmp_path / str(number), tables),
                id_=f"s{number}",
                customer="who",
                event="what",
                time_kind="date" if time == "date" else "timestamp",
                **{name: given_[name] for name in more},
            )
        )
    direct, tables = both(sources, tmp_path / "spill")
    lost = any(
        row["who"] is None and row["case"] is not None
        for one in sources
        for path in one.events.paths
        for row in pq.read_table(path).to_pylist()
    )
    if "case" in more and lost:
        assert direct is None or direct == tables
    else:
        assert direct == tables


def test_canonical_files_are_read_straight_too(stands, tmp_path):
    event = stands.event
    shop = stands.prepared(
        tmp_path / "shop",
        events=[
            event("eva", 5, "view", sequence=2),
            event("ida", 1, "view", case_id="k"),
            event(None, 3, "view"),
            event("eva", 5, "buy", sequence=1),
        ],
    )
    direct, tables = both([shop], tmp_path / "spill")
    assert direct == tables
    assert direct["facts"].ties == 2


@pytest.mark.parametrize("since", [None, 2])
def test_a_period_leaves_rows_out_before_anything(stands, tmp_path, since):
    from dataclasses import replace

    rows = [(who, minute, "a", None, None, None) for minute in range(6) for who in (1, 2)]
    one = stands.in_place(written(tmp_path / "x", [table_of(rows)]), customer="who", event="what")
    begin = int(START.timestamp()) * 1_000_000
    cut = replace(one, period=(None if since is None else begin + since * 60_000_000, begin + 4 * 60_000_000))
    direct, tables = both([cut], tmp_path / "spill")
    assert direct == tables
    assert direct["facts"].rows == (8 if since is None else 4)


def test_duplicates_of_texts_are_told_by_the_texts_themselves(stands, tmp_path, monkeypatch):
    from footpath.engines.trail import duplicates

    monkeypatch.setattr(duplicates, "signs", lambda column: np.zeros(len(column), np.uint64))
    rows = [(1, minute, "a", minute % 4, None, None) for minute in range(9)]
    one = stands.in_place(
        written(tmp_path / "x", [table_of(rows, event_ids="text")]),
        customer="who",
        event="what",
        event_id="id",
    )
    direct, tables = both([one], tmp_path / "spill")
    assert direct == tables
    assert direct["facts"].duplicates == 5


def test_what_only_tables_can_join_is_read_through_duckdb(stands, tmp_path):
    known = stands.prepared(
        tmp_path / "a", events=[stands.event("x", 1, "a")], identities=[{"id": "x", "customer_id": "eva"}]
    )
    assert readings([known]) is None
    with TrailWorkspace([known], EngineOptions(temp=tmp_path / "spill")) as workspace:
        assert workspace.trail.ids().to_pylist() == ["eva"]


def test_m237_columns_are_read_straight_too_and_mean_the_same(stands, tmp_path):
    from footpath.rules import rule

    many = [(n % 3, n, "ab"[n % 2], None if n % 4 == 3 else n % 5, n % 2 or None, None) for n in range(20)]
    table = table_of(many)
    table = table.append_column("paid", pa.array([None if n % 6 == 5 else n % 2 == 0 for n in range(20)]))
    table = table.append_column(
        "price", pa.array([None if n % 7 == 6 else n / 3 for n in range(20)], pa.float32())
    )
    table = table.append_column("shop", pa.array([None if n % 5 == 4 else "xÄy"[n % 3] for n in range(20)]))
    (path,) = written(tmp_path / "x", [table])
    kept = ("paid", "price", "shop", "seq")
    one = stands.in_place(
        [path], customer="who", event="what", event_id="id", channel="shop", properties=kept
    )
    with TrailWorkspace([one], EngineOptions(temp=tmp_path / "spill")) as workspace:
        trail = workspace.trail
        for name in (*kept, "channel"):
            made = workspace._column_of_files(trail, name)
            assert made is not None
            from footpath.engines.trail.columns import read_column

            other = read_column(workspace._tables.events, workspace._tables.stream, name)
            assert made.texts == other.texts
            assert (made.there is None) == (other.there is None)
            there = np.ones(len(made.values), bool) if made.there is None else made.there
            assert there.tolist() == (there if other.there is None else other.there).tolist()
            assert made.values[there].tolist() == other.values[there].tolist()
            assert made.values.dtype == other.values.dtype
        where = rule("shop = 'x' or price > 2 or paid missing")
        straight = run(transitions(), workspace, where=where).to_json()
        assert straight["rows"] == run(transitions(), workspace._tables, where=where).to_json()["rows"]
        assert run(paths(), workspace).rows.num_rows


def test_m231_a_question_over_plain_files_needs_no_engine_of_tables(stands, tmp_path):
    import subprocess
    import sys
    import textwrap

    rows = [(who, minute, "ab"[minute % 2], None, None, None) for minute in range(6) for who in (1, 2)]
    (path,) = written(tmp_path / "x", [table_of(rows)])
    code = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        from footpath.atlas.types import Source
        from footpath.engines import open_engine
        from footpath.evidence import EventColumns, EventsRef, LoadReport, Prepared
        from footpath.mining import funnel, paths, run, sessions, transitions
        columns = EventColumns(time="at", time_kind="timestamp", event="what", customer="who", pseudonyms=False)
        one = Prepared(Source(id="s"), "-", EventsRef((Path({str(path)!r}),), columns), None, None, None, None, LoadReport(source="s"))
        with open_engine("trail://").workspace([one]) as workspace:
            for asked in (transitions(), funnel(["a", "b"]), paths(), sessions(summary=True)):
                run(asked, workspace).to_dicts()
        print([name for name in ("ibis", "duckdb", "sqlglot", "pandas") if name in sys.modules])
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
