"""Preparing through the door: cache, pseudonyms, the report that people read, whether sources meet (spec E70 to E89)."""

from __future__ import annotations

import importlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.atlas import Source
from footpath.base import BadInputError, cache_folder
from footpath.evidence import LoadReport, files_of, guess, meet, prepare
from footpath.evidence.tables import EVENTS

ORDERS = (
    "order_id,customer_id,status,ordered_at,delivered_at,promised_delivery\n"
    "o-1,canary-1,delivered,2018-01-02 10:00,2018-01-05 12:00,2018-01-05\n"
    "o-2,canary-2,shipped,2018-01-03 10:00,,2018-01-09\n"
    "o-3,canary-1,delivered,2018-02-03 10:00,2018-02-31 11:00,2018-02-05\n"
)


@pytest.fixture(autouse=True)
def _in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the child's functions here, but for the tests that go through the door: a child takes a second to start."""
    if "through_the_door" in request.node.name:
        return

    def here(function: str, argument: dict[str, Any], *, folder: Path, **_: object) -> dict[str, Any]:
        module, _, name = function.partition(":")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return json.loads(json.dumps(getattr(importlib.import_module(module), name)(argument, folder)))
        except BaseException:
            shutil.rmtree(folder)
            raise

    for user in ("preparing", "guessing.files"):
        monkeypatch.setattr(f"footpath.evidence.{user}.in_child", here)


def orders_source(**more: object) -> Source:
    return Source.model_validate(
        {
            "id": "orders",
            "files": ["orders.csv"],
            "case": "order_id",
            "customer": "customer_id",
            "times": {"ordered": "ordered_at", "delivered": "delivered_at"},
            "promises": {"delivered": "promised_delivery"},
            "outcome": {"column": "status", "wanted": ["delivered"], "unwanted": ["canceled"]},
            **more,
        }
    )


def test_e70_two_calls_from_a_file_to_canonical_events_through_the_door(reading) -> None:
    path = reading.write("orders.csv", ORDERS.replace("02-31", "02-21"))
    guessed = guess([path])
    prepared = prepare(guessed.source, reading.folder)
    assert prepared.events is not None and prepared.events.columns is None
    table = pq.read_table(prepared.events.paths[0])
    assert table.schema.names[: len(EVENTS.names)] == EVENTS.names
    assert table.num_rows == 5
    assert (prepared.report.rows, prepared.report.events, prepared.report.customers) == (3, 5, 2)
    assert prepared.answers is None and prepared.remarks is None


def test_e71_a_second_run_reads_nothing_again_until_the_content_changes(reading) -> None:
    path = reading.write("orders.csv", ORDERS)
    first = prepare(orders_source(), reading.folder)
    assert first.events is not None
    made = first.events.paths[0].stat().st_mtime_ns
    os.utime(path)
    again = prepare(orders_source(), reading.folder)
    assert again == first
    assert first.events.paths[0].stat().st_mtime_ns == made
    other_words = prepare(orders_source(promises={}), reading.folder)
    assert other_words.hash == first.hash and other_words.events != first.events
    path.write_text(ORDERS.replace("o-3", "o-4"))
    assert prepare(orders_source(), reading.folder).hash != first.hash


def test_e72_no_id_of_a_customer_is_left_in_the_cache_through_the_door(reading) -> None:
    reading.write("orders.csv", ORDERS)
    prepare(orders_source(), reading.folder)
    held = [path for path in cache_folder().rglob("*") if path.is_file()]
    assert held
    assert not [path for path in held if b"canary" in path.read_bytes()]


def test_e73_the_report_says_what_was_taken_for_what_and_how_to_change_it(reading) -> None:
    reading.write("orders.csv", ORDERS)
    text = prepare(orders_source(), reading.folder, zone="Europe/Lisbon").report.render()
    lines = text.splitlines()
    assert lines[0] == "orders: 3 rows of orders.csv give 4 events, 3 orders, 2 customers"
    assert lines[1] == "  from 2 Jan 2018 to 3 Feb 2018, days in zone Europe/Lisbon"
    assert lines[2] == "  ordered 3, delivered 1"
    assert any(line.split() == ["order_id", "the", "order", "o-1", "--case", "COLUMN"] for line in lines)
    assert "the promise of “delivered”" in text and "--promise delivered=COLUMN" in text
    assert 'orders.csv, line 4: "2018-02-31 11:00" is no date (delivered_at). Set aside.' in text
    assert "2 of 3 orders have no “delivered” (not yet, or never)." in text
    assert "status: delivered is a good end, canceled is a bad end;" in text
    assert "Times name no zone and were read as Europe/Lisbon." in text
    assert max(len(line) for line in lines if "aside.jsonl" not in line) <= 118
    assert len(lines) <= 40


def test_e73_a_report_comes_back_from_json(reading) -> None:
    reading.write("orders.csv", ORDERS)
    report = prepare(orders_source(), reading.folder).report
    assert LoadReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_e74_patterns_read_next_months_export_too_in_natural_order(reading) -> None:
    for month in (2, 10, 1):
        reading.write(f"exports/orders-{month}.csv", ORDERS)
    found = files_of(orders_source(files=["exports/orders-*.csv"]), reading.folder)
    assert [path.name for path in found] == ["orders-1.csv", "orders-2.csv", "orders-10.csv"]


@pytest.mark.parametrize("name", ["ordres.csv", "ordres-*.csv"])
def test_e74_a_missing_file_is_named_with_the_nearest(reading, name: str) -> None:
    reading.write("orders.csv", ORDERS)
    with pytest.raises(BadInputError) as caught:
        prepare(orders_source(files=[name]), reading.folder)
    (problem,) = caught.value.problems
    assert problem.code == "file-missing" and name in problem.message


def test_e75_an_unknown_zone_is_named_with_the_nearest(reading) -> None:
    reading.write("orders.csv", ORDERS)
    with pytest.raises(BadInputError, match="Europe/Lisbon"):
        prepare(orders_source(zone="Europe/Lisbn"), reading.folder)


def test_e76_nothing_is_left_where_the_reading_failed_through_the_door(reading) -> None:
    reading.write("orders.csv", ORDERS)
    before = {path for path in cache_folder().rglob("*") if path.is_file()}
    with pytest.raises(BadInputError):
        prepare(orders_source(case="no_such_column"), reading.folder)
    assert {path for path in cache_folder().rglob("*") if path.is_file()} == before


def test_e77_parquet_in_place_names_its_columns(reading) -> None:
    folder = reading.folder / "events"
    folder.mkdir()
    for part in range(2):
        at = pa.array([1_700_000_000_000_000 + part, 1_700_000_100_000_000], pa.timestamp("us", "UTC"))
        table = pa.table(
            {
                "user_id": [1, 2],
                "event": ["view", "buy"],
                "timestamp": at,
                "revenue": [None, 2.5],
                "device": ["a", "b"],
            }
        )
        pq.write_table(table, folder / f"part-{part}.parquet")
    prepared = prepare(guess([folder]).source, reading.folder)
    assert prepared.events is not None and prepared.events.columns is not None
    assert [path.name for path in prepared.events.paths] == ["part-0.parquet", "part-1.parquet"]
    columns = prepared.events.columns
    assert (columns.customer, columns.time, columns.event, columns.value) == (
        "user_id",
        "timestamp",
        "event",
        "revenue",
    )
    assert columns.properties == ("device",)
    assert (prepared.report.rows, prepared.report.in_place, prepared.report.events) == (4, True, None)


def test_e80_sources_meet_by_their_cases(reading) -> None:
    reading.write("orders.csv", ORDERS)
    reading.write("reviews.csv", "review_id,order_id,score\nr1,o-1,5\nr2,o-3,1\nr3,o-9,1\n")
    reviews = Source.model_validate(
        {
            "id": "reviews",
            "files": ["reviews.csv"],
            "case": "order_id",
            "score": {"column": "score", "scale": [1, 5]},
        }
    )
    both = [prepare(source, reading.folder) for source in (orders_source(), reviews)]
    (met,) = meet(both)
    assert (met.code, met.severity) == ("sources-meet", "info")
    assert met.message == "orders and reviews meet by order_id: 2 of 3 orders in orders are in reviews too"


def test_e81_sources_without_an_id_in_common_are_warned_of(reading) -> None:
    reading.write("orders.csv", ORDERS)
    reading.write("reviews.csv", "review_id,order_id,score\nr1,x-1,5\nr2,x-3,1\n")
    reviews = Source.model_validate(
        {
            "id": "reviews",
            "files": ["reviews.csv"],
            "case": "order_id",
            "score": {"column": "score", "scale": [1, 5]},
        }
    )
    problems = meet([prepare(source, reading.folder) for source in (orders_source(), reviews)])
    assert [problem.code for problem in problems] == ["no-common-id", "no-common-id"]
    assert problems[0].message == "orders has no id in common with reviews"
    assert "order_id (such as o-1)" in problems[0].render()


def test_e82_identities_tie_sources_with_different_ids_of_one_customer(reading) -> None:
    reading.write("orders.csv", ORDERS)
    reading.write("people.csv", "customer_id,person\ncanary-1,p1\ncanary-2,p1\n")
    people = Source.model_validate(
        {
            "id": "people",
            "files": ["people.csv"],
            "customer": "person",
            "identity": {"id": "customer_id", "customer": "person"},
        }
    )
    (met,) = meet([prepare(source, reading.folder) for source in (orders_source(), people)])
    assert met.code == "sources-meet"


def test_e82_parquet_in_place_meets_what_was_pseudonymised_through_the_door(reading) -> None:
    at = pa.array([1_700_000_000_000_000], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"who": ["c1"], "what": ["view"], "at": at}), reading.folder / "log.parquet")
    reading.write("people.csv", "who,plan\nc1,free\nc2,free\n")
    log = Source.model_validate(
        {"id": "log", "files": ["log.parquet"], "customer": "who", "event": "what", "time": "at"}
    )
    people = Source.model_validate(
        {"id": "people", "files": ["people.csv"], "customer": "who", "traits": ["plan"]}
    )
    (met,) = meet([prepare(source, reading.folder) for source in (log, people)])
    assert met.message == "log and people meet by who: 1 of 1 customers in log are in people too"


def test_importing_the_room_loads_nothing_heavy(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import sys, footpath.evidence; print([m for m in ('pyarrow', 'numpy', 'pydantic', 'yaml') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
