"""Parquet: checked here, then scanned in place by the engine; typed columns stay typed, nothing is copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.lake.folders import list_folder
from footpath.evidence.lake.listing import Listing, TableFile
from footpath.evidence.limits import Limits
from footpath.evidence.raw import Part, RawFacts, ReadOptions, Sink
from footpath.evidence.readers.stream import plain_file

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_MAGIC = b"PAR1"
_BATCH = 64 * 1024


def read(path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    """Check a Parquet file, or a folder of parts, and hand its rows on (none with ``rows=0``).

    What the names of folders say (``day=2025-01-31``) is a column like those of the files.

    Lines are row numbers from 1, over all parts. With `verify`, or where rows are read, pages are decoded too, so that
    a damaged one is found.

    Raises
    ------
    BadInputError
        Where a file is cut short, damaged or encrypted, parts differ, or short dictionaries stand for more text than
        may stand in memory.
    """
    if path.is_file():
        with plain_file(path, limits) as plain:
            facts = _read(Listing("folder", str(path), (TableFile(str(plain)),), 1), path, how, sink, limits)
            if plain != path:
                # Gzipped: it cannot be scanned in place, so whoever needs its rows takes them from the sink.
                facts = replace(facts, compression="gzip", parts=(), bytes=path.stat().st_size)
            return facts
    return _read(how.listing or list_folder(path), path, how, sink, limits)


def _read(listing: Listing, path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    parts: list[Part] = []
    schema: pa.Schema | None = None
    handed = 0
    files = [Path(file.path) for file in listing.files]
    for file, values in zip(files, (file.values for file in listing.files), strict=True):
        source = open_file(file, path if len(files) == 1 else file)
        found = source.schema_arrow
        if schema is None:
            schema = found
        elif plain_types(schema) != plain_types(found):
            raise _differ(file, files[0], schema, found)
        parts.append(Part(str(file), source.metadata.num_rows, file.stat().st_size))
        shown = path if len(files) == 1 else file
        if how.verify:
            _verify(file, shown, source, limits)
        most = None if how.rows is None else how.rows - handed
        named = {name: value for name, value in values.items() if name not in found.names}
        shape = _Named(named, listing.beside) if named else None
        handed += hand_on(shown, source, sink, most, handed, how.columns, shape)
    if schema is not None and len(set(schema.names)) < len(schema.names):
        twice = next(name for name in schema.names if schema.names.count(name) > 1)
        raise _bad(
            "column-twice",
            path,
            f"two columns are called {twice!r}",
            "Rename one of them where the file is made.",
        )
    assert schema is not None  # noqa: S101  # a listing has one file at least
    beside = tuple(name for name in listing.beside if name not in schema.names)
    total = sum(part.rows for part in parts)
    problems = () if total else (no_rows(path),)
    return RawFacts(
        file=str(path),
        format="parquet",
        bytes=sum(part.bytes for part in parts),
        columns=(*schema.names, *beside),
        rows=handed if how.rows is None or how.rows else total,
        complete=how.rows is None or handed == total,
        types={field.name: str(field.type) for field in schema}
        | {name: listing.beside[name] for name in beside},
        parts=tuple(parts),
        beside=beside,
        problems=problems,
    )


class Shape(Protocol):
    """Makes rows of a table out of those of one of its files."""

    def columns(self, wanted: Sequence[str] | None, has: Sequence[str]) -> list[str] | None:
        """Return which columns of a file to read (None: all of them)."""

    def take(self, batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """Return the table's rows; `first` is the number of the batch's first row in the file, from 0."""


class _Named:
    """Adds the columns that stand in the names of folders."""

    def __init__(self, values: Mapping[str, str | None], types: Mapping[str, str]) -> None:
        self.values = values
        self.types = types

    def columns(self, wanted: Sequence[str] | None, has: Sequence[str]) -> list[str] | None:
        """Return which columns of a file to read."""
        return None if wanted is None else [name for name in wanted if name in has]

    def take(self, batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """Return the rows with those columns."""
        for name, value in self.values.items():
            batch = batch.append_column(name, constant(value, self.types[name], batch.num_rows))
        return batch


def constant(value: str | None, kind: str, rows: int) -> pa.Array:
    """Return a column that holds one value, given as text, of an Arrow type by its name."""
    import pyarrow as pa

    type_ = {"int64": pa.int64(), "date32[day]": pa.date32()}.get(kind, pa.string())
    return pa.repeat(pa.scalar(value, pa.string()).cast(type_), rows)


def open_file(file: Path, path: Path) -> pq.ParquetFile:
    """Return a Parquet file, opened; BadInputError where it is none, cut short, damaged or encrypted."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        size = file.stat().st_size
        with file.open("rb") as bytes_:
            head = bytes_.read(4)
            bytes_.seek(max(0, size - 4))
            tail = bytes_.read(4)
    except OSError as error:
        raise _bad(
            "file-missing", path, f"the file cannot be opened: {error.strerror}", "Look at its rights."
        ) from None
    if b"PARE" in (head, tail):
        raise _bad("file-no-table", path, "the Parquet file is encrypted", "Export it without encryption.")
    if head != _MAGIC:
        raise _bad("file-damaged", path, "this is no Parquet file", "Name the export itself.")
    if size < 12 or tail != _MAGIC:
        raise _bad(
            "file-cut-short",
            path,
            f"the Parquet file is cut short: its footer is missing after {size} bytes",
            "Get the file again.",
        )
    try:
        # Checksums of pages are optional; where a writer made them, they are held against the bytes.
        return pq.ParquetFile(file, page_checksum_verification=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(path, error) from None


def hand_on(
    path: Path,
    source: pq.ParquetFile,
    sink: Sink,
    most: int | None,
    before: int,
    columns: Sequence[str] | None,
    shape: Shape | None = None,
) -> int:
    """Hand the rows of a file on, at most so many; return how many. BadInputError where its pages are damaged."""
    import numpy as np
    import pyarrow as pa

    handed = 0
    if most is not None and most <= 0:
        return 0
    read = columns if shape is None else shape.columns(columns, source.schema_arrow.names)
    at = 0
    try:
        for raw in source.iter_batches(batch_size=_BATCH, columns=read):
            batch = raw if shape is None else shape.take(raw, at)
            at += raw.num_rows
            rows = batch.num_rows if most is None else min(batch.num_rows, most - handed)
            first = before + handed + 1
            sink.batch(batch.slice(0, rows), pa.array(np.arange(first, first + rows, dtype=np.int64)))
            handed += rows
            if handed == most:
                break
    except (pa.ArrowException, OSError, ValueError) as error:
        # What is no memory is no damage; and a sink may refuse what it is given.
        if isinstance(error, MemoryError | BadInputError):
            raise
        raise _damaged(path, error) from None
    return handed


def _verify(file: Path, path: Path, source: pq.ParquetFile, limits: Limits) -> None:
    """Read every page once, texts by their dictionaries, and count what the texts would be written out."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    texts = [field.name for field in source.schema_arrow if _is_text(field.type)]
    written: dict[str, int] = dict.fromkeys(texts, 0)
    size = file.stat().st_size
    try:
        for batch in pq.ParquetFile(
            file, read_dictionary=texts, page_checksum_verification=True
        ).iter_batches(batch_size=_BATCH):
            for name in texts:
                column = batch.column(name)
                lengths = pc.binary_length(column.dictionary)
                longest = pc.max(lengths).as_py() or 0
                if longest > limits.field:
                    raise _bad(
                        "file-inflates",
                        path,
                        f"column {name!r} holds a text of {longest:,} bytes",
                        "Leave that column out of the export.",
                    )
                written[name] += pc.sum(lengths.take(column.indices)).as_py() or 0
                if written[name] > max(limits.memory, 10_000 * size):
                    raise _bad(
                        "file-inflates",
                        path,
                        f"{size:,} bytes stand for more than {written[name]:,} bytes of text in column {name!r}",
                        "Leave that column out of the export.",
                    )
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, MemoryError | BadInputError):
            raise
        raise _damaged(path, error) from None


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(plain) or pa.types.is_large_string(plain))


def plain_types(schema: pa.Schema) -> list[tuple[str, str]]:
    """Return names and types as an engine sees them: whether texts are coded or nulls allowed is the writer's affair."""
    import pyarrow as pa

    return [
        (field.name, str(field.type.value_type if pa.types.is_dictionary(field.type) else field.type))
        for field in schema
    ]


def _damaged(path: Path, error: Exception) -> BadInputError:
    return _bad(
        "file-damaged",
        path,
        f"the Parquet file is damaged: {str(error).splitlines()[0][:200]}",
        "Get the file again.",
    )


def _differ(path: Path, first: Path, wanted: pa.Schema, found: pa.Schema) -> BadInputError:
    one = {field.name: str(field.type) for field in wanted}
    other = {field.name: str(field.type) for field in found}
    names = [name for name in {**one, **other} if one.get(name) != other.get(name)]
    told = "; ".join(
        f"{name}: {one.get(name, 'missing')} there, {other.get(name, 'missing')} here" for name in names[:3]
    )
    return _bad(
        "parquet-parts-differ",
        path,
        f"the columns differ from those of {first.name} ({told or 'another order of columns'})",
        "Name only parts of one table, or make two sources of them.",
    )


def no_rows(path: Path) -> Problem:
    """Return the warning about a table without rows."""
    return Problem(
        code="file-empty",
        message="the file has columns but no rows",
        place=Place(str(path)),
        severity="warning",
        help="Look at the period of the export.",
    )


def _bad(code: str, path: Path, message: str, step: str) -> BadInputError:
    # code="file-missing" code="file-no-table" code="file-damaged" code="file-cut-short" code="parquet-parts-differ"
    return BadInputError(Problem(code=code, message=message, place=Place(str(path)), help=step))
