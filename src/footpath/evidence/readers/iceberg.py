"""Iceberg tables: the files of the current snapshot, as the table's own schema has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError
from footpath.evidence.lake.delta import damaged
from footpath.evidence.lake.iceberg import Opened, list_iceberg, pyiceberg
from footpath.evidence.lake.listing import Listing
from footpath.evidence.limits import Limits
from footpath.evidence.raw import Part, RawFacts, ReadOptions, Sink
from footpath.evidence.readers.parquet import no_rows, open_file, plain_types

if TYPE_CHECKING:
    import pyarrow as pa

_FIELD_ID = b"PARQUET:field_id"


def read(path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    """Check the files of a table (those of `how.listing`, or all) and hand their rows on.

    Columns are found by their ids, whatever they were called when a file was written; rows that were deleted are left
    out. Lines are row numbers over all files.

    Raises
    ------
    BadInputError
        As `list_iceberg`, and where a file is damaged.
    MissingExtraError
        missing-extra without the package `pyiceberg`.
    """
    listing = how.listing or list_iceberg(path, time=None)
    table = Opened(Path(listing.state["metadata"]))
    schema = _schema(table)
    parts: list[Part] = []
    beside: dict[str, None] = {}
    for one in listing.files:
        file = Path(one.path)
        source = open_file(file, file)
        beside |= dict.fromkeys(_uneven(schema, source.schema_arrow))
        parts.append(Part(str(file), source.metadata.num_rows, file.stat().st_size))
    handed = 0
    if how.rows is None or how.rows:
        handed = _hand_on(table, path, listing, how, sink)
    total = sum(part.rows for part in parts)
    return RawFacts(
        file=str(path),
        format="iceberg",
        bytes=sum(part.bytes for part in parts),
        columns=tuple(schema.names),
        rows=handed if how.rows is None or how.rows else total,
        complete=how.rows is None or handed == total,
        types={field.name: str(field.type) for field in schema},
        # Deleted rows stand in the files: an engine that scans them would count them.
        parts=() if any(file.deleted for file in listing.files) else tuple(parts),
        beside=tuple(beside),
        problems=() if total else (no_rows(path),),
    )


def _schema(table: Opened) -> pa.Schema:
    return pyiceberg("io.pyarrow").schema_to_pyarrow(table.metadata.schema())


def _hand_on(table: Opened, path: Path, listing: Listing, how: ReadOptions, sink: Sink) -> int:
    """Hand the rows on, file by file in the order of the listing; return how many."""
    import numpy as np
    import pyarrow as pa

    handed = 0
    try:
        for batch in _batches(table, listing, how.columns):
            rows = batch.num_rows if how.rows is None else min(batch.num_rows, how.rows - handed)
            lines = pa.array(np.arange(handed + 1, handed + rows + 1, dtype=np.int64))
            sink.batch(batch.slice(0, rows), lines)
            handed += rows
            if handed == how.rows:
                break
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, MemoryError | BadInputError):
            raise
        raise damaged(path, "Iceberg", error) from None
    return handed


def _batches(table: Opened, listing: Listing, columns: tuple[str, ...] | None) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    names = tuple(columns) if columns is not None else ("*",)
    scan = table.scan(names=names)
    wanted = {file.path: place for place, file in enumerate(listing.files)}
    tasks: list[Any] = [task for task in scan.plan_files() if str(table.local(task.file.file_path)) in wanted]
    tasks.sort(key=lambda task: wanted[str(table.local(task.file.file_path))])
    every = pyiceberg("expressions").AlwaysTrue()
    reader = pyiceberg("io.pyarrow").ArrowScan(table.metadata, table.io, scan.projection(), every)
    target = pa.schema([field.with_nullable(True) for field in _schema(table)])
    for task in tasks:
        for batch in reader.to_record_batches([task]):
            order = [name for name in target.names if name in batch.schema.names]
            yield batch.select(order).cast(pa.schema([target.field(name) for name in order]))


def _uneven(schema: pa.Schema, found: pa.Schema) -> list[str]:
    """Return the columns that a file does not have as the table has them: by name, id and type."""
    ids = {field.name: (field.metadata or {}).get(_FIELD_ID) for field in found}
    types = dict(plain_types(found))
    out = []
    for field, (name, kind) in zip(schema, plain_types(schema), strict=True):
        own = (field.metadata or {}).get(_FIELD_ID)
        same = types.get(name, "").removeprefix("large_") == kind.removeprefix("large_")
        if not same or own is None or ids.get(name) != own:
            out.append(name)
    return out
