"""Delta tables, by the files of their newest version (spec E105, E106, E109, E110, E113)."""

from __future__ import annotations

import base64
import importlib.util
import json
import struct
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.atlas import Source
from footpath.base import BadInputError, MissingExtraError
from footpath.evidence import guess, prepare

_SPEC = importlib.util.spec_from_file_location("lake_tables", Path(__file__).with_name("tables.py"))
tables = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(tables)
at, events_of, names_in, source_of = tables.at, tables.events_of, tables.names_in, tables.source_of

deltalake = pytest.importorskip("deltalake", reason="the extra footpath[delta] is not installed")


def days(*which: int) -> pa.Table:
    """Return events of several days, with the day as a column."""
    parts = [events_of(day) for day in which]
    column = pa.array([f"2025-01-{day:02d}" for day in which for _ in range(3)])
    return pa.concat_tables(parts).append_column("day", column)


def written(path: Path, *which: int, **more: Any) -> Path:
    deltalake.write_deltalake(str(path), days(*which), partition_by=["day"], **more)
    return path


def named(*which: int) -> list[str]:
    return sorted(f"e{day}-{hour}" for day in which for hour in (1, 9, 17))


def test_e105_the_newest_version_is_read_in_place_and_no_file_that_it_removed(tmp_path: Path) -> None:
    path = written(tmp_path / "events", 1, 2)
    written(path, 3, mode="append")
    first = prepare(source_of(path), tmp_path)
    assert first.events is not None and first.events.columns is not None
    assert {file.parent.parent for file in first.events.paths} == {path}
    assert names_in(first) == named(1, 2, 3)
    deltalake.DeltaTable(str(path)).delete("day = '2025-01-01'")
    second = prepare(source_of(path), tmp_path)
    assert names_in(second) == named(2, 3)
    assert second.report.notes[0].startswith("events is a table of Delta: version 2 of 20")
    assert len(list(path.glob("day=2025-01-01/*.parquet"))) == 1, "the file is still there"


def test_e105_through_the_door_a_guess_and_a_reading(tmp_path: Path) -> None:
    path = written(tmp_path / "events", 1, 2)
    guessed = guess([path], given=Source.model_validate({"id": "x", "customer": "who"}))
    assert (guessed.source.time, guessed.source.event) == ("at", "event")
    assert ("partition", "day") in [(one.role, one.column) for one in guessed.guesses]
    assert guessed.source.properties == ()
    assert names_in(prepare(guessed.source.model_copy(update={"pseudonyms": False}), tmp_path)) == named(1, 2)


def test_e104_only_files_of_the_period_are_opened_by_partition_and_by_what_the_log_knows(
    tmp_path: Path, opened: list[Path]
) -> None:
    path = written(tmp_path / "parted", *range(1, 11))
    for file in path.glob("day=2025-01-01/*.parquet"):
        file.write_bytes(b"broken")
    plain = tmp_path / "plain"
    for day in range(1, 11):
        deltalake.write_deltalake(str(plain), events_of(day), mode="append")
    opened.clear()
    parted = prepare(source_of(path), tmp_path, period=(at(5), at(6)))
    # The log knows the least and greatest time of each file: the days beside are not needed.
    assert {file.parent.name for file in opened} == {"day=2025-01-05"}
    assert (
        parted.report.notes[1] == "Of the 10 files of parted the period needs 1; the others were not opened."
    )
    assert names_in(parted) == named(5)
    by_time = prepare(source_of(plain), tmp_path, period=(at(5), at(6)))
    assert by_time.events is not None and len(by_time.events.paths) == 1
    assert names_in(by_time) == named(5)


def test_e106_the_hash_is_that_of_the_version(tmp_path: Path, opened: list[Path]) -> None:
    path = written(tmp_path / "events", 1)
    first = prepare(source_of(path), tmp_path)
    assert prepare(source_of(path), tmp_path).hash == first.hash
    written(path, 2, mode="append")
    second = prepare(source_of(path), tmp_path)
    assert second.hash != first.hash
    deltalake.DeltaTable(str(path)).delete("day = '2025-01-02'")
    assert len({first.hash, second.hash, prepare(source_of(path), tmp_path).hash}) == 3


def test_what_the_log_said_is_kept_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "events", 1, 2)
    later = time.time_ns() + 10_000_000_000
    monkeypatch.setattr("footpath.evidence.lake.gather.clock.time_ns", lambda: later)
    first = prepare(source_of(path), tmp_path)
    monkeypatch.setattr("footpath.evidence.lake.delta.list_delta", None)
    assert prepare(source_of(path), tmp_path) == first
    written(path, 3, mode="append")
    with pytest.raises(TypeError):
        prepare(source_of(path), tmp_path)


def test_e109_a_column_that_came_later_is_null_before(tmp_path: Path) -> None:
    path = written(tmp_path / "events", 1)
    more = days(2).append_column("plan", pa.array(["pro"] * 3))
    deltalake.write_deltalake(str(path), more, mode="append", schema_mode="merge")
    without = prepare(source_of(path), tmp_path)
    assert without.events is not None and without.events.columns is not None
    source = source_of(path, properties=["plan", "day"])
    copied = prepare(source, tmp_path)
    assert copied.events is not None and copied.events.columns is None
    rows = pq.read_table(copied.events.paths[0]).to_pylist()
    assert [(row["event"], row["plan"], row["day"]) for row in rows] == [
        *((f"e1-{hour}", None, "2025-01-01") for hour in (1, 9, 17)),
        *((f"e2-{hour}", "pro", "2025-01-02") for hour in (1, 9, 17)),
    ]


def vector(*gone: int) -> dict[str, Any]:
    """Return a deletion vector that stands in the log itself (format: Delta's protocol, "Deletion Vector Format")."""
    from pyroaring import BitMap

    inner = (
        struct.pack("<i", 1681511377) + struct.pack("<q", 1) + struct.pack("<i", 0) + BitMap(gone).serialize()
    )
    inner += b"\0" * (-len(inner) % 4)
    letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
    standard = "".join(map(chr, range(33, 118)))
    text = base64.a85encode(inner).decode().replace("z", "!!!!!").translate(str.maketrans(standard, letters))
    return {"storageType": "i", "pathOrInlineDv": text, "sizeInBytes": len(inner), "cardinality": len(gone)}


def by_hand(path: Path, table: pa.Table, fields: list[dict[str, Any]], **more: Any) -> Path:
    """Write a table of one file with a log of our own; `more` goes to its file, or names features."""
    (path / "_delta_log").mkdir(parents=True)
    pq.write_table(table, path / "a.parquet")
    features, setting = more.pop("features"), more.pop("setting")
    actions = [
        {"protocol": {"minReaderVersion": 3, "minWriterVersion": 7, "readerFeatures": features, "writerFeatures": features}},
        {"metaData": {"id": str(uuid.uuid4()), "format": {"provider": "parquet", "options": {}}, "partitionColumns": [],
                      "schemaString": json.dumps({"type": "struct", "fields": fields}), "configuration": setting,
                      "createdTime": 0}},
        {"add": {"path": "a.parquet", "partitionValues": {}, "size": (path / "a.parquet").stat().st_size,
                 "modificationTime": 0, "dataChange": True, "stats": json.dumps({"numRecords": table.num_rows}), **more}},
    ]  # fmt: skip
    (path / "_delta_log" / f"{0:020}.json").write_text("\n".join(json.dumps(action) for action in actions))
    return path


def field(name: str, kind: str = "string", **metadata: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "nullable": True, "metadata": metadata}


def test_e105_rows_that_were_deleted_are_left_out(tmp_path: Path) -> None:
    fields = [field("at", "timestamp"), field("event"), field("who")]
    path = by_hand(
        tmp_path / "events",
        events_of(1),
        fields,
        features=["deletionVectors"],
        setting={"delta.enableDeletionVectors": "true"},
        deletionVector=vector(1),
    )
    prepared = prepare(source_of(path), tmp_path)
    assert prepared.events is not None and prepared.events.columns is None, "an engine would count them"
    assert names_in(prepared) == ["e1-1", "e1-17"]


def test_e105_columns_that_were_renamed_are_found(tmp_path: Path) -> None:
    key = "delta.columnMapping.physicalName"
    fields = [
        field(name, kind, **{"delta.columnMapping.id": number, key: f"col-{number}"})
        for number, (name, kind) in enumerate((("at", "timestamp"), ("event", "string"), ("who", "string")))
    ]
    path = by_hand(
        tmp_path / "events",
        events_of(1).rename_columns(["col-0", "col-1", "col-2"]),
        fields,
        features=["columnMapping"],
        setting={"delta.columnMapping.mode": "name", "delta.columnMapping.maxColumnId": "3"},
    )
    assert names_in(prepare(source_of(path), tmp_path)) == named(1)


def code_of(path: Path, **more: Any) -> str:
    with pytest.raises(BadInputError) as caught:
        prepare(source_of(path, **more), path.parent)
    return caught.value.problems[0].code


def test_e113_a_table_whose_files_or_log_are_gone_is_refused_by_name(tmp_path: Path) -> None:
    path = written(tmp_path / "events", 1, 2)
    gone = next(path.glob("day=2025-01-02/*.parquet"))
    gone.unlink()
    assert code_of(path) == "file-missing"
    assert names_in(prepare(source_of(path), tmp_path, period=(at(1), at(2)))) == named(1)
    log = written(tmp_path / "log", 1)
    (log / "_delta_log" / f"{0:020}.json").write_text('{"add": ')
    assert code_of(log) == "table-damaged"
    empty = tmp_path / "empty"
    (empty / "_delta_log").mkdir(parents=True)
    assert code_of(empty) == "table-damaged"


@pytest.mark.parametrize("name", ["../elsewhere.parquet", "/etc/hosts", "s3://bucket/a.parquet"])
def test_e110_a_table_names_no_file_outside_its_folder(tmp_path: Path, name: str) -> None:
    fields = [field("at", "timestamp"), field("event"), field("who")]
    path = by_hand(tmp_path / "events", events_of(1), fields, features=["columnMapping"], setting={})
    pq.write_table(events_of(2), tmp_path / "elsewhere.parquet")
    log = path / "_delta_log" / f"{0:020}.json"
    log.write_text(log.read_text().replace('"a.parquet"', json.dumps(name)))
    assert code_of(path) in ("table-elsewhere", "table-damaged")


def test_without_the_package_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "events", 1)
    monkeypatch.setitem(sys.modules, "deltalake", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'footpath\[delta\]'"):
        prepare(source_of(path), tmp_path)
