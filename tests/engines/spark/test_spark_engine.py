"""Spark as an engine: reached in time or said why not, stopped in time, given back; the command line over it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.base import BadInputError, EngineError, MissingExtraError
from footpath.engines import open_engine
from footpath.engines.spark import session as sessions
from footpath.engines.spark import spark_workspace
from footpath.mining import explain, run, transitions

HEAVY = 10**12


def _code(caught):
    return caught.value.problems[0].code


@pytest.fixture
def source(stands, tmp_path):
    rows = [
        stands.event(f"c{n % 5}", n * 60_000_000, "abc"[n % 3], channel=["x", None][n % 2]) for n in range(60)
    ]
    return stands.prepared(tmp_path / "source", events=rows)


@pytest.mark.parametrize(
    "url",
    ["spark://", "spark://local", "spark://host", "spark://:7077", "spark://host:x", "sc://", "sc://host:x"],
)
def test_m221_a_url_without_a_cluster_is_refused(url):
    with pytest.raises(BadInputError) as caught:
        open_engine(url)
    assert _code(caught) == "engine-url"


def test_m221_a_token_has_no_place_in_a_url():
    with pytest.raises(BadInputError) as caught:
        open_engine("sc://host:15002/;token=abc")
    assert _code(caught) == "engine-url"
    assert "abc" not in str(caught.value)


@pytest.mark.parametrize("url", ["spark://127.0.0.1:{}", "sc://127.0.0.1:{}"])
def test_m222_a_cluster_that_is_not_there_is_told_at_once(url, clusters, source):
    engine = open_engine(url.format(clusters.free_port()))
    begun = time.monotonic()
    with pytest.raises(EngineError) as caught:
        engine.workspace([source])
    assert _code(caught) == "engine-unreachable"
    assert time.monotonic() - begun < 20


def test_m222_a_server_that_never_answers_is_given_up(source, monkeypatch):
    monkeypatch.setattr(sessions, "WORKERS_S", 3.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = open_engine(f"sc://127.0.0.1:{silent.getsockname()[1]}")
        begun = time.monotonic()
        with pytest.raises(EngineError) as caught:
            engine.workspace([source])
    assert _code(caught) == "engine-unreachable"
    assert time.monotonic() - begun < 60


def test_m222_a_cluster_without_a_free_worker_is_given_up(held, cluster, monkeypatch):
    """An executor that asks for more memory than any worker has is never started."""
    script = (
        "import sys\n"
        "from footpath.base import EngineError\n"
        "from footpath.engines.spark import session\n"
        "from footpath.engines.types import EngineUrl\n"
        "session.WORKERS_S = 4.0\n"
        "try:\n"
        "    session.connected(EngineUrl('spark', sys.argv[1]))\n"
        "except EngineError as error:\n"
        "    print(error.problems[0].code, error.problems[0].message)\n"
    )
    extra = {"PYSPARK_SUBMIT_ARGS": "--conf spark.executor.memory=64g pyspark-shell"}
    done = _python(script, cluster.url.removeprefix("spark://"), environment=extra)
    assert done.stdout.startswith("engine-unreachable the cluster at 127.0.0.1:")
    assert "no worker within 4 seconds" in done.stdout or "gave no worker" in done.stdout


def _python(script, *arguments, environment=None):
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **(environment or {})},
        timeout=180,
        check=False,
    )


def test_m223_without_java_it_says_what_to_install(monkeypatch, tmp_path, source):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(MissingExtraError, match=r"footpath\[spark\]") as caught:
        open_engine("spark://127.0.0.1:7077").workspace([source])
    assert _code(caught) == "missing-extra"
    assert "Java 17" in str(caught.value)


@pytest.mark.parametrize("url", ["spark://127.0.0.1:7077", "sc://127.0.0.1"])
def test_m223_without_pyspark_it_says_what_to_install(monkeypatch, source, url):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MissingExtraError, match=r"footpath\[spark\]") as caught:
        open_engine(url).workspace([source])
    assert _code(caught) == "missing-extra"


# ---------------------------------------------------------------- running


@pytest.fixture(params=["classic", "connect"])
def workspace(request, cluster, held, source):
    url = cluster.url if request.param == "classic" else request.getfixturevalue("connect")
    with open_engine(url, seconds=2.5).workspace([source]) as opened:
        yield opened


def _endless(workspace):
    numbers = workspace.named(workspace.session.range(HEAVY))
    return numbers.agg(n=(numbers.id % 7).sum())


def test_m224_a_query_that_takes_too_long_is_stopped_and_the_next_one_runs(workspace):
    begun = time.monotonic()
    with pytest.raises(EngineError) as caught:
        workspace.fetch(_endless(workspace))
    assert _code(caught) == "engine-time"
    assert time.monotonic() - begun < 30
    object.__setattr__(workspace._options, "seconds", None)
    assert workspace.fetch(workspace.events.agg(n=workspace.events.count())).to_pylist() == [{"n": 60}]
    # and from another thread
    timer = threading.Timer(2, workspace.cancel)
    timer.start()
    with pytest.raises(EngineError) as caught:
        workspace.fetch(_endless(workspace))
    assert _code(caught) == "engine-time"
    timer.join()


def test_m225_connect_answers_like_duckdb(connect, source):
    asked = transitions()
    with open_engine("duckdb://").workspace([source]) as duckdb:
        expected = run(asked, duckdb)
    with open_engine(connect).workspace([source]) as workspace:
        found = run(asked, workspace)
        assert "PERCENTILE(" in explain(asked, workspace).upper()
    assert found.to_dicts() == expected.to_dicts()
    assert found.source == expected.source
    assert found.notes == expected.notes


def test_m225_a_session_of_connect_can_be_handed_in(connect, source):
    from pyspark.sql.connect.session import SparkSession

    theirs = SparkSession(connection=connect)
    try:
        with spark_workspace(theirs, [source]) as workspace:
            assert workspace.facts.rows == 60
        assert theirs.range(2).count() == 2
    finally:
        theirs.stop()


def test_m226_what_is_loaded_and_kept_can_be_asked_again_and_is_given_back(workspace):
    object.__setattr__(workspace._options, "seconds", None)
    rows = pa.table({"n": pa.array([1, 2, None], pa.int32()), "t": ["ä", "z", None]})
    loaded = workspace.load(rows)
    assert workspace.fetch(loaded.order_by(loaded.n.asc(nulls_first=True))).to_pylist() == [
        {"n": None, "t": None},
        {"n": 1, "t": "ä"},
        {"n": 2, "t": "z"},
    ]
    assert workspace.fetch(workspace.load(rows.slice(0, 0))).num_rows == 0
    kept = workspace.keep(loaded.mutate(m=loaded.n * 2).filter(loaded.n > 1))
    assert workspace.fetch(kept).to_pylist() == [{"n": 2, "t": "z", "m": 4}]
    workspace.close()
    with pytest.raises(EngineError) as caught:
        workspace.fetch(kept)
    assert _code(caught) == "engine-closed"


def test_m227_an_overflow_is_an_error_never_another_number(held):
    rows = held.load(pa.table({"n": [2**62, 2**62]}))
    with pytest.raises(EngineError) as caught:
        held.fetch(rows.agg(n=rows.n.sum()))
    assert _code(caught) == "engine-failed"
    assert str(2**62) not in str(caught.value)
    assert "SELECT" not in str(caught.value)


def test_m228_the_meaning_of_sql_is_that_of_duckdb(held):
    import ibis

    rows = pa.table(
        {
            "g": ["a", "a", "a", "b", "b"],
            "i": pa.array([-7, 7, None, 0, 2**53 + 1], pa.int64()),
            "f": [2.5, -0.5, None, float("nan"), 3.5],
            "t": ["ä", "Z", None, "a", "b"],
        }
    )
    with open_engine("duckdb://").workspace([]) as duckdb:
        answers = []
        for one in (duckdb, held):
            t = one.load(rows)
            whole = t.mutate(
                down=t.i // 86_400,
                rest=t.i % 4,
                near=ibis.ifelse(t.f.isnan(), 0.0, t.f).cast("int64"),
                missing=t.f.isnull(),
                before=t.i.lag().over(group_by="g", order_by=t.t.asc(nulls_first=False)),
            ).order_by(ibis._.t.asc(nulls_first=False))  # at last: a window gives rows in any order
            grouped = t.group_by("g").agg(
                n=t.count(where=t.i > 100),
                different=t.i.nunique(),
                mean=t.i.mean(),
                p90=t.i.quantile(0.9),
                names=t.t.collect(order_by=[t.i.asc(nulls_first=False)]),
            )
            none = t.filter(t.i > 2**60)
            empty = none.agg(n=none.count(), m=none.count(where=none.i > 1), s=none.i.sum())
            paged = t.order_by(t.t.asc(nulls_first=False)).select("t").limit(2, offset=1)
            answers.append(
                [repr(one.fetch(e).to_pylist()) for e in (whole, grouped.order_by("g"), empty, paged)]
            )
    assert answers[1] == answers[0]
    # By zero there is nothing, where DuckDB has infinity, or an error.
    one = held.load(rows.slice(0, 1))
    by_zero = one.select(a=one.i / 0, b=one.i // (one.i - one.i), c=one.i % (one.i - one.i))
    assert held.fetch(by_zero).to_pylist() == [{"a": None, "b": None, "c": None}]


# ---------------------------------------------------------------- the command line


@pytest.fixture
def export(tmp_path, source):
    path = tmp_path / "events.parquet"
    table = pq.read_table(source.events.paths[0])
    occurred = table["occurred_us"].cast(pa.timestamp("us", "UTC"))
    pq.write_table(
        pa.table({"customer_id": table["customer_id"], "event": table["event"], "occurred_at": occurred}),
        path,
    )
    return path


def _footpath(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "footpath", *arguments],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("way", ["classic", "connect"])
def test_m229_the_command_line_prints_the_same_rows(way, cluster, connect, export):
    question = ("mine", "funnel", str(export), "--steps", "a, b, c")
    url = cluster.url if way == "classic" else connect
    expected = _footpath(*question, "--json")
    found = _footpath(*question, "--json", "--engine", url)
    assert expected[0] == found[0] == 0, found
    assert json.loads(found[1])["rows"] == json.loads(expected[1])["rows"]
    # Nothing of Spark's own logging on the user's terminal.
    assert "WARN" not in found[2] and "log4j" not in found[2] and "Spark" not in found[2]


# ---------------------------------------------------------------- the cluster of the tests


def test_the_cluster_ends_with_the_process_that_started_it(cluster, tmp_path):
    """Also where that is killed: its processes see their watcher's pipe close."""
    assert cluster.workers() == 2
    folder = str(cluster.home.parent / "no")
    script = (
        "import importlib.util, sys, os, pathlib\n"
        "spec = importlib.util.spec_from_file_location('spark_cluster', sys.argv[1])\n"
        "m = importlib.util.module_from_spec(spec); sys.modules['spark_cluster'] = m; spec.loader.exec_module(m)\n"
        "g = m.Group(pathlib.Path(sys.argv[2]), {**os.environ})\n"
        "print(g.watcher.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    del folder
    path = str(__import__("pathlib").Path(__file__).parent.parent / "spark_cluster.py")
    done = _python(script, path, str(tmp_path))
    watcher = int(done.stdout)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(watcher, 0)
        except ProcessLookupError:
            break
        time.sleep(0.2)
    else:
        pytest.fail("the group still runs")
