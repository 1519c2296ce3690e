"""Iceberg tables: which files the current snapshot has, by its metadata alone (runs in the child).

Nothing that the metadata say is taken for a place or a module: every path is mapped into the table's own folder.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from footpath.base import BadInputError, Place, Problem, us_to_datetime
from footpath.evidence.lake.days import OPEN, Period, widened
from footpath.evidence.lake.delta import damaged, elsewhere, missing
from footpath.evidence.lake.listing import Listing, TableFile, newest_metadata


def list_iceberg(path: Path, *, time: str | None, period: Period = OPEN) -> Listing:
    """Return the files of the current snapshot that a period needs, by the table's own partitions and statistics.

    Parameters
    ----------
    path
        The table's folder, or one of its metadata files.
    time
        The column of times.

    Raises
    ------
    BadInputError
        table-damaged where the metadata cannot be read, table-elsewhere where a file lies outside the table's folder,
        file-missing where one is gone.
    MissingExtraError
        missing-extra without the package `pyiceberg`.
    """
    metadata_file = path if path.is_file() else newest_metadata(path)
    assert metadata_file is not None  # noqa: S101  # `find` saw it
    table = Opened(metadata_file)
    scan = table.scan(_filter(table, time, period))
    try:
        tasks = sorted(scan.plan_files(), key=_order) if table.snapshot is not None else []
    except FileNotFoundError as error:
        raise _gone(path, [str(error)[-120:]]) from None
    except BadInputError:
        raise
    except Exception as error:  # the library raises of every kind what a wrong file makes it raise
        raise (
            _by_value(path) if "quality delete" in str(error) else damaged(path, "Iceberg", error)
        ) from None
    files = [TableFile(str(table.local(task.file.file_path)), {}, bool(task.delete_files)) for task in tasks]
    gone = [file.path for file in files if not Path(file.path).is_file()]
    if gone:
        raise _gone(path, gone)
    snapshot = table.snapshot
    number = snapshot.snapshot_id if snapshot is not None else 0
    made = us_to_datetime(snapshot.timestamp_ms * 1000).date().isoformat() if snapshot is not None else ""
    total = (snapshot.summary or {}).get("total-data-files") if snapshot is not None else 0
    return Listing(
        "iceberg",
        str(path),
        tuple(files),
        max(int(total), len(files)) if total is not None else len(files),
        version=json.dumps([str(table.metadata.table_uuid), number]),
        told=f"snapshot {number}" + (f" of {made}" if made else ""),
        state={"metadata": str(metadata_file)},
    )


class Opened:
    """An Iceberg table by one of its metadata files, every path in it mapped into the folder where that lies."""

    def __init__(self, metadata_file: Path) -> None:
        try:
            parse = pyiceberg("table.metadata").TableMetadataUtil.parse_raw
        except ImportError:
            raise missing("pyiceberg", "iceberg", metadata_file) from None
        self.file = metadata_file
        self.root = metadata_file.resolve().parent.parent
        try:
            self.metadata: Any = parse(metadata_file.read_text("utf-8"))
        except Exception as error:  # as in list_iceberg
            raise damaged(metadata_file, "Iceberg", error) from None
        self.snapshot = self.metadata.current_snapshot()
        self.io = _Here(self)

    def local(self, location: str) -> Path:
        """Return where a file of the table lies here: the table may have been moved or copied since it was written."""
        base = self.metadata.location.rstrip("/")
        if location.startswith(f"{base}/"):
            inner = location[len(base) + 1 :]
            file = (self.root / inner).resolve()
            file = file if file.exists() else (self.root / unquote(inner)).resolve()
        else:
            parts = urlparse(location)
            if parts.scheme not in ("", "file"):
                raise elsewhere(self.root, location)
            file = Path(unquote(parts.path) if parts.scheme else location).resolve()
        if not file.is_relative_to(self.root):
            raise elsewhere(self.root, location)
        return file

    def scan(self, row_filter: Any = None, names: tuple[str, ...] = ("*",)) -> Any:
        """Return a scan of the current snapshot."""
        every = pyiceberg("expressions").AlwaysTrue()
        return pyiceberg("table").DataScan(self.metadata, self.io, row_filter or every, selected_fields=names)

    def kind_of(self, column: str) -> str:
        """Return the Iceberg type of a column as text, "" where there is none."""
        try:
            return str(self.metadata.schema().find_field(column).field_type)
        except ValueError:
            return ""


class _Here:
    """Opens files inside the table's folder for reading, and nothing else (pyiceberg's FileIO)."""

    def __init__(self, table: Opened) -> None:
        self.table = table
        self.files = pyiceberg("io.pyarrow").PyArrowFileIO()
        self.properties: dict[str, str] = {}

    def new_input(self, location: str) -> Any:
        return self.files.new_input(str(self.table.local(location)))

    def new_output(self, location: str) -> Any:
        raise elsewhere(self.table.root, location)

    def delete(self, location: Any) -> None:
        raise elsewhere(self.table.root, str(location))


def pyiceberg(name: str) -> Any:
    """Return a module of the package; ImportError where it is not installed."""
    return import_module(f"pyiceberg.{name}")


def _filter(table: Opened, time: str | None, period: Period) -> Any:
    """Return the period as a filter of the table's, or None where the column of times is none."""
    terms = pyiceberg("expressions")
    kind = table.kind_of(time) if time else ""
    if period == OPEN or not kind.startswith(("timestamp", "date")):
        return None
    zoned = kind.startswith("timestamptz")
    since, until = period if zoned else widened(period)

    def moment(us: int) -> str:
        told = us_to_datetime(us)
        if kind == "date":
            return told.date().isoformat()
        return told.isoformat() if zoned else told.replace(tzinfo=None).isoformat()

    found = [] if since is None else [terms.GreaterThanOrEqual(time, moment(since))]
    if until is not None:
        found.append(terms.LessThan(time, moment(until)))
    return found[0] if len(found) == 1 else terms.And(*found)


def _order(task: Any) -> tuple[Any, ...]:
    return (getattr(task.file, "sequence_number", None) or 0, task.file.file_path)


def _by_value(path: Path) -> BadInputError:
    return BadInputError(
        Problem(
            code="table-feature",
            message="the Iceberg table has rows deleted by value (equality deletes), which are not read here",
            place=Place(str(path)),
            help="Compact the table, or ask an engine that has it: `table: catalog.schema.events`.",
        )
    )


def _gone(path: Path, gone: list[str]) -> BadInputError:
    return BadInputError(
        Problem(
            code="file-missing",
            message="files that the Iceberg table has are not there",
            place=Place(str(path)),
            value=Path(gone[0]).name,
            help="They were removed behind the table's back, or not copied with it: get the whole folder again.",
        )
    )
