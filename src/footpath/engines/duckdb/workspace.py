"""Prepared sources as canonical tables on a locked DuckDB connection."""

from __future__ import annotations

import shutil
import tempfile
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import EngineError, Problem, cache_folder
from footpath.engines.duckdb.connection import engine_error, locked_connection
from footpath.engines.duckdb.ties import ties
from footpath.engines.tables import TablesWorkspace
from footpath.engines.types import EngineOptions

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table
    from footpath.evidence import Prepared

_BATCH = 1 << 20
"""How many rows `stream` hands out at a time."""


_FEW_TEXTS = 1 << 12
"""Columns of at most so many different texts are coded when they are loaded."""


class DuckDBWorkspace(TablesWorkspace):
    """The tables of some sources; see `engines.types.Workspace`. Also a context manager that closes."""

    forms: tuple[str, ...] = ("asof", "portable")
    engine_name = "DuckDB"

    def __init__(self, prepared: Sequence[Prepared], options: EngineOptions) -> None:
        super().__init__(prepared)
        _no_names(prepared)
        self._options = options
        base = options.temp if options.temp is not None else cache_folder() / "spill"
        base.mkdir(parents=True, exist_ok=True)
        self._spill = Path(tempfile.mkdtemp(prefix="duckdb-", dir=base))
        self._kept = 0
        try:
            self._connection, self.backend, names = locked_connection(
                options, [one.paths for one in self.given], self._spill
            )
        except BaseException:
            shutil.rmtree(self._spill, ignore_errors=True)
            raise
        self.show([self._named(name) for name in names])

    def epoch_us(self, column: Any) -> Any:
        """Return a timestamp or date column as int64 microseconds since 1970 (a date is its midnight)."""
        return epoch_us(column)

    def count_ties(self, people: Table, rows: int) -> int:
        """Return how many events share customer and time with another, by sorting one number an event."""
        return ties(self, people, rows)

    # ------------------------------------------------------------ running

    def fetch(self, expr: Table) -> ArrowTable:
        """Run an expression and return its rows.

        Raises
        ------
        EngineError
            engine-memory, engine-disk, engine-time, engine-file, engine-closed, engine-failed.
        """
        sql = self.compile(expr)
        return self._run(lambda: self._connection.sql(sql).to_arrow_table())

    def stream(self, expr: Table) -> Iterator[Any]:
        """Run an expression and return its rows as Arrow record batches, one after the other; errors as `fetch`."""
        sql = self.compile(expr)
        reader = self._run(lambda: self._connection.sql(sql).to_arrow_reader(_BATCH))
        while True:
            try:
                batch = self._run(reader.read_next_batch)
            except StopIteration:
                return
            yield batch

    def keep(self, expr: Table) -> Table:
        """Run an expression once and return a table that holds its rows (it spills where memory ends)."""
        sql = self.compile(expr)
        self._kept += 1
        name = f"kept_{self._kept}"
        self._run(lambda: self._connection.execute(f"CREATE TEMP TABLE {name} AS {sql}"))
        return self._named(name)

    def load(self, rows: ArrowTable) -> Table:
        """Return a table of rows made here, held by the engine until the workspace closes."""
        self._kept += 1
        name = f"kept_{self._kept}"

        def copy() -> None:
            coded = self._coded(rows, name)
            shown = f"SELECT * REPLACE ({_as(coded)}) " if coded else ""
            self._connection.register("footpath_rows", rows)
            self._connection.execute(f"CREATE TEMP TABLE {name} AS {shown}FROM footpath_rows")
            self._connection.unregister("footpath_rows")

        self._run(copy)
        return self._named(name)

    def _coded(self, rows: ArrowTable, name: str) -> dict[str, str]:
        """Return the types of the columns that hold few different texts: made here, since grouping by them is twice as fast.

        The texts reach DuckDB as rows, never as part of a query.
        """
        import pyarrow as pa

        made = {}
        for number, column in enumerate(rows.column_names):
            kind = rows.schema.field(column).type
            if not pa.types.is_dictionary(kind) or not rows[column].num_chunks:
                continue
            texts = rows[column].unify_dictionaries().chunk(0).dictionary
            if texts.type != pa.string() or not 0 < len(texts) <= _FEW_TEXTS or texts.null_count:
                continue
            made[column] = f"{name}_type_{number}"
            self._connection.register("footpath_texts", pa.table({"text": texts.unique()}))
            self._connection.execute(f"CREATE TYPE {made[column]} AS ENUM (SELECT text FROM footpath_texts)")  # noqa: S608 - a name made here
            self._connection.unregister("footpath_texts")
        return made

    def cancel(self) -> None:
        """Stop the query that runs now, from another thread."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close the connection and remove what was spilled."""
        self._connection.close()
        shutil.rmtree(self._spill, ignore_errors=True)

    def _named(self, name: str) -> Table:
        with warnings.catch_warnings():
            # Ibis 12 asks for schemas by a name that DuckDB 2 has given up.
            warnings.simplefilter("ignore", DeprecationWarning)
            return self.backend.table(name)

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


def _no_names(prepared: Sequence[Prepared]) -> None:
    for one in prepared:
        if one.events is not None and one.events.table is not None:
            raise EngineError(
                Problem(
                    code="engine-cannot",
                    message=f"source {one.source.id} is a table by its name, and DuckDB here holds no tables",
                    value=one.events.table,
                    help="Name the engine that holds it: --engine clickhouse://USER@HOST/DB, or spark://HOST:PORT.",
                )
            )


def epoch_us(column: Any) -> Any:
    """Return a timestamp or date column as int64 microseconds since 1970 (a date is its midnight)."""
    return _builtin()(column if column.type().is_timestamp() else column.cast("timestamp(6)"))


def _builtin() -> Any:
    import ibis

    @ibis.udf.scalar.builtin(name="epoch_us", signature=((ibis.dtype("timestamp"),), ibis.dtype("int64")))
    def _epoch_us(column):  # type: ignore[no-untyped-def]  # the signature stands in the decorator
        ...

    return _epoch_us


def _as(types: Mapping[str, str]) -> str:
    """Return the casts of columns to types; the columns' names are the program's own."""
    return ", ".join(f'"{column}"::{kind} AS "{column}"' for column, kind in types.items())
