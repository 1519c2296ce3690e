"""Reach and visits: how many walks come to a journey, stage, step or touchpoint, and how many visits they make.

Counts walks (episodes), and behind them people.
"""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.types import Measure

DEFINITIONS = {
    "reach": "Walks through the journey that came here at least once. A walk begins at the journey's beginning and "
    "ends at its first outcome or with silence; where the journey follows a case, one walk is one case.",
    "visits": "Visits here: consecutive events of one touchpoint within a session are one visit. On the way from one step "
    "to another: walks that came to the one next after the other.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return reach of journey, stages, steps and touchpoints, and visits of touchpoints."""
    walked, passed, seen = bound.episodes, bound.passages, bound.visits
    (whole,) = bound.fetch(walked.aggregate(n=walked.count(), people=walked.person.nunique()))
    yield bound.row(
        "journey", bound.journey.id, "reach", whole["n"], "walks", whole["n"], customers=whole["people"]
    )
    steps = {
        row["step"]: row
        for row in bound.fetch(
            passed.group_by("step").aggregate(n=passed.count(), people=passed.person.nunique())
        )
    }
    stage_of = {str(step.id): str(stage.id) for stage in bound.journey.stages for step in stage.steps}
    for step, row in sorted(steps.items()):
        yield bound.row("step", step, "reach", row["n"], "walks", row["n"], customers=row["people"])
    staged = passed.mutate(stage=passed.step.cases(*stage_of.items(), else_=None))
    per_stage = staged.group_by("stage").aggregate(n=staged.episode.nunique(), people=staged.person.nunique())
    for row in sorted(bound.fetch(per_stage), key=lambda row: str(row["stage"])):
        if row["stage"] is not None:
            yield bound.row(
                "stage", row["stage"], "reach", row["n"], "walks", row["n"], customers=row["people"]
            )
    seen = seen.filter(seen.touchpoint.notnull())  # where only the rule of an end was met there is none
    per_touchpoint = seen.group_by("touchpoint").aggregate(n=seen.count(), people=seen.person.nunique())
    for row in sorted(bound.fetch(per_touchpoint), key=lambda row: str(row["touchpoint"])):
        yield bound.row(
            "touchpoint",
            row["touchpoint"],
            "visits",
            row["n"],
            "visits",
            row["n"],
            customers=row["people"],
        )


REACH = Measure(DEFINITIONS, rows)
