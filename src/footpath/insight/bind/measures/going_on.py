"""Share going on and share lost: of those who came here, how many came to a further step or the wanted outcome.

Wilson intervals; walks that are still open at the end of the data are left out, never counted as lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.stages import has_goal, last_steps, stages
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
    ends = last_steps(bound)
    passed = bound.passages.filter(~bound.passages.step.isin(ends)) if ends else bound.passages
    counts = bound.groups(passed, ["step"], on=passed.went_on.sum(), lost=passed.lost.sum())
    for row in sorted(counts, key=lambda row: str(row["step"])):
        yield from _shares(bound, "step", row["step"], row["on"], row["lost"], row["people"])
    place = {str(stage.id): index for index, stage in enumerate(bound.journey.stages)}
    for row in sorted(stages(bound), key=lambda row: place[row["stage"]]):
        if has_goal(bound) or place[row["stage"]] < len(place) - 1:
            yield from _shares(bound, "stage", row["stage"], row["on"], row["lost"], row["people"])
    if not has_goal(bound):
        return
    walked = bound.episodes
    (whole,) = bound.groups(
        walked,
        [],
        on=(walked.kind == "wanted").sum(),
        lost=walked.kind.isin(["unwanted", "silent"]).sum(),
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
        yield bound.row(
            on, id_, name, told.value, "share", n, low=told.low, high=told.high, customers=min(people, n)
        )


GOING_ON = Measure(DEFINITIONS, rows)
