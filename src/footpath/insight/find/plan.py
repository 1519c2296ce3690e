"""The plan of a drafted journey: which events become steps, in which order, in which stages, and how it ends.

Pure. Small facts about each kind of event in, a plan out; the facts are counted by `insight.find.facts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from footpath.base import slug, unique
from footpath.insight.find.names import Name, known_name, plain_title

MOST_STEPS = 15
MOST_TROUBLES = 3
LEAST_SHARE, LEAST_WALKERS = 0.01, 5
"""What fewer had is left out: of a few walkers one in ten is enough, of many there must be five."""
LEAST_END = 0.001
"""Rarer than this, even what ends a journey is left out."""
FIRST_OF_ALL = 0.8
"""Where the first step was the first thing that so many walkers did, the journey begins there; else it begins anywhere."""


@dataclass(frozen=True, slots=True)
class EventFact:
    """What is known of one kind of event.

    `n` is how many customers or cases had it, `count` how often; `position` orders the kinds as customers live them (a
    greater one comes later: how many other kinds most walks have before it); `offset_us` is the median time of its first
    occurrence since the walk's first event; `first` for how many it was the first of all; `promised` whether a promise is tied to it; `again` and `thrice` how many had
    it at two and at three different times or more.
    """

    event: str
    source: str
    n: int
    count: int
    position: float
    offset_us: float | None = None
    promised: bool = False
    channel: str | None = None
    first: int = 0
    again: int = 0
    thrice: int = 0


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step to be drafted: the event that recognises it (None: nobody recorded it) and how it is called.

    `touchpoint` is the id of its touchpoint: several steps share one where customers come back to it.
    """

    id: str
    title: str
    action: str
    stage: str
    event: EventFact | None
    channel: str
    name: Name | None = None
    touchpoint: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage to be drafted."""

    id: str
    title: str
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan; `wanted` and `unwanted` are step ids; `left_out` the kinds of event that no step stands for.

    `begins` is the step where walks begin, or None where they begin at any step before the wanted end. No step is wanted
    where all that was recorded is one thing done again and again.
    """

    stages: tuple[PlannedStage, ...]
    begins: str | None
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    left_out: tuple[EventFact, ...] = field(default=())

    def steps(self) -> tuple[PlannedStep, ...]:
        """Return all steps in order."""
        return tuple(step for stage in self.stages for step in stage.steps)

    def seen(self) -> tuple[PlannedStep, ...]:
        """Return the steps that events tell of, in order."""
        return tuple(step for step in self.steps() if step.event is not None)

    def after_the_end(self) -> frozenset[str]:
        """Return the ids of the steps right of the last wanted end."""
        ids = [step.id for step in self.steps()]
        ends = [ids.index(id_) for id_ in self.wanted]
        return frozenset(ids[max(ends) + 1 :]) if ends else frozenset()


def plan_journey(facts: Sequence[EventFact], total: int, *, titles: Mapping[str, str] | None = None) -> Plan:
    """Return the plan for these kinds of event.

    Parameters
    ----------
    facts
        One a kind of event.
    total
        How many customers or cases there are: what fewer than 1 in 100 of them or fewer than five had is left out (and said so),
        unless the field knows it as an end.
    titles
        The atlas's own words for events, where it has any.
    """
    from footpath.insight.find.stages import in_stages

    kept, left = _chosen(facts, total)
    if len(kept) == 1 and kept[0].again >= max(2, LEAST_SHARE * total):
        return _again_and_again(kept[0], total, titles or {}, left)
    steps = _distinct(
        [_step(fact, titles or {}) for fact in sorted(kept, key=lambda f: (f.position, f.event))]
    )
    unwanted = tuple(step.id for step in steps if _kind(step) == "unwanted")
    # what undoes a journey stands at its end, whenever it happens: nobody plans for it
    steps = [s for s in steps if s.id not in unwanted] + [s for s in steps if s.id in unwanted]
    stages = in_stages(steps)
    ordered = [step for stage in stages for step in stage.steps if step.event is not None]
    first = next(iter(ordered), None)
    begins = first.id if first and first.event and first.event.first >= FIRST_OF_ALL * total else None
    return Plan(tuple(stages), begins, _wanted(ordered), unwanted, tuple(left))


def _chosen(facts: Sequence[EventFact], total: int) -> tuple[list[EventFact], list[EventFact]]:
    """Return the events that become steps, and those left out: ends, then what goes wrong, then what most came to."""
    names = {fact.event: known_name(fact.event) for fact in facts}

    def is_end(fact: EventFact) -> bool:
        name = names[fact.event]
        return name is not None and name.kind in ("wanted", "unwanted")

    least = max(LEAST_SHARE * total, min(LEAST_WALKERS, total / 10), 1)
    fit = [fact for fact in facts if fact.n >= (max(1, LEAST_END * total) if is_end(fact) else least)]
    goal = max((name.goal for fact in fit if (name := names[fact.event])), default=0)

    troubles = [fact for fact in fit if (name := names[fact.event]) and name.kind == "trouble"]
    troubles = sorted(troubles, key=lambda fact: (-fact.n, fact.event))[:MOST_TROUBLES]

    def must(fact: EventFact) -> bool:
        name = names[fact.event]
        return is_end(fact) or fact in troubles or (goal > 0 and name is not None and name.goal == goal)

    kept = sorted(fit, key=lambda fact: (not must(fact), -fact.n, fact.event))[:MOST_STEPS]
    left = sorted({*facts} - {*kept}, key=lambda fact: (-fact.n, fact.event))
    return kept, left


def _again_and_again(fact: EventFact, total: int, titles: Mapping[str, str], left: list[EventFact]) -> Plan:
    """Return the plan where one kind of event is all there is: the first time, again, a third time."""
    from footpath.insight.find.stages import in_stages

    step = _step(fact, titles)
    times = ["for the first time", "again"]
    if fact.thrice >= max(1, LEAST_SHARE * total):
        times.append("a third time")
    steps = [
        replace(
            step,
            id=step.id if number == 0 else f"{step.id}-{number + 1}",
            title=f"{step.title} {words}",
            stage=(step.stage or "Purchase") if number == 0 else "Coming back",
            touchpoint=step.id,
        )
        for number, words in enumerate(times)
    ]
    return Plan(tuple(in_stages(steps)), steps[0].id, (), (), tuple(left))


def _wanted(ordered: Sequence[PlannedStep]) -> tuple[str, ...]:
    """Return the wanted ends: those that the field knows, else what such a journey is for, else the last step.

    Never the first step alone: an order table begins with the order.
    """
    known = tuple(step.id for step in ordered if _kind(step) == "wanted")
    if known:
        return known
    on_its_way = any(s.stage == "Delivery" and s.name and s.name.ours for s in ordered)
    goals = [s for s in ordered[1:] if s.name and s.name.goal > (2 if on_its_way else 0)]
    if goals:
        return (max(goals, key=lambda step: step.name.goal if step.name else 0).id,)
    for step in reversed(ordered):
        if _kind(step) not in ("unwanted", "later"):
            return (step.id,)
    return ()


def _kind(step: PlannedStep) -> str:
    return step.name.kind if step.name else "between"


def _step(fact: EventFact, titles: Mapping[str, str]) -> PlannedStep:
    name = known_name(fact.event)
    own = titles.get(fact.event)
    return PlannedStep(
        id=slug(fact.event),
        title=own or (name.title if name else plain_title(fact.event)),
        action=name.action if name else plain_title(fact.event),
        stage=name.stage if name else "",
        event=fact,
        channel=(name.channel if name else "") or fact.channel or "",
        name=name,
    )


def _distinct(steps: list[PlannedStep]) -> list[PlannedStep]:
    """Give each step an id and a title of its own: of two events known by one name the more frequent one has it."""
    ids: set[str] = set()
    most: dict[str, int] = {}
    for step in steps:
        if step.event is not None:
            most[step.title] = max(most.get(step.title, 0), step.event.n)
    titled: set[str] = set()
    out = []
    for step in steps:
        id_ = unique(step.id, ids)
        ids.add(id_)
        title = step.title
        if step.event is not None and (step.event.n < most[title] or title in titled):
            title = plain_title(step.event.event)
        titled.add(title)
        out.append(replace(step, id=id_, title=title, touchpoint=id_))
    return out
