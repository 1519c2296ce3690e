"""What goes with conversion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli._options import duration
from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument("--goal", required=True, metavar="EVENT", help="what is reached: an event, or a rule")
    group.add_argument(
        "--window", default="30d", metavar="DURATION", help="from a customer's first event to the goal (30d)"
    )
    group.add_argument(
        "--early",
        metavar="DURATION",
        help="look only at so much of each customer's beginning (up to the goal)",
    )
    group.add_argument(
        "--look-at",
        action="append",
        metavar="COLUMN",
        help="a property whose values are looked at (several; all texts and yes-or-no ones)",
    )
    group.add_argument(
        "--least",
        type=int,
        default=100,
        metavar="N",
        help="so many customers have to have it, and so many not (100)",
    )


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    args = asked.args
    return mining.conversion(
        args.goal,
        window_us=duration(args.window, "--window"),
        properties=args.look_at,
        least=max(args.least, args.floor or 0),
        early_us=duration(args.early, "--early") if args.early else None,
    )
