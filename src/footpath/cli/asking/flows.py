"""Who goes where, step by step: the data of a Sankey diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--from", dest="start", metavar="EVENT", help="onward from the first of these; a name or a {rule}"
    )
    group.add_argument(
        "--to",
        dest="end",
        metavar="EVENT",
        help="back from the last of these; with --from: what happens between the two",
    )
    group.add_argument("--backward", action="store_true", help="without --to: back from the end")
    group.add_argument("--deep", type=int, default=5, metavar="N", help="how many steps far (5)")
    group.add_argument(
        "--top",
        type=int,
        default=10,
        metavar="N",
        help="how many names a step shows; the rest is (other) (10)",
    )
    group.add_argument(
        "--fold-loops", action="store_true", help="the same name several times in a row stands once"
    )
    group.add_argument(
        "--visits", action="store_true", help="equal events in a row within a session are one visit"
    )


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    return mining.flows(
        start=asked.args.start,
        end=asked.args.end,
        backward=asked.args.backward,
        steps=asked.args.deep,
        top=asked.args.top,
        within=asked.within,
        gap_us=asked.gap_us,
        walk=asked.walk,
        of=asked.of,
        fold=asked.args.visits,
        loops=not asked.args.fold_loops,
        zone=asked.settings["zone"],
    )
