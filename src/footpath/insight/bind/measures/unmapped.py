"""What the map leaves out: how much of what people do on their way stands nowhere on it.

Counts events, those of visits and those between them; behind them people. Reads episodes alone: they know both.
"""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.types import Measure

DEFINITIONS = {
    "share-unmapped": "Of the events of those on this way, from the first to the last of each walk, the share that no "
    "touchpoint of the map recognises, nor the rule of its beginning or of an end. Events before a walk and after it do "
    "not count.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return the share for the whole journey; without an interval, as the events of one person hang together."""
    walked = bound.episodes
    (whole,) = bound.groups(walked, [], events=walked.events.sum(), matched=walked.matched.sum())
    if whole["events"]:
        yield bound.row(
            "journey",
            str(bound.journey.id),
            "share-unmapped",
            (whole["events"] - whole["matched"]) / whole["events"],
            "share",
            whole["events"],
            customers=whole["people"],
        )


UNMAPPED = Measure(DEFINITIONS, rows)
