"""Stages and steps: known by their ids over the whole journey, so that a step may be moved by one and edited by the other. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from footpath.atlas.ids import effective_ids, items_of
from footpath.atlas.merging.listing import entries_of
from footpath.atlas.merging.orders import Item, Nodes, Triple
from footpath.atlas.merging.planning import Planner
from footpath.atlas.merging.plans import MISSING, Plan
from footpath.atlas.merging.shapes import ANY, Shape
from footpath.atlas.merging.types import Conflict, ConflictKind, Side
from footpath.atlas.yamltext import Mapping, Node, Scalar

_SIDES = ("base", "ours", "theirs")
_BACK = ("ours", "theirs", "base")
"""Where a step stays whose stage went: where a side has it still."""


@dataclass(slots=True)
class _Map:
    """The stages and steps of the three sides, matched; for each step the stage that holds it on each side.

    `goes` is where it will stand; `disputed` are the steps that both moved to different stages.
    """

    stages: list[Triple]
    steps: list[Triple]
    homes: list[dict[str, int]]
    goes: list[int | None]
    disputed: set[int] = field(default_factory=set)


def plan_stages(planner: Planner, nodes: Nodes, shape: Shape) -> Plan:
    """Return the plan of a journey's stages, with their steps."""
    found = _read(planner, nodes)
    stage_shape = shape.item or ANY
    step_shape = stage_shape.key("steps").item or ANY
    notes: dict[int, str] = {}
    _place(planner, found, notes)
    alive, kept, ghosts = _alive(planner, found)
    plans: list[Plan | None] = [
        _step(planner, found, number, alive, kept, step_shape) for number in range(len(found.steps))
    ]
    for number, note in notes.items():
        plan = plans[number]
        if plan is not None and plan.how != "gone":
            plans[number] = replace(plan, note=plan.note or note)
    made: list[Plan] = []
    for number, triple in enumerate(found.stages):
        if number not in alive:
            made.append(Plan("gone", MISSING, *triple.nodes, note=ghosts.get(number, "")))
            continue
        plan = _stage(planner, found, number, plans, stage_shape)
        made.append(replace(plan, note=ghosts[number]) if number in ghosts else plan)
    return planner.listing(nodes, found.stages, made, _quarrel(planner, ("stages",)))


def _read(planner: Planner, nodes: Nodes) -> _Map:
    stages: list[list[Item]] = []
    steps: list[list[Item]] = []
    homes: list[dict[int, int]] = []
    for node in nodes:
        items = items_of(node)
        ids = effective_ids(items, "stage")
        stages.append([Item(n, id_, each) for n, (id_, each) in enumerate(zip(ids, items, strict=True))])
        groups = [items_of(each.get("steps")) if isinstance(each, Mapping) else () for each in items]
        flat = [step for group in groups for step in group]
        names = effective_ids(flat, "step")
        steps.append([Item(n, id_, each) for n, (id_, each) in enumerate(zip(names, flat, strict=True))])
        homes.append(dict(enumerate(number for number, group in enumerate(groups) for _ in group)))
    stage_triples = planner.matched(stages[0], stages[1], stages[2], by_id=True)
    step_triples = planner.matched(steps[0], steps[1], steps[2], by_id=True)
    of = [
        {getattr(t, side).number: n for n, t in enumerate(stage_triples) if getattr(t, side) is not None}
        for side in _SIDES
    ]
    where = []
    for triple in step_triples:
        here = {}
        for position, side in enumerate(_SIDES):
            item = getattr(triple, side)
            if item is not None:
                here[side] = of[position][homes[position][item.number]]
        where.append(here)
    return _Map(stage_triples, step_triples, where, [None] * len(step_triples))


def _place(planner: Planner, found: _Map, notes: dict[int, str]) -> None:
    """Decide in which stage each step stands; where both moved it to different stages, in ours."""
    for number, home in enumerate(found.homes):
        base, ours, theirs = (home.get(side) for side in _SIDES)
        if ours is None or theirs is None:
            found.goes[number] = theirs if ours is None else ours
        elif ours in (base, theirs):
            found.goes[number] = theirs
        else:
            found.goes[number] = ours
            if theirs != base:
                found.disputed.add(number)
                path = ("stages", found.stages[ours].key, "steps", found.steps[number].key)
                keys = [None if n is None else found.stages[n].key for n in (base, ours, theirs)]
                planner.conflicts.append(Conflict(planner.file, path, "both-moved", *keys))
                if planner.take == "theirs":
                    found.goes[number] = theirs
                elif planner.take is None:
                    notes[number] = f"# conflict: theirs moved this to the stage {keys[2]}"


def _alive(planner: Planner, found: _Map) -> tuple[set[int], set[int], dict[int, str]]:
    """Return the stages that stay, those of them that stay only because ours changed what theirs removed, and the notes."""
    alive: set[int] = set()
    kept: set[int] = set()
    notes: dict[int, str] = {}
    for number, triple in enumerate(found.stages):
        if triple.base is None or (triple.ours is not None and triple.theirs is not None):
            alive.add(number)
            continue
        side = "ours" if triple.ours is not None else "theirs"
        item = triple.ours or triple.theirs
        if item is None or not _touched(planner, found, number, side):
            continue
        kind: ConflictKind = "theirs-removed" if side == "ours" else "ours-removed"
        plan = planner.conflict(kind, triple.nodes, ("stages", triple.key))
        if plan.how != "gone":
            alive.add(number)
            kept.add(number)
        if plan.note:
            notes[number] = plan.note
    return alive, kept, notes


def _touched(planner: Planner, found: _Map, number: int, side: str) -> bool:
    """Return whether a side changed a stage that the other removed: itself, or a step that would stand in it."""
    triple = found.stages[number]
    item, base = getattr(triple, side), triple.base
    canon = planner.canon
    if canon.without(item.node, "steps") != canon.without(base.node if base else None, "steps"):
        return True
    for at, step in enumerate(found.steps):
        home = found.homes[at]
        if home.get(side) != number or (found.goes[at] != number and at not in found.disputed):
            continue
        mine = getattr(step, side)
        if step.base is None or home.get("base") != number:
            return True
        other = step.theirs if side == "ours" else step.ours
        if other is None and canon.of(mine.node) != canon.of(step.base.node):
            return True
    return False


def _step(
    planner: Planner, found: _Map, number: int, alive: set[int], kept: set[int], shape: Shape
) -> Plan | None:
    """Return the plan of a step's content; None where it goes with its stage."""
    triple, home = found.steps[number], found.homes[number]
    goes = found.goes[number]
    nodes = triple.nodes
    if goes is not None and goes not in alive:
        if triple.ours is None or triple.theirs is None:  # it goes with its stage, whose conflict tells of it
            return None
        goes = found.goes[number] = next((n for n in (home.get(side) for side in _BACK) if n in alive), None)
        if goes is None:
            return None
    key = found.stages[goes].key if goes is not None else ""
    path = ("stages", key, "steps", triple.key)
    if triple.base is not None and (triple.ours is None) != (triple.theirs is None):
        side: Side = "ours" if triple.ours is not None else "theirs"
        if goes in kept:
            return planner.keep(side, nodes)
        moved = home.get(side) != home.get("base")
        item = triple.ours or triple.theirs
        if item is not None and (moved or planner.canon.of(item.node) != planner.canon.of(triple.base.node)):
            kind: ConflictKind = "theirs-removed" if side == "ours" else "ours-removed"
            return planner.conflict(kind, nodes, path)
        return Plan("gone", MISSING, *nodes)
    return planner.value(nodes, shape, path)


def _stage(planner: Planner, found: _Map, number: int, plans: list[Plan | None], shape: Shape) -> Plan:
    """Return the plan of a stage: its own fields, and the steps that stand in it now."""
    triple = found.stages[number]
    nodes = triple.nodes
    _, ours, theirs = nodes
    here = [
        (n, plan) for n, goes in enumerate(found.goes) if goes == number and (plan := plans[n]) is not None
    ]
    lists: Nodes = (_steps_of(nodes[0]), _steps_of(ours), _steps_of(theirs))
    path = ("stages", triple.key)
    done: dict[str, Plan] = {}
    if here or any(node is not None for node in lists):
        triples = [_at_home(found, n, number) for n, _ in here]
        chosen = [plan for _, plan in here]
        done["steps"] = planner.listing(lists, triples, chosen, _quarrel(planner, (*path, "steps")))
        if not done["steps"].data and lists[1] is None:
            done["steps"] = replace(done["steps"], how="gone", data=MISSING)
    entries = [entries_of(planner.canon, node, shape) or _titled(node) for node in nodes]
    if ours is None or theirs is None:  # what one side alone has comes as it is there
        entries[0] = {}
    return planner.mapping(nodes, entries, shape, path, done)


def _steps_of(stage: Node | None) -> Node | None:
    return stage.get("steps") if isinstance(stage, Mapping) else None


def _titled(stage: Node | None) -> dict[str, Node]:
    """Return a stage that is its bare title as keys with values."""
    return {"title": stage} if isinstance(stage, Scalar) else {}


def _at_home(found: _Map, number: int, stage: int) -> Triple:
    """Return a step as the order of a stage sees it: on the sides where it stands in that stage."""
    triple, home = found.steps[number], found.homes[number]
    shown = [getattr(triple, side) if home.get(side) == stage else None for side in _SIDES]
    return Triple(*shown)


def _quarrel(planner: Planner, path: tuple[str, ...]) -> Callable[[Triple], str]:
    """Return what notes that both moved a thing to different places of one list."""

    def note(triple: Triple) -> str:
        planner.conflicts.append(Conflict(planner.file, (*path, triple.key), "both-moved"))
        return "" if planner.take else "# conflict: theirs moved this to another place"

    return note
