"""The tree of a rule: frozen nodes, nothing else. What they mean is docs/spec/rules.md.

Node        Compare | In | Like | Missing | And | Or | Not          (true or false, never a third thing)
operand     Column | Aggregate                                      (Aggregate only in rules over customers)
value       Text | Number | Moment | Duration | Truth
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
AggregateKind = Literal["count", "first", "last"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name, as it stands in the table."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text; compared exactly, upper and lower case apart."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number: an int within 64 bits, or a finite float."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Moment:
    """A day (`is_day`) or an instant, in microseconds since 1970.

    `zoned` says that the text named an offset (``Z``, ``+02:00``): `us` is then UTC. Otherwise `us` is what the
    clock on the wall shows, and whoever evaluates the rule reads it in the atlas's zone (`moment_range`).
    """

    us: int
    is_day: bool = False
    zoned: bool = False


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in microseconds; may be negative (an early delivery's delay)."""

    us: int


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""

    value: bool


Value: TypeAlias = Text | Number | Moment | Duration | Truth


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Over one customer's events: how many (`count`), or the time of the first or last, that a rule means.

    `rule` None means every event; `within` keeps those no older than that before the moment of asking.
    """

    kind: AggregateKind
    rule: Node | None = None
    within: Duration | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    """A column or aggregate compared with a value or another column."""

    left: Column | Aggregate
    op: Operator
    right: Value | Column


@dataclass(frozen=True, slots=True)
class In:
    """The column equals one of the values (at least one; all of one kind)."""

    column: Column
    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("In needs at least one value")


@dataclass(frozen=True, slots=True)
class Like:
    """The column's whole text fits a pattern: ``*`` any characters, ``?`` exactly one (see `pattern_parts`)."""

    column: Column
    pattern: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The column holds nothing (null, or a number that is not one)."""

    column: Column


@dataclass(frozen=True, slots=True)
class And:
    """All of the items hold; two or more."""

    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        if len(self.items) < 2:
            raise ValueError("And needs two items or more")


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the items holds; two or more."""

    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        if len(self.items) < 2:
            raise ValueError("Or needs two items or more")


@dataclass(frozen=True, slots=True)
class Not:
    """The item does not hold."""

    item: Node


Node: TypeAlias = Compare | In | Like | Missing | And | Or | Not


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its text exactly as typed, and its tree."""

    text: str
    tree: Node

    def __str__(self) -> str:
        return self.text


def conditions(node: Node) -> Iterator[Compare | In | Like | Missing]:
    """Yield the conditions of a tree, left to right, without entering the rules inside aggregates."""
    if isinstance(node, And | Or):
        for item in node.items:
            yield from conditions(item)
    elif isinstance(node, Not):
        yield from conditions(node.item)
    else:
        yield node


def operands(node: Node) -> Iterator[Column | Aggregate]:
    """Yield the columns and aggregates of a tree, left to right, without entering the rules inside aggregates."""
    for condition in conditions(node):
        if isinstance(condition, Compare):
            yield condition.left
            if isinstance(condition.right, Column):
                yield condition.right
        else:
            yield condition.column


def columns(rule: Rule | Node, *, of: Literal["all", "events", "customers"] = "all") -> frozenset[str]:
    """Return the names of the columns that a rule reads.

    Parameters
    ----------
    of
        In a rule over customers the columns inside count, first and last are those of events and the others those
        of customers: ``"events"`` gives the former, ``"customers"`` the latter, ``"all"`` both. A rule over events
        has no aggregates, so its columns are what ``"all"`` gives.
    """
    tree = rule.tree if isinstance(rule, Rule) else rule
    found: set[str] = set()
    for operand in operands(tree):
        if isinstance(operand, Column):
            if of != "events":
                found.add(operand.name)
        elif of != "customers" and operand.rule is not None:
            found |= columns(operand.rule)
    return frozenset(found)
