"""Prepared sources as canonical tables on a locked DuckDB connection."""

from __future__ import annotations

import shutil
import tempfile
import threading
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import EngineError, Problem, cache_folder
from footpath.engines.canonical import RawEvents, canonical_events, union_events
from footpath.engines.duckdb.connection import engine_error, locked_connection
from footpath.engines.duckdb.ties import ties
from footpath.engines.facts import counted_facts
from footpath.engines.keys import (
    Keys,
    cases_of,
    keyed,
    keyed_by_case,
    make_keys,
    newest_customers,
    pseudonymised,
)
from footpath.engines.sources import raw_events, without_duplicates
from footpath.engines.types import EngineOptions, SourceFacts

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table
    from footpath.evidence import Prepared

_BATCH = 1 << 20
"""How many rows `stream` hands out at a time."""

_OTHERS = ("answers", "remarks", "customers", "identities")


class DuckDBWorkspace:
    """The tables of some sources; see `engines.types.Workspace`. Also a context manager that closes."""

    forms: tuple[str, ...] = ("asof", "portable")

    def __init__(self, prepared: Sequence[Prepared], options: EngineOptions) -> None:
        self._prepared = tuple(prepared)
        self._options = options
        base = options.temp if options.temp is not None else cache_folder() / "spill"
        base.mkdir(parents=True, exist_ok=True)
        self._spill = Path(tempfile.mkdtemp(prefix="duckdb-", dir=base))
        self._kept = 0
        self._learned: dict[str, int] = {}
        groups: list[tuple[str, Prepared, list[Path]]] = []
        for one in self._prepared:
            if one.events is not None:
                groups.append(("events", one, list(one.events.paths)))
            for kind in _OTHERS:
                path = getattr(one, kind)
                if path is not None:
                    groups.append((kind, one, [path]))
        try:
            self._connection, self._ibis, names = locked_connection(
                options, [paths for _, _, paths in groups], self._spill
            )
        except BaseException:
            shutil.rmtree(self._spill, ignore_errors=True)
            raise
        self._views: dict[str, list[tuple[Prepared, Table]]] = {kind: [] for kind in ("events", *_OTHERS)}
        for (kind, one, _), name in zip(groups, names, strict=True):
            self._views[kind].append((one, self._named(name)))

    # ------------------------------------------------------------ tables

    @cached_property
    def _raw(self) -> list[RawEvents]:
        return [raw_events(one, view, number) for number, (one, view) in enumerate(self._views["events"])]

    @cached_property
    def _clean(self) -> tuple[list[Table], int]:
        """The raw tables with arrival and without duplicates, and how many rows that left out."""
        tables, removed = [], 0
        for raw, (one, _) in zip(self._raw, self._views["events"], strict=True):
            table, gone = without_duplicates(raw, one, self)
            tables.append(table)
            removed += gone
        return tables, removed

    @property
    def integer_keys(self) -> bool:
        """Return whether customers are integers that are their own keys: a key's text is then the id."""
        return self._integer_keys

    @cached_property
    def _integer_keys(self) -> bool:
        """Whether customers are integers that can be their own keys: then nothing has to be joined."""
        plain = bool(self._raw) and all(raw.key_is_integer for raw in self._raw)
        return plain and not any(self._views[kind] for kind in _OTHERS)

    @cached_property
    def _keys(self) -> Keys | None:
        if self._integer_keys:
            return None
        return make_keys(self._without_keys, {kind: self._others(kind) for kind in _OTHERS}, self)

    @cached_property
    def _without_keys(self) -> Table | None:
        if not self._raw:
            return None
        made = []
        for raw, table, (one, _) in zip(self._raw, self._clean[0], self._views["events"], strict=True):
            zone = one.report.zone
            events = canonical_events(raw, table, epoch_us, zone=zone, integer_keys=self._integer_keys)
            made.append(pseudonymised(events, self) if raw.pseudonyms else events)
        return union_events(made)

    def _others(self, kind: str) -> Table | None:
        tables = []
        for number, (_, view) in enumerate(self._views[kind]):
            arrival = (view.footpath_row.cast("int64") + (number << 52)).name("arrival")
            tables.append(view.mutate(arrival).drop("footpath_file", "footpath_row"))
        return union_events(tables) if tables else None

    @cached_property
    def _events_by_id(self) -> Table | None:
        table = self._without_keys
        return table if table is None or self._keys is None else keyed(table, self._keys)

    @cached_property
    def _cases(self) -> Table | None:
        """The cases that belong to one customer, where some row has a case and no customer."""
        tables = [self._events_by_id, *(self._others(kind) for kind in ("answers", "remarks"))]
        for table in tables:
            if table is None:
                continue
            lost = table.filter(table.customer_id.isnull() & table.case_id.notnull()).limit(1)
            if self._events_by_id is not None and self.fetch(lost.select("case_id")).num_rows:
                return self.keep(cases_of(self._events_by_id))
        return None

    @cached_property
    def events(self) -> Table | None:
        """Return the events of all sources, or None."""
        return self._joined(self._events_by_id)

    @cached_property
    def answers(self) -> Table | None:
        """Return the answers with customer_key (through the case where they have only that), or None."""
        return self._keyed_other("answers")

    @cached_property
    def remarks(self) -> Table | None:
        """Return the remarks with customer_key (through the case where they have only that), or None."""
        return self._keyed_other("remarks")

    @cached_property
    def customers(self) -> Table | None:
        """Return the customers with their traits and customer_key, one row a customer (the newest stands), or None."""
        table = self._others("customers")
        return None if table is None or self._keys is None else newest_customers(keyed(table, self._keys))

    def _keyed_other(self, kind: str) -> Table | None:
        table = self._others(kind)
        return table if table is None or self._keys is None else self._joined(keyed(table, self._keys))

    def _joined(self, table: Table | None) -> Table | None:
        return table if table is None or self._cases is None else keyed_by_case(table, self._cases)

    @cached_property
    def facts(self) -> SourceFacts:
        """Return what stands behind the numbers; counted when first asked."""
        duplicates = self._clean[1] if self._raw else 0
        return counted_facts(self, self.events, self._prepared, duplicates, self._keys, self._learned, ties)

    def facts_beside(self, counted: SourceFacts) -> SourceFacts:
        """Return facts that were counted elsewhere, with those that only reading the sources tells."""
        keys = None if self._integer_keys else self._keys
        return replace(
            counted,
            duplicates=self._clean[1] if self._raw else 0,
            aside=sum(one.report.aside for one in self._prepared),
            tied_ids=0 if keys is None else keys.tied,
            ambiguous_ids=0 if keys is None else keys.ambiguous,
        )

    # ------------------------------------------------------------ running

    def fetch(self, expr: Table) -> ArrowTable:
        """Run an expression and return its rows.

        Raises
        ------
        EngineError
            engine-memory, engine-disk, engine-time, engine-file, engine-closed, engine-failed.
        """
        sql = self._compile(expr)
        return self._run(lambda: self._connection.sql(sql).to_arrow_table())

    def stream(self, expr: Table) -> Iterator[Any]:
        """Run an expression and return its rows as Arrow record batches, one after the other; errors as `fetch`."""
        sql = self._compile(expr)
        reader = self._run(lambda: self._connection.sql(sql).to_arrow_reader(_BATCH))
        while True:
            try:
                batch = self._run(reader.read_next_batch)
            except StopIteration:
                return
            yield batch

    def keep(self, expr: Table) -> Table:
        """Run an expression once and return a table that holds its rows (it spills where memory ends)."""
        sql = self._compile(expr)
        self._kept += 1
        name = f"kept_{self._kept}"
        self._run(lambda: self._connection.execute(f"CREATE TEMP TABLE {name} AS {sql}"))
        return self._named(name)

    def load(self, rows: ArrowTable) -> Table:
        """Return a table of rows made here, held by the engine until the workspace closes."""
        self._kept += 1
        name = f"kept_{self._kept}"

        def copy() -> None:
            self._connection.register("footpath_rows", rows)
            self._connection.execute(f"CREATE TEMP TABLE {name} AS FROM footpath_rows")
            self._connection.unregister("footpath_rows")

        self._run(copy)
        return self._named(name)

    def learn(self, **counted: int) -> None:
        """Take what a question over all events has counted in passing (customers, ties), so that `facts` need not."""
        self._learned.update(counted)

    def explain(self, expr: Table) -> str:
        """Return the SQL that `fetch` would run, laid out to be read."""
        import sqlglot

        return str(sqlglot.transpile(self._compile(expr), read="duckdb", write="duckdb", pretty=True)[0])

    def cancel(self) -> None:
        """Stop the query that runs now, from another thread."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close the connection and remove what was spilled."""
        self._connection.close()
        shutil.rmtree(self._spill, ignore_errors=True)

    def __enter__(self) -> DuckDBWorkspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _named(self, name: str) -> Table:
        with warnings.catch_warnings():
            # Ibis 12 asks for schemas by a name that DuckDB 2 has given up.
            warnings.simplefilter("ignore", DeprecationWarning)
            return self._ibis.table(name)

    def _compile(self, expr: Table) -> str:
        import ibis

        try:
            return str(self._ibis.compile(expr.as_table() if not isinstance(expr, ibis.Table) else expr))
        except ibis.common.exceptions.IbisError as error:
            raise EngineError(
                Problem(code="engine-failed", message=f"DuckDB cannot do this ({type(error).__name__})")
            ) from error

    def _run(self, query: Any) -> Any:
        import duckdb

        timer = None
        if self._options.seconds is not None:
            timer = threading.Timer(self._options.seconds, self.cancel)
            timer.daemon = True
            timer.start()
        try:
            return query()
        except duckdb.Error as error:
            raise engine_error(error) from error
        finally:
            if timer is not None:
                timer.cancel()


def epoch_us(column: Any) -> Any:
    """Return a timestamp or date column as int64 microseconds since 1970 (a date is its midnight)."""
    return _builtin()(column if column.type().is_timestamp() else column.cast("timestamp(6)"))


def _builtin() -> Any:
    import ibis

    @ibis.udf.scalar.builtin(name="epoch_us", signature=((ibis.dtype("timestamp"),), ibis.dtype("int64")))
    def _epoch_us(column):  # type: ignore[no-untyped-def]  # the signature stands in the decorator
        ...

    return _epoch_us
