"""How many go from step to step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli._options import duration
from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--steps",
        required=True,
        metavar="A,B,C",
        help="the steps: events, in order; !X, X? and 'X within 1h' as in patterns",
    )
    group.add_argument(
        "--window", default="7d", metavar="DURATION", help="from the first step to the last (7d)"
    )
    group.add_argument(
        "--hold", default="", metavar="A,B", help="properties whose value is the same in all steps of a chain"
    )
    group.add_argument("--by", metavar="PROPERTY", help="its values' segments side by side")
    group.add_argument(
        "--show",
        choices=("steps", "times", "lost"),
        default="steps",
        help="the steps; how long it takes; where those went who came no further (steps)",
    )
    group.add_argument(
        "--lost", dest="show", action="store_const", const="lost", help="the same as --show lost"
    )
    group.add_argument(
        "--lost-said",
        action="store_true",
        help="over an atlas: --lost, and what the lost said and scored afterwards",
    )
    group.add_argument(
        "--said-within",
        default="30d",
        metavar="DURATION",
        help="how long after the step it may be said (30d)",
    )
    group.add_argument(
        "--top",
        type=int,
        default=5,
        metavar="N",
        help="how many segments and next events; the rest is (other)",
    )
    group.add_argument(
        "--order",
        choices=("then", "directly", "any"),
        default="then",
        help="whether others may stand between (then)",
    )
    group.add_argument(
        "--count",
        choices=("latest", "first"),
        default="latest",
        help="which starts count: all, or a customer's first alone",
    )


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    return mining.funnel(
        asked.args.steps,
        window_us=duration(asked.args.window, "--window"),
        order=asked.args.order,
        count=asked.args.count,
        within=asked.within,
        gap_us=asked.gap_us,
        walk=asked.walk,
        of=asked.of,
        zone=asked.settings["zone"],
        hold=[name.strip() for name in asked.args.hold.split(",") if name.strip()],
        by=asked.args.by,
        top=asked.args.top,
        show="lost" if asked.args.lost_said else asked.args.show,
    )
