"""What a workspace shows: Parquet files where they lie, with where each row stands in them, and tables by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from footpath.engines.spark.workspace import SparkWorkspace
    from footpath.engines.tables import Given
    from footpath.engines.types import Table

_PATTERN = re.compile(r"([\[\]{}*?\\])")
_NANOSECONDS = 1000


def view_of(given: Given, workspace: SparkWorkspace) -> Table:
    """Return one table as an Ibis table; a view of files has ``footpath_file`` and ``footpath_row`` beside its columns."""
    if given.table is not None:
        return workspace.named(workspace.session.table(given.table))
    return _files(given.paths, workspace)


def _files(paths: Sequence[Path], workspace: SparkWorkspace) -> Table:
    """Return Parquet files as one table. Spark says where a row stands: the file's address and the row's place in it."""
    reader = workspace.session.read
    if len(paths) > 1:
        reader = reader.option("mergeSchema", "true")
    frame = reader.parquet(*(address(path) for path in paths))
    # By this way, not by name: a file may have a column `_metadata` of its own.
    stands = frame.metadataColumn("_metadata")
    columns = [frame[_quoted(name)] for name in frame.columns]
    row = stands.getField("row_index").alias("footpath_row")
    if len(paths) == 1:
        view = workspace.named(frame.select(row, *columns)).mutate(footpath_file=0)
    else:
        where = stands.getField("file_path").alias("footpath_path")
        view = _numbered(
            workspace.named(frame.select(where, row, *columns)), frame.inputFiles(), paths, workspace
        )
    return _without_nanoseconds(view, paths)


def _numbered(
    view: Table, addresses: Sequence[str], paths: Sequence[Path], workspace: SparkWorkspace
) -> Table:
    """Return the view with ``footpath_file``, the place of a row's file among the paths, for its address."""
    import pyarrow as pa

    place = {str(path): number for number, path in enumerate(paths)}
    known = {_short(one): place[unquote(_short(one))] for one in addresses}
    table = pa.table({"footpath_address": list(known), "footpath_file": pa.array(known.values(), pa.int64())})
    files = workspace.named(workspace.frame_of(table))
    short = view.footpath_path.re_replace("^file:/+", "/")
    joined = view.mutate(footpath_path=short).left_join(files, [("footpath_path", "footpath_address")])
    return joined.drop("footpath_path", "footpath_address")


def _short(one: str) -> str:
    return re.sub("^file:/+", "/", one)


def address(path: Path) -> str:
    """Return a path as Spark takes it: of this machine's files, and without the meaning of signs like ``*``."""
    return "file://" + _PATTERN.sub(r"\\\1", path.absolute().as_posix())


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _without_nanoseconds(view: Table, paths: Sequence[Path]) -> Table:
    """Return the view with times of nanoseconds, which Spark hands over as integers, as times of microseconds."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema: Any = pq.read_schema(paths[0])
    mended = {}
    for field in schema:
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns" and field.name in view.columns:
            column = view[field.name]
            if column.type().is_integer():
                mended[field.name] = _timestamp_micros()(column // _NANOSECONDS)
    return view.mutate(**mended) if mended else view


def _timestamp_micros() -> Any:
    import ibis

    @ibis.udf.scalar.builtin(
        name="timestamp_micros", signature=((ibis.dtype("int64"),), ibis.dtype("timestamp('UTC')"))
    )
    def _timestamp_micros(column):  # type: ignore[no-untyped-def]  # the signature stands in the decorator
        ...

    return _timestamp_micros
