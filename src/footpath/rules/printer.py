"""From tree to text, in one canonical form: `parse(format_tree(tree))` gives the tree back (rule R25)."""

from __future__ import annotations

from footpath.rules.descent import AGGREGATES, RESERVED
from footpath.rules.moments import format_exact, format_moment
from footpath.rules.tokens import is_word
from footpath.rules.tree import (
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
    Or,
    Text,
    Truth,
    Value,
)


def format_tree(node: Node) -> str:
    """Return the canonical text of a tree: brackets only where needed, double quotes, durations in one unit.

    >>> from footpath.rules import rule
    >>> format_tree(rule("( a=1 )  AND NOT (b in ('x','y'))").tree)
    'a = 1 and b not in ("x", "y")'
    """
    if isinstance(node, Or):
        return " or ".join(_bracketed(item, Or) for item in node.items)
    if isinstance(node, And):
        return " and ".join(_bracketed(item, And, Or) for item in node.items)
    if isinstance(node, Not):
        if isinstance(node.item, In | Like | Missing):
            return _condition(node.item, negated=True)
        return f"not {_bracketed(node.item, And, Or)}"
    return _condition(node)


def format_column(name: str) -> str:
    """Return a column's name as a rule writes it: bare, or in backticks where it needs them."""
    if is_word(name) and name.lower() not in RESERVED | AGGREGATES:
        return name
    return "`" + name.replace("`", "``") + "`"


def format_value(value: Value) -> str:
    """Return a value as a rule writes it."""
    if isinstance(value, Text):
        return '"' + value.value.replace('"', '""') + '"'
    if isinstance(value, Number):
        return repr(value.value)
    if isinstance(value, Truth):
        return "true" if value.value else "false"
    if isinstance(value, Duration):
        return format_exact(value)
    if isinstance(value, Moment):
        return format_moment(value)
    raise TypeError(f"{value!r} is no value of a rule")


def _bracketed(item: Node, *kinds: type) -> str:
    text = format_tree(item)
    return f"({text})" if isinstance(item, kinds) else text


def _condition(node: Compare | In | Like | Missing, *, negated: bool = False) -> str:
    if isinstance(node, Compare):
        return f"{_operand(node.left)} {node.op} {_operand(node.right)}"
    column, no = format_column(node.column.name), "not " if negated else ""
    if isinstance(node, Missing):
        return f"{column} is {no}missing"
    if isinstance(node, Like):
        return f"{column} {no}like {format_value(Text(node.pattern))}"
    return f"{column} {no}in ({', '.join(format_value(value) for value in node.values)})"


def _operand(operand: Column | Aggregate | Value) -> str:
    if isinstance(operand, Column):
        return format_column(operand.name)
    if isinstance(operand, Aggregate):
        inner = format_tree(operand.rule) if operand.rule is not None else ""
        text = f"{operand.kind}({inner})"
        return f"{text} within {format_exact(operand.within)}" if operand.within is not None else text
    return format_value(operand)
