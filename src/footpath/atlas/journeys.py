"""A journey's tree to its types: stages and steps with ids, and every lane's cells by the lane's role."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from typing import Any

from footpath.atlas.building import Builder, data_of, known_keys
from footpath.atlas.ids import JourneyIndex, effective_ids, index_journey, items_of, title_of, written_id
from footpath.atlas.roles import ROLES
from footpath.atlas.types import (
    CELL_TYPES,
    AnyCell,
    Barrier,
    Journey,
    Lane,
    LaneId,
    Stage,
    Step,
)
from footpath.atlas.yamltext import Mapping, Node, Path, Scalar, Sequence
from footpath.base import slug, unique

_STEP_KEYS = frozenset(known_keys(Step)) - {"cells"}
_STAGE_KEYS = frozenset(known_keys(Stage)) - {"cells"}
_JOURNEY_KEYS = frozenset(known_keys(Journey))


@dataclass(slots=True)
class _Making:
    """What is known while one journey is made."""

    builder: Builder
    index: JourneyIndex
    lanes: dict[str, str]
    barriers: set[str]


def make_journey(builder: Builder, house: Lookup[str, Lane]) -> tuple[Journey | None, JourneyIndex]:
    """Return the journey of a file's tree and its index; the builder gathers what is wrong."""
    tree = builder.tree
    if not isinstance(tree, Mapping):
        return None, JourneyIndex("")
    index = index_journey(tree, builder.file)
    lanes = _lanes(builder, tree, house)
    making = _Making(builder, index, lane_roles(lanes, house), set())
    data: dict[str, Any] = {}
    for entry in tree.entries:
        if entry.key.text in ("stages", "lanes"):
            continue
        data[entry.key.text] = data_of(entry.value)
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
    _collect_barriers(tree, making)
    data["stages"] = _stages(making, tree)
    return builder.build(Journey, data, tree, (), "the journey"), index


def lane_roles(lanes: tuple[Lane, ...], house: Lookup[str, Lane]) -> dict[str, str]:
    """Return the role of every lane id that a step may use: declared ones first, then each role by its own id."""
    return {
        **{role: role for role in ROLES},
        **{lane.id: lane.role for lane in house.values()},
        **{lane.id: lane.role for lane in lanes},
    }


def make_lanes(builder: Builder, node: Node | None, path: Path) -> tuple[Lane, ...]:
    """Return the lanes of a list: roles, or lanes with an id, a role and a title."""
    lanes: dict[str, Lane] = {}
    for number, item in enumerate(items_of(node)):
        place = (*path, number)
        lane = builder.build(Lane, data_of(item), item, place, "the lane")
        if lane is None:
            continue
        if lane.id in lanes:
            builder.say(
                item,
                f"the lane {lane.id!r} is named twice",
                place,
                value=lane.id,
                help="Delete one.",
                code="duplicate-id",
            )
            continue
        if lane.id in (_STEP_KEYS | _STAGE_KEYS) - ROLES.keys():
            builder.say(
                item,
                "this word is a field of a step or stage",
                place,
                value=lane.id,
                help="Give the lane another id.",
                code="bad-id",
            )
            continue
        builder.check_id(item, lane.id, place, "the lane")
        lanes[lane.id] = lane
    return tuple(lanes.values())


def _lanes(builder: Builder, tree: Mapping, house: Lookup[str, Lane]) -> tuple[Lane, ...]:
    """A journey may name a lane of the house by its id alone."""
    node = tree.get("lanes")
    named = [item.text for item in items_of(node) if isinstance(item, Scalar)]
    if not any(name in house and name not in ROLES for name in named):
        return make_lanes(builder, node, ("lanes",))
    lanes: list[Lane] = []
    for number, item in enumerate(items_of(node)):
        if isinstance(item, Scalar) and item.text in house:
            lanes.append(house[item.text])
        elif lane := builder.build(Lane, data_of(item), item, ("lanes", number), "the lane"):
            lanes.append(lane)
    return tuple(lanes)


def _stages(making: _Making, tree: Mapping) -> tuple[Stage, ...]:
    nodes = items_of(tree.get("stages"))
    builder = making.builder
    if not nodes:
        entry = tree.entry("stages")
        builder.say(
            entry.key if entry else tree,
            "the journey has no stage",
            help="Write `stages:` with `- title: ...` under it.",
            code="no-stage",
        )
    _check_ids(
        builder, nodes, making.index.stage_ids, [("stages", number) for number in range(len(nodes))], "stage"
    )
    steps = [items_of(node.get("steps")) if isinstance(node, Mapping) else () for node in nodes]
    _check_ids(
        builder,
        [step for group in steps for step in group],
        [id_ for group in making.index.step_ids for id_ in group],
        [("stages", number, "steps", at) for number, group in enumerate(steps) for at in range(len(group))],
        "step",
    )
    stages: list[Stage] = []
    for number, node in enumerate(nodes):
        path: Path = ("stages", number)
        data = _holder(making, node, path, "stage", making.index.stage_ids[number], _STAGE_KEYS)
        data["steps"] = tuple(
            made
            for at, step in enumerate(steps[number])
            if (made := _step(making, step, (*path, "steps", at), making.index.step_ids[number][at]))
        )
        stage = builder.build(Stage, data, node, path, "the stage")
        if stage is not None:
            stages.append(stage)
    return tuple(stages)


def _step(making: _Making, node: Node, path: Path, id_: str) -> Step | None:
    data = _holder(making, node, path, "step", id_, _STEP_KEYS)
    return making.builder.build(Step, data, node, path, "the step")


def _holder(
    making: _Making, node: Node, path: Path, what: str, id_: str, keys: frozenset[str]
) -> dict[str, Any]:
    """Return the fields of a step or stage, with its cells by lane."""
    title = title_of(node) or id_.replace("-", " ").capitalize()
    data: dict[str, Any] = {"id": id_, "title": title}
    cells: dict[LaneId, tuple[AnyCell, ...]] = {}
    if isinstance(node, Mapping):
        if isinstance(written := node.get("title"), Mapping):
            data["title"] = data_of(written)
        if not title_of(node) and written_id(node) is None:
            making.builder.say(
                node, f"the {what} has no `title`", path, help="Write `title: ...`.", code="missing-key"
            )
        for entry in node.entries:
            key = entry.key.text
            if key in ("id", "title", "steps") and key in keys:
                continue
            is_lane = key in making.lanes
            if key in keys and (not is_lane or isinstance(entry.value, Scalar)):
                value = data_of(entry.value)
                if value is not None:
                    data[key] = value
            if is_lane:
                made = _cells(making, entry.value, making.lanes[key], (*path, key), f"the cell `{key}`")
                if made:
                    cells[LaneId(key)] = made
            elif key not in keys:
                known = sorted({*keys, *making.lanes})
                making.builder.unknown_key(entry.value, node, (*path, key), key, known, f"the {what}")
    elif not isinstance(node, Scalar) or not node.text:
        making.builder.say(
            node, f"this is no {what}", path, expected="a title, or keys with values", code="wrong-value"
        )
    data["cells"] = cells
    return data


def _cells(making: _Making, value: Node, role: str, path: Path, what: str) -> tuple[AnyCell, ...]:
    kind = ROLES[role].cell
    cls = CELL_TYPES[kind]
    made: list[AnyCell] = []
    many = isinstance(value, Sequence)
    for number, item in enumerate(items_of(value)):
        place = (*path, number) if many else path
        data = data_of(item)
        if data is None:
            making.builder.say(
                item,
                f"{what} has an empty item",
                place,
                help="Delete the dash, or write something.",
                code="wrong-value",
            )
            continue
        if cls is Barrier:
            data = _with_barrier_id(making, data)
        cell = making.builder.build(cls, data, item, place, what)
        if cell is not None:
            made.append(cell)
            if cell.id and isinstance(item, Mapping) and "id" in data:
                making.builder.check_id(item, cell.id, place, what)
    return tuple(made)


def _with_barrier_id(making: _Making, data: Any) -> Any:
    """Give a barrier without an id the one that its text makes: opportunities name barriers by id."""
    if not isinstance(data, dict):
        data = {"text": data}
    if data.get("id") is not None:
        return data
    text = data.get("text", "")
    first = next(iter(text.values()), "") if isinstance(text, dict) else text
    id_ = unique(slug(str(first), default="barrier"), making.barriers)
    making.barriers.add(id_)
    return {**data, "id": id_}


def _collect_barriers(tree: Mapping, making: _Making) -> None:
    """Find the barrier ids that are written, so that none made from a text is equal to one; report doubles."""
    lanes = [lane for lane, role in making.lanes.items() if ROLES[role].cell == "barrier"]
    stages = [node for node in items_of(tree.get("stages")) if isinstance(node, Mapping)]
    holders = stages + [
        step for stage in stages for step in items_of(stage.get("steps")) if isinstance(step, Mapping)
    ]
    for holder in holders:
        for lane in lanes:
            for item in items_of(holder.get(lane)):
                id_ = written_id(item)
                if id_ is None:
                    continue
                if id_ in making.barriers:
                    making.builder.say(
                        item.get("id") if isinstance(item, Mapping) and item.get("id") else item,  # type: ignore[arg-type]  # present by the line above
                        f"two barriers of this journey have the id {id_!r}",
                        value=id_,
                        help="Give each its own id.",
                        code="duplicate-id",
                    )
                making.barriers.add(id_)


def check_unique(builder: Builder, nodes: tuple[Node, ...], path: Path, what: str) -> list[str]:
    """Return the ids of the things of a list, and report those that are written twice or are no ids."""
    ids = effective_ids(nodes, what)
    _check_ids(builder, list(nodes), ids, [(*path, number) for number in range(len(nodes))], what)
    return ids


def _check_ids(builder: Builder, nodes: Any, ids: Any, paths: list[Any], what: str) -> None:
    first: dict[str, Node] = {}
    titles: dict[str, Node] = {}
    for node, id_, path in zip(nodes, ids, paths, strict=True):
        written = written_id(node)
        if id_ in first:
            place = (node.get("id") if isinstance(node, Mapping) else None) or node
            line = builder.lines.place(first[id_].start).line
            builder.say(
                place,
                f"the id {id_!r} is that of two {what}s; the first is on line {line}",
                (*path, "id"),
                value=id_,
                help="Give one of them another id, and look at what refers to it.",
                code="duplicate-id",
            )
        first.setdefault(id_, node)
        builder.check_id(node, id_, path, f"the {what}")
        if written is None:
            made = slug(title_of(node), default=what)
            if made in titles:
                builder.say(
                    node,
                    f"two {what}s have the title {title_of(node)!r} and no id",
                    path,
                    severity="warning",
                    help="Write an `id` to each, so that moving them changes nothing.",
                    code="unstable-id",
                )
            titles.setdefault(made, node)
