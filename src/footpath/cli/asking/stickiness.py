"""On how many days of a week or month customers are active."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli.asking import Asked, _scope

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--period", choices=("week", "month"), default="week", help="of what the days are (week)"
    )
    group.add_argument(
        "--summary", action="store_true", help="one row a period: customers a day, of the period, their ratio"
    )
    _scope.arguments(group)


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    return mining.stickiness(
        period=asked.args.period, summary=asked.args.summary, scope=_scope.scope_of(asked)
    )
