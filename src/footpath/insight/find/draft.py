"""``footpath draft``: from opened evidence to the operations that write a drafted journey.

events -> facts -> plan -> a skeleton that is measured -> the journey composed from the plan and its numbers -> operations.
Nothing that a person wrote is touched: a draft is a new journey with its own touchpoints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from footpath.atlas import AddEntry, AddFile, Atlas, Loaded, Operation, apply_all, load_texts
from footpath.base import BadInputError, Problem, raise_errors, unique
from footpath.insight.bind.bound import bind
from footpath.insight.bind.measure import measure_bound
from footpath.insight.bind.walk import walk_of
from footpath.insight.find.barriers import Sources
from footpath.insight.find.claims import left_out
from footpath.insight.find.compose import Frame, channels, compose, touchpoints
from footpath.insight.find.facts import Facts, gather
from footpath.insight.find.frame import frame_of
from footpath.insight.find.plan import Plan, plan_journey

if TYPE_CHECKING:
    from footpath.insight.bind.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted journey: its id, the operations that write it, and what to tell the person who asked."""

    journey: str
    operations: tuple[Operation, ...]
    notes: tuple[str, ...]


def draft(loaded: Loaded, evidence: Evidence, *, title: str | None = None) -> Draft:
    """Return a journey drafted from the evidence, as operations on the atlas.

    Raises
    ------
    BadInputError
        Where the sources hold no events (nothing-to-count), or none that a journey could be drafted from (nothing-to-draft).
    """
    if evidence.workspace.events is None:
        raise BadInputError(
            Problem(
                code="nothing-to-count",
                message="none of the sources holds events, so there are no steps to draft",
                help="Add an export with a time in each row: orders with their dates, clicks, tickets.",
            )
        )
    facts = gather(evidence)
    own_words = _with_prefix(loaded.atlas, plan_journey(facts.events, facts.total))
    if not own_words.steps():
        raise BadInputError(
            Problem(
                code="nothing-to-draft",
                message="no event names a customer or a case, so nobody's way can be followed",
                help="Say which column holds the customer: --customer COLUMN.",
            )
        )
    frame = frame_of(loaded.atlas, evidence, facts, own_words, title)
    sources = _sources(evidence)
    # the skeleton is measured by the same way in as a map that a person wrote: text, loader, walk
    skeleton = _loaded_with(
        loaded,
        _operations(loaded.atlas, own_words, frame, compose(own_words, None, frame, sources), evidence),
    )
    journey = skeleton.atlas.journey(frame.id)
    walk = walk_of(skeleton.atlas, journey, gap=evidence.settings["gap"])
    run = measure_bound(
        bind(evidence, journey, walk, floor=loaded.atlas.floor), made=datetime(1970, 1, 1, tzinfo=UTC)
    )
    data = compose(own_words, run, frame, sources)
    return Draft(
        frame.id,
        tuple(_operations(loaded.atlas, own_words, frame, data, evidence)),
        _notes(own_words, facts, frame),
    )


def _loaded_with(loaded: Loaded, operations: Sequence[Operation]) -> Loaded:
    """Return the atlas as it would be after the operations; nothing is written."""
    texts, _, _ = apply_all(loaded.texts, operations)
    after = load_texts(texts)
    raise_errors(after.problems)
    return after


def _with_prefix(atlas: Atlas, plan: Plan) -> Plan:
    """Return the plan with step ids that no touchpoint of the atlas has taken."""
    taken = {str(touchpoint.id) for touchpoint in atlas.touchpoints}
    names: dict[str, str] = {}
    for step in plan.steps():
        for id_ in (step.id, step.touchpoint):
            if id_ and id_ not in names:
                names[id_] = unique(id_, taken | set(names.values()))
    stages = tuple(
        replace(
            stage,
            steps=tuple(
                replace(step, id=names[step.id], touchpoint=names.get(step.touchpoint, ""))
                for step in stage.steps
            ),
        )
        for stage in plan.stages
    )
    return replace(
        plan,
        stages=stages,
        begins=names.get(plan.begins or ""),
        wanted=tuple(names[id_] for id_ in plan.wanted),
        unwanted=tuple(names[id_] for id_ in plan.unwanted),
    )


def _sources(evidence: Evidence) -> Sources:
    def first(table: str) -> str | None:
        return next(
            (str(one.source.id) for one in evidence.prepared if getattr(one, table) is not None), None
        )

    every = tuple(sorted(str(one.source.id) for one in evidence.prepared))
    return Sources(first("events") or "", first("answers"), first("remarks"), every)


def _operations(
    atlas: Atlas, plan: Plan, frame: Frame, data: dict[str, Any], evidence: Evidence
) -> Sequence[Operation]:
    known = {str(channel.id): channel.title for channel in atlas.channels}
    operations: list[Operation] = [AddEntry("channels", entry) for entry in channels(plan, known)]
    operations += [AddEntry("touchpoints", entry) for entry in touchpoints(plan)]
    operations.append(AddFile(f"personas/{frame.persona}.yaml", _persona(frame, evidence)))
    operations.append(AddFile(f"journeys/{frame.id}.yaml", data))
    return operations


def _persona(frame: Frame, evidence: Evidence) -> dict[str, Any]:
    facts = evidence.workspace.facts
    what = frame.what
    who = (
        f"{facts.customers:,} customers"
        if facts.customers
        else f"{facts.cases:,} {what}, and nobody says whose"
    )
    return {
        "footpath": 1,
        "id": frame.persona,
        "name": "All customers",
        "summary": f"Everyone in these data: {who}, not told apart yet",
        "unknown": [
            "Who they are and what tells them apart: no segment yet",
            "What they want and what they worry about: events cannot tell",
        ],
        "origin": "drafted",
    }


def _notes(plan: Plan, facts: Facts, frame: Frame) -> tuple[str, ...]:
    notes = [
        f"drafted: {frame.title}, {len(plan.stages)} stages, {len(plan.steps())} steps, "
        f"from the ways of {facts.total:,} {frame.what}"
    ]
    told = left_out(plan, facts.kinds)
    if told:
        notes.append(f"left out, as few had them or the map would be too long: {told}")
    if frame.follows == "customer":
        notes.append(
            f"a walk ends when nothing is seen for {frame.silence} (change horizon: silence in the journey's file)"
        )
    else:
        notes.append(
            f"{frame.what} of which nothing is seen for {frame.silence} count as lost "
            "(change horizon: silence in the journey's file)"
        )
    return tuple(notes)
