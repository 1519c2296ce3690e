"""Delta tables: which files the newest version has, by its log alone (runs in the child)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from footpath.base import BadInputError, MissingExtraError, Place, Problem, datetime_to_us
from footpath.evidence.lake.days import OPEN, Days, Period, asked_days, may_hold, widened
from footpath.evidence.lake.listing import Listing, TableFile

_PHYSICAL = "delta.columnMapping.physicalName"
_MILLISECOND = 1_000


def list_delta(path: Path, *, time: str | None, partition: Any, period: Period = OPEN) -> Listing:
    """Return the files of the newest version that a period needs.

    Parameters
    ----------
    time
        The column of times, whose least and greatest value the log may know for each file.
    partition
        The source's `partition`, or None.

    Raises
    ------
    BadInputError
        table-damaged where the log cannot be read, table-elsewhere where a file lies outside the table's folder,
        file-missing where one is gone, and what `days` raises.
    MissingExtraError
        missing-extra without the package `deltalake`.
    """
    import pyarrow as pa

    table = open_delta(path)
    actions = pa.table(table.get_add_actions(flatten=True))
    parted = list(table.metadata().partition_columns)
    physical = physical_names(table)
    deleted = set(pa.table(table.deletion_vectors())["filepath"].to_pylist()) if _may_delete(table) else set()
    deleted = {Path(unquote(urlparse(uri).path)).name for uri in deleted}
    rows = sorted(actions.to_pylist(), key=lambda row: (row["modification_time"], row["path"]))
    values = [
        {name: _text(row.get(f"partition.{name}", row.get(f"partition.{physical[name]}"))) for name in parted}
        for row in rows
    ]
    days = Days(partition, values, str(path))
    asked = asked_days(period)
    column = physical.get(time, time) if time else None
    kept = []
    for row, said in zip(rows, values, strict=True):
        if period != OPEN and not (may_hold(days.of(said), asked) and _overlaps(row, (time, column), period)):
            continue
        file = _file_of(path, row["path"])
        kept.append(TableFile(str(file), said, file.name in deleted))
    gone = [file.path for file in kept if not Path(file.path).is_file()]
    if gone:
        raise BadInputError(
            Problem(
                code="file-missing",
                message=f"{len(gone):,} of the {len(kept):,} files that version {table.version()} of the table has are not there",
                place=Place(str(path)),
                value=Path(gone[0]).name,
                help="They were removed behind the table's back, or not copied with it: get the whole folder again.",
            )
        )
    version, moment = table.version(), _moment(table)
    return Listing(
        "delta",
        str(path),
        tuple(kept),
        len(rows),
        beside={name: str(kind) for name, kind in _types(table).items() if name in parted},
        version=json.dumps([str(table.metadata().id), version, moment]),
        told=f"version {version}" + (f" of {moment[:10]}" if moment else ""),
        state={"version": version},
    )


def open_delta(path: Path, version: int | None = None) -> Any:
    """Return the table; errors as `list_delta`."""
    try:
        package: Any = import_module("deltalake")
        exceptions: Any = import_module("deltalake.exceptions")
    except ImportError:
        raise missing("deltalake", "delta", path) from None
    try:
        return package.DeltaTable(str(path), version=version)
    except (exceptions.DeltaError, OSError, ValueError) as error:
        raise damaged(path, "Delta", error) from None


def arrow_schema(table: Any) -> Any:
    """Return the table's own schema as Arrow's, with plain texts."""
    import pyarrow as pa

    return pa.schema(table.schema().to_arrow())


def physical_names(table: Any) -> Mapping[str, str]:
    """Return how the columns are called in the files, by the names that they have in the table."""
    fields = json.loads(table.schema().to_json())["fields"]
    return {one["name"]: str(one.get("metadata", {}).get(_PHYSICAL, one["name"])) for one in fields}


def kept_rows(table: Any) -> Mapping[str, Any]:
    """Return which rows stay of the files that have deleted ones, by the files' names: boolean arrays."""
    import pyarrow as pa

    found = pa.table(table.deletion_vectors())
    names = [Path(unquote(urlparse(uri).path)).name for uri in found["filepath"].to_pylist()]
    return dict(zip(names, (row.values for row in found["selection_vector"]), strict=True))


def missing(package: str, extra: str, path: Path) -> MissingExtraError:
    """Return the error that names the extra which reads a kind of table."""
    return MissingExtraError(
        Problem(
            code="missing-extra",
            message=f"this is a table that the package {package} reads, and it is not installed",
            place=Place(str(path)),
            help=f"Install it: pip install 'footpath[{extra}]'",
        )
    )


def damaged(path: Path, kind: str, error: Exception) -> BadInputError:
    """Return the error of a table whose log or metadata cannot be read."""
    told = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return BadInputError(
        Problem(
            code="table-damaged",
            message=f"the {kind} table cannot be read: {told}",
            place=Place(str(path)),
            help="Get the whole folder again, with its log.",
        )
    )


def elsewhere(path: Path, file: str) -> BadInputError:
    """Return the error of a table that names files outside its own folder."""
    return BadInputError(
        Problem(
            code="table-elsewhere",
            message="the table names files outside its own folder",
            place=Place(str(path)),
            value=file[:200],
            help="Copy the table whole, or ask an engine that has it: `table: catalog.schema.events`.",
        )
    )


def _file_of(root: Path, name: str) -> Path:
    if "://" in name:
        raise elsewhere(root, name)
    file = (root / unquote(name)).resolve()
    if not file.is_file() and (root / name).is_file():
        file = (root / name).resolve()
    if not file.is_relative_to(root.resolve()):
        raise elsewhere(root, name)
    return file


def _types(table: Any) -> Mapping[str, Any]:
    return {one.name: one.type for one in arrow_schema(table)}


def _may_delete(table: Any) -> bool:
    return "deletionVectors" in (table.protocol().reader_features or ())


def _moment(table: Any) -> str:
    """Return when the version was written, as text; "" where its log is gone (only checkpoints are left)."""
    from datetime import UTC, datetime

    history = table.history(1)
    stamp = history[0].get("timestamp") if history else None
    return "" if stamp is None else datetime.fromtimestamp(stamp / 1000, UTC).isoformat()


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _overlaps(row: Mapping[str, Any], names: tuple[str | None, str | None], period: Period) -> bool:
    """Return whether a file may hold times of a period, by what the log knows of it; milliseconds there, cut off."""
    from datetime import date, datetime

    def bound(which: str) -> Any:
        return next((row[key] for name in names if (key := f"{which}.{name}") in row), None)

    low, high = bound("min"), bound("max")
    if not isinstance(low, date) or not isinstance(high, date):
        return True
    exact = isinstance(low, datetime) and low.tzinfo is not None
    since, until = period if exact else widened(period)
    return (since is None or _us(high) + _MILLISECOND > since) and (until is None or _us(low) < until)


def _us(moment: Any) -> int:
    from datetime import UTC, datetime

    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return datetime_to_us(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
