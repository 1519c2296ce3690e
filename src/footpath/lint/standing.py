"""Where a team stands on the way to a map that is used, told by counting what the document holds.

The way is that of the method: purpose and scope, team, research, personas, goals, touchpoints, stages, what customers do
and feel, barriers, criticality, messages, opportunities, test, improve. Nobody must walk it in this order: whoever lists
touchpoints first, or sticks notes first, is told so and not that something is missing before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from footpath.atlas import Loaded
from footpath.atlas.types import Criticality, Journey, Persona, Reference
from footpath.lint.rules.nobody_told import waiting
from footpath.lint.subject import Map, Subject

State = Literal["done", "begun", "not yet"]
Way = Literal["stages first", "touchpoints first", "notes first"]

ENOUGH = 0.6
"""The share of steps from which a lane counts as told."""
_LEAST_STAGES = 4


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the way: whether it is done, what was counted, and what to do there next."""

    name: str
    state: State
    reason: str
    next: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a team stands: every station in order, and how they go about it."""

    stations: tuple[Station, ...]
    way: Way = "stages first"

    @property
    def done(self) -> int:
        """Return how many stations are done."""
        return sum(station.state == "done" for station in self.stations)

    @property
    def next(self) -> Station | None:
        """Return the station to go to: the first that is not done, on the way that the team has chosen."""
        order = sorted(self.stations, key=lambda one: _FIRST[self.way].get(one.name, 0))
        return next((station for station in order if station.state != "done"), None)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "way": self.way,
            "stations": [
                {"station": one.name, "state": one.state, "reason": one.reason} for one in self.stations
            ],
            "next": self.next.name if self.next else None,
        }


_FIRST: dict[Way, dict[str, int]] = {
    "stages first": {},
    # the contacts or the notes are there: what follows from them comes before what others begin with
    "touchpoints first": {"stages and steps": -1},
    "notes first": {"stages and steps": -1},
}


def standing(loaded: Loaded, *, today: date | None = None) -> Standing:
    """Return where the team stands; reads the document and its newest measures, nothing else."""
    subject = Subject(loaded, today=today)
    maps = [map_ for map_ in subject.maps if map_.journey.status != "retired" and not map_.journey.company]
    return Standing(
        tuple(Station(name, *count(subject, maps)) for name, count in _STATIONS), _way(subject, maps)
    )


def _way(subject: Subject, maps: Sequence[Map]) -> Way:
    if any(True for map_ in maps for _ in map_.journey.steps()):
        return "stages first"
    if any(map_.journey.notes for map_ in maps):
        return "notes first"
    return "touchpoints first" if subject.atlas.touchpoints else "stages first"


# ---------------------------------------------------------------- the stations

Counted = tuple[State, str, str]


def _purpose(subject: Subject, maps: Sequence[Map]) -> Counted:
    if not maps:
        return "not yet", "no map yet", "begin a map: from data, from a template, or by hand"

    def has(journey: Journey) -> bool:
        return bool(journey.purpose and journey.scenario and journey.begins and journey.ends.wanted)

    told = [map_ for map_ in maps if has(map_.journey)]
    some = [map_ for map_ in maps if map_.journey.purpose or map_.journey.scenario or map_.journey.begins]
    reason = f"{_of(len(told), maps)} with purpose, scenario, beginning and end"
    return (
        _state(len(told) == len(maps) and maps, some),
        reason,
        f"write purpose, scenario, begins and ends{_into(maps, told)}",
    )


def _team(subject: Subject, maps: Sequence[Map]) -> Counted:
    owned = [map_ for map_ in maps if map_.journey.owner]
    people = len(subject.atlas.team)
    reason = f"{_n(people, 'person', 'people')} named, {_of(len(owned), maps)} with an owner"
    missing = "name the team in atlas.yaml" if not people else f"write an owner{_into(maps, owned)}"
    return _state(people and maps and len(owned) == len(maps), people or owned), reason, missing


def _research(subject: Subject, maps: Sequence[Map]) -> Counted:
    numbers = words = 0
    for map_ in maps:
        for placed in map_.cells():
            for one in placed.cell.evidence:
                is_number = any(getattr(one, kind) for kind in ("measure", "exit", "wait", "question"))
                numbers += is_number
                words += not is_number
        rows = map_.run.rows if map_.run else ()
        words += sum(row.measure == "remarks" for row in rows)
        numbers += sum(row.measure != "remarks" and row.value is not None for row in rows)
    sources = len(subject.atlas.sources)
    reason = f"{_n(sources, 'source')}, {_n(numbers, 'number')}, {_n(words, 'piece')} of what people said"
    if not sources and not words:
        return "not yet", "no source and no talk behind any cell", "bring in what customers did or said"
    missing = (
        "add what people said: reviews, answers, talks"
        if not words
        else "add numbers: events, orders, answers"
    )
    return _state(numbers and words, True), reason, missing


def _personas(subject: Subject, maps: Sequence[Map]) -> Counted:
    personas = _used(subject, maps)
    tied = [one for one in personas if one.segment or one.actor or _has_evidence(one)]
    named = all(map_.journey.personas for map_ in maps)
    if not personas:
        return (
            "not yet",
            "no persona on a map",
            "write a persona: personas/NAME.yaml, and name it in the journey",
        )
    reason = f"{_n(len(personas), 'persona')}, {len(tied)} tied to real customers"
    missing = "tie the personas to customers: a segment rule, or evidence on the card"
    return _state(named and len(tied) == len(personas), True), reason, missing


def _goals(subject: Subject, maps: Sequence[Map]) -> Counted:
    personas = _used(subject, maps)
    wants = [one for one in personas if one.goals or one.needs]
    on_maps = [map_ for map_ in maps if any(True for _ in map_.cells("goal", "motive", "interest"))]
    is_done = (personas and len(wants) == len(personas)) or (maps and len(on_maps) == len(maps))
    reason = f"{len(wants)} of {_n(len(personas), 'persona')} with goals, {_of(len(on_maps), maps)} with a lane of goals"
    return _state(is_done, wants or on_maps), reason, "write what they want: goals on the persona's card"


def _touchpoints(subject: Subject, maps: Sequence[Map]) -> Counted:
    library = subject.atlas.touchpoints
    with_channel = [one for one in library if one.channel]
    without = [
        step
        for map_ in maps
        if map_.journey.kind != "life"
        for step in map_.journey.steps()
        if not any(isinstance(cell, Reference) for cells in step.cells.values() for cell in cells)
    ]
    if not library:
        return (
            "not yet",
            "no touchpoint in the library",
            "list where you meet: touchpoints.yaml, each with its channel",
        )
    steps = sum(1 for map_ in maps for _ in map_.journey.steps())
    reason = f"{_n(len(library), 'touchpoint')}, {len(with_channel)} with a channel"
    met = steps - len(without) >= ENOUGH * steps
    return (
        _state(len(with_channel) == len(library) and met, True),
        reason,
        "give each touchpoint its channel, and each step its touchpoint",
    )


def _stages(subject: Subject, maps: Sequence[Map]) -> Counted:
    stages = sum(len(map_.journey.stages) for map_ in maps)
    steps = sum(1 for map_ in maps for _ in map_.journey.steps())
    notes = sum(len(map_.journey.notes) for map_ in maps)
    reason = f"{_n(len(maps), 'map')}, {_n(stages, 'stage')}, {_n(steps, 'step')}"
    reason += f", {_n(notes, 'note')} to be placed" if notes else ""
    full = maps and all(
        len(m.journey.stages) >= _LEAST_STAGES and any(True for _ in m.journey.steps()) for m in maps
    )
    missing = "put the notes into steps" if notes else "draw the steps of each stage"
    return _state(full and not notes, maps), reason, missing if maps else "draw a first map"


def _lived(subject: Subject, maps: Sequence[Map]) -> Counted:
    columns = sum(len(map_.columns) for map_ in maps)
    told = {
        "actions": _columns(maps, "action", "duration", "spending"),
        "thoughts": _columns(maps, "thought", "quote", "concern"),
        "feelings": _columns(maps, "emotion"),
    }
    reason = ", ".join(f"{what} at {n} of {columns} steps" for what, n in told.items())
    fewest = min(told, key=lambda what: told[what])
    enough = columns and all(n >= ENOUGH * columns for n in told.values())
    return _state(enough, any(told.values())), reason, f"add {fewest}: ask those who walked it"


def _barriers(subject: Subject, maps: Sequence[Map]) -> Counted:
    barriers = sum(1 for map_ in maps for _ in map_.cells("barrier"))
    drivers = sum(1 for map_ in maps for _ in map_.cells("driver"))
    both = [m for m in maps if any(True for _ in m.cells("barrier")) and any(True for _ in m.cells("driver"))]
    missing = (
        "write what carries them on (drivers)" if barriers and not drivers else "write what gets in the way"
    )
    reason = f"{_n(barriers, 'barrier')}, {_n(drivers, 'driver')}"
    return _state(maps and len(both) == len(maps), barriers or drivers), reason, missing


def _criticality(subject: Subject, maps: Sequence[Map]) -> Counted:
    cells = [placed.cell for map_ in maps for placed in map_.cells("criticality")]
    high = sum(isinstance(cell, Criticality) and cell.level == 3 for cell in cells)
    every = maps and all(
        any(isinstance(p.cell, Criticality) and p.cell.level == 3 for p in map_.cells("criticality"))
        for map_ in maps
    )
    reason = f"{_n(high, 'step')} that {'decides' if high == 1 else 'decide'} most of all"
    return _state(every, cells), reason, "mark the steps that make or break it: criticality: high"


def _messages(subject: Subject, maps: Sequence[Map]) -> Counted:
    messages = sum(1 for map_ in maps for _ in map_.cells("message", "our-zone"))
    goals = sum(1 for map_ in maps for _ in map_.cells("brand-goal"))
    life = all(map_.journey.kind == "life" for map_ in maps)
    reason = f"{_n(messages, 'message')}, {_n(goals, 'brand goal')}"
    missing = "say at each stage what you should say (message), and what for (brand-goal)"
    return _state(messages and (goals or life), messages or goals), reason, missing


def _opportunities(subject: Subject, maps: Sequence[Map]) -> Counted:
    alive = [one for one in subject.atlas.opportunities if one.status != "dropped"]
    owned = [one for one in alive if one.owner]
    reason = f"{_n(len(alive), 'opportunity', 'opportunities')}, {len(owned)} with an owner"
    missing = "give each opportunity an owner" if alive else "answer the worst barriers: opportunities.yaml"
    return _state(alive and len(owned) == len(alive), alive), reason, missing


def _test(subject: Subject, maps: Sequence[Map]) -> Counted:
    measured = [map_ for map_ in maps if map_.run and any(row.value is not None for row in map_.run.rows)]
    bound = any(touchpoint.when for touchpoint in subject.atlas.touchpoints) and subject.atlas.sources
    reason = f"{_of(len(measured), maps)} measured"
    return (
        _state(maps and len(measured) == len(maps), measured or bound),
        reason,
        "measure the map, and show it to customers",
    )


def _improve(subject: Subject, maps: Sequence[Map]) -> Counted:
    shipped = [one for one in subject.atlas.opportunities if one.status == "shipped"]
    working = [one for one in subject.atlas.opportunities if one.status == "in-work"]
    unseen = waiting(subject)
    reason = f"{len(working)} in work, {len(shipped)} shipped, {len(shipped) - len(unseen)} measured since"
    missing = "measure again, and see whether it helped" if unseen else "take the first opportunity into work"
    return _state(shipped and not unseen, working or shipped), reason, missing


_STATIONS: tuple[tuple[str, Callable[[Subject, Sequence[Map]], Counted]], ...] = (
    ("purpose and scope", _purpose),
    ("team and owner", _team),
    ("research", _research),
    ("segments and personas", _personas),
    ("goals", _goals),
    ("touchpoints and channels", _touchpoints),
    ("stages and steps", _stages),
    ("actions, thoughts, feelings", _lived),
    ("barriers and drivers", _barriers),
    ("criticality", _criticality),
    ("messages and brand goals", _messages),
    ("opportunities and owners", _opportunities),
    ("test with customers and numbers", _test),
    ("improve and measure again", _improve),
)


# ---------------------------------------------------------------- small things


def _state(is_done: object, is_begun: object) -> State:
    return "done" if is_done else "begun" if is_begun else "not yet"


def _used(subject: Subject, maps: Sequence[Map]) -> list[Persona]:
    """Return the personas that a map names; all of them where no map names any."""
    named = {id_ for map_ in maps for id_ in map_.journey.personas}
    return [one for one in subject.atlas.personas if one.id in named or not named]


def _has_evidence(persona: Persona) -> bool:
    cells = (*persona.goals, *persona.needs, *persona.pains, *persona.drivers, *persona.interests)
    return any(cell.evidence for cell in cells) or bool(persona.quote and persona.quote.evidence)


def _columns(maps: Sequence[Map], *roles: str) -> int:
    """Return in how many columns of all maps a lane of these roles is filled; a stage's cell fills its steps."""
    return sum(len(_filled(map_, roles)) for map_ in maps)


def _filled(map_: Map, roles: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for placed in map_.cells(*roles):
        inside = placed.stage.steps if placed.step is None else ()
        found |= {step.id for step in inside} or {placed.at.id}
    return found


def _n(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _of(count: int, maps: Sequence[Map]) -> str:
    if not maps:
        return "no map"
    return f"{count} of {_n(len(maps), 'map')}"


def _into(maps: Sequence[Map], has: Sequence[Map]) -> str:
    missing = next((map_ for map_ in maps if map_ not in has), None)
    return f" into {missing.file}" if missing else ""
