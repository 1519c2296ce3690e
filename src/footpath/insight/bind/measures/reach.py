"""Reach and visits: how many walks come to a journey, stage, step or touchpoint, and how many visits they make.

Counts walks (episodes), and behind them people.
"""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.stages import stages
from footpath.insight.bind.measures.types import Measure

DEFINITIONS = {
    "reach": "Walks through the journey that came here at least once. A walk begins at the journey's beginning and "
    "ends at its first outcome or with silence; where the journey follows a case, one walk is one case.",
    "visits": "Visits here: consecutive events of one touchpoint within a session are one visit. On the way from one step "
    "to another: walks that came to the one next after the other.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return reach of journey, stages, steps and touchpoints, and visits of touchpoints."""
    walked, passed = bound.episodes, bound.passages
    (whole,) = bound.groups(walked, [], n=walked.count())
    yield bound.row(
        "journey", bound.journey.id, "reach", whole["n"], "walks", whole["n"], customers=whole["people"]
    )
    for row in sorted(bound.groups(passed, ["step"], n=passed.count()), key=lambda row: str(row["step"])):
        yield bound.row("step", row["step"], "reach", row["n"], "walks", row["n"], customers=row["people"])
    for row in sorted(stages(bound), key=lambda row: str(row["stage"])):
        yield bound.row("stage", row["stage"], "reach", row["n"], "walks", row["n"], customers=row["people"])
    for row in sorted(bound.fetch(bound.touchpoints), key=lambda row: str(row["touchpoint"])):
        yield bound.row(
            "touchpoint",
            row["touchpoint"],
            "visits",
            row["visits"],
            "visits",
            row["visits"],
            customers=row["people"],
        )


REACH = Measure(DEFINITIONS, rows)
