"""What walks do in the stages of a journey: asked once, told by several measures."""

from __future__ import annotations

from typing import Any

from footpath.insight.bind.bound import Bound, undoing


def stages(bound: Bound) -> list[dict[str, Any]]:
    """Return a row a stage that walks came to, without order.

    stage; n: walks that came to it; on, lost: those that left it for another stage or the wanted outcome, and those that
    went no further; people: behind the n.
    """
    return list(bound.once("stages", lambda: _asked(bound)))


def last_steps(bound: Bound) -> list[str]:
    """Return the steps from which nobody can go on: where a journey is undone, and the last where no end is wanted."""
    undone = sorted(undoing(bound.walk)) if bound.walk else []
    return undone if has_goal(bound) else [*undone, *(str(step.id) for step in [*bound.journey.steps()][-1:])]


def has_goal(bound: Bound) -> bool:
    """Return whether the journey has a wanted end."""
    return bound.walk is not None and any(end.kind == "wanted" for end in bound.walk.ends)


def _asked(bound: Bound) -> list[dict[str, Any]]:
    import ibis

    stage_of = {str(step.id): str(stage.id) for stage in bound.journey.stages for step in stage.steps}
    staged = bound.passages.mutate(stage=bound.passages.step.cases(*stage_of.items(), else_=None))
    staged = staged.filter(staged.stage.notnull())
    further = staged.next.cases(*stage_of.items(), else_=None)
    leaves = (further.notnull() & (further != staged.stage)) | (staged.kind == "wanted")
    ends = last_steps(bound)
    counts = ~staged.step.isin(ends) if ends else ibis.literal(True)
    staged = staged.mutate(leaves=leaves & counts, stops=staged.lost & counts)
    per_walk = staged.group_by(["stage", "episode", "person"]).aggregate(
        leaves=staged.leaves.any(), stops=staged.stops.any()
    )
    return bound.groups(
        per_walk,
        ["stage"],
        n=per_walk.count(),
        on=per_walk.leaves.sum(),
        lost=(per_walk.stops & ~per_walk.leaves).sum(),
    )
