"""The plan of a drafted journey: which events become steps, in which order, in which stages, and how it ends.

Pure: small facts about each kind of event in, a plan out. The facts are counted by `insight.find.facts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from footpath.base import slug, unique
from footpath.insight.find.names import Name, known_name, plain_title, stage_rank

MOST_STEPS = 16
LEAST_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class EventFact:
    """What is known of one kind of event.

    `n` is how many customers or cases had it, `count` how often; `position` orders the kinds as customers live them (a
    greater one comes later: how many other kinds most walks have before it); `offset_us` is the median time of its first
    occurrence since the walk's first event; `promised` whether a promise is tied to it.
    """

    event: str
    source: str
    n: int
    count: int
    position: float
    offset_us: float | None = None
    promised: bool = False
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step to be drafted: the event that recognises it and how it is called."""

    id: str
    title: str
    action: str
    stage: str
    event: EventFact | None
    channel: str
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage to be drafted."""

    id: str
    title: str
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan; `wanted` and `unwanted` are step ids; `left_out` the kinds of event that no step stands for."""

    stages: tuple[PlannedStage, ...]
    begins: str | None
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    left_out: tuple[EventFact, ...] = field(default=())

    def steps(self) -> tuple[PlannedStep, ...]:
        """Return all steps in order."""
        return tuple(step for stage in self.stages for step in stage.steps)


def plan_journey(facts: Sequence[EventFact], total: int, *, titles: Mapping[str, str] | None = None) -> Plan:
    """Return the plan for these kinds of event.

    Parameters
    ----------
    facts
        One a kind of event.
    total
        How many customers or cases there are: what fewer than 1 in 100 of them had is left out (and said so),
        unless the field knows it as an end.
    titles
        The atlas's own words for events, where it has any.
    """
    ranked = sorted(facts, key=lambda fact: (-fact.n, fact.event))
    kept: list[EventFact] = []
    left: list[EventFact] = []
    for fact in ranked:
        name = known_name(fact.event)
        is_end = name is not None and name.kind in ("wanted", "unwanted")
        enough = fact.n >= max(1, LEAST_SHARE * total)
        (kept if len(kept) < MOST_STEPS and (enough or is_end) else left).append(fact)

    steps = [_step(fact, titles or {}) for fact in sorted(kept, key=lambda fact: (fact.position, fact.event))]
    steps = _with_unique_ids(steps)
    ends = {
        kind: tuple(s.id for s in steps if s.name and s.name.kind == kind) for kind in ("wanted", "unwanted")
    }
    # what undoes a journey stands at its end, whenever it happens: nobody plans for it
    steps = [s for s in steps if s.id not in ends["unwanted"]] + [
        s for s in steps if s.id in ends["unwanted"]
    ]
    stages = _with_what_nobody_recorded(_stages(steps))
    ordered = [step for stage in stages for step in stage.steps]
    return Plan(
        stages=tuple(stages),
        begins=next((step.id for step in ordered if step.event is not None), None),
        wanted=ends["wanted"] or (_last_wanted(ordered, ends["unwanted"])),
        unwanted=ends["unwanted"],
        left_out=tuple(left),
    )


_UNSEEN = {
    "before": PlannedStep("need", "I notice that I need something", "", "Awareness of need", None, ""),
    "after": PlannedStep("use", "I use what I bought", "", "Use", None, ""),
}
_BUYING = {"Purchase", "Payment", "Delivery"}


def _with_what_nobody_recorded(stages: list[PlannedStage]) -> list[PlannedStage]:
    """Return a buyer's stages with the one before and the one after, where events begin or end in the middle.

    A journey begins before the first click and goes on after the parcel (S007); drawn as missing, it is asked about.
    """
    titles = [stage.title for stage in stages]
    if not stages or not _BUYING & set(titles):
        return stages
    around = list(stages)
    if titles[0] in _BUYING:
        around.insert(0, PlannedStage("awareness-of-need", "Awareness of need", (_UNSEEN["before"],)))
    last = next((title for title in reversed(titles) if title != "Leaving"), titles[-1])
    if last in _BUYING:
        place = len(around) - (1 if titles[-1] == "Leaving" else 0)
        around.insert(place, PlannedStage("use", "Use", (_UNSEEN["after"],)))
    return around


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


def _with_unique_ids(steps: list[PlannedStep]) -> list[PlannedStep]:
    """Give each step an id and a title of its own: two events may be known by one name."""
    from dataclasses import replace

    ids: set[str] = set()
    titles: dict[str, int] = {}
    for step in steps:
        titles[step.title] = titles.get(step.title, 0) + 1
    out = []
    for step in steps:
        id_ = unique(step.id, ids)
        ids.add(id_)
        title = step.title
        if titles[title] > 1 and step.event is not None:
            title = plain_title(step.event.event)
        out.append(replace(step, id=id_, title=title))
    return out


def _stages(steps: list[PlannedStep]) -> list[PlannedStage]:
    """Group steps into stages: by names known in the field where most are known, else by thirds of the way."""
    known = [step for step in steps if step.stage]
    if len(known) * 2 >= len(steps) and known:
        return _stages_by_name(steps)
    return _stages_by_position(steps)


def _stages_by_name(steps: list[PlannedStep]) -> list[PlannedStage]:
    titles: list[str] = []
    last = ""
    for step in steps:
        last = step.stage or last or next(s.stage for s in steps if s.stage)
        titles.append(last)
    places: dict[str, list[int]] = {}
    for index, title in enumerate(titles):
        places.setdefault(title, []).append(index)
    # a stage stands where its steps stand in the data; the usual order decides between equals
    order = sorted(places, key=lambda title: (sum(places[title]) / len(places[title]), stage_rank(title)))
    ids: set[str] = set()
    stages = []
    for title in order:
        id_ = unique(slug(title), ids)
        ids.add(id_)
        stages.append(PlannedStage(id_, title, tuple(steps[i] for i in places[title])))
    return stages


def _stages_by_position(steps: list[PlannedStep]) -> list[PlannedStage]:
    parts = (
        ("Beginning", "Middle", "End")
        if len(steps) >= 6
        else ("Beginning", "End")
        if len(steps) >= 2
        else ("The way",)
    )
    size = -(-len(steps) // len(parts))
    return [
        PlannedStage(slug(title), title, tuple(steps[i * size : (i + 1) * size]))
        for i, title in enumerate(parts)
        if steps[i * size : (i + 1) * size]
    ]


def _last_wanted(steps: Sequence[PlannedStep], unwanted: Sequence[str]) -> tuple[str, ...]:
    """Return the last step that is no undoing and no service as the wanted end, where the field knows none."""
    for step in reversed(steps):
        if (
            step.event is not None
            and step.id not in unwanted
            and not (step.name and step.name.kind == "later")
        ):
            return (step.id,)
    return ()
