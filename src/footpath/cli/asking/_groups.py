"""How customers fall into groups, as options: by a column, or by rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem
from footpath.cli._lists import names_of
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
        help="a segment of customers, as 'loyal: count(event = \"buy\") >= 3', or the name of a --list (several)",
    )


def segments_of(asked: Asked) -> tuple[Named, ...]:
    """Return the segments that the options name: rules, or lists of customers by their names."""
    from footpath.mining import Named, named
    from footpath.rules import rule

    lists = names_of(asked.args)
    return tuple(
        Named(text, rule(f"{text} = true", over="customers"))
        if text in lists
        else named(text, over="customers")
        for text in asked.args.segment
    )


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
