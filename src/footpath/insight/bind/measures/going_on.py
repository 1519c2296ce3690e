"""Share going on and share lost: of those who came here, how many came to a further step or the wanted outcome.

Wilson intervals; walks that are still open at the end of the data are left out, never counted as lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.types import Measure
from footpath.stats import share

DEFINITIONS = {
    "share-going-on": "Of the walks that came here, the share that came to a later step or the wanted outcome. "
    "Walks that are still open at the end of the data are left out.",
    "share-lost": "Of the walks that came here, the share that went no further: an unwanted outcome, or silence. "
    "Walks that are still open at the end of the data are left out.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return both shares for steps and stages, and the share with the wanted outcome for the journey."""
    passed = bound.passages
    counts = passed.group_by("step").aggregate(
        on=passed.went_on.sum(), lost=passed.lost.sum(), people=passed.customer_key.nunique()
    )
    for row in sorted(bound.fetch(counts), key=lambda row: str(row["step"])):
        yield from _shares(bound, "step", row["step"], row["on"], row["lost"], row["people"])
    stage_of = {str(step.id): str(stage.id) for stage in bound.journey.stages for step in stage.steps}
    place = {str(stage.id): index for index, stage in enumerate(bound.journey.stages)}
    staged = passed.mutate(stage=passed.step.cases(*stage_of.items(), else_=None))
    further = staged.next.cases(*stage_of.items(), else_=None)
    staged = staged.mutate(leaves=(further.notnull() & (further != staged.stage)) | (staged.kind == "wanted"))
    per_walk = staged.group_by(["stage", "episode", "customer_key"]).aggregate(
        on=staged.leaves.any(), lost=staged.lost.any(), unfinished=staged.open.any()
    )
    per_stage = per_walk.group_by("stage").aggregate(
        on=per_walk["on"].sum(),
        lost=(per_walk.lost & ~per_walk["on"]).sum(),
        people=per_walk.customer_key.nunique(),
    )
    for row in sorted(bound.fetch(per_stage), key=lambda row: place.get(row["stage"], -1)):
        if row["stage"] is not None:
            yield from _shares(bound, "stage", row["stage"], row["on"], row["lost"], row["people"])
    walked = bound.episodes
    (whole,) = bound.fetch(
        walked.aggregate(
            on=(walked.kind == "wanted").sum(),
            lost=walked.kind.isin(["unwanted", "silent"]).sum(),
            people=walked.customer_key.nunique(),
        )
    )
    yield from _shares(bound, "journey", str(bound.journey.id), whole["on"], whole["lost"], whole["people"])


def _shares(
    bound: Bound, on: str, id_: str, going: int | None, lost: int | None, people: int
) -> Iterable[MeasureRow]:
    going, lost = going or 0, lost or 0
    n = going + lost
    if n == 0:
        return
    for name, hits in (("share-going-on", going), ("share-lost", lost)):
        told = share(hits, n)
        yield bound.row(on, id_, name, told.value, "share", n, low=told.low, high=told.high, customers=people)


GOING_ON = Measure(DEFINITIONS, rows)
