"""A journey's tree to its types: stages and steps with ids, and every lane's cells by the lane's role.

A step and a stage are parts: what was made of one is used again as long as its node, its id, the ids of its barriers and the
roles of the lanes stay. What needs the whole journey (ids that stand twice, the ids that barriers get) is looked at anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from typing import Any

from footpath.atlas.building import Builder, data_of, deepest, known_keys
from footpath.atlas.ids import (
    FreeIds,
    JourneyIndex,
    Wish,
    barrier_wishes,
    effective_ids,
    index_journey,
    is_id,
    items_of,
    slugged,
    step_wishes,
    title_of,
    written_id,
)
from footpath.atlas.lanes import journey_lanes, lane_roles
from footpath.atlas.naming import name_holder, name_journey, name_stage, name_step
from footpath.atlas.parts import Made, Part, Parts, Placed
from footpath.atlas.roles import ROLES
from footpath.atlas.types import (
    CELL_TYPES,
    AnyCell,
    Barrier,
    CellHolder,
    Journey,
    Lane,
    LaneId,
    Stage,
    Step,
)
from footpath.atlas.yamltext import Mapping, Node, Path, Scalar, Sequence, base_of

_STEP_KEYS = frozenset(known_keys(Step)) - {"cells"}
_STAGE_KEYS = frozenset(known_keys(Stage)) - {"cells"}


@dataclass(slots=True)
class _Holder:
    """A step or stage of the text."""

    node: Node
    path: Path
    what: str
    id: str
    wishes: tuple[Wish, ...] | None = None


@dataclass(slots=True)
class _Group:
    """A stage of the text with its steps: the wishes and ids of all barriers in it, the stage's own first."""

    stage: _Holder
    step_ids: tuple[str, ...]
    known: Part | None
    wishes: tuple[Wish, ...] = ()
    barriers: tuple[str, ...] = ()
    _steps: list[_Holder] | None = None

    def steps(self) -> list[_Holder]:
        """Return the steps, with their paths from the stage."""
        if self._steps is None:
            node = self.stage.node
            items = items_of(node.get("steps")) if isinstance(node, Mapping) else ()
            self._steps = [
                _Holder(step, ("steps", at), "step", id_)
                for at, (step, id_) in enumerate(zip(items, self.step_ids, strict=True))
            ]
        return self._steps


@dataclass(slots=True)
class _Making:
    """What is known while one journey is made."""

    builder: Builder
    index: JourneyIndex
    roles: Lookup[str, str]
    barrier_lanes: frozenset[str]
    steps: Parts


def make_journey(
    builder: Builder, house: Lookup[str, Lane], parts: Parts, before: Made | None
) -> tuple[Journey | None, tuple[Placed, ...], JourneyIndex, Lookup[str, str]]:
    """Return the journey of a file, its parts, its index, and the roles of its lanes.

    `before` is what was made of the same file when the atlas was last read, and `parts` the parts of that.
    """
    tree = builder.tree
    assert isinstance(tree, Mapping)  # noqa: S101  # the loader looked
    index = index_journey(tree, builder.file)
    lanes = journey_lanes(builder, tree, house)
    roles = lane_roles(lanes, house)
    if before is not None and before.roles != roles:
        parts = Parts()  # another role makes other cells of the same text
    data = {
        entry.key.text: data_of(entry.value)
        for entry in tree.entries
        if entry.key.text not in ("stages", "lanes")
    }
    data["id"] = index.id
    if data.get("title") is None:
        builder.say(
            tree,
            "the journey has no `title`",
            help="Write `title: ...` as the map's headline.",
            code="missing-key",
        )
        data["title"] = index.id
    builder.check_id(tree, index.id, ("id",), "the journey")
    data["lanes"] = lanes
    stages = _stages(builder, index, roles, parts)
    data["stages"] = tuple([each.part.thing for each in stages if each.part.thing is not None])
    journey = builder.build(Journey, data, tree, (), "the journey")
    if journey is not None:
        name_journey(builder, journey, index, frozenset(house))
    head = Placed(builder.made((), None), tree.start + builder.by, ())
    return journey, (head, *stages), index, roles


def _stages(
    builder: Builder, index: JourneyIndex, roles: Lookup[str, str], parts: Parts
) -> tuple[Placed, ...]:
    assert isinstance(builder.tree, Mapping)  # noqa: S101  # as above
    nodes = items_of(builder.tree.get("stages"))
    if not nodes:
        entry = builder.tree.entry("stages")
        builder.say(
            entry.key if entry else builder.tree,
            "the journey has no stage",
            help="Write `stages:` with `- title: ...` under it.",
            code="no-stage",
        )
    groups = [
        _Group(
            _Holder(node, ("stages", number), "stage", index.stage_ids[number]),
            index.step_ids[number],
            parts.known(node),
        )
        for number, node in enumerate(nodes)
    ]
    check_ids(builder, [group.stage for group in groups], "stage")
    if not _are_plain(groups):
        check_ids(builder, [step for group in groups for step in _placed_steps(group)], "step")
    lanes = frozenset(lane for lane, role in roles.items() if ROLES[role].cell == "barrier")
    _name_barriers(builder, groups, lanes)
    changed = [group.known for group in groups if group.known and group.known.context != _context(group)]
    gone = parts.others([group.known for group in groups if group.known])
    making = _Making(builder, index, roles, lanes, parts.open([*changed, *gone]))
    return tuple(
        [
            Placed(_stage(making, group), group.stage.node.start + builder.by, group.stage.path)
            for group in groups
        ]
    )


def _are_plain(groups: list[_Group]) -> bool:
    """Return whether all steps have written ids that are ids and stand once: then there is nothing to say of them."""
    ids = [id_ for group in groups for id_ in group.step_ids]
    return (
        len(set(ids)) == len(ids)
        and all(map(is_id, ids))
        and all(wish[0] is not None for group in groups for wish in step_wishes(group.stage.node))
    )


def _placed_steps(group: _Group) -> list[_Holder]:
    return [replace(step, path=(*group.stage.path, *step.path)) for step in group.steps()]


def _context(group: _Group) -> tuple[Any, ...]:
    return ("stage", group.stage.id, group.step_ids, group.barriers)


def _stage(making: _Making, group: _Group) -> Part:
    if group.known is not None and group.known.context == _context(group):
        return group.known
    builder = making.builder.part(group.stage.node)
    barriers = iter(group.barriers)
    data = _fields(making, builder, group.stage, _STAGE_KEYS, barriers)
    wishes = _wishes(group.stage, making.barrier_lanes)
    inner: list[Placed] = []
    for holder in group.steps():
        part = _step(making, holder, barriers)
        inner.append(Placed(part, holder.node.start - group.stage.node.start, holder.path))
    data["steps"] = tuple([each.part.thing for each in inner if each.part.thing is not None])
    stage = builder.build(Stage, data, base_of(group.stage.node), (), "the stage")
    if stage is not None:
        name_stage(builder, stage)
        name_holder(builder, stage, making.roles)
    return builder.made(_context(group), stage, inner=inner, wishes=wishes, barriers=_barrier_ids(stage))


def _step(making: _Making, holder: _Holder, barriers: Iterator[str]) -> Part:
    known = making.steps.known(holder.node)
    wishes = _wishes(holder, making.barrier_lanes)
    own = tuple([next(barriers) for _, wanted in wishes if wanted is not None])
    context = ("step", holder.id, own)
    if known is not None and known.context == context:
        return known
    builder = making.builder.part(holder.node)
    data = _fields(making, builder, holder, _STEP_KEYS, iter(own))
    step = builder.build(Step, data, base_of(holder.node), (), "the step")
    if step is not None:
        name_step(builder, step)
        name_holder(builder, step, making.roles)
    return builder.made(context, step, wishes=wishes, barriers=_barrier_ids(step))


def _barrier_ids(holder: CellHolder | None) -> list[str]:
    cells = [cell for cells in holder.cells.values() for cell in cells] if holder else []
    return [cell.id for cell in cells if isinstance(cell, Barrier) and cell.id]


def _fields(
    making: _Making, builder: Builder, holder: _Holder, keys: frozenset[str], barriers: Iterator[str]
) -> dict[str, Any]:
    """Return the fields of a step or stage, with its cells by lane."""
    node = base_of(holder.node)
    title: Any = title_of(node) or holder.id.replace("-", " ").capitalize()
    data: dict[str, Any] = {"id": holder.id, "title": title}
    cells: dict[LaneId, tuple[AnyCell, ...]] = {}
    if isinstance(node, Mapping):
        if isinstance(written := node.get("title"), Mapping):
            data["title"] = data_of(written)
        if not title_of(node) and written_id(node) is None:
            builder.say(
                node, f"the {holder.what} has no `title`", help="Write `title: ...`.", code="missing-key"
            )
        for entry in node.entries:
            key = entry.key.text
            if key in ("id", "title", "steps") and key in keys:
                continue
            role = making.roles.get(key)
            if key in keys and (role is None or isinstance(entry.value, Scalar)):
                value = data_of(entry.value)
                if value is not None:
                    data[key] = value
            if role is not None:
                made = _cells(builder, entry.value, role, (key,), f"the cell `{key}`", barriers)
                if made:
                    cells[LaneId(key)] = made
            elif key not in keys:
                known = sorted({*keys, *making.roles})
                builder.unknown_key(entry.value, node, (key,), key, known, f"the {holder.what}")
    elif not isinstance(node, Scalar) or not node.text:
        builder.say(
            node, f"this is no {holder.what}", expected="a title, or keys with values", code="wrong-value"
        )
    data["cells"] = cells
    return data


def _cells(
    builder: Builder, value: Node, role: str, path: Path, what: str, barriers: Iterator[str]
) -> tuple[AnyCell, ...]:
    cls = CELL_TYPES[ROLES[role].cell]
    made: list[AnyCell] = []
    many = isinstance(value, Sequence)
    for number, item in enumerate(items_of(value)):
        place = (*path, number) if many else path
        data = data_of(item)
        if data is None:
            builder.say(
                item,
                f"{what} has an empty item",
                place,
                help="Delete the dash, or write something.",
                code="wrong-value",
            )
            continue
        if cls is Barrier:
            data = data if isinstance(data, dict) else {"text": data}
            if data.get("id") is None:
                data = {**data, "id": next(barriers)}
        cell = builder.build(cls, data, item, place, what)
        if cell is not None:
            made.append(cell)
            if cell.id and isinstance(item, Mapping) and "id" in data:
                builder.check_id(item, cell.id, place, what)
    return tuple(made)


# ---------------------------------------------------------------- ids


def _name_barriers(builder: Builder, groups: list[_Group], lanes: frozenset[str]) -> None:
    """Give each barrier without an id the one that its text makes: opportunities name barriers by id. Report doubles."""
    taken: set[str] = set()
    for group in groups:
        group.wishes = (
            group.known.wishes
            if group.known is not None
            else tuple([wish for holder in (group.stage, *group.steps()) for wish in _wishes(holder, lanes)])
        )
        for number, (written, _) in enumerate(group.wishes):
            if written is not None and written in taken:
                nodes = (group.stage.node, *(step.node for step in group.steps()))
                items = [deepest(node, path) for node in nodes for path, _ in barrier_wishes(node, lanes)]
                _say_double(builder, items[number], written)
            elif written is not None:
                taken.add(written)
    free = FreeIds(taken)
    for group in groups:
        group.barriers = tuple([free.take(wanted) for _, wanted in group.wishes if wanted is not None])


def _wishes(holder: _Holder, lanes: frozenset[str]) -> tuple[Wish, ...]:
    if holder.wishes is None:
        holder.wishes = tuple([wish for _, wish in barrier_wishes(holder.node, lanes)])
    return holder.wishes


def _say_double(builder: Builder, item: Node, id_: str) -> None:
    written = item.get("id") if isinstance(item, Mapping) else None
    builder.say(
        written or item,
        f"two barriers of this journey have the id {id_!r}",
        value=id_,
        help="Give each its own id.",
        code="duplicate-id",
    )


def check_unique(builder: Builder, nodes: tuple[Node, ...], path: Path, what: str) -> list[str]:
    """Return the ids of the things of a list, and report those that are written twice or are no ids."""
    ids = effective_ids(nodes, what)
    check_ids(
        builder,
        [_Holder(node, (*path, number), what, ids[number]) for number, node in enumerate(nodes)],
        what,
    )
    return ids


def check_ids(builder: Builder, holders: list[_Holder], what: str) -> None:
    """Report ids that stand twice or are none, and equal titles that make ids."""
    first: dict[str, _Holder] = {}
    titles: set[str] = set()
    for holder in holders:
        node, id_ = holder.node, holder.id
        if first.setdefault(id_, holder) is not holder:
            place = (node.get("id") if isinstance(node, Mapping) else None) or node
            line = builder.lines.place(first[id_].node.start + builder.by).line
            builder.say(
                place,
                f"the id {id_!r} is that of two {what}s; the first is on line {line}",
                (*holder.path, "id"),
                value=id_,
                help="Give one of them another id, and look at what refers to it.",
                code="duplicate-id",
            )
        builder.check_id(node, id_, holder.path, f"the {what}")
        if written_id(node) is None:
            made = slugged(title_of(node), what)
            if made in titles:
                builder.say(
                    node,
                    f"two {what}s have the title {title_of(node)!r} and no id",
                    holder.path,
                    severity="warning",
                    help="Write an `id` to each, so that moving them changes nothing.",
                    code="unstable-id",
                )
            titles.add(made)
