"""How often a pattern of events occurs, and what comes before and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--pattern",
        required=True,
        metavar="PATTERN",
        help="'search, !view-product, help? within 10m, buy, all within 1d': !x not between, x? may be missing, "
        'directly x with nothing between; names, "names" or {rules}',
    )
    group.add_argument(
        "--visits", action="store_true", help="equal events in a row within a session are one visit"
    )


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    return mining.sequences(
        asked.args.pattern,
        within=asked.within,
        gap_us=asked.gap_us,
        walk=asked.walk,
        of=asked.of,
        fold=asked.args.visits,
        zone=asked.settings["zone"],
    )
