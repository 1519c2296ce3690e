"""Rules as masks over a trail: the same answers as `compile_rule`, on numpy.

A condition on a text is settled once a different text and looked up a row. What a kind of column cannot say here
(times kept as timestamps, lists) gives None, and the question is asked elsewhere.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.comparing import compared, in_range
from footpath.engines.trail.arrow import Array
from footpath.rules import (
    And,
    Compare,
    Duration,
    In,
    Like,
    Missing,
    Node,
    Not,
    Number,
    Operator,
    Or,
    Rule,
    Text,
    Truth,
    Value,
    fits,
    moment_range,
)
from footpath.rules import Column as Named

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import Column, View


class _CannotSayError(ValueError):
    """The rule asks for what a trail does not hold."""


def mask(rule: Rule | Node, view: View, zone: str) -> Array | None:
    """Return which rows of a view a rule means; None where the trail cannot say."""
    try:
        return _Masks(view, zone).of(rule.tree if isinstance(rule, Rule) else rule)
    except _CannotSayError:
        return None


class _Masks:
    def __init__(self, view: View, zone: str) -> None:
        self.view = view
        self.zone = zone

    def of(self, node: Node) -> Array:
        if isinstance(node, And):
            return reduce(and_, [self.of(item) for item in node.items])
        if isinstance(node, Or):
            return reduce(or_, [self.of(item) for item in node.items])
        if isinstance(node, Not):
            return ~self.of(node.item)
        if isinstance(node, Missing):
            return self.missing(self.column(node.column))
        if isinstance(node, Like):
            column = self.column(node.column)
            if column.texts is None:
                return self.none()
            return self.texts(column, [fits(text, node.pattern) for text in column.texts])
        if isinstance(node, In):
            column = self.column(node.column)
            if column.texts is not None:
                wanted = {value.value for value in node.values if isinstance(value, Text)}
                return self.texts(column, [text in wanted for text in column.texts])
            return reduce(or_, [self.with_value(column, "=", value) for value in node.values], self.none())
        if isinstance(node, Compare):
            if isinstance(node.right, Named):
                return self.with_column(self.column(node.left), node.op, self.column(node.right))
            return self.with_value(self.column(node.left), node.op, node.right)
        raise _CannotSayError

    def column(self, operand: Any) -> Column:
        found = self.view.column(operand.name) if isinstance(operand, Named) else None
        if found is None:
            raise _CannotSayError
        return found

    def none(self) -> Array:
        return np.zeros(len(self.view.times), bool)

    def missing(self, column: Column) -> Array:
        absent = self.none() if column.there is None else ~column.there
        if column.texts is None and column.values.dtype.kind == "f":
            absent = absent | np.isnan(column.values)
        return absent

    def texts(self, column: Column, meant: list[bool]) -> Array:
        return self.present(column, np.array([*meant, False]).take(column.values))

    def present(self, column: Column, found: Array) -> Array:
        return found if column.there is None else found & column.there

    def with_value(self, column: Column, op: Operator, value: Value) -> Array:
        kind = "text" if column.texts is not None else column.values.dtype.kind
        if isinstance(value, Text):
            if column.texts is None:
                return self.none()
            return self.texts(column, [compared(text, op, value.value) for text in column.texts])
        if isinstance(value, Truth):
            return (
                self.present(column, compared(column.values, op, value.value)) if kind == "b" else self.none()
            )
        if isinstance(value, Number):
            return self.number(column, op, value.value) if kind in "if" else self.none()
        if isinstance(value, Duration):
            return self.number(column, op, value.us) if kind == "i" else self.none()
        if kind != "i":
            return self.none()
        low, high = moment_range(value, self.zone)
        return self.present(column, in_range(column.values, op, low, high))

    def number(self, column: Column, op: Operator, value: Any) -> Array:
        found = compared(column.values, op, value)
        if column.values.dtype.kind == "f":
            found &= ~np.isnan(column.values)
        return self.present(column, found)

    def with_column(self, left: Column, op: Operator, right: Column) -> Array:
        kinds = {left.values.dtype.kind, right.values.dtype.kind}
        if left.texts is not None or right.texts is not None:
            if (left.texts is None) is not (right.texts is None):
                return self.none()
            if left.texts != right.texts:
                raise _CannotSayError
        elif "b" in kinds and kinds != {"b"}:
            return self.none()
        found = compared(left.values, op, right.values)
        for column in (left, right):
            if column.texts is None and column.values.dtype.kind == "f":
                found &= ~np.isnan(column.values)
            found = self.present(column, found)
        return found
