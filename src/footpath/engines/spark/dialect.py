"""Spark's SQL where Ibis's own would mean something else than DuckDB's: mended once, for every question.

Ordering is Ibis's own here (nulls are placed by name, texts compared as bytes), and quantiles are exact already.
"""

# ruff: noqa: N802  # Ibis names the methods

from __future__ import annotations

import warnings
from typing import Any

import sqlglot.expressions as sge

with warnings.catch_warnings():
    # pyspark 4.3 says that it is not made for pandas 3; rows come as Arrow here, past pandas.
    warnings.simplefilter("ignore", FutureWarning)
    import ibis
    from ibis.backends.pyspark import Backend

    _ = ibis.pyspark  # so that Ibis knows the back end's options

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
from ibis.backends.sql.compilers.base import NULL, STAR, SQLGlotCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.common.exceptions import UnsupportedOperationError

# Ibis publishes no types for any of this.
_Compiler: Any = PySparkCompiler
_Backend: Any = Backend


class SparkCompiler(_Compiler):  # type: ignore[misc]
    """Ibis's compiler for Spark with the meaning of DuckDB's."""

    __slots__ = ()
    # Spark has OFFSET since 3.4; Ibis numbers rows instead, and skips one too many.
    rewrites = SQLGlotCompiler.rewrites

    def visit_CountStar(self, op: Any, *, arg: Any, where: Any) -> Any:
        """Count rows; of none it is 0, where Ibis's sum would be null."""
        return self.f.count(STAR) if where is None else self.f.count(self.if_(where, 1, NULL))

    def visit_CountDistinctStar(self, op: Any, *, arg: Any, where: Any) -> Any:
        """Count different rows, those with a null in them too."""
        import sqlglot as sg

        columns = [sg.column(name, table=arg.alias_or_name, quoted=self.quoted) for name in op.arg.schema]
        row = self.f.struct(*columns)
        return self.f.count(sge.Distinct(expressions=[row if where is None else self.if_(where, row, NULL)]))

    def visit_IsNull(self, op: Any, *, arg: Any) -> Any:
        """Tell null; a number that is none (NaN) is not null."""
        return arg.is_(NULL)

    def visit_NotNull(self, op: Any, *, arg: Any) -> Any:
        """Tell what is not null; a number that is none (NaN) is not null."""
        return sge.Not(this=arg.is_(NULL))

    def visit_Divide(self, op: Any, *, left: Any, right: Any) -> Any:
        """Divide as floating numbers; by zero it is null, where Spark's would be an error."""
        return self.f.try_divide(self._double(op.left, left), self._double(op.right, right))

    def visit_Modulus(self, op: Any, *, left: Any, right: Any) -> Any:
        """Return the remainder, with the sign of what is divided; by zero it is null."""
        return self.f.try_mod(left, right)

    def visit_FloorDivide(self, op: Any, *, left: Any, right: Any) -> Any:
        """Divide downwards, exactly, by zero null: Ibis's way through floating numbers loses the last digits of large integers."""
        if op.left.dtype.is_integer() and op.right.dtype.is_integer():
            rest = self.f.pmod(left, self.f.nullif(right, 0))
            return sge.IntDiv(this=sge.Paren(this=left - rest), expression=self.f.nullif(right, 0))
        return self.cast(self.f.floor(self.visit_Divide(op, left=left, right=right)), op.dtype)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:
        """Cast; a broken number becomes the nearest integer, where Spark's cuts it off."""
        kind = op.arg.dtype
        if to.is_integer() and kind.is_floating():
            return self.cast(self.f.rint(arg), to)
        if to.is_integer() and kind.is_decimal():
            return self.cast(self.f.round(arg, 0), to)
        return super().visit_Cast(op, arg=arg, to=to)

    def visit_Mean(self, op: Any, *, arg: Any, where: Any) -> Any:
        """Average; of integers and decimals exactly, whatever order the rows are summed in."""
        kind = op.arg.dtype
        if not (kind.is_integer() or kind.is_decimal()):
            return self.agg.avg(self.cast(arg, dt.float64) if kind.is_boolean() else arg, where=where)
        wide = arg if kind.is_decimal() else self.cast(arg, dt.Decimal(20, 0))
        return self.cast(self.agg.sum(wide, where=where), dt.float64) / self.f.nullif(
            self.agg.count(arg, where=where), 0
        )

    def visit_Substring(self, op: Any, *, arg: Any, start: Any, length: Any) -> Any:
        """Return part of a text; Ibis writes the text twice to ask whether the start is negative."""
        if not isinstance(op.start, ops.Literal) or op.start.value < 0:
            return super().visit_Substring(op, arg=arg, start=start, length=length)
        given = () if length is None else (length,)
        return self.f.substring(arg, op.start.value + 1, *given)

    def visit_StrRight(self, op: Any, *, arg: Any, nchars: Any) -> Any:
        """Return the end of a text; Spark's own writes the text three times, which doubles at each step of a chain."""
        if not isinstance(op.nchars, ops.Literal) or op.nchars.value <= 0:
            return self.f.right(arg, nchars)
        return self.f.substring(arg, -op.nchars.value)

    def visit_ArrayIndex(self, op: Any, *, arg: Any, index: Any) -> Any:
        """Return an item, from the end where negative; null where there is none, which Spark would raise."""
        return self.f.try_element_at(arg, self.if_(index < 0, index, index + 1))

    def visit_ArrayCollect(
        self, op: Any, *, arg: Any, where: Any, order_by: Any, include_null: bool, distinct: bool
    ) -> Any:
        """Collect, in order where one is given: Spark collects in any order, so the keys are collected and sorted too."""
        if not order_by or distinct:
            return super().visit_ArrayCollect(
                op, arg=arg, where=where, order_by=order_by, include_null=include_null, distinct=distinct
            )
        kept = arg.is_(NULL)
        kept = sge.Not(this=kept) if where is None else sge.And(this=where, expression=sge.Not(this=kept))
        keys = []
        for number, key in enumerate(order_by):
            if key.args.get("desc"):
                raise UnsupportedOperationError("collect in descending order")
            # Nulls stand first in a struct's order: a flag before each key puts them where they are asked for.
            first = bool(key.args.get("nulls_first"))
            flag = self.if_(key.this.is_(NULL), int(not first), int(first))
            keys += [(f"n{number}", flag), (f"k{number}", key.this)]
        row = self._struct([*keys, ("v", arg)])
        rows = self.f.array_sort(self.f.collect_list(self.if_(kept, row, NULL)))
        item = sge.to_identifier("x")
        value = sge.Dot(this=item, expression=sge.to_identifier("v"))
        return self.f.transform(rows, sge.Lambda(this=value, expressions=[item]))

    def _struct(self, fields: list[tuple[str, Any]]) -> Any:
        return self.f.named_struct(*(part for name, value in fields for part in (sge.convert(name), value)))

    def _double(self, op: Any, value: Any) -> Any:
        return value if op.dtype.is_floating() else self.cast(value, dt.float64)


class SparkBackend(_Backend):  # type: ignore[misc]
    """Ibis's back end for Spark with the compiler above."""

    compiler = SparkCompiler()
