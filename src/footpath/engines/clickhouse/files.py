"""Prepared files as tables of ClickHouse: read where they lie in this process, sent to a server as temporary tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import EngineError, Problem

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable

ROWS = "footpath_row"
FILES = "footpath_file"
_BATCH = 1 << 18
"""How many rows are sent to a server at a time."""

_SIGNS = set("*?{}[]'\\")
"""What ClickHouse reads in a path as a pattern, or what would end it."""


def quoted(name: str) -> str:
    """Return a name as an identifier of ClickHouse (column names of files may hold anything)."""
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def query_of(paths: Sequence[Path], folder: Path) -> str:
    """Return the query that reads Parquet files where they lie, as one table with the place of each row.

    A column that one file lacks is null there. `folder` takes links to files whose paths ClickHouse would read as patterns.
    """
    schemas = [_schema(path) for path in paths]
    names = list(dict.fromkeys(name for schema in schemas for name in schema.names))
    parts = []
    for number, (path, schema) in enumerate(zip(paths, schemas, strict=True)):
        own = set(schema.names)
        columns = [quoted(name) if name in own else f"NULL AS {quoted(name)}" for name in names]
        place = f"toInt64({number}) AS {FILES}, assumeNotNull(_row_number) AS {ROWS}"
        parts.append(f"SELECT {place}, {', '.join(columns)} FROM file('{_plain(path, folder)}', Parquet)")  # noqa: S608 - paths and names quoted above
    return " UNION ALL ".join(parts)


def _plain(path: Path, folder: Path) -> str:
    if not _SIGNS & set(str(path)):
        return str(path)
    link = folder / f"{len(list(folder.iterdir()))}.parquet"
    link.symlink_to(path)
    return str(link)


def _schema(path: Path) -> Any:
    import pyarrow
    import pyarrow.parquet

    pq: Any = pyarrow.parquet
    try:
        return pq.read_schema(path)
    except (OSError, pyarrow.ArrowException) as error:
        raise _unreadable(path) from error


def schema_of(paths: Sequence[Path]) -> Any:
    """Return the Ibis schema of files, as one table with the place of each row."""
    import ibis
    import pyarrow as pa

    schemas = [_schema(path) for path in paths]
    try:
        common = pa.unify_schemas(schemas, promote_options="permissive")
    except pa.ArrowException as error:
        raise _unreadable(paths[0]) from error
    common = pa.schema([(FILES, pa.int64()), (ROWS, pa.int64()), *common])
    return ibis.Schema.from_pyarrow(common)


def batches_of(paths: Sequence[Path]) -> Iterator[ArrowTable]:
    """Return the rows of files with the place of each, some at a time."""
    import pyarrow as pa
    import pyarrow.parquet

    pq: Any = pyarrow.parquet
    for number, path in enumerate(paths):
        row = 0
        try:
            for batch in pq.ParquetFile(path).iter_batches(_BATCH):
                table = pa.Table.from_batches([batch])
                n = table.num_rows
                rows = pa.array(range(row, row + n), pa.int64())
                files = pa.array([number] * n, pa.int64())
                row += n
                yield table.append_column(FILES, files).append_column(ROWS, rows)
        except (OSError, pa.ArrowException) as error:
            raise _unreadable(path) from error


def _unreadable(path: Path) -> EngineError:
    return EngineError(
        Problem(
            code="engine-file",
            message=f"{path.name} cannot be read as Parquet",
            help="It was moved, cut short or changed since it was read in: read the source again.",
        )
    )


def stream_bytes(table: ArrowTable) -> bytes:
    """Return a table as a stream of Arrow."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
