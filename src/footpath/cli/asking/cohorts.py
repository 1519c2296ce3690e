"""Customers by when, or how, they came first: how many, how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli._options import duration
from footpath.cli.asking import Asked, _scope

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--by",
        default="month",
        metavar="PERIOD",
        help="day, week or month of the first event, or a column: its value at the first event (month)",
    )
    group.add_argument(
        "--measure",
        action="append",
        default=[],
        metavar="MEASURE",
        help="size, mean(COLUMN), median(COLUMN), share(RULE); several times (size)",
    )
    group.add_argument(
        "--first", metavar="EVENT", help="what makes the first time: an event, or a rule (any)"
    )
    group.add_argument(
        "--window", metavar="DURATION", help="only what happens so long after the first event (everything)"
    )
    _scope.arguments(group)


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    args = asked.args
    return mining.cohorts(
        args.measure or ("size",),
        by=args.by,
        first=_scope.rule_of(args.first),
        window_us=None if args.window is None else duration(args.window, "--window"),
        scope=_scope.scope_of(asked),
    )
