"""Prepared sources as a trail, with DuckDB behind it for everything that the trail does not hold."""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from footpath.base import EngineError
from footpath.engines.trail import storage
from footpath.engines.trail.arrays import Column, Trail, View
from footpath.engines.trail.building import build, build_directly
from footpath.engines.trail.columns import column_of_files, read_column
from footpath.engines.trail.holding import Held, held, matched, reading_key
from footpath.engines.trail.naming import FORMAT, trail_key
from footpath.engines.trail.pieces import UnfitError
from footpath.engines.trail.reading import Reading, readings
from footpath.engines.types import EngineOptions, SourceFacts

if TYPE_CHECKING:
    from footpath.engines.duckdb.workspace import DuckDBWorkspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.evidence import Prepared
    from footpath.rules import Rule

_UNITS = {"kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_UNITS |= {"kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40}


class TrailWorkspace:
    """The trail of some sources; see `engines.types.Workspace`. Also a context manager that closes.

    Opening costs nothing: the trail is mapped, or made, when the first question needs it, and DuckDB is opened where
    one asks for tables.
    """

    forms: tuple[str, ...] = ("trail", "asof", "portable")

    def __init__(self, prepared: Sequence[Prepared], options: EngineOptions) -> None:
        self._prepared = tuple(prepared)
        self._options = options
        self._columns: dict[str, Column | None] = {}
        self._keeping: threading.Thread | None = None
        self._readings: list[Reading] | None = None
        self._key = trail_key(self._prepared)
        self._has_events = any(one.events is not None for one in self._prepared)

    # ------------------------------------------------------------ the trail

    @cached_property
    def trail(self) -> Trail | None:
        """Return the trail, mapped from the cache or made now; None where there are no events, or it cannot hold them."""
        if not self._has_events:
            return None
        found = storage.read(self._key)
        if found is not None:
            arrays, names, facts = found
            return Trail(**arrays, names=names, facts=facts, column=self._column)
        return self._made()

    @property
    def _is_there(self) -> bool:
        return "trail" in self.__dict__ or (self._has_events and storage.is_kept(self._key))

    def view(self, where: Rule | None = None, *, zone: str = "UTC") -> View | None:
        """Return the events that a rule means, in order; None where the trail cannot say which those are."""
        trail = self.trail
        if trail is None:
            return None
        view = View.of(trail, threads=self._threads)
        if where is None:
            return view
        mask = view.mask(where, zone)
        return None if mask is None else view.where(mask)

    @property
    def _threads(self) -> int:
        return self._options.threads or os.cpu_count() or 1

    def _made_directly(self) -> Trail | None:
        """Return the trail read straight from the files; None where only an engine of tables can read them."""
        import pyarrow

        plain = readings(self._prepared)
        if plain is None:
            return None
        try:
            made = self._joined(plain)
            if made is None:
                made = build_directly(plain, threads=self._threads)
        except (UnfitError, OSError, ValueError, pyarrow.ArrowException):
            return None
        self._readings = plain
        counted = [one.report.duplicates or 0 for one in self._prepared if _has_counted(one)]
        facts = replace(
            made.facts,
            duplicates=made.facts.duplicates + sum(counted),
            aside=sum(one.report.aside for one in self._prepared),
        )
        return replace(made, facts=facts)

    def _joined(self, plain: list[Reading]) -> Trail | None:
        """Return the trail made from a kept one that holds most of the files; None where there is none."""
        from footpath.engines.trail.joining import RebuildError, joined

        holders = storage.holders(reading_key(plain, FORMAT))
        if not holders:
            return None
        pieces = [piece for reading in plain for piece in reading.pieces]
        now = held(pieces, [one for _, old in holders for one in old], threads=self._threads)
        best = max(holders, key=lambda one: _rows_matched(one[1], now))
        if _rows_matched(best[1], now) * 2 < sum(piece.rows for piece in pieces):
            return None
        kept = storage.read(best[0])
        if kept is None:
            return None
        arrays, names, facts = kept
        try:
            return joined(
                Trail(**arrays, names=names, facts=facts),
                matched(best[1], now),
                [one.rows for one in best[1]],
                plain,
                threads=self._threads,
            )
        except RebuildError:
            return None

    def _made(self) -> Trail | None:
        made = self._made_directly()
        if made is None:
            made = self._made_from_tables()
        if made is None:
            return None
        made = replace(made, column=self._column)
        # Kept while the question is answered; a trail that cannot be kept (no room) answers all the same.
        self._keeping = threading.Thread(target=self._keep, args=(made,), name="footpath-trail")
        self._keeping.start()
        return made

    def _made_from_tables(self) -> Trail | None:
        tables = self._tables
        events = tables.events
        if events is None:
            return None
        try:
            made = build(events, tables.stream, ids_are_keys=tables.integer_keys, threads=self._threads)
        except UnfitError:
            return None
        return replace(made, facts=tables.facts_beside(made.facts))

    def _keep(self, trail: Trail) -> None:
        try:
            if self._readings is None:
                storage.write(self._key, trail)
            else:
                pieces = [piece for reading in self._readings for piece in reading.pieces]
                holds = held(pieces, threads=self._threads)
                if trail_key(self._prepared) != self._key:
                    return  # a file has changed while it was read
                storage.write(self._key, trail, reading=reading_key(self._readings, FORMAT), pieces=holds)
            storage.tidy(size_in_bytes(self._options.trails), but=self._key)
        except (OSError, EngineError):
            return

    def _column(self, name: str) -> Column | None:
        """Return a column in the order of the trail: kept beside it, or read now."""
        if name in self._columns or self.trail is None:
            return self._columns.get(name)
        found = storage.read_kept_column(self._key, name)
        if found is None:
            read = self._column_of_files(self.trail, name)
            if read is None and self._tables.events is not None:
                read = read_column(self._tables.events, self._tables.stream, name)
            found = None if read is None else read.take(self.trail.order)
            if found is not None:
                self._wait()
                with contextlib.suppress(OSError):
                    storage.write_column(self._key, name, found)
        self._columns[name] = found
        return found

    def _column_of_files(self, trail: Trail, name: str) -> Column | None:
        """Return a column read straight from the files, of the events that the trail numbers; None where that cannot be."""
        import pyarrow

        plain = self._readings or readings(self._prepared)
        if plain is None:
            return None
        rows = sum(piece.rows for reading in plain for piece in reading.pieces)
        if rows - len(trail.gone) != trail.facts.rows:
            return None  # the trail was made from tables, which left rows out
        derived = {str(name) for one in self._prepared for name in one.source.derive}
        try:
            return column_of_files(plain, derived, name, trail.gone, self._threads)
        except (UnfitError, OSError, ValueError, pyarrow.ArrowException):
            return None

    def _wait(self) -> None:
        if self._keeping is not None:
            self._keeping.join()
            self._keeping = None

    # ------------------------------------------------------------ tables

    @cached_property
    def _tables(self) -> DuckDBWorkspace:
        from footpath.engines.duckdb.workspace import DuckDBWorkspace

        return DuckDBWorkspace(self._prepared, self._options)

    @property
    def events(self) -> Table | None:
        """Return the events of all sources, or None."""
        return self._tables.events if self._has_events else None

    @property
    def answers(self) -> Table | None:
        """Return the answers, or None."""
        return self._tables.answers

    @property
    def remarks(self) -> Table | None:
        """Return the remarks, or None."""
        return self._tables.remarks

    @property
    def customers(self) -> Table | None:
        """Return the customers with their traits, or None."""
        return self._tables.customers

    @property
    def facts(self) -> SourceFacts:
        """Return what stands behind the numbers: kept with the trail where there is one; none is made for them."""
        trail = self.trail if self._is_there else None
        return self._tables.facts if trail is None else trail.facts

    def fetch(self, expr: Table) -> ArrowTable:
        """Run an expression on DuckDB and return its rows."""
        return self._tables.fetch(expr)

    def stream(self, expr: Table) -> Iterator[Any]:
        """Run an expression on DuckDB and return its rows batch by batch."""
        return self._tables.stream(expr)

    def keep(self, expr: Table) -> Table:
        """Run an expression once on DuckDB and return a table that holds its rows."""
        return self._tables.keep(expr)

    def load(self, rows: ArrowTable) -> Table:
        """Return a table of rows made here, held by DuckDB until the workspace closes."""
        return self._tables.load(rows)

    def learn(self, **counted: int) -> None:
        """Take what a question has counted in passing; a trail knows its facts already."""
        if not self._is_there:
            self._tables.learn(**counted)

    def explain(self, expr: Table) -> str:
        """Return the SQL that `fetch` would run."""
        return self._tables.explain(expr)

    def cancel(self) -> None:
        """Stop the query that DuckDB runs now, from another thread."""
        if "_tables" in self.__dict__:
            self._tables.cancel()

    def close(self) -> None:
        """Wait until the trail is kept, and give everything back."""
        self._wait()
        if "_tables" in self.__dict__:
            self._tables.close()

    def __enter__(self) -> TrailWorkspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _rows_matched(old: Sequence[Held], now: Sequence[Held]) -> int:
    return sum(one.rows for one, at in zip(old, matched(old, now), strict=True) if at is not None)


def _has_counted(one: Prepared) -> bool:
    """Return whether the reader has left the source's duplicates out, and counted them."""
    columns = one.events.columns if one.events is not None else None
    return one.events is not None and (columns is None or columns.event_id is None)


def size_in_bytes(size: str) -> int:
    """Return how many bytes a size such as ``10GB`` is."""
    number, unit = re.fullmatch(r"([\d.]+)\s*(\w+)", size.strip()).groups()  # type: ignore[union-attr]  # checked when the engine is opened
    return int(float(number) * _UNITS[unit.lower()])
