"""The ways that customers take, most walked first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--visits", action="store_true", help="equal events in a row within a session are one visit"
    )
    group.add_argument(
        "--fold-loops", action="store_true", help="the same name several times in a row stands once"
    )
    group.add_argument(
        "--top", type=int, default=100, metavar="N", help="how many paths; the rest is (other)"
    )


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    return mining.paths(
        within=asked.within,
        gap_us=asked.gap_us,
        walk=asked.walk,
        of=asked.of,
        fold=asked.args.visits,
        top=asked.args.top,
        loops=not asked.args.fold_loops,
    )
