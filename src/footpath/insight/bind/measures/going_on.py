"""Share going on and share lost: of those who came here, how many came to a further step or the wanted outcome.

Wilson intervals; walks that are still open at the end of the data are left out, never counted as lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound, undoing
from footpath.insight.bind.measures.types import Measure
from footpath.stats import share

DEFINITIONS = {
    "share-going-on": "Of the walks that came here, the share that came to a further step or the wanted outcome. A step at "
    "which a journey is undone (a cancellation) is no further step. "
    "Walks that are still open at the end of the data are left out.",
    "share-lost": "Of the walks that came here, the share that went no further: an unwanted outcome, or silence. "
    "Walks that are still open at the end of the data are left out.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return both shares for steps and stages, and the share with the wanted outcome for the journey.

    Nobody can go on from a step at which the journey is undone, nor from the last one where no end is wanted: such a step
    has neither share, and without a wanted end the journey has none.
    """
    undone = sorted(undoing(bound.walk)) if bound.walk else []
    has_goal = bound.walk is not None and any(end.kind == "wanted" for end in bound.walk.ends)
    if not has_goal:
        undone += [str(step.id) for step in [*bound.journey.steps()][-1:]]
    passed = bound.passages.filter(~bound.passages.step.isin(undone)) if undone else bound.passages
    counts = passed.group_by("step").aggregate(
        on=passed.went_on.sum(), lost=passed.lost.sum(), people=passed.person.nunique()
    )
    for row in sorted(bound.fetch(counts), key=lambda row: str(row["step"])):
        yield from _shares(bound, "step", row["step"], row["on"], row["lost"], row["people"])
    stage_of = {str(step.id): str(stage.id) for stage in bound.journey.stages for step in stage.steps}
    place = {str(stage.id): index for index, stage in enumerate(bound.journey.stages)}
    staged = passed.mutate(stage=passed.step.cases(*stage_of.items(), else_=None))
    further = staged.next.cases(*stage_of.items(), else_=None)
    staged = staged.mutate(leaves=(further.notnull() & (further != staged.stage)) | (staged.kind == "wanted"))
    per_walk = staged.group_by(["stage", "episode", "person"]).aggregate(
        on=staged.leaves.any(), lost=staged.lost.any(), unfinished=staged.open.any()
    )
    per_stage = per_walk.group_by("stage").aggregate(
        on=per_walk["on"].sum(),
        lost=(per_walk.lost & ~per_walk["on"]).sum(),
        people=per_walk.person.nunique(),
    )
    for row in sorted(bound.fetch(per_stage), key=lambda row: place.get(row["stage"], -1)):
        if row["stage"] is not None and (has_goal or place[row["stage"]] < len(place) - 1):
            yield from _shares(bound, "stage", row["stage"], row["on"], row["lost"], row["people"])
    if not has_goal:
        return
    walked = bound.episodes
    (whole,) = bound.fetch(
        walked.aggregate(
            on=(walked.kind == "wanted").sum(),
            lost=walked.kind.isin(["unwanted", "silent"]).sum(),
            people=walked.person.nunique(),
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
