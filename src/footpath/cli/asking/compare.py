"""How two segments, two periods or the variants of a test differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.base import Problem, UsageError
from footpath.cli.asking import Asked, _groups

if TYPE_CHECKING:
    from footpath.mining import Groups, Question


def arguments(group: Any) -> None:
    """Declare the options."""
    many: dict[str, Any] = {"action": "append", "default": []}
    group.add_argument(
        "--goal", **many, metavar="EVENT", help="share of customers with this event, or rule (several)"
    )
    group.add_argument("--sum", **many, metavar="COLUMN", help="a column's sum for each customer (several)")
    group.add_argument("--mean", **many, metavar="COLUMN", help="a column's mean over events (several)")
    group.add_argument(
        "--follow",
        **many,
        metavar="'A > B'",
        help="how often B comes directly after A, in a session (several)",
    )
    _groups.arguments(group, by="groups: the values of this column")
    group.add_argument(
        "--period", **many, metavar="FROM..TO", help="a period, both days included, as 2026-01-01..2026-01-31"
    )
    group.add_argument("--variant", metavar="COLUMN", help="an A/B test: the column of the variant")
    group.add_argument(
        "--exposure", metavar="EVENT", help="what exposes to a variant: an event, or a rule (its first event)"
    )
    group.add_argument(
        "--split", metavar="A=50,B=50", help="the planned shares of the variants, checked before any result"
    )
    group.add_argument("--base", metavar="GROUP", help="what the others are compared with (first or largest)")
    group.add_argument(
        "--least", type=int, default=30, metavar="N", help="groups of fewer customers are not compared (30)"
    )


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    args = asked.args
    measures = [
        *(mining.goal(text) for text in args.goal),
        *(mining.sum_of(name) for name in args.sum),
        *(mining.mean_of(name) for name in args.mean),
        *(mining.follow(text) for text in args.follow),
    ]
    return mining.compare(
        measures,
        _groups_of(asked),
        base=args.base,
        least=max(args.least, args.floor or 0),
        gap_us=asked.gap_us,
    )


def _groups_of(asked: Asked) -> Groups:
    from footpath.mining import Groups, named, period

    args = asked.args
    if args.variant is None:
        if args.split or args.exposure:
            raise UsageError(
                Problem(
                    code="bad-option",
                    message="--split and --exposure are of an A/B test",
                    help="Name the column of the variant: --variant COLUMN",
                )
            )
        zone = asked.settings["zone"]
        return Groups(
            by=args.by,
            rules=_groups.segments_of(asked),
            periods=tuple(period(text, zone=zone) for text in args.period),
        )
    return Groups(
        by=args.variant,
        rules=_groups.segments_of(asked),
        periods=tuple(period(text, zone=asked.settings["zone"]) for text in args.period),
        is_test=True,
        exposure=named(args.exposure).when if args.exposure else None,
        split=_groups.split_of(args.split),
    )
