"""The tables of a source: its files, and its folders with those of their files that a period needs.

Folders of Parquet are listed here, by names alone. The logs of Delta and Iceberg tables are foreign bytes: they are read
in the child, and what they said is kept as long as nothing there changes.
"""

from __future__ import annotations

import json
import time as clock
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from footpath.atlas.types import Source
from footpath.base import BadInputError, Place, Problem, format_day, write_whole
from footpath.evidence.lake.days import OPEN, Days, Period, asked_days, may_hold
from footpath.evidence.lake.folders import list_files, list_folder, root_of
from footpath.evidence.lake.listing import Kind, Listing, find

_KEPT_LISTINGS = 8
_SETTLED_NS = 3_000_000_000

ListInChild = Callable[[dict[str, Any]], dict[str, Any]]
"""Runs `list_in_child` in the child."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One table of a source: a file, or (with a listing) a folder, or files of one folder."""

    path: Path
    listing: Listing | None = None

    @property
    def files(self) -> list[Path]:
        """Return the files whose rows are read."""
        return [self.path] if self.listing is None else [Path(file.path) for file in self.listing.files]


def gather(
    source: Source, paths: Sequence[Path], *, period: Period, ask: ListInChild, kept: Path | None = None
) -> list[Unit]:
    """Return the tables of a source, without the files that the period does not need (rules E100 to E106).

    Parameters
    ----------
    paths
        What `files_of` found.
    ask
        Lists a Delta or Iceberg table in the child.
    kept
        The folder where its answers are kept; None keeps none.

    Raises
    ------
    BadInputError
        period-empty where no file may hold the period, and what listing raises.
    """
    units: list[Unit] = []
    for path, files in _grouped(paths):
        kind = find(path) if files is None else "folder"
        if kind is None:
            units.append(Unit(path))
        elif kind == "folder":
            listing = list_folder(path) if files is None else list_files(path, files)
            units.append(Unit(path, _chosen(listing, source, period)))
        else:
            units.append(Unit(path, _listed(path, kind, source, period, ask, kept)))
    if units and all(unit.listing is not None and unit.listing.total and not unit.files for unit in units):
        raise _empty(units, source, period)
    return [unit for unit in units if unit.files or unit.listing is None or not unit.listing.total]


def list_in_child(argument: dict[str, Any], _folder: Path) -> dict[str, Any]:
    """List a Delta or Iceberg table (runs in the child)."""
    path = Path(argument["path"])
    since, until = argument["period"]
    source = Source.model_validate({"id": "source", "partition": argument["partition"]})
    if argument["kind"] == "iceberg":
        from footpath.evidence.lake.iceberg import list_iceberg

        return list_iceberg(path, time=argument["time"], period=(since, until)).to_json()
    from footpath.evidence.lake.delta import list_delta

    return list_delta(
        path, time=argument["time"], partition=source.partition, period=(since, until)
    ).to_json()


def first_table(paths: Sequence[Path]) -> tuple[Path, list[Path] | None]:
    """Return the first table among paths: a path alone, or the folder above files and these."""
    return next(iter(_grouped(paths)))


def _grouped(paths: Sequence[Path]) -> Iterable[tuple[Path, list[Path] | None]]:
    """Yield what is one table: a path alone, or the folder above files that lie in folders named by columns."""
    together: dict[Path, list[Path]] = {}
    order: dict[Path, bool] = {}
    for path in paths:
        alone = path.suffix.lower() != ".parquet" or "=" not in path.parent.name or path.is_dir()
        root = path if alone else root_of(path)
        order.setdefault(root, alone)
        if not alone:
            together.setdefault(root, []).append(path)
    for root, alone in order.items():
        yield root, None if alone else together[root]


def _chosen(listing: Listing, source: Source, period: Period) -> Listing:
    """Return a folder's files that may hold the period, by their folders' names."""
    if period == OPEN and source.partition is None:
        return listing
    days = Days(source.partition, (file.values for file in listing.files), listing.root)
    if period == OPEN or not days.known or not is_log(source):
        return listing
    asked = asked_days(period)
    return replace(
        listing, files=tuple(file for file in listing.files if may_hold(days.of(file.values), asked))
    )


def is_log(source: Source) -> bool:
    """Return whether each row of a source has one time, so that its day can be that of its partition."""
    return source.time is not None and not source.times


def _listed(
    path: Path, kind: Kind, source: Source, period: Period, ask: ListInChild, kept: Path | None
) -> Listing:
    time = source.time if is_log(source) else None
    argument = {
        "path": str(path),
        "kind": kind,
        "time": time,
        "partition": source.partition.model_dump() if source.partition else None,
        # A wide table's events may lie far from the day of their row: it is read whole.
        "period": list(period if time is not None else OPEN),
    }
    state = _state(path, kind)
    place = None if kept is None or state is None else kept / f"listing-{_digest(argument, state)}.json"
    if place is not None and place.is_file():
        known = Listing.from_json(json.loads(place.read_text("utf-8")))
        if all(Path(file.path).is_file() for file in known.files):
            return known
    listing = Listing.from_json(ask(argument))
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, json.dumps(listing.to_json()))
        older = sorted(place.parent.glob("listing-*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
        for one in older[_KEPT_LISTINGS:]:
            one.unlink(missing_ok=True)
    return listing


def _state(path: Path, kind: Kind) -> list[object] | None:
    """Return what changes whenever a table does: the names, sizes and times in its log; None while it may still change."""
    folder = path / "_delta_log" if kind == "delta" else path / "metadata" if path.is_dir() else path.parent
    entries = sorted((entry.name, entry.stat()) for entry in folder.iterdir() if entry.is_file())
    newest = max((state.st_mtime_ns for _, state in entries), default=0)
    if clock.time_ns() - newest < _SETTLED_NS:
        return None
    return [[name, state.st_size, state.st_mtime_ns] for name, state in entries]


def _digest(argument: object, state: object) -> str:
    import hashlib

    return hashlib.blake2b(json.dumps([1, argument, state]).encode(), digest_size=10).hexdigest()


def _empty(units: Sequence[Unit], source: Source, period: Period) -> BadInputError:
    since, until = (None if us is None else format_day(us) for us in period)
    total = sum(unit.listing.total for unit in units if unit.listing is not None)
    span = " ".join(
        part for part in (f"from {since}" if since else "", f"before {until}" if until else "") if part
    )
    return BadInputError(
        Problem(
            code="period-empty",
            message=f"none of the {total:,} files of source {source.id!r} may hold the period ({span}, UTC)",
            place=Place(str(units[0].path)),
            help="Look at the days in the names of its folders, and at --since and --until.",
        )
    )


__all__ = ["Unit", "first_table", "gather", "is_log", "list_in_child"]
