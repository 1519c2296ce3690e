"""What follows what, how often, and how long it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem
from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--visits", action="store_true", help="equal events in a row within a session are one visit"
    )
    group.add_argument("--by", metavar="PROPERTY", help="its values' segments side by side")
    group.add_argument(
        "--difference",
        metavar="A,B",
        help="with --by: how two segments differ, with interval, greatest first",
    )
    group.add_argument(
        "--top", type=int, default=5, metavar="N", help="how many segments; the rest is (other) (5)"
    )


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    if asked.args.difference is not None and asked.args.by is None:
        raise BadInputError(
            Problem(code="bad-option", message="--difference needs a property", expected="--by PROPERTY")
        )
    if asked.args.by is not None:
        return mining.transitions_by(
            asked.args.by,
            difference=_two(asked.args.difference),
            top=asked.args.top,
            within=asked.within,
            gap_us=asked.gap_us,
            walk=asked.walk,
            of=asked.of,
            fold=asked.args.visits,
        )
    return mining.transitions(
        within=asked.within, gap_us=asked.gap_us, walk=asked.walk, of=asked.of, fold=asked.args.visits
    )


def _two(text: str | None) -> tuple[str, str] | None:
    """Return the two segments that a text names."""
    if text is None:
        return None
    one, comma, other = text.partition(",")
    if not comma or not one.strip() or not other.strip() or "," in other:
        raise BadInputError(
            Problem(
                code="bad-option",
                message="--difference names two segments",
                value=text,
                expected="A,B, as in mobile,desktop",
            )
        )
    return one.strip(), other.strip()
