"""Periods on the command line, tables by name, credentials, and queries shown before they run (spec E102, E103, E107, E111, E112)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.cli import main
from footpath.engines import open_engine

ZONED = pa.timestamp("us", "UTC")


@pytest.fixture
def clicks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a table parted by days: on each, ann looks and pays, and one new customer looks."""
    monkeypatch.chdir(tmp_path)
    for day in range(1, 11):
        begin = datetime(2025, 1, day, 9, tzinfo=UTC)
        folder = tmp_path / "clicks" / f"day=2025-01-{day:02d}"
        folder.mkdir(parents=True)
        rows = [
            (begin, "look", "ann"),
            (begin + timedelta(minutes=5), "pay", "ann"),
            (begin, "look", f"new{day}"),
        ]
        times, events, who = zip(*rows, strict=True)
        table = pa.table({"at": pa.array(times, ZONED), "event": list(events), "customer_id": list(who)})
        pq.write_table(table, folder / "part.parquet")
    return tmp_path / "clicks"


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("engine", ["duckdb://", "trail://"])
def test_e103_only_the_period_is_read_and_the_numbers_say_so(
    clicks: Path, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    (clicks / "day=2025-01-01" / "part.parquet").write_bytes(b"broken")
    period = ("--since", "2025-01-05", "--until", "2025-01-07")
    said = asked(capsys, "mine", "transitions", "clicks", "--engine", engine, *period)
    rows = {(row["from"], row["to"]): row["occurrences"] for row in said["rows"] if row["to"]}
    assert rows[("look", "pay")] == 2
    assert any(
        note.startswith("Only events from 2025-01-05 until before 2025-01-07 (zone UTC) were read")
        for note in said["notes"]
    )


def test_e103_first_events_are_looked_for_in_the_period_and_from_reads_all(
    clicks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("mine", "lifecycle", "clicks", "--period", "day")
    cut = asked(capsys, *words, "--since", "2025-01-05")
    assert any("--from in place of --since" in note for note in cut["notes"])
    whole = asked(capsys, *words, "--from", "2025-01-05")

    def new(said: dict[str, object]) -> dict[str, int]:
        return {row["period"]: row["customers"] for row in said["rows"] if row["state"] == "new"}

    first = min(new(whole))
    assert (new(cut)[first], new(whole)[first]) == (2, 1), "ann was there before"


def test_e103_until_alone_ends_the_data_of_questions_by_periods_as_before(
    clicks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = asked(capsys, "mine", "retention", "clicks", "--period", "day", "--until", "2025-01-07")
    assert any("lie after that" in note for note in said["notes"])
    assert not any("were read" in note for note in said["notes"])


def test_row_groups_outside_the_period_are_told_to_the_scan(clicks: Path) -> None:
    import duckdb

    from footpath.atlas import Source
    from footpath.evidence import prepare

    path = clicks.parent / "numbered.parquet"
    times = pa.array([datetime(2025, 1, day, tzinfo=UTC) for day in range(1, 11)], ZONED)
    pq.write_table(pa.table({"at": times, "event": ["look"] * 10, "who": range(10)}), path, row_group_size=1)
    columns = {"time": "at", "event": "event", "customer": "who", "pseudonyms": False}
    source = Source.model_validate({"id": "events", "files": [str(path)], **columns})
    since = int(datetime(2025, 1, 5, tzinfo=UTC).timestamp()) * 1_000_000
    prepared = prepare(source, clicks.parent, period=(since, None))
    with open_engine("duckdb://").workspace([prepared]) as workspace:
        query = workspace.explain(workspace.events.select("event").distinct())
    connection = duckdb.connect()
    files = [str(path) for path in prepared.events.paths]
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(
        "CREATE VIEW raw_0 AS SELECT file_index AS footpath_file, file_row_number AS footpath_row, * "
        f"FROM read_parquet({files}, hive_partitioning = false)"
    )
    plan = connection.execute(f"EXPLAIN {query}").fetchall()[0][1].replace("\n", " ")
    assert "READ_PARQUET" in plan and "at >= '2025-01-05" in plan, plan


def test_e102_days_begin_in_the_zone(clicks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("mine", "sessions", "clicks", "--since", "2025-01-05", "--until", "2025-01-06")
    said = asked(capsys, *words, "--zone", "Pacific/Honolulu")
    # From ten in the morning UTC to ten in the morning of the next day.
    begins = datetime(2025, 1, 6, 9, tzinfo=UTC).timestamp() * 1_000_000
    assert [(row["customer"], row["start_us"]) for row in said["rows"]] == [("ann", begins), ("new6", begins)]


@pytest.mark.parametrize(
    ("since", "until"), [("2025-01-05", "2025-01-05"), ("2025-01-06", "2025-01-05"), ("soon", "2025-01-05")]
)
def test_e113_a_period_that_is_none_is_refused(
    clicks: Path, capsys: pytest.CaptureFixture[str], since: str, until: str
) -> None:
    assert main(["mine", "sessions", "clicks", "--since", since, "--until", until]) != 0
    assert "bad-option" in capsys.readouterr().err


@pytest.mark.parametrize("engine", ["duckdb://", "trail://", "auto://"])
@pytest.mark.parametrize("more", [(), ("--explain",)])
def test_e107_a_table_by_name_in_an_engine_without_tables_is_refused_before_anything_runs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    engine: str,
    more: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    columns = ("--time", "at", "--event", "what", "--customer", "who")
    words = ("mine", "funnel", "table:lake.shop.events", *columns, "--steps", "look,pay", "--engine", engine)
    assert main([*words, *more]) != 0
    told = capsys.readouterr()
    assert "engine-cannot" in told.err and "clickhouse://" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("table:lake.shop.events",), "table-no-log"),
        (("table:lake.shop.events", "--time", "at", "--event", "what"), "table-no-log"),
        (("table:drop table x",), "table-name"),
        (("table:clickhouse://me:hush@host/db",), "secret-in-atlas"),
        (("s3://bucket/events?X-Amz-Signature=hush",), "secret-in-atlas"),
    ],
)
def test_e107_what_a_table_by_name_needs_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["mine", "sessions", *words]) != 0
    told = capsys.readouterr().err
    assert code in told
    assert "hush" not in told


def test_e107_a_table_by_name_is_added_to_an_atlas_and_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "atlas.yaml").write_text("title: Shop\n")
    columns = ("--time", "at", "--event", "what", "--customer", "who", "--partition", "day:int")
    assert main(["listen", "add", "clicks", "--table", "lake.shop.events", *columns]) == 0
    assert "the table lake.shop.events, read in the engine" in capsys.readouterr().out
    text = (tmp_path / "sources.yaml").read_text()
    assert "table: lake.shop.events" in text and "kind: int" in text and "files" not in text
    assert main(["check", "."]) == 0
    assert main(["listen", "show"]) == 0
    assert "clicks: lake.shop.events" in capsys.readouterr().out
    assert main(["mine", "sessions", ".:clicks"]) != 0
    assert "engine-cannot" in capsys.readouterr().err


@pytest.mark.parametrize(
    "entry",
    [
        "table: 'clickhouse://me:hush@host/db'",
        "files: ['https://host/export.csv?token=hush']",
        "files: [ok.csv, 's3://bucket/x?AWSAccessKeyId=AKIAHUSHHUSHHUSHHUSH&sig=hush']",
        "table: 'jdbc:spark://host;password=hush'",
    ],
)
def test_e111_a_credential_in_an_atlas_is_refused_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], entry: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "atlas.yaml").write_text("title: Shop\n")
    (tmp_path / "sources.yaml").write_text(f"sources:\n  - id: clicks\n    {entry}\n    time: at\n")
    for words in (["check", "."], ["listen", "check"], ["mine", "sessions", ".:clicks"]):
        assert main(words) != 0
        told = capsys.readouterr()
        assert "secret-in-atlas" in told.out + told.err
        assert "hush" not in (told.out + told.err).lower()


def test_e111_names_that_only_sound_like_keys_are_none() -> None:
    from footpath.atlas.types import secret_in

    for text in (
        "events/token=1/*.parquet",
        "../exports/secret=santa/orders.csv",
        "passwords.csv",
        "lake.shop.api_key_events",
        "C:/exports/a@b.csv",
    ):
        assert secret_in(text) is None, text


def test_e112_explain_shows_every_query_before_it_runs(
    clicks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = asked(capsys, "mine", "transitions", "clicks", "--explain", "--engine", "duckdb://")
    assert all("SELECT" in query for query in said["queries"]) and len(said["queries"]) > 1
    assert "rows" not in said


def test_e112_measure_explains_and_writes_nothing(shop_exports, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "atlas.yaml").write_text("title: Shop\nfloor: 1\n")
    assert main(["listen", "add", "orders", str(shop_exports.orders), "--atlas", "shop"]) == 0
    assert main(["draft", "shop"]) == 0
    capsys.readouterr()
    before = sorted((tmp_path / "shop").rglob("*.json"))
    said = asked(capsys, "measure", "shop", "--explain")
    assert len(said["queries"]) > 5 and all("SELECT" in query for query in said["queries"])
    assert sorted((tmp_path / "shop").rglob("*.json")) == before
    assert main(["measure", "shop", "--since", "2026-01-10", "--until", "2026-02-10"]) == 0
    assert "Only events from 2026-01-10 until before 2026-02-10" in capsys.readouterr().out
    run = json.loads(next((tmp_path / "shop" / "measures").glob("*.json")).read_text())
    assert any(note.startswith("Only events from 2026-01-10") for note in run["notes"])
    begin, end = datetime(2026, 1, 10), datetime(2026, 2, 10)
    names = ("bought", "approved", "shipped", "delivered")
    inside = sum(any(row[n] and begin <= row[n] < end for n in names) for row in shop_exports.rows)
    reached = [row["n"] for row in run["rows"] if row["measure"] == "reach"]
    assert 0 < max(reached) <= inside < len(shop_exports.rows)
