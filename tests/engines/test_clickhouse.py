"""ClickHouse beside its answers (those are in test_every_engine): URLs, tables by name, rights, errors, stopping."""

from __future__ import annotations

import importlib.util
import os
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.atlas import Source
from footpath.base import DAY, HOUR, BadInputError, EngineError, MissingExtraError
from footpath.engines import open_engine
from footpath.evidence import EventColumns, EventsRef, LoadReport, Prepared
from footpath.mining import explain, paths, run, sessions, transitions
from footpath.rules import equals

NAMED = {name.partition(":")[0] for name in os.environ.get("FOOTPATH_ENGINES", "").replace(",", " ").split()}
needs_it = pytest.mark.skipif(
    not NAMED & {"clickhouse", "chdb"}, reason="asked by FOOTPATH_ENGINES=clickhouse"
)

START = datetime(2024, 3, 1, tzinfo=UTC)


@pytest.fixture
def engine():
    return "chdb://"


@pytest.fixture(scope="module")
def http():
    path = Path(__file__).with_name("clickhouse_http.py")
    spec = importlib.util.spec_from_file_location("clickhouse_http", path)
    module = sys.modules["clickhouse_http"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def server(http, monkeypatch):
    monkeypatch.setenv("FOOTPATH_CLICKHOUSE_PASSWORD", "s3cret")
    with http.serving() as running:
        yield running


# ---------------------------------------------------------------- URLs


@pytest.mark.parametrize(
    "url",
    [
        "clickhouse://ana:t0psecret@host/db",
        "clickhouse://ana:t0p@secret@host/db",
        "clickhouse://:t0psecret@host",
        "clickhouse://ana@host/db?password=t0psecret",
    ],
)
def test_m210_a_password_in_the_url_is_refused_and_not_repeated(url):
    with pytest.raises(BadInputError) as caught:
        open_engine(url)
    assert caught.value.problems[0].code == "engine-password"
    assert "t0p" not in str(caught.value)
    assert "FOOTPATH_CLICKHOUSE_PASSWORD" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "clickhouse://",
        "clickhouse://host/a/b",
        "clickhouse://host?secure=perhaps",
        "clickhouse://host:port/db",
    ],
)
def test_m210_a_url_that_says_something_else_is_refused(url):
    with pytest.raises(BadInputError) as caught:
        open_engine(url)
    assert caught.value.problems[0].code == "engine-url"


def test_m210_chdb_has_no_place():
    with pytest.raises(BadInputError) as caught:
        open_engine("chdb:///var/lib/clickhouse")
    assert caught.value.problems[0].code == "engine-url"


def test_m210_what_a_url_says():
    from footpath.engines.clickhouse.url import Server, server_of
    from footpath.engines.types import EngineUrl

    said = server_of(EngineUrl("clickhouse", "ana@ch.example.org:8443/shop?secure=1"))
    assert said == Server("ch.example.org", 8443, "ana", "shop", secure=True)
    assert server_of(EngineUrl("clickhouse", "localhost")) == Server("localhost")


@pytest.mark.parametrize("url", ["chdb://", "clickhouse://host"])
def test_m211_without_its_packages_it_says_what_to_install(monkeypatch, url):
    monkeypatch.setattr("footpath.engines.clickhouse.engine.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError) as caught:
        open_engine(url)
    assert "pip install 'footpath[clickhouse]'" in str(caught.value)


# ---------------------------------------------------------------- tables by name

COLUMNS = EventColumns(
    time="at",
    time_kind="timestamp",
    event="what",
    customer="user",
    event_id="id",
    properties=("plan",),
    pseudonyms=False,
)
ROWS = [
    # id, user, hour, what, plan: two rows of one id, two of one instant, one without a user
    ("e1", "ana", 0, "view", "x"),
    ("e3", "ana", 1, "pay", "x"),
    ("e2", "ana", 1, "basket", "x"),
    ("e4", "bob", 2, "view", "y"),
    ("e4", "bob", 2, "again", "y"),
    ("e5", "", 3, "view", "y"),
    ("e6", "bob", 30, "pay", "y"),
]


@pytest.fixture
def shop():
    """Make a table by name in the engine of this process, its columns never null, and remove it."""
    import clickhouse_connect

    client = clickhouse_connect.get_client(interface="chdb", dsn="chdb://memory")
    client.command("CREATE DATABASE shop")
    client.command(
        "CREATE TABLE shop.events (id String, user LowCardinality(String), at DateTime64(3, 'Europe/Berlin'), "
        "what String, plan String) ENGINE = MergeTree ORDER BY (user, at)"
    )
    for id_, user, hour, what, plan in ROWS:
        at = int((START + timedelta(hours=hour)).timestamp() * 1000)
        client.command(
            f"INSERT INTO shop.events VALUES ('{id_}', '{user}', fromUnixTimestamp64Milli({at}), '{what}', '{plan}')"
        )
    yield client
    client.command("DROP DATABASE shop")
    client.close()


def by_name(name, period=(None, None), columns=COLUMNS):
    return Prepared(
        source=Source(id="shop"),
        hash="-",
        events=EventsRef((), columns, table=name),
        answers=None,
        remarks=None,
        customers=None,
        identities=None,
        report=LoadReport(source="shop"),
        period=period,
    )


@needs_it
def test_m204_a_table_by_name_stands_by_time_then_event_id(opened, shop):
    workspace = opened(by_name("shop.events"))
    found = run(paths(), workspace)
    assert {tuple(row["path"]): row["count"] for row in found.to_dicts()} == {
        ("view", "basket", "pay"): 1,  # at one instant e2 before e3
        ("again", "pay"): 1,  # of e4's rows "again" is the first by name
        ("view",): 1,  # an empty text is a customer like any other
    }
    assert workspace.facts.duplicates == 1
    assert not workspace.facts.arrival
    assert any("event_id and event" in note for note in found.notes)
    assert any("the first by time stays" in note for note in found.notes)
    assert shop.command("SELECT count() FROM shop.events") == len(ROWS)


@needs_it
def test_m205_only_the_period_is_read_from_the_raw_time_column(opened, shop):
    from_us = int(START.timestamp() * 1_000_000)
    workspace = opened(by_name("shop.events", (from_us + HOUR, from_us + 2 * HOUR + 1)))
    assert workspace.facts.rows == 3
    assert (workspace.facts.from_us, workspace.facts.to_us) == (from_us + HOUR, from_us + 2 * HOUR)
    query = explain(transitions(), workspace)
    raw = query.index('FROM "shop"."events"')
    assert '"at" >= fromUnixTimestamp64Micro' in query[raw : raw + 300].replace('"t0".', "")


@needs_it
def test_m203_a_table_that_is_not_there_is_named_before_anything_runs(opened, shop):
    with pytest.raises(EngineError) as caught:
        opened(by_name("shop.evnts"))
    assert caught.value.problems[0].code == "engine-table"


def test_m203_duckdb_holds_no_tables_by_name():
    with pytest.raises(EngineError) as caught:
        open_engine("duckdb://").workspace([by_name("shop.events")])
    assert caught.value.problems[0].code == "engine-cannot"
    assert "--engine" in str(caught.value)


# ---------------------------------------------------------------- meanings and texts


@needs_it
def test_m201_what_clickhouse_means_otherwise_is_mended(stands, tmp_path):
    """Each of these gives another answer in ClickHouse's own words."""
    import ibis

    table = pa.table(
        {
            "k": [1, 1, 1, 2, 2, 3],
            "t": pa.array([-7, 5, 5, 2**53 + 1, 2**53 + 3, 0], pa.int64()),
            "f": [1.0, 0.5, None, -2.0, 1e14, 0.1],
            "d": pa.array(["1.5", None, "0", "2", "3.25", "-1"]).cast(pa.decimal128(18, 6)),
            "b": [True, False, None, True, True, False],
            "s": ["ä", "z", "Z", None, "", "é\U0001f600x"],
        }
    )
    pq.write_table(table, tmp_path / "x.parquet")
    found = []
    for url in ("duckdb://", "chdb://"):
        source = stands.prepared(tmp_path / url[:4], events=[stands.event("a", 0, "x")])
        with open_engine(url, temp=tmp_path / "spill").workspace([source]) as workspace:
            rows = workspace.load(table)
            order = ibis.window(group_by="k", order_by=["t", "s"])
            each = rows.mutate(
                after=rows.t.lead().over(order),
                before=rows.s.lag().over(order),
                fallback=rows.t.lag(1, 9).over(order),
                most=rows.t.max().over(ibis.window(group_by="k", order_by="t", preceding=(None, 1))),
                rank=ibis.dense_rank().over(ibis.window(order_by=rows.b)),
                half=(rows.t % 1000) // 2,
                part=rows.t % 3,
                texts=rows.f.cast("string"),
                decimals=rows.d.cast("string"),
                truths=rows.b.cast("string"),
                whole=rows.f.cast("int64"),
                size=rows.s.length(),
                end=rows.s.right(1),
                same=rows.s.lag().over(order).identical_to(rows.s),
            )
            grouped = rows.group_by("k").agg(
                none=rows.t.min(where=rows.t > 2**60),
                sum=rows.t.sum(where=rows.t > 2**60),
                times=rows.t.quantile([0.5, 0.9], where=rows.t < 100),
                median=rows.f.quantile(0.5),
                different=rows.t.nunique(),
                walked=rows.s.collect(order_by=[rows.t.asc(nulls_first=False), rows.s.desc()][:1]),
                last=rows.s.argmax(rows.t, where=rows.t > 2**60),
                signed=ibis.ifelse(rows.count() > 2, -1, rows.count()),
            )
            joined = rows.left_join(workspace.load(table.slice(0, 1)), "k").select("k", "t", right="t_right")
            answers = [
                workspace.fetch(each.order_by("k", "t", "s")).to_pylist(),
                workspace.fetch(grouped.filter(grouped.k > 1).order_by("k")).to_pylist(),
                workspace.fetch(joined.order_by("k", "t")).to_pylist(),
            ]
            many = ibis.range(200_000).unnest().name("n").as_table()
            answers.append(workspace.fetch(many.agg(d=many.n.nunique(), q=many.n.quantile(0.9))).to_pylist())
            found.append(answers)
    expected, answered = found
    for row in expected[1]:
        row["times"] = row["times"] or [None, None]  # of nothing: no array there, an array of nothing here
    for place, rows in enumerate(expected):
        assert answered[place] == rows


@needs_it
def test_periods_of_files_are_those_of_duckdb(tmp_path, stands):
    from dataclasses import replace

    table = pa.table(
        {
            "at": pa.array([START + timedelta(hours=n) for n in range(200)], pa.timestamp("ms", "UTC")),
            "who": pa.array([n % 5 for n in range(200)]),
            "what": ["x"] * 200,
        }
    )
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=20)
    start = int(START.timestamp() * 1_000_000)
    for period in [(start + 3 * HOUR, start + 2 * DAY), (None, start + HOUR + 1), (start + 1, None)]:
        one = replace(stands.in_place([tmp_path / "a.parquet"], customer="who", event="what"), period=period)
        facts = []
        for url in ("duckdb://", "chdb://"):
            with open_engine(url, temp=tmp_path / "spill").workspace([one]) as workspace:
                facts.append(workspace.facts)
        assert facts[0] == facts[1]
        assert 0 < facts[0].rows < 200


@needs_it
@pytest.mark.parametrize("text", ["a' OR 1=1 --", "\\", "\\'", "a\nb\tc", "{x:Int8}", "%", '`"', "é", "$1 ?"])
def test_m212_texts_of_rules_stay_texts(opened, stands, tmp_path, text):
    rows = [stands.event("a", 0, text), stands.event("a", 1, "other"), stands.event("b", 0, "x")]
    workspace = opened(stands.prepared(tmp_path / "a", events=rows))
    assert run(sessions(), workspace, where=equals("event", text)).to_dicts()[0]["events"] == 1
    assert workspace.facts.rows == 3


@needs_it
def test_answers_remarks_and_traits_are_those_of_duckdb(stands, tmp_path):
    source = stands.prepared(
        tmp_path / "a",
        events=[stands.event("a", 0, "x", case_id="k1"), stands.event(None, 5, "y", case_id="k1")],
        answers=[
            {
                "respondent_id": "r",
                "customer_id": None,
                "case_id": "k1",
                "answered_us": 9,
                "question_id": "nps",
                "question_kind": "scale",
                "value": 8.0,
            }
        ],
        remarks=[
            {
                "remark_id": "m",
                "customer_id": "b",
                "said_us": 7,
                "source_kind": "review",
                "text": "it's \\ fine",
            }
        ],
        customers=[
            {"customer_id": "a", "known_us": 1, "tier": "old"},
            {"customer_id": "a", "known_us": 2, "tier": "new"},
        ],
        traits=[pa.field("tier", pa.string())],
    )
    found = []
    for url in ("duckdb://", "chdb://"):
        with open_engine(url, temp=tmp_path / "spill").workspace([source]) as workspace:
            tables = (workspace.events, workspace.answers, workspace.remarks, workspace.customers)
            found.append([workspace.fetch(table).to_pylist() for table in tables])
    assert found[0] == found[1]
    assert found[0][1][0]["customer_key"] == found[0][0][0]["customer_key"]


# ---------------------------------------------------------------- running


@needs_it
def test_m206_the_explained_query_is_whole_and_runs_nothing(opened, stands, tmp_path):
    workspace = opened(stands.prepared(tmp_path / "a", events=[stands.event("a", 0, "x")]))
    query = explain(transitions(), workspace)
    assert "quantilesExactInclusive" in query
    assert "uniqExact" in query
    assert "leadInFrame(toNullable(" in query


def _endless(workspace):
    events = workspace.events
    big = events.cross_join(events.view()).cross_join(events.view().select(third="occurred_us"))
    return big.agg(n=(big.occurred_us * big.third % 7).sum())


@needs_it
def test_m213_a_query_can_be_stopped_and_bounded_in_time(opened, stands, tmp_path):
    source = stands.prepared(tmp_path / "a", events=[stands.event("a", n, "x") for n in range(3000)])
    with pytest.raises(EngineError) as caught:
        bounded = opened(source, seconds=0.3)
        bounded.fetch(_endless(bounded))
    assert caught.value.problems[0].code == "engine-time"
    workspace = opened(source)

    def stop():
        until = time.monotonic() + 60
        while running.is_alive() and time.monotonic() < until:
            workspace.cancel()

    failed = []

    def ask():
        try:
            workspace.fetch(_endless(workspace))
        except EngineError as error:
            failed.append(error.problems[0].code)

    running = threading.Thread(target=ask)
    running.start()
    stop()
    running.join()
    assert failed == ["engine-time"]


@needs_it
def test_m213_too_little_memory_and_a_closed_workspace_are_named(opened, stands, tmp_path):
    source = stands.prepared(tmp_path / "a", events=[stands.event("a", n, "x") for n in range(3000)])
    workspace = opened(source, memory="20MB")
    events = workspace.events
    big = events.cross_join(events.view())
    with pytest.raises(EngineError) as caught:
        workspace.fetch(big.order_by(big.occurred_us * big.occurred_us_right).limit(5_000_000))
    assert caught.value.problems[0].code == "engine-memory"
    workspace.close()
    with pytest.raises(EngineError) as caught:
        workspace.fetch(events)
    assert caught.value.problems[0].code == "engine-closed"


@needs_it
def test_m213_errors_repeat_neither_query_nor_values(opened, stands, tmp_path):
    workspace = opened(stands.prepared(tmp_path / "a", events=[stands.event("a", 0, "ana@example.org")]))
    with pytest.raises(EngineError) as caught:
        workspace.fetch(workspace.events.filter(workspace.events.event.re_search("ana@example(")))
    assert caught.value.problems[0].code == "engine-failed"
    assert "ana@" not in str(caught.value)
    assert "SELECT" not in str(caught.value)


@needs_it
@pytest.mark.parametrize("content", [b"", b"PAR1 but no more"])
def test_m213_a_broken_file_is_named(opened, stands, tmp_path, content):
    path = tmp_path / "broken.parquet"
    path.write_bytes(content)
    with pytest.raises(EngineError) as caught:
        opened(stands.in_place([path], customer="who", event="what"))
    assert caught.value.problems[0].code == "engine-file"
    assert "broken.parquet" in str(caught.value)


# ---------------------------------------------------------------- a server


@needs_it
def test_m214_a_server_gets_files_as_temporary_tables(server, stands, tmp_path):
    rows = [stands.event("a", n * HOUR, "x" if n % 2 else "ä") for n in range(5)] + [
        stands.event(None, 1, "z")
    ]
    source = stands.prepared(tmp_path / "a", events=rows, customers=[{"customer_id": "a", "known_us": 1}])
    answers = []
    for url in ("duckdb://", server.url):
        with open_engine(url, temp=tmp_path / "spill").workspace([source]) as workspace:
            found = run(transitions(), workspace)
            answers.append((found.to_dicts(), found.source))
    assert answers[0] == answers[1]
    made = [query for query in server.seen if query.lstrip().upper().startswith("CREATE")]
    assert made
    assert all(query.startswith("CREATE TEMPORARY TABLE footpath_") for query in made)


@needs_it
def test_m214_without_the_right_to_temporary_tables_it_says_so(server, stands, tmp_path):
    server.forbidden.append("CREATE TEMPORARY TABLE")
    with pytest.raises(EngineError) as caught:
        open_engine(server.url, temp=tmp_path).workspace(
            [stands.prepared(tmp_path / "a", events=[stands.event("a", 0, "x")])]
        )
    assert caught.value.problems[0].code == "engine-cannot"
    assert "CREATE TEMPORARY TABLE" in str(caught.value)


@needs_it
def test_m210_a_wrong_password_and_a_server_that_is_not_there_are_named(
    server, monkeypatch, stands, tmp_path
):
    source = stands.prepared(tmp_path / "a", events=[stands.event("a", 0, "x")])
    monkeypatch.setenv("FOOTPATH_CLICKHOUSE_PASSWORD", "wr0ng")
    for url in (server.url, "clickhouse://ana@127.0.0.1:9/db"):
        with pytest.raises(EngineError) as caught:
            open_engine(url, temp=tmp_path).workspace([source])
        assert caught.value.problems[0].code == "engine-unreachable"
        assert "wr0ng" not in str(caught.value)


# ---------------------------------------------------------------- the command


@needs_it
def test_m200_the_command_prints_the_same_lines(tmp_path, monkeypatch, capsys):
    from footpath.cli import main

    monkeypatch.chdir(tmp_path)
    lines = ["who,at,what"]
    lines += [f"c{n % 7},2024-03-0{1 + n % 9}T1{n % 10}:00:00Z,{'abc'[n % 3]}" for n in range(90)]
    Path("events.csv").write_text("\n".join(lines), "utf-8")
    said = []
    for url in ("duckdb://", "chdb://"):
        assert main(["mine", "funnel", "events.csv", "--steps", "a,b,c", "--engine", url]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert "count" in said[0]
