"""What gets in the way and what carries on, as the numbers of a plan's steps show it: few, and the right ones.

At most two barriers a step, and over the map at most three losses and two waits: a map on which everything is a barrier
says nothing. A wait is one where the company lets the customer wait; a customer's own time is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from footpath.atlas import MeasureRow, MeasureRun
from footpath.base import HOUR, SECOND, format_duration, slug
from footpath.insight.find.plan import Plan, PlannedStep
from footpath.insight.sentences import FEW, capital, feeling, one_in, so_many

LOST_FROM = 0.05
"""A loss under this share is no barrier worth a cell."""
LOST_MANY = 0.1
PART_OF_LOSS, MOST_OF_LOSS = 0.1, 0.33
"""Of all that are lost a barrier holds the first part, or the second where it is under `LOST_MANY`: it must stand out."""
LATE_FROM = 0.025
LONG_WAIT = 2.0
"""A wait is a barrier where 9 of 10 take this many times the median, or it takes most of the whole time."""
MOST_LOSSES, MOST_WAITS, MOST_AT_A_STEP = 3, 2, 2

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sources:
    """Which source gave what: ids for the evidence of drafted cells."""

    events: str
    scores: str | None = None
    words: str | None = None
    every: tuple[str, ...] = ()


def barriers(plan: Plan, run: MeasureRun, sources: Sources, what: str) -> dict[str, list[Data]]:
    """Return the barriers by step id, the worst first: lateness, what goes wrong, loss, waiting."""
    found: dict[str, list[Data]] = {}
    for step, barrier in (
        *_late(plan, run, sources),
        *_troubles(plan, run, sources, what),
        *_lost(plan, run, sources, what),
        *_waits(plan, run, sources),
    ):
        found.setdefault(step.id, []).append(barrier)
    return {
        id_: sorted(those, key=lambda barrier: -int(barrier["severity"]))[:MOST_AT_A_STEP]
        for id_, those in found.items()
    }


def losses(plan: Plan, run: MeasureRun) -> list[tuple[float, PlannedStep, MeasureRow]]:
    """Return how many walks each step loses, most first; none at a wanted end, after it, or where walks are undone."""
    nowhere = plan.after_the_end() | {*plan.wanted, *plan.unwanted}
    found = []
    for step in plan.seen():
        row = run.find("step", step.id, "share-lost")
        if step.id not in nowhere and row is not None and row.value is not None and row.n >= FEW:
            found.append((row.value * row.n, step, row))
    return sorted(found, key=lambda one: (-one[0], one[1].id))


def _late(plan: Plan, run: MeasureRun, sources: Sources) -> Iterator[tuple[PlannedStep, Data]]:
    for step in plan.seen():
        row = run.find("step", step.id, "share-late")
        if row is None or row.value is None or row.n < FEW or row.value < LATE_FROM or step.event is None:
            continue
        bad = run.find("step", step.id, "emotion-scores", among="late")
        good = run.find("step", step.id, "emotion-scores", among="in-time")
        severity = 3 if row.value < 0.1 else 4
        if bad and good and bad.high is not None and good.low is not None and bad.high < good.low:
            severity = min(5, severity + 1)
        words = one_in(row.value, row.n)
        text = f"{capital(words)} {'comes' if words.startswith('1 ') else 'come'} after the promised day"
        kind = "delivery" if step.stage == "Delivery" else "waiting"
        barrier = _barrier(f"late-{step.id}", text, severity, kind)
        barrier["when"] = f"{_rule(step)} and late = true"
        barrier["evidence"] = [{"source": sources.events, "measure": "share-late"}]
        if bad is not None and sources.scores:
            barrier["evidence"].append(
                {"source": sources.scores, "measure": "emotion-scores", "among": "late"}
            )
        yield step, barrier


def _troubles(plan: Plan, run: MeasureRun, sources: Sources, what: str) -> Iterator[tuple[PlannedStep, Data]]:
    """Yield the steps that are trouble themselves (a payment that fails), with how many meet them."""
    whole = run.find("journey", str(run.journey), "reach")
    for step in plan.seen():
        met = run.find("step", step.id, "reach")
        if step.name is None or step.name.kind != "trouble" or whole is None or met is None:
            continue
        if not whole.value or not met.value or met.n < FEW:
            continue
        share = met.value / whole.value
        text = f"{capital(so_many(share, whole.n, what, one_in))} meet this"
        barrier = _barrier(f"met-{step.id}", text, 3 if share < 0.1 else 4, "error")
        barrier["when"] = _rule(step)
        barrier["evidence"] = [{"source": sources.events, "measure": "reach"}]
        yield step, barrier


def _lost(plan: Plan, run: MeasureRun, sources: Sources, what: str) -> Iterator[tuple[PlannedStep, Data]]:
    found = losses(plan, run)
    every = sum(number for number, _, _ in found)
    worth = [
        (step, row)
        for number, step, row in found
        if row.value is not None
        and row.value >= LOST_FROM
        and number >= (PART_OF_LOSS if row.value >= LOST_MANY else MOST_OF_LOSS) * every
    ]
    for step, row in worth[:MOST_LOSSES]:
        share = row.value or 0.0
        severity = 3 if share < 0.15 else 4 if share < 0.4 else 5
        text = f"{capital(so_many(share, row.n, what, one_in))} go no further than this"
        # numbers alone do not tell why they go; that a parcel never comes is the one thing that says it
        kind = "availability" if step.stage == "Delivery" else None
        barrier = _barrier(f"lost-at-{step.id}", text, severity, kind)
        barrier["evidence"] = [{"source": sources.events, "exit": step.id}]
        yield step, barrier


def _waits(plan: Plan, run: MeasureRun, sources: Sources) -> Iterator[tuple[PlannedStep, Data]]:
    whole = run.find("journey", str(run.journey), "median-time")
    if whole is None or not whole.value:
        return
    found: list[tuple[float, PlannedStep, Data]] = []
    nowhere = plan.after_the_end() | {*plan.unwanted}
    for step in plan.seen():
        median = run.find("step", step.id, "median-wait")
        p90 = run.find("step", step.id, "p90-wait")
        if step.id in nowhere or not _lets_wait(step) or median is None or p90 is None or median.n < FEW:
            continue
        if not median.value or not p90.value or median.value * SECOND < HOUR:
            continue
        takes_most = median.value >= 0.4 * whole.value
        if not takes_most and not (p90.value >= LONG_WAIT * median.value and p90.value >= 0.2 * whole.value):
            continue
        text = (
            f"Half wait {format_duration(median.value * SECOND)} or more for this, "
            f"1 in 10 longer than {format_duration(p90.value * SECOND)}"
        )
        barrier = _barrier(f"wait-for-{step.id}", text, 3 if takes_most else 2, "waiting")
        barrier["evidence"] = [{"source": sources.events, "wait": step.id}]
        found.append((median.value, step, barrier))
    found.sort(key=lambda one: (-one[0], one[1].id))
    yield from ((step, barrier) for _, step, barrier in found[:MOST_WAITS])


def _lets_wait(step: PlannedStep) -> bool:
    """Return whether it is the company that the customer waits for; where no name is known it may be."""
    return step.name is None or step.name.ours


def driver(step: PlannedStep, run: MeasureRun, sources: Sources) -> Data | None:
    """Return what carries them on where the numbers show it: a kept promise that they are content with."""
    kept = run.find("step", step.id, "emotion-scores", among="in-time")
    late = run.find("step", step.id, "emotion-scores", among="late")
    if not (kept and late and sources.scores) or kept.value is None or kept.low is None or late.high is None:
        return None
    if kept.n < FEW or late.n < FEW or kept.low <= max(0.5, late.high):
        return None
    text = f"The promise kept: whoever has it in time is {feeling(kept.value)}"
    return drafted(text, {"source": sources.scores, "measure": "emotion-scores", "among": "in-time"})


def drafted(text: str, *evidence: Data) -> Data:
    """Return a drafted cell with its evidence."""
    return {"text": text, "origin": "drafted", "evidence": list(evidence)}


def _rule(step: PlannedStep) -> str:
    from footpath.rules import equals

    return str(equals("event", step.event.event if step.event else ""))


def _barrier(id_: str, text: str, severity: int, kind: str | None) -> Data:
    barrier: Data = {"id": slug(id_), "text": text, "severity": severity, "kind": kind, "origin": "drafted"}
    return {key: value for key, value in barrier.items() if value is not None}
