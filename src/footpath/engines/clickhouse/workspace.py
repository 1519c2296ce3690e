"""Prepared sources as canonical tables in ClickHouse."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from footpath.base import EngineError, Problem, cache_folder
from footpath.engines.clickhouse.connection import connect, engine_error, stopped
from footpath.engines.clickhouse.files import (
    FILES,
    ROWS,
    batches_of,
    query_of,
    quoted,
    schema_of,
    stream_bytes,
)
from footpath.engines.tables import Given, TablesWorkspace, as_nullable
from footpath.engines.types import EngineOptions

if TYPE_CHECKING:
    from footpath.engines.clickhouse.url import Server
    from footpath.engines.types import ArrowTable, Table
    from footpath.evidence import Prepared


class ClickHouseWorkspace(TablesWorkspace):
    """The tables of some sources; see `engines.types.Workspace`. Also a context manager that closes.

    Nothing is written into the user's databases: what is kept lives in temporary tables of the session.
    """

    forms: tuple[str, ...] = ("portable",)
    engine_name = "ClickHouse"

    def __init__(
        self, prepared: Sequence[Prepared], options: EngineOptions, server: Server | None = None
    ) -> None:
        super().__init__(prepared)
        from footpath.engines.clickhouse.dialect import FootpathBackend

        self._options = options
        self._server = server
        self._kept = 0
        self._mark = f"footpath-{uuid4()}"
        self._closed = False
        self._is_stopped = False
        base = options.temp if options.temp is not None else cache_folder() / "spill"
        base.mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix="clickhouse-", dir=base))
        try:
            self._client = connect(server, options, self._mark)
            self.backend = FootpathBackend.from_connection(self._client)
            self.show([self._view(one) for one in self.given])
        except BaseException:
            self.close()
            raise

    # ------------------------------------------------------------ tables

    def _view(self, one: Given) -> Table:
        if one.table is not None:
            return self._by_name(one.table)
        name = self._new_name("raw")
        if self._server is None:
            query = query_of(one.paths, self._folder)
            self._run(lambda: self._client.command(f"CREATE TEMPORARY VIEW {name} AS {query}"))
            return self._named(name)
        self._create(name, schema_of(one.paths))
        for rows in batches_of(one.paths):
            self._insert(name, rows)
        return self._named(name)

    def _by_name(self, name: str) -> Table:
        database, _, table = name.rpartition(".")
        view = self._run(lambda: self.backend.table(table, database=database or None))
        # Its own columns of these names would be taken for the place of a row.
        return view.drop(*[own for own in (FILES, ROWS) if own in view.columns])

    def epoch_us(self, column: Any) -> Any:
        """Return a timestamp or date column as int64 microseconds since 1970 (a date is its midnight)."""
        return _builtin()(column.cast("timestamp('UTC', 6)"))

    # ------------------------------------------------------------ running

    def fetch(self, expr: Table) -> ArrowTable:
        """Run an expression and return its rows.

        Raises
        ------
        EngineError
            engine-memory, engine-disk, engine-time, engine-file, engine-closed, engine-cannot, engine-failed.
        """
        import pyarrow as pa

        sql = self.compile(expr)
        schema = expr.as_table().schema().to_pyarrow()

        def ask() -> ArrowTable:
            content = self._client.raw_query(sql, fmt="ArrowStream")
            return _cast(pa.ipc.open_stream(content).read_all(), schema) if content else schema.empty_table()

        return self._run(ask)

    def keep(self, expr: Table) -> Table:
        """Run an expression once and return a table that holds its rows until the workspace closes."""
        sql, name = self.compile(expr), self._new_name("kept")
        self._create(name, expr.as_table().schema(), f" AS {sql}")
        return self._named(name)

    def load(self, rows: ArrowTable) -> Table:
        """Return a table of rows made here, held by the engine until the workspace closes."""
        import ibis

        name = self._new_name("kept")
        self._create(name, ibis.Schema.from_pyarrow(rows.schema))
        if rows.num_rows:
            self._insert(name, rows)
        return self._named(name)

    def explain(self, expr: Table) -> str:
        """Return the SQL that `fetch` would run, laid out to be read."""
        import ibis

        table = expr.as_table() if not isinstance(expr, ibis.Table) else expr
        self.compile(table)  # for its errors
        return str(self.backend.compile(table, pretty=True))

    def cancel(self) -> None:
        """Stop the query that runs now, from another thread."""
        self._is_stopped = True
        other = connect(self._server, self._options, "footpath-cancel")
        try:
            other.command(f"KILL QUERY WHERE Settings['log_comment'] = '{self._mark}' ASYNC")
        finally:
            other.close()

    def close(self) -> None:
        """Close the connection; the session's temporary tables go with it."""
        if not self._closed:
            self._closed = True
            client = getattr(self, "_client", None)
            if client is not None:
                client.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    # ------------------------------------------------------------ by hand

    def _new_name(self, kind: str) -> str:
        self._kept += 1
        return f"footpath_{kind}_{self._kept}"

    def _named(self, name: str) -> Table:
        return as_nullable(self._run(lambda: self.backend.table(name)))

    def _create(self, name: str, schema: Any, content: str = "") -> None:
        """Make a temporary table of these types: what a query gives is cast to them, as a truth may be a number there."""
        from ibis.backends.sql.datatypes import ClickHouseType

        columns = ", ".join(
            f"{quoted(column)} {ClickHouseType.to_string(kind.copy(nullable=not kind.is_nested()))}"
            for column, kind in schema.items()
        )
        self._run(
            lambda: self._client.command(
                f"CREATE TEMPORARY TABLE {name} ({columns}) ENGINE = Memory{content}"
            )
        )

    def _insert(self, name: str, rows: ArrowTable) -> None:
        self._run(
            lambda: self._client.raw_insert(
                name,
                column_names=rows.column_names,
                insert_block=stream_bytes(rows),
                fmt="ArrowStream",
            )
        )

    def _run(self, query: Callable[[], Any]) -> Any:
        from clickhouse_connect.driver.exceptions import ClickHouseError
        from ibis.common.exceptions import TableNotFound
        from pyarrow import ArrowException

        if self._closed:
            raise EngineError(Problem(code="engine-closed", message="the workspace is closed"))
        self._is_stopped = False
        try:
            found = query()
        except TableNotFound as error:
            raise engine_error(RuntimeError("Code: 60")) from error
        except (ClickHouseError, ArrowException) as error:
            # Its text repeats the query; an answer that was cut short cannot be read.
            raise stopped() if self._is_stopped else engine_error(error) from None
        if self._is_stopped:  # what came may be the beginning of an answer
            raise stopped()
        return found


def _cast(table: ArrowTable, schema: Any) -> ArrowTable:
    """Return rows in the types that the expression says: ClickHouse gives counts unsigned and truths as numbers.

    Its arrays are never null: of nothing they are empty, which is null here as elsewhere.
    """
    import pyarrow as pa
    import pyarrow.compute

    pc: Any = pyarrow.compute
    columns = []
    for column, field in zip(table.columns, schema, strict=True):
        made = column.cast(field.type)
        if pa.types.is_list(field.type) and len(made):
            made = pc.if_else(pc.equal(pc.list_value_length(made), 0), pa.scalar(None, field.type), made)
        columns.append(made)
    return pa.table(columns, schema)


def _builtin() -> Any:
    import ibis

    @ibis.udf.scalar.builtin(
        name="toUnixTimestamp64Micro",
        signature=((ibis.dtype("timestamp('UTC', 6)"),), ibis.dtype("int64")),
    )
    def _epoch_us(column):  # type: ignore[no-untyped-def]  # the signature stands in the decorator
        ...

    return _epoch_us
