"""How many come back, by the day, week or month of their first time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli.asking import Asked, _scope

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--period", choices=("day", "week", "month"), default="day", help="what time is cut into (day)"
    )
    group.add_argument(
        "--kind",
        choices=("on", "on-or-after", "bracket"),
        help="when somebody is back: in that period (on), in it or later, or within a bracket",
    )
    group.add_argument("--brackets", metavar="A-B,C-D", help="brackets of periods, such as 1-7,8-30,31-")
    group.add_argument(
        "--first", metavar="EVENT", help="what makes the first time: an event, or a rule (any)"
    )
    group.add_argument(
        "--return", dest="again", metavar="EVENT", help="what is a return: an event, or a rule (any)"
    )
    group.add_argument(
        "--upto",
        type=int,
        metavar="N",
        help="how many periods after the first (30 days, 12 weeks, 12 months)",
    )
    _scope.arguments(group)


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    args = asked.args
    return mining.retention(
        period=args.period,
        kind=args.kind or ("bracket" if args.brackets else "on"),
        brackets=mining.brackets(args.brackets) if args.brackets else (),
        first=_scope.rule_of(args.first),
        again=_scope.rule_of(args.again),
        upto=args.upto,
        scope=_scope.scope_of(asked),
    )
