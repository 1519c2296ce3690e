"""Rules made by programs (drafts, the page): text and tree that cannot disagree, quoted right."""

from __future__ import annotations

from collections.abc import Iterable

from footpath.base import BadInputError, Problem
from footpath.rules.parser import rule
from footpath.rules.printer import format_tree
from footpath.rules.tree import And, Column, Compare, In, Node, Number, Or, Rule, Text, Truth, Value

Plain = str | bool | int | float


def equals(column: str, value: Plain) -> Rule:
    """Return the rule that a column equals a value.

    Raises
    ------
    BadInputError
        Where no rule can say it: an empty column name, a text over 4 KiB, a number that is none.

    >>> str(equals("event", 'the "quick" order'))
    'event = "the ""quick"" order"'
    """
    return from_tree(Compare(Column(column), "=", _value(value)))


def one_of(column: str, values: Iterable[Plain]) -> Rule:
    """Return the rule that a column equals one of the values (of several equal ones, the first is kept).

    Raises
    ------
    BadInputError
        Where there is no value, or no rule can say it (see `equals`).
    """
    found = list(dict.fromkeys(_value(value) for value in values))
    if not found:
        raise BadInputError(
            Problem(code="rule-empty", message="a rule of no values fits nothing", expected="one or more")
        )
    if len(found) == 1:
        return from_tree(Compare(Column(column), "=", found[0]))
    return from_tree(In(Column(column), tuple(found)))


def all_of(*rules: Rule) -> Rule:
    """Return the rule that all of the rules hold (one alone is itself)."""
    return rules[0] if len(rules) == 1 else from_tree(And(tuple(_flat(rules, And))))


def any_of(*rules: Rule) -> Rule:
    """Return the rule that one of the rules holds (one alone is itself)."""
    return rules[0] if len(rules) == 1 else from_tree(Or(tuple(_flat(rules, Or))))


def from_tree(tree: Node) -> Rule:
    """Return the rule of a tree, with its canonical text.

    Raises
    ------
    BadInputError
        Where its text is over the limits of a rule.
    """
    made = rule(format_tree(tree), over="customers")
    if made.tree != tree:  # a hand-made tree may hold what no text says: NaN, a list of two kinds
        raise BadInputError(Problem(code="rule-bad-value", message="no rule can say this", value=made.text))
    return made


def _flat(rules: Iterable[Rule], kind: type[And] | type[Or]) -> Iterable[Node]:
    for one in rules:
        if isinstance(one.tree, kind):
            yield from one.tree.items
        else:
            yield one.tree


def _value(value: Plain) -> Value:
    if isinstance(value, bool):
        return Truth(value)
    if isinstance(value, str):
        return Text(value)
    # Plain numbers, whatever subclass came in: repr of numpy's would not read back.
    return Number(int(value) if isinstance(value, int) else float(value))
