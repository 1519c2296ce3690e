"""The embedded engine: a locked connection over files in place, with limits, and errors that people understand."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.base import BadInputError, EngineError
from footpath.engines import ENGINES, open_engine


def test_engines_are_found_by_the_scheme_of_their_url():
    assert "duckdb" in ENGINES
    assert str(open_engine("duckdb://").url) == "duckdb://"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("duckdb", "engine-url"),
        ("duckdb://shop.db", "engine-url"),
        ("duckbd://", "unknown-name"),
        ("", "engine-url"),
    ],
)
def test_a_wrong_url_is_refused_with_help(url, code):
    with pytest.raises(BadInputError) as error:
        open_engine(url)
    assert error.value.problems[0].code == code


def test_the_nearest_engine_is_named():
    with pytest.raises(BadInputError, match="duckdb"):
        open_engine("duckbd://")


@pytest.mark.parametrize(
    "options", [{"memory": "much"}, {"memory": "4"}, {"threads": -1}, {"spill": "'; DROP"}]
)
def test_wrong_options_are_refused(options):
    with pytest.raises(BadInputError) as error:
        open_engine(**options)
    assert error.value.problems[0].code == "engine-option"


@pytest.fixture
def shop(stands, tmp_path):
    return stands.prepared(
        tmp_path / "shop", events=[stands.event("a", 1, "view"), stands.event("b", 2, "view")]
    )


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM read_parquet('{secret}')",
        "SELECT * FROM glob('/etc/*')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "SET lock_configuration = false",
        "SET allowed_paths = ['/etc/passwd']",
        "SELECT * FROM secret_table",
    ],
)
def test_the_connection_reaches_nothing_but_its_files(opened, shop, tmp_path, statement):
    import duckdb

    secret = tmp_path / "secret.parquet"
    pq.write_table(pa.table({"x": [1]}), secret)
    secret_table = pa.table({"x": [1]})  # a variable of the caller's must not be a table
    workspace = opened(shop)
    with pytest.raises(duckdb.Error):
        workspace._connection.execute(statement.format(secret=secret, folder=tmp_path)).fetchall()
    assert secret_table.num_rows == 1
    assert workspace.fetch(workspace.events.count().as_table()).num_rows == 1


def test_paths_that_look_like_patterns_are_read_as_they_are(opened, stands, tmp_path):
    folder = tmp_path / "it's [2024] * ?"
    folder.mkdir()
    (tmp_path / "it's 2").mkdir()
    at = pa.array([datetime(2024, 1, 1, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"at": at, "who": ["x"]}), folder / "a.parquet")
    pq.write_table(pa.table({"at": at, "who": ["y"]}), tmp_path / "it's 2" / "a.parquet")
    workspace = opened(stands.in_place([folder / "a.parquet"], customer="who", event_name="visit"))
    assert workspace.fetch(workspace.events)["customer_id"].to_pylist() == ["x"]


def test_more_data_than_memory_spills_and_still_answers(opened, stands, tmp_path):
    rows = 1_500_000
    table = pa.table(
        {
            "at": pa.array(range(rows), pa.timestamp("us", "UTC")),
            "who": pa.array([f"customer number {i * 7919 % rows:012d}" for i in range(rows)]),
        }
    )
    pq.write_table(table, tmp_path / "big.parquet")
    workspace = opened(
        stands.in_place([tmp_path / "big.parquet"], customer="who", event_name="visit"),
        memory="150MB",
        threads=1,
    )
    assert workspace.facts.customers == rows


def test_too_little_memory_is_an_error_that_says_what_to_do(opened, stands, tmp_path):
    rows = 400_000
    table = pa.table(
        {
            "at": pa.array(range(rows), pa.timestamp("us", "UTC")),
            "who": pa.array([f"customer number {i:030d}" for i in range(rows)]),
        }
    )
    pq.write_table(table, tmp_path / "big.parquet")
    workspace = opened(
        stands.in_place([tmp_path / "big.parquet"], customer="who", event_name="visit"),
        memory="20MB",
        spill="1MB",
        threads=1,
    )
    with pytest.raises(EngineError) as error:
        _ = workspace.facts
    assert error.value.problems[0].code in ("engine-memory", "engine-disk")
    assert "--memory" in str(error.value)


def test_a_query_can_be_stopped_after_some_seconds(opened, shop):
    workspace = opened(shop, seconds=0.2, threads=1)
    events = workspace.events
    for _ in range(26):
        events = events.union(events)
    with pytest.raises(EngineError) as error:
        workspace.fetch(events.agg(n=events.occurred_us.nunique(), m=events.event.nunique()))
    assert error.value.problems[0].code == "engine-time"


def test_a_broken_or_missing_file_is_named(opened, stands, tmp_path):
    (tmp_path / "cut.parquet").write_bytes(b"PAR1 and then nothing")
    for name in ("cut.parquet", "gone.parquet"):
        with pytest.raises(EngineError, match=name) as error:
            opened(stands.in_place([tmp_path / name], customer="who", event_name="visit"))
        assert error.value.problems[0].code == "engine-file"


def test_a_closed_workspace_says_so_and_leaves_nothing_behind(opened, shop, tmp_path):
    workspace = opened(shop)
    workspace.close()
    with pytest.raises(EngineError) as error:
        workspace.fetch(workspace.events)
    assert error.value.problems[0].code == "engine-closed"
    assert list((tmp_path / "spill").iterdir()) == []


def test_what_is_kept_and_loaded_can_be_asked_again(opened, shop):
    workspace = opened(shop)
    kept = workspace.keep(workspace.events.select("customer_id", "event"))
    assert workspace.fetch(kept.order_by("customer_id"))["customer_id"].to_pylist() == ["a", "b"]
    loaded = workspace.load(pa.table({"x": [3, 1, 2]}))
    assert workspace.fetch(loaded.agg(s=loaded.x.max()))["s"].to_pylist() == [3]


def test_explain_shows_the_query_without_running_it(opened, shop):
    workspace = opened(shop)
    text = workspace.explain(workspace.events.filter(workspace.events.event == "view").select("event"))
    assert "SELECT" in text
    assert "'view'" in text
