"""Iceberg tables, by the files of their current snapshot (spec E105, E106, E108 to E110, E113)."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
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

pytest.importorskip("pyiceberg", reason="the extra footpath[iceberg] is not installed")
pytest.importorskip(
    "sqlalchemy", reason="writing a table of Iceberg for the test needs pyiceberg[sql-sqlite]"
)


@pytest.fixture
def catalog(tmp_path: Path) -> Any:
    from pyiceberg.catalog.memory import InMemoryCatalog

    made = InMemoryCatalog("tests", warehouse=(tmp_path / "lake").as_uri())
    made.create_namespace("shop")
    yield made
    made.close()


@pytest.fixture
def events(catalog: Any, tmp_path: Path) -> tuple[Any, Path]:
    """Return a table parted by the day of `at`, with a file for each of ten days, and its folder."""
    from pyiceberg.partitioning import PartitionField, PartitionSpec
    from pyiceberg.transforms import DayTransform

    first = catalog.create_table("shop.plain", schema=events_of(1).schema)
    spec = PartitionSpec(
        PartitionField(first.schema().find_field("at").field_id, 1000, DayTransform(), "at_day")
    )
    table = catalog.create_table("shop.events", schema=first.schema(), partition_spec=spec)
    table.append(pa.concat_tables([events_of(day) for day in range(1, 11)]))
    return table, tmp_path / "lake" / "shop" / "events"


def named(*which: int) -> list[str]:
    return sorted(f"e{day}-{hour}" for day in which for hour in (1, 9, 17))


def test_e108_the_current_snapshot_is_read_in_place(events: tuple[Any, Path], tmp_path: Path) -> None:
    table, path = events
    first = prepare(source_of(path), tmp_path)
    assert first.events is not None and first.events.columns is not None and len(first.events.paths) == 10
    assert names_in(first) == named(*range(1, 11))
    table.delete("event == 'e1-1' or event == 'e1-9' or event == 'e1-17'")
    second = prepare(source_of(path), tmp_path)
    assert names_in(second) == named(*range(2, 11))
    assert second.hash != first.hash, "E106"
    assert "is a table of Iceberg: snapshot" in second.report.notes[0]
    newest = max((path / "metadata").glob("*.metadata.json"))
    assert prepare(source_of(newest), tmp_path).hash == second.hash
    older = sorted((path / "metadata").glob("*.metadata.json"))[1]
    assert names_in(prepare(source_of(older), tmp_path)) == named(*range(1, 11))


def test_e108_through_the_door_a_guess_and_a_reading(events: tuple[Any, Path], tmp_path: Path) -> None:
    _, path = events
    guessed = guess([path], given=Source.model_validate({"id": "x", "customer": "who", "event": "event"}))
    assert (guessed.source.time, guessed.source.event) == ("at", "event")
    prepared = prepare(
        guessed.source.model_copy(update={"pseudonyms": False}), tmp_path, period=(at(2), at(3))
    )
    assert names_in(prepared) == named(2)


def test_e104_only_files_of_the_period_are_opened(
    events: tuple[Any, Path], tmp_path: Path, opened: list[Path]
) -> None:
    _, path = events
    for file in path.rglob("*.parquet"):
        if pq.read_table(file)["event"][0].as_py() == "e1-1":
            file.write_bytes(b"broken")
    opened.clear()
    prepared = prepare(source_of(path), tmp_path, period=(at(5), at(6)))
    assert len(set(opened)) == 1
    assert (
        prepared.report.notes[1]
        == "Of the 10 files of events the period needs 1; the others were not opened."
    )
    assert names_in(prepared) == named(5)
    with pytest.raises(BadInputError) as caught:
        prepare(source_of(path), tmp_path, period=(at(20), at(21)))
    assert caught.value.problems[0].code == "period-empty"


def test_e108_a_table_that_was_copied_elsewhere_is_read_there(
    events: tuple[Any, Path], tmp_path: Path
) -> None:
    _, path = events
    copied = tmp_path / "copied"
    shutil.copytree(path, copied)
    shutil.rmtree(path)
    prepared = prepare(source_of(copied), tmp_path)
    assert prepared.events is not None and all(file.is_relative_to(copied) for file in prepared.events.paths)
    assert names_in(prepared) == named(*range(1, 11))


def test_e109_columns_renamed_and_added_later_are_found_by_their_ids(catalog: Any, tmp_path: Path) -> None:
    from pyiceberg.types import StringType

    table = catalog.create_table("shop.moved", schema=events_of(1).schema)
    table.append(events_of(1))
    with table.update_schema() as update:
        update.rename_column("event", "what")
    with table.update_schema() as update:
        update.add_column("event", StringType())
    renamed = events_of(2).rename_columns(["at", "what", "who"]).append_column("event", pa.array(["x"] * 3))
    table.append(renamed)
    prepared = prepare(source_of(tmp_path / "lake" / "shop" / "moved", event="what"), tmp_path)
    assert prepared.events is not None and prepared.events.columns is None
    assert names_in(prepared) == named(1, 2)


def test_e105_rows_deleted_by_position_are_left_out(catalog: Any, tmp_path: Path) -> None:
    from pyiceberg.manifest import DataFile, DataFileContent, FileFormat
    from pyiceberg.table.snapshots import Operation
    from pyiceberg.typedef import Record

    table = catalog.create_table("shop.gone", schema=events_of(1).schema, properties={"format-version": "2"})
    table.append(events_of(1))
    data = next(iter(table.scan().plan_files())).file.file_path
    folder = tmp_path / "lake" / "shop" / "gone"
    deleted = folder / "data" / "deletes.parquet"
    schema = pa.schema(
        [
            pa.field("file_path", pa.string(), False, {b"PARQUET:field_id": b"2147483546"}),
            pa.field("pos", pa.int64(), False, {b"PARQUET:field_id": b"2147483545"}),
        ]
    )
    pq.write_table(pa.table({"file_path": [data], "pos": [1]}, schema=schema), deleted)
    file = DataFile.from_args(
        content=DataFileContent.POSITION_DELETES, file_path=deleted.as_uri(), file_format=FileFormat.PARQUET,
        partition=Record(), record_count=1, file_size_in_bytes=deleted.stat().st_size, sort_order_id=None,
        spec_id=table.spec().spec_id, key_metadata=None, equality_ids=None,
    )  # fmt: skip
    _commit_deletes(table, file, Operation)
    prepared = prepare(source_of(folder), tmp_path)
    assert prepared.events is not None and prepared.events.columns is None, "an engine would count them"
    assert names_in(prepared) == ["e1-1", "e1-17"]


def _commit_deletes(table: Any, file: Any, operation: Any) -> None:
    """Commit a file of deletes: pyiceberg reads these and does not write them, so its manifest is written by hand."""
    from pyiceberg.manifest import ManifestContent, ManifestEntry, ManifestEntryStatus, ManifestWriterV2
    from pyiceberg.table.update.snapshot import _FastAppendFiles

    class Writer(ManifestWriterV2):
        def content(self) -> Any:
            return ManifestContent.DELETES

        @property
        def _meta(self) -> dict[str, str]:
            return {**super()._meta, "content": "deletes"}

    class Append(_FastAppendFiles):
        def _manifests(self) -> list[Any]:
            output = self._io.new_output(f"{table.location()}/metadata/deletes-m0.avro")
            with Writer(table.spec(), table.schema(), output, self._snapshot_id, "deflate") as writer:
                entry = ManifestEntry.from_args(
                    status=ManifestEntryStatus.ADDED,
                    snapshot_id=self._snapshot_id,
                    sequence_number=None,
                    file_sequence_number=None,
                    data_file=file,
                )
                writer.add_entry(entry)
            return [writer.to_manifest_file(), *self._existing_manifests()]

    with (
        table.transaction() as transaction,
        Append(operation=operation.OVERWRITE, transaction=transaction, io=table.io) as update,
    ):
        update.append_data_file(file)


def code_of(path: Path) -> str:
    with pytest.raises(BadInputError) as caught:
        prepare(source_of(path), path.parent)
    return caught.value.problems[0].code


def test_e113_a_table_whose_files_or_metadata_are_gone_is_refused_by_name(
    events: tuple[Any, Path], tmp_path: Path
) -> None:
    _, path = events
    next(path.rglob("*.parquet")).unlink()
    assert code_of(path) == "file-missing"
    for file in (path / "metadata").glob("*.avro"):
        file.unlink()
    assert code_of(path) in ("file-missing", "table-damaged")
    for file in (path / "metadata").glob("*.metadata.json"):
        file.write_text("{")
    assert code_of(path) == "table-damaged"


def test_e110_metadata_name_no_file_and_no_module_of_their_own(
    events: tuple[Any, Path], tmp_path: Path
) -> None:
    _, path = events
    newest = max((path / "metadata").glob("*.metadata.json"))
    text = newest.read_text()
    base = path.as_uri()
    newest.write_text(text.replace(f'"manifest-list":"{base}', '"manifest-list":"file:///etc'))
    assert code_of(path) == "table-elsewhere"
    newest.write_text(text.replace(f'"manifest-list":"{base}', '"manifest-list":"s3://bucket'))
    assert code_of(path) == "table-elsewhere"
    said = json.loads(text)
    said["properties"]["py-io-impl"] = "no.such.module.IO"
    newest.write_text(json.dumps(said))
    assert names_in(prepare(source_of(path), tmp_path)) == named(*range(1, 11))


def test_without_the_package_the_extra_is_named(
    events: tuple[Any, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = events
    monkeypatch.setitem(sys.modules, "pyiceberg.table.metadata", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'footpath\[iceberg\]'"):
        prepare(source_of(path), tmp_path)
