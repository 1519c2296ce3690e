"""Folders of Parquet as tables, and periods that open only what they need (spec E100 to E104, E113)."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.atlas import Source
from footpath.base import DAY, BadInputError, datetime_to_us, us_to_datetime
from footpath.engines import open_engine
from footpath.evidence import guess, prepare
from footpath.evidence.lake.days import Days, asked_days, day_us, may_hold

_SPEC = importlib.util.spec_from_file_location("lake_tables", Path(__file__).with_name("tables.py"))
tables = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(tables)
at, events_of, hive, names_in, source_of = (
    tables.at,
    tables.events_of,
    tables.hive,
    tables.names_in,
    tables.source_of,
)


def test_e100_a_folder_a_pattern_and_a_list_of_its_files_are_one_table(tmp_path: Path) -> None:
    root = hive(tmp_path / "events", range(9, 12))
    (root / "day=2025-01-09" / "_SUCCESS").write_bytes(b"")
    (root / "_temporary").mkdir()
    (root / "_temporary" / "x.parquet").write_bytes(b"half")
    whole = prepare(source_of(root), tmp_path)
    files = sorted(str(file) for file in root.glob("day=*/*.parquet"))
    assert whole.events is not None and whole.events.columns is not None
    assert [str(path) for path in whole.events.paths] == files
    for other in (source_of("events/day=*/*.parquet"), source_of(*files)):
        assert prepare(other, tmp_path).events == whole.events
        assert prepare(other, tmp_path).hash == whole.hash
    assert names_in(whole) == sorted(f"e{day}-{hour}" for day in (9, 10, 11) for hour in (1, 9, 17))


def test_e101_what_folders_are_named_by_is_a_column(tmp_path: Path) -> None:
    root = tmp_path / "events"
    for country, day in (
        ("PT", "2025-01-02"),
        ("DE", "2025-01-02"),
        ("__HIVE_DEFAULT_PARTITION__", "2025-01-03"),
    ):
        folder = root / f"country={country}" / f"day={day}"
        folder.mkdir(parents=True)
        pq.write_table(events_of(int(day[-2:])), folder / "a.parquet")
    guessed = guess([root], given=Source.model_validate({"id": "x", "customer": "who"}))
    assert guessed.source.properties == ("country",)
    assert ("partition", "day") in [(one.role, one.column) for one in guessed.guesses]
    prepared = prepare(source_of(root, properties=["country", "day"]), tmp_path)
    with open_engine().workspace([prepared]) as workspace:
        rows = workspace.fetch(workspace.events.select("event", "country", "day")).to_pylist()
    assert sorted({(row["country"], row["day"]) for row in rows}, key=str) == [
        ("DE", date(2025, 1, 2)),
        ("PT", date(2025, 1, 2)),
        (None, date(2025, 1, 3)),
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "20"], "int64"),
        (["01", "20"], "string"),
        (["2025-01-01"], "date32[day]"),
        (["2025-13-01"], "string"),
        (["a=b"], "string"),
    ],
)
def test_e101_names_of_folders_are_whole_numbers_dates_or_text(
    tmp_path: Path, values: list[str], expected: str
) -> None:
    from footpath.evidence.lake.folders import list_folder

    for value in values:
        (tmp_path / f"x={value}").mkdir()
        pq.write_table(events_of(1), tmp_path / f"x={value}" / "a.parquet")
    listing = list_folder(tmp_path)
    assert listing.beside == {"x": expected}
    assert [file.values["x"] for file in listing.files] == values


def test_e104_only_the_partitions_of_the_period_and_one_on_each_side_are_opened(
    tmp_path: Path, opened: list[Path]
) -> None:
    root = hive(tmp_path / "events")
    (root / "day=2025-01-01" / "part-0.parquet").write_bytes(b"this is no Parquet file at all")
    (root / "day=2025-01-10" / "part-0.parquet").write_bytes(b"")
    opened.clear()
    prepared = prepare(source_of(root), tmp_path, period=(at(5), at(7)))
    days = {f"day=2025-01-{day:02d}" for day in (4, 5, 6, 7)}
    assert {path.parent.name for path in opened} == days
    assert prepared.events is not None and {path.parent.name for path in prepared.events.paths} == days
    assert prepared.period == (at(5), at(7))
    assert prepared.report.notes == (
        "Of the 10 files of events the period needs 4; the others were not opened.",
    )
    assert names_in(prepared) == sorted(f"e{day}-{hour}" for day in (5, 6) for hour in (1, 9, 17))
    with pytest.raises(BadInputError):
        prepare(source_of(root), tmp_path)


@pytest.mark.parametrize(
    ("name", "opened_days"),
    [
        ("dt=202501{:02d}", 3),
        ("event_date=2025-01-{:02d}", 3),
        ("year=2025/month=1/day={}", 3),
        ("year=2025/month=01/day={:02d}", 3),
        ("load_date=2025-01-{:02d}", 10),
        ("ingested=2025-01-{:02d}", 10),
        ("bucket={}", 10),
    ],
)
def test_e104_days_are_found_by_the_names_of_folders_and_a_day_of_loading_is_none(
    tmp_path: Path, name: str, opened_days: int
) -> None:
    root = hive(tmp_path / "events", name=name)
    prepared = prepare(source_of(root), tmp_path, period=(at(5), at(6)))
    assert prepared.events is not None and len(prepared.events.paths) == opened_days
    assert names_in(prepared) == ["e5-1", "e5-17", "e5-9"]


def test_e104_a_source_may_say_which_column_and_how_it_is_written(tmp_path: Path) -> None:
    root = hive(tmp_path / "events", name="load_date=2025-01-{:02d}")
    source = source_of(root, partition="load_date")
    prepared = prepare(source, tmp_path, period=(at(5), at(6)))
    assert prepared.events is not None and len(prepared.events.paths) == 3
    months = tmp_path / "months"
    for month in range(1, 6):
        (months / f"m=2025-{month:02d}").mkdir(parents=True)
        pq.write_table(events_of(31 * month - 20), months / f"m=2025-{month:02d}" / "a.parquet")
    said = source_of(months, partition={"column": "m", "kind": "month"})
    prepared = prepare(said, tmp_path, period=(at(10, month=3), at(11, month=3)))
    assert prepared.events is not None and len(prepared.events.paths) == 1
    prepared = prepare(said, tmp_path, period=(at(1, month=3), at(2, month=3)))
    assert prepared.events is not None and len(prepared.events.paths) == 2


def test_e104_a_file_without_a_day_and_a_wide_table_are_read_whole(tmp_path: Path) -> None:
    root = hive(tmp_path / "events", range(1, 6))
    pq.write_table(events_of(3, hours=(3,)), root / "late.parquet")
    prepared = prepare(source_of(root), tmp_path, period=(at(3), at(4)))
    assert prepared.events is not None and len(prepared.events.paths) == 4
    assert names_in(prepared) == ["e3-1", "e3-17", "e3-3", "e3-9"]
    wide = Source.model_validate(
        {"id": "orders", "files": [str(root)], "customer": "who", "times": {"ordered": "at"}}
    )
    assert prepare(wide, tmp_path, period=(at(3), at(4))).report.rows == 16


def test_e102_days_of_a_period_begin_in_the_zone_across_a_change_of_clocks() -> None:
    # Lisbon went to summer time on 30 March 2025: that day has 23 hours.
    begin, end = (day_us(date(2025, 3, day), "Europe/Lisbon") for day in (30, 31))
    assert end - begin == 23 * 3_600_000_000
    assert us_to_datetime(end).isoformat() == "2025-03-30T23:00:00+00:00"


@given(st.integers(-14 * 60, 12 * 60), st.integers(0, 3 * 86_399), st.integers(1, 2 * 86_400))
def test_e104_no_event_of_a_period_lies_in_a_partition_left_out_whatever_zone_wrote_it(
    minutes: int, begin_s: int, length_s: int
) -> None:
    since = at(10) + begin_s * 1_000_000
    until = since + length_s * 1_000_000
    asked = asked_days((since, until))
    for moment in (since, (since + until) // 2, until - 1):
        day = us_to_datetime(moment - minutes * 60_000_000).date()
        assert may_hold((day, day), asked)
    far = us_to_datetime(since - 3 * DAY).date()
    assert not may_hold((far, far), asked)


def test_e102_days_of_a_source_reach_back_to_the_beginning_of_a_day_and_open_only_those(
    tmp_path: Path, opened: list[Path]
) -> None:
    root = hive(tmp_path / "events")
    source = source_of(root, days=2, zone="Europe/Lisbon")
    prepared = prepare(source, tmp_path, now_us=at(10, 15))
    assert prepared.period == (at(8), None)
    assert {path.parent.name for path in opened} == {f"day=2025-01-{day:02d}" for day in (7, 8, 9, 10)}
    assert prepared.events is not None and prepared.events.columns is not None
    assert prepare(source, tmp_path, now_us=at(10, 16)).hash == prepared.hash
    narrower = prepare(source, tmp_path, now_us=at(10, 15), period=(at(9), at(10)))
    assert narrower.period == (at(9), at(10))
    assert prepare(source, tmp_path, now_us=at(10, 15), period=(at(1), None)).period == (at(8), None)


def test_e103_files_that_are_copied_are_filtered_alike(tmp_path: Path) -> None:
    rows = ["at,event,who", *(f"2025-01-{day:02d} 12:00,e{day},ann" for day in range(1, 11))]
    (tmp_path / "events.csv").write_text("\n".join(rows))
    source = source_of("events.csv")
    prepared = prepare(source, tmp_path, period=(at(3), at(5)))
    assert names_in(prepared) == ["e3", "e4"]
    assert names_in(prepare(source, tmp_path)) == sorted(f"e{day}" for day in range(1, 11))


def test_e106_the_period_belongs_to_the_hash(tmp_path: Path) -> None:
    root = hive(tmp_path / "events")
    hashes = {
        prepare(source_of(root), tmp_path, period=period).hash
        for period in ((None, None), (at(3), None), (at(3), at(5)), (at(3), at(5) + 1))
    }
    assert len(hashes) == 4
    pq.write_table(events_of(1), root / "day=2025-01-01" / "more.parquet")
    again = prepare(source_of(root), tmp_path, period=(at(3), at(5))).hash
    assert again in hashes, "a file outside the period changes nothing"


# ---------------------------------------------------------------- bad input


def code_of(source: Source, root: Path, **more: object) -> str:
    with pytest.raises(BadInputError) as caught:
        prepare(source, root, **more)  # type: ignore[arg-type]
    return caught.value.problems[0].code


def test_e113_what_is_wrong_with_a_folder_is_said_by_name(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert code_of(source_of("empty"), tmp_path) == "file-missing"
    root = hive(tmp_path / "events", range(1, 4))
    assert code_of(source_of(root), tmp_path, period=(at(20), at(21))) == "period-empty"
    assert code_of(source_of(root, partition="month"), tmp_path) == "column-missing"
    pq.write_table(events_of(3, more=[1, 2, 3]), root / "day=2025-01-03" / "b.parquet")
    assert code_of(source_of(root), tmp_path) == "parquet-parts-differ"
    other = hive(tmp_path / "other", range(1, 4), name="week={}")
    assert code_of(source_of(other, partition="week"), tmp_path) == "partition-no-date"
    assert code_of(source_of("s3://bucket/events/"), tmp_path) == "file-elsewhere"


def test_days_of_folders_whose_names_are_no_days_are_not_guessed() -> None:
    for values in (
        {"day": "monday"},
        {"day": "2025-02-30"},
        {"year": "next"},
        {"year": "2025", "month": "13"},
    ):
        assert not Days(None, [values], "t").known
    assert Days(None, [{"day": None}, {"day": "2025-01-02"}], "t").of({"day": None}) is None


def test_a_period_in_a_zone_far_away(tmp_path: Path) -> None:
    root = hive(tmp_path / "events")
    begin, end = (day_us(date(2025, 1, day), "Pacific/Kiritimati") for day in (5, 6))
    prepared = prepare(source_of(root), tmp_path, period=(begin, end))
    expected = [
        f"e{day}-{hour}" for day in range(1, 11) for hour in (1, 9, 17) if begin <= at(day, hour) < end
    ]
    assert names_in(prepared) == sorted(expected) and len(expected) == 3
    assert datetime_to_us(us_to_datetime(begin)) == begin
