"""The lanes of a journey or a house: roles by name, or lanes with an id, a role and a title."""

from __future__ import annotations

from collections.abc import Mapping as Lookup

from footpath.atlas.building import Builder, data_of, known_keys
from footpath.atlas.ids import items_of
from footpath.atlas.roles import ROLES
from footpath.atlas.types import Lane, Stage, Step
from footpath.atlas.yamltext import Mapping, Node, Path, Scalar

_FIELDS = ((frozenset(known_keys(Step)) | frozenset(known_keys(Stage))) - {"cells"}) - ROLES.keys()


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
        if lane.id in _FIELDS:
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


def journey_lanes(builder: Builder, tree: Mapping, house: Lookup[str, Lane]) -> tuple[Lane, ...]:
    """Return the lanes of a journey; it may name a lane of the house by its id alone."""
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
