"""SQL of a question for engines that Footpath does not run on: Trino, BigQuery, Snowflake.

It compiles, it is kept as golden text by the tests, and no server has seen it: so it is called untested. Whoever has such an
engine can run the text by hand, over a table of canonical events; nothing here connects to anything.
"""

# ruff: noqa: N802 - the methods are named by Ibis, after its operations

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from footpath.base import EngineError, Problem, did_you_mean

if TYPE_CHECKING:
    from footpath.engines.types import Table

DIALECTS = ("trino", "bigquery", "snowflake")


def sql_for(expr: Table, dialect: str) -> str:
    """Return the SQL of an expression in a dialect, laid out to be read; untested on a live service.

    Parameters
    ----------
    expr
        Any Ibis table; events may be ``ibis.table(schema, name="events")``.
    dialect
        ``trino``, ``bigquery`` or ``snowflake``.

    Raises
    ------
    EngineError
        engine-cannot where there is no such dialect, or it has no words for the expression.
    """
    import ibis

    if dialect not in DIALECTS:
        raise EngineError(
            Problem(
                code="engine-cannot",
                message=f"there is no SQL for {dialect!r}",
                value=dialect,
                help=did_you_mean(dialect, DIALECTS, what="there is"),
            )
        )
    compiler = _compilers()[dialect]
    try:
        return str(compiler.to_sqlglot(expr.as_table()).sql(dialect=compiler.dialect, pretty=True))
    except ibis.common.exceptions.IbisError as error:
        raise EngineError(
            Problem(code="engine-cannot", message=f"{dialect} has no words for this ({type(error).__name__})")
        ) from error


@cache
def _compilers() -> dict[str, Any]:
    import ibis.expr.datatypes as dt
    import ibis.expr.operations as ops
    import sqlglot as sg
    import sqlglot.expressions as sge
    from ibis.backends.sql.compilers.bigquery import BigQueryCompiler
    from ibis.backends.sql.compilers.snowflake import SnowflakeCompiler
    from ibis.backends.sql.compilers.trino import TrinoCompiler

    def levels(op: Any) -> list[float]:
        found = op.quantile.value if isinstance(op.quantile, ops.Literal) else op.quantile
        return [float(one) for one in (found if isinstance(found, list | tuple) else [found])]

    class Plainly:
        """A text is named once, as nested so a query doubles each time; what is left out stands in its order."""

        def visit_DropColumns(self, op: Any, *, parent: Any, columns_to_drop: Any) -> Any:
            return super().visit_DropColumns(op, parent=parent, columns_to_drop=sorted(columns_to_drop))  # type: ignore[misc]

        def visit_Substring(self, op: Any, *, arg: Any, start: Any, length: Any) -> Any:
            if not isinstance(op.start, ops.Literal) or op.start.value < 0 or length is None:
                return super().visit_Substring(op, arg=arg, start=start, length=length)  # type: ignore[misc]
            return sge.Anonymous(this="SUBSTR", expressions=[arg, sge.convert(op.start.value + 1), length])

        def visit_StrRight(self, op: Any, *, arg: Any, nchars: Any) -> Any:
            if not isinstance(op.nchars, ops.Literal):
                return super().visit_StrRight(op, arg=arg, nchars=nchars)  # type: ignore[misc]
            return sge.Anonymous(this="SUBSTR", expressions=[arg, sge.convert(-op.nchars.value)])

    class Percentiles:
        """Percentiles of sorted arrays, interpolated between the two nearest: exact, where the engine's own estimate."""

        def one(self, values: Any, level: float) -> Any:
            raise NotImplementedError

        def sorted(self, op: Any, arg: Any, where: Any) -> Any:
            there = arg.is_(sge.Null()).not_()
            order = sge.Ordered(this=arg, desc=False, nulls_first=False)
            return self.agg.array_agg(  # type: ignore[attr-defined]
                arg, where=there if where is None else sg.and_(where, there), order_by=(order,)
            )

        def visit_Quantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
            return self.one(self.sorted(op, arg, where), levels(op)[0])

        def visit_MultiQuantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
            values = self.sorted(op, arg, where)
            return self.f.array(*(self.one(values, level) for level in levels(op)))  # type: ignore[attr-defined]

    class Trino(Plainly, Percentiles, TrinoCompiler):  # type: ignore[misc]  # Ibis publishes no types
        __slots__ = ()

        def one(self, values: Any, level: float) -> Any:
            at = (self.f.anon.cardinality(values) - 1) * sge.convert(level)
            low = self.f.anon.element_at(values, self._place(self.f.anon.floor(sge.paren(at))))
            high = self.f.anon.element_at(values, self._place(self.f.anon.ceiling(sge.paren(at))))
            share = sge.paren(sge.paren(at) - self.f.anon.floor(sge.paren(at)))
            return low + sge.paren(sge.paren(high - low) * share)

        def _place(self, at: Any) -> Any:
            return self.cast(at, dt.int64) + 1

    class BigQuery(Plainly, Percentiles, BigQueryCompiler):  # type: ignore[misc]  # as above
        __slots__ = ()

        def sorted(self, op: Any, arg: Any, where: Any) -> Any:
            # Its aggregates take no condition: what does not count is null, and left out.
            arg = arg if where is None else self.if_(where, arg, sge.Null())
            ordered = sge.Order(
                this=sge.IgnoreNulls(this=arg), expressions=[sge.Ordered(this=arg, nulls_first=True)]
            )
            return sge.ArrayAgg(this=ordered)

        def visit_ArrayCollect(self, op: Any, *, order_by: Any, **rest: Any) -> Any:
            # Inside an aggregate it has no NULLS LAST.
            keys = [
                sge.Ordered(this=one, desc=False, nulls_first=True)
                for key in order_by
                for one in (sge.paren(key.this.is_(sge.Null())), key.this)
            ]
            return super().visit_ArrayCollect(op, order_by=keys, **rest)

        def one(self, values: Any, level: float) -> Any:
            at = (self.f.anon.array_length(values) - 1) * sge.convert(level)
            low = self._at(values, self.f.anon.floor(sge.paren(at)))
            high = self._at(values, self.f.anon.ceil(sge.paren(at)))
            share = sge.paren(sge.paren(at) - self.f.anon.floor(sge.paren(at)))
            return low + sge.paren(sge.paren(high - low) * share)

        def _at(self, values: Any, at: Any) -> Any:
            place = self.f.anon.safe_offset(self.cast(at, dt.int64))
            return sge.Bracket(this=values, expressions=[place], offset=None)

    class Snowflake(Plainly, SnowflakeCompiler):  # type: ignore[misc]  # as above
        __slots__ = ()

        def visit_MultiQuantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
            single = (
                self.visit_Quantile(op, arg=arg, quantile=sge.convert(level), where=where)
                for level in levels(op)
            )
            return self.f.anon.array_construct(*single)

        UNSUPPORTED_OPS = ()

    return {"trino": Trino(), "bigquery": BigQuery(), "snowflake": Snowflake()}
