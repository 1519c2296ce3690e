"""How customers fall into groups, as options: by a column, or by rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem
from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Groups, Named


def arguments(group: Any, *, by: str = "segments: the values of this column") -> None:
    """Declare the options."""
    group.add_argument("--by", metavar="COLUMN", help=by)
    group.add_argument(
        "--segment",
        action="append",
        default=[],
        metavar="'NAME: RULE'",
        help="a segment of customers, as 'loyal: count(event = \"buy\") >= 3' (several)",
    )


def segments_of(asked: Asked) -> tuple[Named, ...]:
    """Return the segments that the options name."""
    from footpath.mining import named

    return tuple(named(text, over="customers") for text in asked.args.segment)


def groups_of(asked: Asked) -> Groups:
    """Return the groups that the options say."""
    from footpath.mining import Groups

    return Groups(by=asked.args.by, rules=segments_of(asked))


def split_of(text: str | None) -> tuple[tuple[str, float], ...]:
    """Return the planned shares of ``A=50,B=50``."""
    parts = [part.partition("=") for part in (text or "").split(",") if part.strip()]
    try:
        return tuple((name.strip(), float(weight)) for name, _, weight in parts)
    except ValueError as error:
        raise BadInputError(
            Problem(
                code="bad-option",
                message=f"--split: {text!r} names no planned shares",
                value=text,
                expected="a variant and its weight each, as in A=50,B=50",
            )
        ) from error
