"""How long it takes to an outcome, with those still waiting counted as waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli._options import duration
from footpath.cli._period import moment
from footpath.cli.asking import Asked, _groups

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--start", required=True, metavar="EVENT", help="what begins the wait: an event, or a rule"
    )
    group.add_argument("--goal", required=True, metavar="EVENT", help="what ends it: an event, or a rule")
    _groups.arguments(group)
    group.add_argument("--window", metavar="DURATION", help="nobody is watched for longer (to the end)")
    group.add_argument("--curve", action="store_true", help="the curve over time instead of its median")


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    args = asked.args
    until_us = moment(args.until, "--until", asked.settings["zone"])
    return mining.outcomes(
        args.start,
        args.goal,
        groups=_groups.groups_of(asked),
        window_us=duration(args.window, "--window") if args.window else None,
        until_us=until_us,
        curve=args.curve,
    )
