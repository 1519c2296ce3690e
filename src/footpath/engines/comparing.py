"""Comparisons that rules are made of, over whatever compares: Ibis columns, numpy arrays, plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from footpath.rules import Operator


def compared(left: Any, op: Operator, right: Any) -> Any:
    """Return ``left op right`` by the operator's sign, as the operands themselves answer it."""
    if op == "=":
        return left == right
    if op == "!=":
        return left != right
    if op == "<":
        return left < right
    if op == "<=":
        return left <= right
    return left > right if op == ">" else left >= right


def in_range(left: Any, op: Operator, low: Any, high: Any) -> Any:
    """Compare with [low, high), a moment that lasts: below, in or above it stands for less, equal or greater."""
    if op == "=":
        return (left >= low) & (left < high)
    if op == "!=":
        return (left < low) | (left >= high)
    if op == "<":
        return left < low
    if op == "<=":
        return left < high
    return left >= high if op == ">" else left >= low
