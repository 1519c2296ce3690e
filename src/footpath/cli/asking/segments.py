"""Segments: found in what customers do, or given by rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli.asking import Asked, _groups

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--segment",
        action="append",
        default=[],
        metavar="'NAME: RULE'",
        help="sizes and overlaps of given segments instead, as 'loyal: count(event = \"buy\") >= 3' (several)",
    )
    group.add_argument(
        "--of",
        choices=("events", "transitions"),
        default="events",
        help="found in how often each event comes, or also in what follows what (events)",
    )
    group.add_argument(
        "--most", type=int, default=8, metavar="N", help="the most segments that are tried (8)"
    )
    group.add_argument("--detail", action="store_true", help="what tells each segment apart")
    group.add_argument(
        "--look-at",
        action="append",
        metavar="COLUMN",
        help="a property that may tell them apart (several; all texts and yes-or-no ones)",
    )
    group.add_argument(
        "--sample",
        type=int,
        default=20_000,
        metavar="N",
        help="how many customers at most are looked at (20000)",
    )
    group.add_argument(
        "--least-events", type=int, default=5, metavar="N", help="customers with fewer are left out (5)"
    )
    group.add_argument("--seed", type=int, default=0, metavar="N", help="of what is drawn by chance (0)")


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    args = asked.args
    if args.segment:
        return mining.overlaps(_groups.segments_of(asked))
    return mining.segments(
        of=args.of,
        most=args.most,
        sample=args.sample,
        properties=args.look_at,
        detail=args.detail,
        seed=args.seed,
        least_events=args.least_events,
    )
