"""How many go from step to step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli._options import duration
from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument("--steps", required=True, metavar="A,B,C", help="the steps: events, in order")
    group.add_argument(
        "--window", default="7d", metavar="DURATION", help="from the first step to the last (7d)"
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
        [step.strip() for step in asked.args.steps.split(",") if step.strip()],
        window_us=duration(asked.args.window, "--window"),
        order=asked.args.order,
        count=asked.args.count,
        within=asked.within,
        gap_us=asked.gap_us,
        walk=asked.walk,
        of=asked.of,
        zone=asked.settings["zone"],
    )
