"""Parquet: checked here, then scanned in place by the engine; typed columns stay typed, nothing is copied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.limits import Limits
from footpath.evidence.raw import Part, RawFacts, ReadOptions, Sink

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_MAGIC = b"PAR1"


def read(path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    """Check a Parquet file, or a folder of parts, and hand its rows on (none with ``rows=0``).

    Lines are row numbers from 1, over all parts. With `verify`, or where rows are read, pages are decoded too, so that
    a damaged one is found.
    """
    files = _files(path)
    parts: list[Part] = []
    schema: pa.Schema | None = None
    handed = 0
    for file in files:
        source = _open(file)
        found = source.schema_arrow
        if schema is None:
            schema = found
        elif not schema.equals(found, check_metadata=False):
            raise _differ(file, files[0], schema, found)
        parts.append(Part(str(file), source.metadata.num_rows, file.stat().st_size))
        most = None if how.rows is None else how.rows - handed
        handed += _hand_on(file, source, sink, most, handed, how, limits)
    assert schema is not None  # noqa: S101  # _files gives one at least
    total = sum(part.rows for part in parts)
    problems = () if total else (_no_rows(path),)
    return RawFacts(
        file=str(path),
        format="parquet",
        bytes=sum(part.bytes for part in parts),
        columns=tuple(schema.names),
        rows=handed if how.rows is None or how.rows else total,
        complete=how.rows is None or handed == total,
        types={field.name: str(field.type) for field in schema},
        parts=tuple(parts),
        problems=problems,
    )


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    # Names that begin with _ or . are the notes of the tools that write such folders.
    return sorted(
        file for file in path.rglob("*.parquet") if not any(part.startswith(("_", ".")) for part in file.relative_to(path).parts)
    )


def _open(path: Path) -> pq.ParquetFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(max(0, size - 4))
            tail = file.read(4)
    except OSError as error:
        raise _bad("file-missing", path, f"the file cannot be opened: {error.strerror}", "Look at its rights.") from None
    if b"PARE" in (head, tail):
        raise _bad("file-no-table", path, "the Parquet file is encrypted", "Export it without encryption.")
    if head != _MAGIC:
        raise _bad("file-damaged", path, "this is no Parquet file", "Name the export itself.")
    if size < 12 or tail != _MAGIC:
        raise _bad("file-cut-short", path, f"the Parquet file is cut short: its footer is missing after {size} bytes", "Get the file again.")
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(path, error) from None


def _hand_on(
    path: Path, source: Any, sink: Sink, most: int | None, before: int, how: ReadOptions, limits: Limits
) -> int:
    import numpy as np
    import pyarrow as pa

    handed = 0
    if most is not None and most <= 0 and not how.verify:
        return 0
    try:
        for batch in source.iter_batches(batch_size=64 * 1024):
            rows = batch.num_rows if most is None else min(batch.num_rows, most - handed)
            if rows > 0:
                first = before + handed + 1
                sink.batch(batch.slice(0, rows), pa.array(np.arange(first, first + rows, dtype=np.int64)))
                handed += rows
            elif not how.verify:
                break
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, MemoryError):
            raise
        raise _damaged(path, error) from None
    return handed


def _damaged(path: Path, error: Exception) -> BadInputError:
    return _bad("file-damaged", path, f"the Parquet file is damaged: {str(error).splitlines()[0][:200]}", "Get the file again.")


def _differ(path: Path, first: Path, wanted: pa.Schema, found: pa.Schema) -> BadInputError:
    one = {field.name: str(field.type) for field in wanted}
    other = {field.name: str(field.type) for field in found}
    names = [name for name in {**one, **other} if one.get(name) != other.get(name)]
    told = "; ".join(f"{name}: {one.get(name, 'missing')} there, {other.get(name, 'missing')} here" for name in names[:3])
    return _bad(
        "parquet-parts-differ",
        path,
        f"the columns differ from those of {first.name} ({told or 'another order of columns'})",
        "Name only parts of one table, or make two sources of them.",
    )


def _no_rows(path: Path) -> Problem:
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
