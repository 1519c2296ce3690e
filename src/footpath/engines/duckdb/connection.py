"""A DuckDB connection that reaches the files it was given and nothing else (threat T10).

Everything is set before the lock; afterwards no query can open another file, load an extension or change a setting.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from footpath.base import EngineError, Problem
from footpath.engines.types import EngineOptions


def quoted(text: str) -> str:
    """Return a text as an SQL literal (only for paths and sizes, before the lock; rules never come here)."""
    return "'" + text.replace("'", "''") + "'"


def locked_connection(
    options: EngineOptions, files: Sequence[Sequence[Path]], spill_folder: Path
) -> tuple[Any, Any, list[str]]:
    """Return a connection, the Ibis backend on it and, for each group of files, the name of its view.

    A view has the files' columns and two more, ``footpath_file`` and ``footpath_row``: where a row stands, so that
    the order of arrival is known. The view reads the Parquet files where they lie.

    Raises
    ------
    EngineError
        engine-file where a file cannot be read as Parquet, engine-option where a setting is refused.
    """
    with _collecting_nothing():
        import duckdb
        import ibis
        import ibis.backends.duckdb
        import pyarrow  # noqa: F401 - every answer needs it

    connection = duckdb.connect(":memory:")
    spill = options.spill or f"{shutil.disk_usage(spill_folder).free // 2}B"
    settings = [
        f"SET memory_limit = {quoted(options.memory)}",
        f"SET temp_directory = {quoted(str(spill_folder))}",
        f"SET max_temp_directory_size = {quoted(spill)}",
        "SET TimeZone = 'UTC'",
        "SET python_enable_replacements = false",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET allow_community_extensions = false",
        "SET enable_progress_bar = false",
        *([f"SET threads = {options.threads}"] if options.threads else []),
    ]
    try:
        for statement in settings:
            connection.execute(statement)
    except duckdb.Error as error:
        connection.close()
        raise EngineError(
            Problem(
                code="engine-option", message="DuckDB refused a setting", value=str(error).splitlines()[0]
            )
        ) from error
    names = []
    for number, group in enumerate(files):
        names.append(f"raw_{number}")
        _make_view(connection, names[-1], group)
    backend = ibis.duckdb.from_connection(connection)  # it changes settings, so before the lock
    every = ", ".join(quoted(str(path)) for group in files for path in group)
    connection.execute(f"SET allowed_paths = [{every}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection, backend, names


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Pause the collection of garbage: libraries that make thousands of classes load a third faster without it."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _make_view(connection: Any, name: str, group: Sequence[Path]) -> None:
    import duckdb

    paths = ", ".join(quoted(str(path)) for path in group)
    scan = (
        f"read_parquet([{paths}], union_by_name = {str(len(group) > 1).lower()}, hive_partitioning = false)"
    )
    try:
        columns = [row[0].lower() for row in connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()]  # noqa: S608 - paths quoted above
        where = "file_index AS footpath_file, file_row_number AS footpath_row"
        if "file_index" in columns or "file_row_number" in columns:
            # The file's own columns hide DuckDB's; rows are numbered as they are read, which costs a pass.
            where = "0 AS footpath_file, row_number() OVER () AS footpath_row"
        connection.execute(f"CREATE VIEW {name} AS SELECT {where}, * FROM {scan}")  # noqa: S608 - as above
    except duckdb.Error as error:
        connection.close()
        shown = group[0].name if len(group) == 1 else f"{group[0].name} and {len(group) - 1} more"
        raise EngineError(
            Problem(
                code="engine-file",
                message=f"{shown} cannot be read as Parquet",
                help="It was moved, cut short or changed since it was read in: read the source again.",
            )
        ) from error


def engine_error(error: BaseException, running: Callable[[], bool] | None = None) -> EngineError:
    """Return DuckDB's error as ours; the text of a query and the values in it are left out (they may be people's)."""
    import duckdb

    text = str(error)
    if isinstance(error, duckdb.OutOfMemoryException):
        if "max_temp_directory_size" in text or "temp_directory" in text:
            return EngineError(
                Problem(
                    code="engine-disk",
                    message="the query does not fit into memory, and the space to spill to is used up",
                    help="Free space where it spills, give more memory (--memory 8GB), or ask of a shorter period.",
                )
            )
        return EngineError(
            Problem(
                code="engine-memory",
                message="the query does not fit into the memory that the engine may use",
                help="Give it more (--memory 8GB), or ask of a shorter period.",
            )
        )
    if isinstance(error, duckdb.InterruptException):
        return EngineError(Problem(code="engine-time", message="the query was stopped before it was done"))
    if isinstance(error, duckdb.IOException | duckdb.PermissionException):
        if "No space left" in text:
            return EngineError(
                Problem(
                    code="engine-disk", message="the disk is full", help="Free space, or name another folder."
                )
            )
        return EngineError(
            Problem(
                code="engine-file",
                message="a prepared file cannot be read",
                help="It was moved, cut short or changed since it was read in: read the source again.",
            )
        )
    if isinstance(error, duckdb.ConnectionException):
        return EngineError(Problem(code="engine-closed", message="the workspace is closed"))
    return EngineError(
        Problem(code="engine-failed", message=f"DuckDB could not run the query ({type(error).__name__})")
    )
