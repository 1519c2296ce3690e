"""Which rows rules mean together, block by block."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from footpath.mining.passes.fitting import fitting
from footpath.rules import Rule

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.mining.periods import Scope
    from footpath.rules import Node

Array = Any
Marks = Callable[[slice], Any]
"""Which rows of a part of a view are meant."""


class CannotSayError(ValueError):
    """A rule asks for what the trail does not hold."""


def marks(view: View, rule: Rule | Node | None, zone: str) -> Marks | None:
    """Return which rows of a view a rule means, as `compile_rule` would; None where there is no rule.

    Raises
    ------
    CannotSayError
        Where the trail cannot say.
    """
    if rule is None:
        return None
    found = fitting(view, rule if isinstance(rule, Rule) else Rule("", rule), zone)
    if found is None:
        raise CannotSayError
    return found.of


def both(one: Marks | None, other: Marks | None) -> Marks | None:
    """Return what two rules mean together."""
    if one is None or other is None:
        return other if one is None else one
    return lambda part: one(part) & other(part)


def inside(view: View, scope: Scope) -> Marks | None:
    """Return which rows do not lie after the end of the data; None where none does."""
    if not scope.seen.left_out:
        return None
    return lambda part: view.times[part] <= scope.end_us
