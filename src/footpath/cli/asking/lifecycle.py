"""New, returning, resurrected and dormant customers by period, or states by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.base import UsageError
from footpath.cli.asking import Asked, _scope

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument("--period", choices=("day", "week", "month"), help="what time is cut into (week)")
    group.add_argument(
        "--state",
        action="append",
        default=[],
        metavar="'NAME: RULE'",
        help="a state and the rule over customers that makes it, the first that holds counts: 'loyal: count() >= 3'",
    )
    group.add_argument(
        "--moves", action="store_true", help="with --state: who moved from which state to which"
    )
    _scope.arguments(group)


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    args, scope = asked.args, _scope.scope_of(asked)
    if args.state:
        return mining.lifecycle_states(
            args.state, period=args.period or "week", moves=args.moves, scope=scope
        )
    if args.moves:
        raise UsageError(_problem())
    return mining.lifecycle(period=args.period or "week", scope=scope)


def _problem() -> Any:
    from footpath.base import Problem

    return Problem(
        code="bad-option",
        message="--moves needs states to move between",
        help="Name them, as in --state 'loyal: count(event = \"ordered\") >= 3'.",
    )
