"""Prepared sources as canonical tables on a Spark session."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from footpath.base import EngineError, Problem
from footpath.engines.spark.errors import engine_error
from footpath.engines.spark.files import view_of
from footpath.engines.spark.parts import parts_of
from footpath.engines.spark.session import Held, limited, quiet
from footpath.engines.tables import TablesWorkspace
from footpath.engines.types import EngineOptions

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table
    from footpath.evidence import Prepared


class SparkWorkspace(TablesWorkspace):
    """The tables of some sources on a cluster; see `engines.types.Workspace`.

    Files are read where they lie, tables by their names; only rows that a question asks for come here (`fetch`).
    """

    engine_name = "Spark"

    def __init__(self, prepared: Sequence[Prepared], held: Held, options: EngineOptions) -> None:
        from footpath.engines.spark.dialect import SparkBackend

        super().__init__(prepared)
        self._held = held
        self._options = options
        self._session = held.session
        self._names = 0
        self._frames: list[Any] = []
        self._cancelled = False
        self._closed = False
        try:
            self.backend = SparkBackend()
            self.backend.do_connect(self._session)
            self.show([self._run(partial(view_of, one, self)) for one in self.given])
        except BaseException:
            self.close()
            raise

    # ------------------------------------------------------------ running

    def fetch(self, expr: Table) -> ArrowTable:
        """Run an expression and return its rows.

        Raises
        ------
        EngineError
            engine-memory, engine-disk, engine-time, engine-file, engine-unreachable, engine-closed, engine-failed.
        """
        import ibis

        table = expr if isinstance(expr, ibis.Table) else expr.as_table()

        def answer() -> ArrowTable:
            with self._computed(table) as frame:
                return frame.toArrow()

        return _typed(self._run(answer), table.schema())

    def keep(self, expr: Table) -> Table:
        """Run an expression once and return a table of its rows, which the executors hold (and spill to their disks)."""

        def make() -> Table:
            with self._computed(expr) as frame:
                return self.hold(self._promised(frame, expr.schema()))

        return self._run(make)

    @contextlib.contextmanager
    def _computed(self, expr: Table) -> Iterator[Any]:
        """Give an expression's frame; its parts that are used several times are held until the block is left."""
        self.compile(expr)  # what Ibis cannot say is told as our error
        held = []
        try:
            for part in parts_of(self.backend.compiler.to_sqlglot(expr), self._fresh):
                frame = self._session.sql(part.query.sql(self.backend.dialect))
                if not part.name:
                    yield frame
                    break
                frame = frame.localCheckpoint()
                held.append((part.name, frame))
                frame.createOrReplaceTempView(part.name)
        finally:
            for name, frame in held:
                with contextlib.suppress(Exception):
                    self._session.catalog.dropTempView(name)
                    _drop(frame)

    def load(self, rows: ArrowTable) -> Table:
        """Return a table of rows made here, which the executors hold."""

        def make() -> Table:
            return self.hold(self.frame_of(rows))

        return self._run(make)

    def _promised(self, frame: Any, schema: Any) -> Any:
        """Return a frame with the types that Ibis promised: Spark numbers rows in 32 bits, for one."""
        found = self.named(frame)
        if found.schema() == schema:
            return frame
        cast = found.select(**{name: found[name].cast(kind) for name, kind in schema.items()})
        return self._session.sql(self.compile(cast))

    def hold(self, frame: Any) -> Table:
        """Return a frame's rows as a table, computed now and held by the executors until the workspace closes."""
        held = frame.persist()
        self._frames.append(held)
        held.count()
        return self.named(held)

    def named(self, frame: Any) -> Table:
        """Return a frame as an Ibis table, by a name of this session."""
        name = self._fresh()
        frame.createOrReplaceTempView(name)
        return self.backend.table(name)

    def _fresh(self) -> str:
        self._names += 1
        return f"footpath_{self._names}"

    def frame_of(self, rows: ArrowTable) -> Any:
        """Return rows made here as a frame of Spark's; every column may be null."""
        import pyarrow as pa

        rows = rows.cast(pa.schema([pa.field(field.name, field.type) for field in rows.schema]))
        if rows.num_rows:
            return self._session.createDataFrame(rows)
        # Connect takes no empty table.
        one = pa.Table.from_pylist([dict.fromkeys(rows.column_names)], schema=rows.schema)
        return self._session.createDataFrame(one).limit(0)

    @property
    def session(self) -> Any:
        """Return the SparkSession that the workspace works in: its own."""
        return self._session

    def plan(self, expr: Table) -> str:
        """Return Spark's own plan for an expression: what is read, with which filters and partitions."""
        sql = f"EXPLAIN FORMATTED {self.compile(expr)}"
        return str(self._run(lambda: self._session.sql(sql).toArrow())["plan"][0].as_py())

    def cancel(self) -> None:
        """Stop the query that runs now, from another thread."""
        self._cancelled = True
        with contextlib.suppress(Exception):
            self._session.interruptAll()

    def close(self) -> None:
        """Drop what the executors hold and give the session back; the last workspace ends the application."""
        if self._closed:
            return
        self._closed = True
        for frame in self._frames:
            with contextlib.suppress(Exception):
                frame.unpersist()
        for number in range(1, self._names + 1):
            with contextlib.suppress(Exception):
                self._session.catalog.dropTempView(f"footpath_{number}")
        self._held.release()

    def epoch_us(self, column: Any) -> Any:
        """Return a timestamp or date column as int64 microseconds since 1970 (a date is its midnight)."""
        import ibis.expr.datatypes as dt

        return _unix_micros()(column.cast(dt.Timestamp(timezone="UTC")))

    def _run(self, query: Callable[[], Any]) -> Any:
        if self._closed:
            raise EngineError(Problem(code="engine-closed", message="the workspace is closed"))
        self._cancelled = False
        with limited(self._session, self._options.seconds) as stopped:
            try:
                with quiet():
                    return query()
            except Exception as error:
                raise engine_error(error, stopped=stopped.is_set() or self._cancelled) from error


def _typed(rows: ArrowTable, schema: Any) -> ArrowTable:
    """Return rows with the types that Ibis promised: Spark counts in narrower and sums in wider ones."""
    import pyarrow as pa

    wanted = schema.to_pyarrow()
    columns = [rows.column(place).cast(field.type) for place, field in enumerate(wanted)]
    return pa.table(columns, names=wanted.names)


def _drop(frame: Any) -> None:
    """Let the executors drop a checkpoint's rows now; Connect's does so when the frame is forgotten."""
    if hasattr(frame, "_jdf"):
        frame._jdf.logicalPlan().rdd().unpersist(False)


def _unix_micros() -> Any:
    import ibis

    @ibis.udf.scalar.builtin(
        name="unix_micros", signature=((ibis.dtype("timestamp('UTC')"),), ibis.dtype("int64"))
    )
    def _unix_micros(column):  # type: ignore[no-untyped-def]  # the signature stands in the decorator
        ...

    return _unix_micros
