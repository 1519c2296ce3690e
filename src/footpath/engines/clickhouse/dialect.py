"""What ClickHouse's SQL means otherwise than the portable forms, mended once: a compiler of Ibis's own with other words.

ClickHouse tells null from a type's default only in Nullable columns, counts in unsigned numbers that do not mix with
signed ones, and estimates where others count. Each method says what it mends; the tests of all engines hold it to that.
"""

# ruff: noqa: D102, N802, N815 - the methods are named by Ibis, after its operations

from __future__ import annotations

from typing import Any

import ibis.common.exceptions as com
import ibis.expr.operations as ops
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.clickhouse import Backend
from ibis.backends.sql.compilers.clickhouse import ClickHouseCompiler

from footpath.base import datetime_to_us

_PLAIN = 1e15
"""Floats below this that are whole are written with a ``.0`` elsewhere; above, engines differ in how they write them."""

# Counts and ranks are UInt64, which has no common type with Int64: `if(x, count(), -1)` is an error.
_RANKS = (ops.RowNumber, ops.MinRank, ops.DenseRank, ops.NTile)


class FootpathCompiler(ClickHouseCompiler):  # type: ignore[misc]  # Ibis publishes no types
    """Ibis's compiler for ClickHouse, with the meanings that the portable forms rely on."""

    __slots__ = ()

    SIMPLE_OPS: dict[Any, str] = {}  # noqa: RUF012 - Ibis's own shape; a table here would be set over the methods below

    def _int64(self, number: Any) -> Any:
        return self.f.anon.toInt64(number)

    def _nullable(self, arg: Any, kind: Any) -> Any:
        """Make an aggregate of nothing null, not 0 or an empty text; arrays and structs cannot be null."""
        return arg if kind.is_nested() else self.f.anon.toNullable(arg)

    # ------------------------------------------------------------ aggregates

    def visit_CountStar(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self._int64(super().visit_CountStar(op, arg=arg, where=where))

    def visit_Count(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self._int64(self.agg.count(arg, where=where))

    def visit_CountDistinct(self, op: Any, *, arg: Any, where: Any) -> Any:
        """`uniq` estimates; `uniqExact` counts."""
        return self._int64(self.agg.uniqExact(arg, where=where))

    def visit_CountDistinctStar(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self._int64(super().visit_CountDistinctStar(op, arg=arg, where=where))

    def visit_Sum(self, op: Any, *, arg: Any, where: Any) -> Any:
        kind = op.arg.dtype
        if kind.is_boolean():
            arg = self._int64(arg)
        total = self.agg.sum(self._nullable(arg, kind), where=where)
        return self._int64(total) if kind.is_integer() or kind.is_boolean() else total

    def visit_Mean(self, op: Any, *, arg: Any, where: Any) -> Any:
        arg = self._int64(arg) if op.arg.dtype.is_boolean() else arg
        return self.agg.avg(self._nullable(arg, op.arg.dtype), where=where)

    def visit_Min(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self.agg.min(self._nullable(arg, op.arg.dtype), where=where)

    def visit_Max(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self.agg.max(self._nullable(arg, op.arg.dtype), where=where)

    visit_All = visit_Min
    visit_Any = visit_Max

    def visit_ArgMax(self, op: Any, *, arg: Any, key: Any, where: Any) -> Any:
        return super().visit_ArgMax(op, arg=self._nullable(arg, op.arg.dtype), key=key, where=where)

    def visit_ArgMin(self, op: Any, *, arg: Any, key: Any, where: Any) -> Any:
        return super().visit_ArgMin(op, arg=self._nullable(arg, op.arg.dtype), key=key, where=where)

    def visit_Quantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        """`quantile` is of a sample; this one is of all values, interpolated between the two nearest."""
        return self._visit_quantile("quantileExactInclusive", self._real(op, arg), quantile, where)

    def visit_MultiQuantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        """As above; of nothing each is null."""
        levels = quantile.expressions if isinstance(quantile, sge.Array) else quantile
        found = self._visit_quantile("quantilesExactInclusive", self._real(op, arg), levels, where)
        value = sge.to_identifier("q")
        known = self.if_(self.f.isNaN(value), sge.Null(), value)
        return self.f.anon.arrayMap(sge.Lambda(this=known, expressions=[value]), found)

    def visit_Median(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self._visit_quantile("quantileExactInclusive", self._real(op, arg), sge.convert(0.5), where)

    def _real(self, op: Any, arg: Any) -> Any:
        kind = op.arg.dtype
        if kind.is_decimal() or kind.is_boolean():
            arg = self.f.anon.toFloat64(arg)
        return self._nullable(arg, kind)

    def visit_ArrayCollect(
        self, op: Any, *, arg: Any, where: Any, order_by: Any, include_null: bool, distinct: bool
    ) -> Any:
        """Rows collected in an order: pairs of sort keys and value are collected, sorted, and stripped of the keys."""
        if not order_by:
            return super().visit_ArrayCollect(
                op, arg=arg, where=where, order_by=order_by, include_null=include_null, distinct=distinct
            )
        if distinct or include_null or any(key.args.get("desc") for key in order_by):
            raise com.UnsupportedOperationError("only ascending keys order what is collected")
        keys = [part for key in order_by for part in (key.this.is_(sge.Null()), key.this)]
        there = arg.is_(sge.Null()).not_()
        where = there if where is None else sg.and_(where, there)
        rows = self.agg.groupArray(self.f.anon.tuple(*keys, arg), where=where)
        row = sge.to_identifier("r")
        value = self.f.anon.tupleElement(row, sge.convert(len(keys) + 1))
        return self.f.anon.arrayMap(sge.Lambda(this=value, expressions=[row]), self.f.anon.arraySort(rows))

    # ------------------------------------------------------------ windows

    def visit_LagLead(self, op: Any, *, arg: Any, offset: Any, default: Any) -> Any:
        """Beyond the ends of a group stands null, not 0 or an empty text; what is said to stand there has the same type."""
        kind = op.arg.dtype.copy(nullable=True)
        if default is None:
            return super().visit_LagLead(op, arg=self._nullable(arg, kind), offset=offset, default=None)
        return super().visit_LagLead(
            op, arg=self.cast(arg, kind), offset=offset, default=self.cast(default, kind)
        )

    visit_Lag = visit_Lead = visit_LagLead

    @staticmethod
    def _minimize_spec(op: Any, spec: Any) -> Any:
        """Ranks are of equals only without a frame: over ROWS each row is its own."""
        return None if isinstance(op.func, _RANKS) else spec

    def visit_WindowFunction(
        self, op: Any, *, how: Any, func: Any, start: Any, end: Any, group_by: Any, order_by: Any
    ) -> Any:
        """A window stands around the aggregate itself, a cast around the window."""
        is_cast = isinstance(func, sge.Anonymous) and func.name == "toInt64"
        window = super().visit_WindowFunction(
            op,
            how=how,
            func=func.expressions[0] if is_cast else func,
            start=start,
            end=end,
            group_by=group_by,
            order_by=order_by,
        )
        return self._int64(window) if is_cast or isinstance(op.func, _RANKS) else window

    # ------------------------------------------------------------ values

    def visit_Literal(self, op: Any, *, value: Any, dtype: Any) -> Any:
        """An array cannot be null: an empty one stands for it, and comes back as null."""
        if value is None and dtype.is_array():
            return self.cast(self.f.array(), dtype)
        return super().visit_Literal(op, value=value, dtype=dtype)

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:
        """Instants to the microsecond beyond 2106, days beyond 2149."""
        if dtype.is_timestamp():
            return self.f.anon.fromUnixTimestamp64Micro(
                self._int64(sge.convert(_epoch_us(value))), sge.convert(dtype.timezone or "UTC")
            )
        if dtype.is_date():
            return self.f.anon.toDate32(sge.convert(value.isoformat()))
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:
        kind = op.arg.dtype
        if to.is_string():
            text = self._text(arg, kind)
            if text is not None:
                return text
        if to.is_integer() and (kind.is_floating() or kind.is_decimal()):
            # Others round, ClickHouse cuts off.
            arg = self.f.anon.roundBankers(arg) if kind.is_floating() else self.f.anon.round(arg)
        return super().visit_Cast(op, arg=arg, to=to)

    def _text(self, arg: Any, kind: Any) -> Any:
        """Return a value's text as others write it; None where ClickHouse writes it so."""
        text = self.f.anon.toString(arg)
        if kind.is_boolean():
            return self.f.anon.multiIf(arg.is_(sge.Null()), sge.Null(), arg, "true", "false")
        if kind.is_decimal():
            return self.f.anon.toDecimalString(arg, sge.convert(kind.scale))
        if kind.is_floating():
            whole = sg.and_(self.f.anon.trunc(arg).eq(arg), self.f.anon.abs(arg) < sge.convert(_PLAIN))
            return self.if_(whole, self.f.anon.concat(text, ".0"), text)
        if kind.is_timestamp():
            short = self.f.anon.replaceRegexpOne(text, r"\.?0+$", "")
            # Of a time without a fraction the zeros of its seconds stay.
            text = self.if_(self.f.anon.match(text, r"\."), short, text)
            return text if kind.timezone is None else self.f.anon.concat(text, "+00")
        return None

    def visit_FloorDivide(self, op: Any, *, left: Any, right: Any) -> Any:
        """Whole numbers are divided as such: a float has not the digits for microseconds times anything."""
        if not (op.left.dtype.is_integer() and op.right.dtype.is_integer()):
            return super().visit_FloorDivide(op, left=left, right=right)
        rest = self._int64(self.f.anon.positiveModulo(left, right))
        return self._int64(self.f.anon.intDiv(sge.paren(sge.paren(left) - rest), sge.paren(right)))

    def visit_IdenticalTo(self, op: Any, *, left: Any, right: Any) -> Any:
        """Equal, or both null; older servers know no operator for it outside joins."""
        both = sg.and_(left.is_(sge.Null()), right.is_(sge.Null()))
        return self.f.anon.ifNull(sge.paren(left.eq(right)), sge.paren(both))

    def visit_ArrayLength(self, op: Any, *, arg: Any) -> Any:
        return self._int64(self.f.anon.length(arg))

    # Texts are counted in characters, not bytes.

    def visit_StringLength(self, op: Any, *, arg: Any) -> Any:
        return self._int64(self.f.anon.lengthUTF8(arg))

    def visit_Substring(self, op: Any, *, arg: Any, start: Any, length: Any) -> Any:
        """From a place that is known the text is named once: Ibis names it twice, and nested so a query doubles each time."""
        if not isinstance(op.start, ops.Literal) or op.start.value < 0 or length is None:
            return super().visit_Substring(op, arg=arg, start=start, length=length)
        return self.f.anon.substringUTF8(arg, sge.convert(op.start.value + 1), length)

    def visit_StrRight(self, op: Any, *, arg: Any, nchars: Any) -> Any:
        return self.f.anon.rightUTF8(arg, nchars)

    def visit_Lowercase(self, op: Any, *, arg: Any) -> Any:
        return self.f.anon.lowerUTF8(arg)

    def visit_Uppercase(self, op: Any, *, arg: Any) -> Any:
        return self.f.anon.upperUTF8(arg)


class FootpathBackend(Backend):  # type: ignore[misc]  # as above
    """Ibis's back end for ClickHouse, compiling by the mended compiler."""

    compiler = FootpathCompiler()


def _epoch_us(value: Any) -> int:
    from datetime import UTC

    return datetime_to_us(value if value.tzinfo is not None else value.replace(tzinfo=UTC))
