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
    "visits": "Visits here: consecutive events of one touchpoint within a session are one visit.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return reach of journey, stages, steps and touchpoints, and visits of touchpoints."""
    walked, passed, seen = bound.episodes, bound.passages, bound.visits
    (whole,) = bound.fetch(walked.aggregate(n=walked.count(), people=walked.customer_key.nunique()))
    yield bound.row(
        "journey", bound.journey.id, "reach", whole["n"], "walks", whole["n"], customers=whole["people"]
    )
    steps = {
        row["step"]: row
        for row in bound.fetch(
            passed.group_by("step").aggregate(n=passed.count(), people=passed.customer_key.nunique())
        )
    }
    stage_of = {str(step.id): str(stage.id) for stage in bound.journey.stages for step in stage.steps}
    for step, row in sorted(steps.items()):
        yield bound.row("step", step, "reach", row["n"], "walks", row["n"], customers=row["people"])
    staged = passed.mutate(stage=passed.step.cases(*stage_of.items(), else_=None))
    per_stage = staged.group_by("stage").aggregate(
        n=staged.episode.nunique(), people=staged.customer_key.nunique()
    )
    for row in sorted(bound.fetch(per_stage), key=lambda row: str(row["stage"])):
        if row["stage"] is not None:
            yield bound.row(
                "stage", row["stage"], "reach", row["n"], "walks", row["n"], customers=row["people"]
            )
    per_touchpoint = seen.group_by("touchpoint").aggregate(n=seen.count(), people=seen.customer_key.nunique())
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
