"""Where the elapsed time goes, by share of the total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--per",
        choices=("pair", "event"),
        default="pair",
        help="from one to what follows it, or from each until the next (pair)",
    )
    group.add_argument(
        "--visits", action="store_true", help="equal events in a row within a session are one visit"
    )


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    return mining.waits(
        per=asked.args.per,
        within=asked.within,
        gap_us=asked.gap_us,
        walk=asked.walk,
        of=asked.of,
        fold=asked.args.visits,
    )
