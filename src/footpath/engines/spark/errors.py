"""Spark's errors as ours. They hold the text of the query and values of rows, so of theirs only the kind is told."""

from __future__ import annotations

import re
from typing import Any

from footpath.base import EngineError, MissingExtraError, Problem

INSTALL = "pip install 'footpath[spark]'"


_MEMORY = Problem(
    code="engine-memory",
    message="the query does not fit into the memory of the cluster's executors, or of the driver",
    help="Give the application more (spark.executor.memory, spark.driver.memory), or ask of a shorter period.",
)
_DISK = Problem(
    code="engine-disk",
    message="a disk of the cluster is full",
    help="Free space where the workers spill (spark.local.dir).",
)
_TIME = Problem(code="engine-time", message="the query was stopped before it was done")
_FILE = Problem(
    code="engine-file",
    message="the cluster cannot read a prepared file",
    help=(
        "Each worker must see it by the same path (a shared folder), and it must not have changed since it was read in; "
        "else name a table of the cluster (table: catalog.db.name)."
    ),
)
_TABLE = Problem(
    code="engine-table",
    message="the cluster has no table of that name, or does not let you read it",
    help="Names are catalog.db.table, as the session sees them.",
)
_GONE = Problem(
    code="engine-unreachable",
    message="the cluster stopped answering, or lost a worker",
    help="See whether the master (for sc:// the Connect server) still runs, and ask again.",
)
_KINDS: tuple[tuple[Problem, tuple[str, ...]], ...] = (
    (
        _MEMORY,
        (
            "OutOfMemory",
            "Java heap space",
            "GC overhead limit",
            "UNABLE_TO_ACQUIRE_MEMORY",
            "maxResultSize",
            "exit code 52",
            "exit code 137",
            "code 137",
        ),
    ),
    (_DISK, ("No space left on device",)),
    (_TIME, ("OPERATION_CANCELED", "cancelled", "canceled")),
    (_TABLE, ("TABLE_OR_VIEW_NOT_FOUND", "REQUIRES_SINGLE_PART_NAMESPACE", "CATALOG_NOT_FOUND")),
    (
        _FILE,
        (
            "PATH_NOT_FOUND",
            "FAILED_READ_FILE",
            "FileNotFoundException",
            "CANNOT_READ_FILE_FOOTER",
            "CANNOT_MERGE_SCHEMAS",
            "UNABLE_TO_INFER_SCHEMA",
            "not a Parquet file",
        ),
    ),
    (
        _GONE,
        (
            "StatusCode.UNAVAILABLE",
            "stopped SparkContext",
            "SparkContext was shut down",
            "unresponsive",
            "Py4JNetwork",
            "Connection refused",
            "INVALID_HANDLE",
            "SESSION_CLOSED",
            "SESSION_NOT_FOUND",
            "RETRIES_EXCEEDED",
            "Master removed our application",
            "Checkpoint block",  # held by a worker that was lost
        ),
    ),
)


def engine_error(error: BaseException, *, stopped: bool = False) -> EngineError:
    """Return Spark's error as ours; `stopped` says that we stopped the query ourselves."""
    if isinstance(error, EngineError):
        return error
    if stopped:
        return EngineError(_TIME)
    text = f"{type(error).__name__} {type(error.__cause__).__name__} {error}"
    for problem, signs in _KINDS:
        if any(sign in text for sign in signs):
            return EngineError(problem)
    return EngineError(
        Problem(code="engine-failed", message=f"Spark could not run the query ({_condition(error)})")
    )


def _condition(error: Any) -> str:
    """Return the name of the error's kind: Spark's own where it has one."""
    found = re.match(r"\[?([A-Z][A-Z0-9_]+(\.[A-Z0-9_]+)*)\]?", str(error))
    return found[1] if found and "_" in found[1] else type(error).__name__


def unreachable(message: str, help_: str) -> EngineError:
    """Return the error of a cluster that does not answer, or gives no worker."""
    return EngineError(Problem(code="engine-unreachable", message=message, help=help_))


def missing(what: str, how: str) -> MissingExtraError:
    """Return the error of what has to be installed for Spark."""
    return MissingExtraError(Problem(code="missing-extra", message=what, help=how))
