"""Rules as Ibis expressions: the tree becomes a boolean column over known columns; no text reaches an engine.

Held against `rules.holds` by property tests. Where kinds differ (a text compared with a number) the comparison is
false, and what is missing compares false, as the rules' specification says. Inside *and* and *or* a null may stand for
false until the end, since both only grow with their parts; under *not* it is settled at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any, cast

from footpath.base import BadInputError, Problem, did_you_mean, us_to_datetime
from footpath.engines.comparing import compared, in_range
from footpath.rules import (
    Aggregate,
    And,
    Column,
    Compare,
    Duration,
    In,
    Like,
    Missing,
    Moment,
    Node,
    Not,
    Number,
    Operator,
    Or,
    Rule,
    Text,
    Truth,
    Value,
    columns,
    format_tree,
    moment_range,
    pattern_regex,
)

if TYPE_CHECKING:
    from footpath.engines.types import Table

Expression = Any


def compile_rule(rule: Rule | Node, table: Table, *, zone: str = "UTC") -> Expression:
    """Return a rule over a table's rows as a boolean column that is never null.

    Parameters
    ----------
    table
        Any ibis table; the rule's columns are its columns, by their exact names.
    zone
        The time zone in which days and times without a zone are read.

    Raises
    ------
    BadInputError
        rule-unknown-column for each column that the table lacks, with the nearest;
        rule-over-customers where the rule counts events.
    """
    tree = rule.tree if isinstance(rule, Rule) else rule
    check_columns(tree, table)
    return _Compiler(table, zone, {}).boolean(tree)


def check_columns(tree: Node, table: Table) -> None:
    """Raise BadInputError for each column of a rule that the table lacks."""
    missing = sorted(columns(tree) - set(table.columns))
    if missing:
        raise BadInputError(
            *(
                Problem(
                    code="rule-unknown-column",
                    message=f"the events have no column {name!r}",
                    value=name,
                    help=did_you_mean(name, table.columns, what="there are"),
                )
                for name in missing
            )
        )


def compile_tree(tree: Node, table: Table, zone: str, aggregates: Mapping[Aggregate, str]) -> Expression:
    """Return a tree as a boolean column; its aggregates stand in columns of the table already."""
    return _Compiler(table, zone, aggregates).boolean(tree)


class _Compiler:
    def __init__(self, table: Table, zone: str, aggregates: Mapping[Aggregate, str]) -> None:
        self.table = table
        self.zone = zone
        self.aggregates = aggregates

    def boolean(self, node: Node) -> Expression:
        import ibis

        found = self.visit(node)
        return ibis.literal(False) if found is None else found.fill_null(False)

    def visit(self, node: Node) -> Expression | None:
        """Return the condition, null standing for false; None where it can hold for no row."""
        import ibis

        if isinstance(node, And):
            parts = [self.visit(item) for item in node.items]
            return None if None in [p if p is None else 0 for p in parts] else reduce(and_, parts)
        if isinstance(node, Or):
            known = [part for part in (self.visit(item) for item in node.items) if part is not None]
            return reduce(or_, known) if known else None
        if isinstance(node, Not):
            inner = self.visit(node.item)
            return ibis.literal(True) if inner is None else ~inner.fill_null(False)
        if isinstance(node, Missing):
            column = self.operand(node.column)
            return (
                column.isnull() | column.isnan().fill_null(False)
                if column.type().is_floating()
                else column.isnull()
            )
        if isinstance(node, Like):
            column = self.operand(node.column)
            return column.re_search(pattern_regex(node.pattern)) if column.type().is_string() else None
        if isinstance(node, In):
            return self.one_of(node)
        left = self.operand(node.left)
        if isinstance(node.right, Column):
            return _with_column(left, node.op, self.operand(node.right))
        return self.with_value(left, node.op, node.right)

    def one_of(self, node: In) -> Expression | None:
        column = self.operand(node.column)
        if column.type().is_string() and all(isinstance(value, Text) for value in node.values):
            return column.isin([cast(Text, value).value for value in node.values])
        known = [self.with_value(column, "=", value) for value in node.values]
        parts = [part for part in known if part is not None]
        return reduce(or_, parts) if parts else None

    def operand(self, operand: Column | Aggregate) -> Expression:
        if isinstance(operand, Column):
            return self.table[operand.name]
        if operand not in self.aggregates:
            raise BadInputError(
                Problem(
                    code="rule-over-customers",
                    message=f"{operand.kind}(...) tells customers apart, not events",
                    help="Use it in a persona's segment; a touchpoint's rule asks about the event itself.",
                )
            )
        return self.table[self.aggregates[operand]]

    def with_value(self, left: Expression, op: Operator, value: Value) -> Expression | None:
        kind = left.type()
        if isinstance(value, Text):
            return compared(left, op, value.value) if kind.is_string() else None
        if isinstance(value, Truth):
            return compared(left, op, value.value) if kind.is_boolean() else None
        if isinstance(value, Number):
            if not kind.is_numeric() or kind.is_boolean():
                return None
            return _real(left, compared(_plain(left), op, value.value))
        if isinstance(value, Duration):
            if kind.is_integer():
                return compared(left, op, value.us)
            return compared(left, op, timedelta(microseconds=value.us)) if kind.is_interval() else None
        return self.with_moment(left, op, value)

    def with_moment(self, left: Expression, op: Operator, moment: Moment) -> Expression | None:
        import ibis

        kind = left.type()
        low, high = moment_range(moment, self.zone)
        if kind.is_integer():
            return in_range(left, op, low, high)
        if not kind.is_temporal() or kind.is_time():
            return None
        if kind.is_timestamp() and kind.timezone is not None:
            return in_range(left, op, *(ibis.literal(us_to_datetime(us), type=kind) for us in (low, high)))
        # A time without a zone is what the wall shows: so compare on the wall.
        if moment.zoned:
            low, high = (_on_the_wall(us, self.zone) for us in (low, high))
        else:
            low, high = moment_range(moment, "UTC")
        naive = left.cast("timestamp(6)")
        walls = (
            ibis.literal(us_to_datetime(us).replace(tzinfo=None), type="timestamp(6)") for us in (low, high)
        )
        return in_range(naive, op, *walls)


def _with_column(left: Expression, op: Operator, right: Expression) -> Expression | None:
    one, other = left.type(), right.type()
    if one.is_numeric() and other.is_numeric() and not one.is_boolean() and not other.is_boolean():
        return _real(left, _real(right, compared(_plain(left), op, _plain(right))))
    same = (
        (one.is_string() and other.is_string())
        or (one.is_boolean() and other.is_boolean())
        or (one.is_temporal() and other.is_temporal())
        or (one.is_interval() and other.is_interval())
    )
    return compared(left, op, right) if same else None


def _plain(column: Expression) -> Expression:
    return column.cast("float64") if column.type().is_decimal() else column


def _real(column: Expression, condition: Expression) -> Expression:
    """A number that is none (NaN) is missing; engines would put it above all others."""
    return condition & ~column.isnan() if column.type().is_floating() else condition


def _on_the_wall(us: int, zone: str) -> int:
    from zoneinfo import ZoneInfo

    from footpath.base import datetime_to_us

    wall = us_to_datetime(us).astimezone(ZoneInfo(zone)).replace(tzinfo=us_to_datetime(0).tzinfo)
    return datetime_to_us(wall)


def describe(rule: Rule | Node) -> str:
    """Return a rule as people wrote it, or a tree in its canonical text."""
    return rule.text if isinstance(rule, Rule) else format_tree(rule)


__all__ = ["Compare", "check_columns", "compile_rule", "compile_tree", "describe"]
