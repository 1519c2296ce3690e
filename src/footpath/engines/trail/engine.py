"""The trail by its URL, and the choice between it and DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from footpath.base import BadInputError, Problem
from footpath.engines.types import EngineOptions, EngineUrl, Workspace

if TYPE_CHECKING:
    from footpath.engines.trail.workspace import TrailWorkspace
    from footpath.evidence import Prepared

MANY = 1_000_000
"""From so many events on `auto://` makes a trail: below, starting up costs more than asking without one."""


class TrailEngine:
    """Opens prepared sources as a trail, kept in the cache folder."""

    def __init__(self, url: EngineUrl, options: EngineOptions) -> None:
        _no_place(url)
        self.url = url
        self.options = options

    def workspace(self, prepared: Sequence[Prepared]) -> TrailWorkspace:
        """Return the sources as a trail; EngineError (engine-file) where a file is gone."""
        from footpath.engines.trail.workspace import TrailWorkspace

        return TrailWorkspace(prepared, self.options)


class AutoEngine:
    """Opens prepared sources as a trail where there is one or the events are many, else in DuckDB: numbers are equal."""

    def __init__(self, url: EngineUrl, options: EngineOptions) -> None:
        _no_place(url)
        self.url = url
        self.options = options

    def workspace(self, prepared: Sequence[Prepared]) -> Workspace:
        """Return the sources in the engine that answers sooner; EngineError (engine-file) where a file cannot be read."""
        if self._has_trail(prepared):
            return TrailEngine(self.url, self.options).workspace(prepared)
        from footpath.engines.duckdb.workspace import DuckDBWorkspace

        return DuckDBWorkspace(prepared, self.options)

    def _has_trail(self, prepared: Sequence[Prepared]) -> bool:
        if not any(one.events is not None for one in prepared):
            return False
        if _rows(prepared) >= MANY:
            return True
        from footpath.engines.trail.naming import trail_key
        from footpath.engines.trail.storage import is_kept, trails_folder

        return trails_folder().is_dir() and is_kept(trail_key(prepared))


def _rows(prepared: Sequence[Prepared]) -> int:
    """Return how many rows of events the files say they have; 0 for files that cannot be read."""
    import pyarrow.parquet

    pq: object = pyarrow.parquet
    rows = 0
    for one in prepared:
        for path in one.events.paths if one.events is not None else ():
            try:
                rows += pq.read_metadata(path).num_rows  # type: ignore[attr-defined]  # pyarrow publishes no types
            except (OSError, pyarrow.ArrowException):
                return 0
    return rows


def _no_place(url: EngineUrl) -> None:
    if url.rest:
        raise BadInputError(
            Problem(
                code="engine-url",
                message=f"{url} names a place, and this engine has none",
                expected=f"{url.scheme}://",
                help="Trails lie in the cache folder (FOOTPATH_CACHE moves it).",
            )
        )
