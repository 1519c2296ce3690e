"""Cells: what stands in a lane at a step or stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from footpath.atlas.ids import items_of
from footpath.atlas.operations.lines import keep_comments
from footpath.atlas.operations.pins import pin_barriers
from footpath.atlas.operations.types import On
from footpath.atlas.operations.where import lane_roles, place
from footpath.atlas.operations.work import Work, gone, lanes_at
from footpath.atlas.plain import to_plain
from footpath.atlas.roles import ROLES
from footpath.atlas.yamltext import Node, Path, Sequence, find, to_data
from footpath.atlas.yamltext.splice import Edit


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write what stands in a lane at a step (or stage): the whole cell, or with `index` one item of its list."""

    journey: str
    at: str
    lane: str
    value: Any
    index: int | None = None
    on: On = "step"


@dataclass(frozen=True, slots=True)
class AddCell:
    """Add an item to a lane's cell, last or at `index`; a single value becomes a list of two.

    So a barrier, a touchpoint or an opportunity is put at a step.
    """

    journey: str
    at: str
    lane: str
    value: Any
    index: int | None = None
    on: On = "step"


@dataclass(frozen=True, slots=True)
class RemoveCell:
    """Take a lane's cell out of a step (or stage), or with `index` one item of it.

    Opportunities that answer a barrier are not looked at: `RemoveThing` does that.
    """

    journey: str
    at: str
    lane: str
    index: int | None = None
    on: On = "step"


@dataclass(frozen=True, slots=True)
class MoveCell:
    """Move a lane's cell (or one item of it) to another step or stage, added to what stands there."""

    journey: str
    at: str
    lane: str
    to: str
    index: int | None = None
    to_index: int | None = None
    on: On = "step"
    to_on: On = "step"
    to_lane: str | None = None


def _pin(work: Work, file: str, lane: str) -> None:
    """Where barriers come or go, others must keep their ids."""
    if ROLES[lane_roles(work, file).get(lane, "text")].cell == "barrier":
        pin_barriers(work, file)


def _set_cell(work: Work, op: SetCell) -> None:
    file, index = work.journey(op.journey)
    path = place(index, op.at, op.on)
    value = to_plain(op.value)
    _pin(work, file, op.lane)
    with work.edit(file) as edit:
        if op.index is None:
            edit.put(path, op.lane, value)
        else:
            items_at(edit, (*path, op.lane), op.index)
            edit.set_item((*path, op.lane, op.index), value)


def _add_cell(work: Work, op: AddCell) -> None:
    file, index = work.journey(op.journey)
    path = place(index, op.at, op.on)
    _pin(work, file, op.lane)
    before = work.read(file)
    with work.edit(file) as edit:
        add_to_cell(edit, path, op.lane, to_plain(op.value), op.index)
    keep_comments(work, file, before, (*path, op.lane))


def add_to_cell(edit: Edit, path: Path, lane: str, value: Any, index: int | None) -> None:
    """Add an item to a cell, which may be empty or a single value."""
    node = find(edit.tree, (*path, lane))
    if not items_of(node):
        edit.put(path, lane, value)
    else:
        count = len(items_of(node))
        edit.insert((*path, lane), count if index is None else min(max(index, 0), count), value)


def _remove_cell(work: Work, op: RemoveCell) -> None:
    file, index = work.journey(op.journey)
    _pin(work, file, op.lane)
    with work.edit(file) as edit:
        take_cell(edit, place(index, op.at, op.on), op.lane, op.index)


def take_cell(edit: Edit, path: Path, lane: str, index: int | None) -> Any:
    """Take out the whole cell or one item of it (the key too, where it was the only one); return its data."""
    node = find(edit.tree, (*path, lane))
    if node is None:
        raise gone(f"there is no cell {lane!r} at this place", lane, lanes_at(find(edit.tree, path)))
    if index is None:
        edit.remove((*path, lane))
        return to_data(node)
    items = items_at(edit, (*path, lane), index)
    edit.remove((*path, lane) if len(items) == 1 else (*path, lane, index))
    return to_data(items[index])


def _move_cell(work: Work, op: MoveCell) -> None:
    file, index = work.journey(op.journey)
    here, there = place(index, op.at, op.on), place(index, op.to, op.to_on)
    lane = op.to_lane or op.lane
    work.touch(file)
    _pin(work, file, op.lane)
    if here == there and lane == op.lane:
        _move_inside(work, file, here, op)
        return
    before = work.read(file)
    with work.edit(file) as edit:
        value = take_cell(edit, here, op.lane, op.index)
        many = value if isinstance(value, list) else [value]
        if not items_of(find(edit.tree, (*there, lane))):
            edit.put(there, lane, value)
        elif len(many) == 1:
            add_to_cell(edit, there, lane, many[0], op.to_index)
        else:
            old = [to_data(item) for item in items_of(find(edit.tree, (*there, lane)))]
            at = len(old) if op.to_index is None else op.to_index
            edit.put(there, lane, [*old[:at], *many, *old[at:]])
    keep_comments(work, file, before, (*there, lane))


def _move_inside(work: Work, file: str, here: Path, op: MoveCell) -> None:
    node = work.at(file, (*here, op.lane))
    if op.index is None or op.to_index is None or not isinstance(node, Sequence):
        return
    with work.edit(file) as edit:
        items = items_at(edit, (*here, op.lane), op.index)
        target = min(max(op.to_index, 0), len(items) - 1)
        if target == op.index:
            return
        before = work.read(file)
        taken = edit.cut((*here, op.lane, op.index))
        edit.insert((*here, op.lane), target + (target > op.index), taken=taken)
    keep_comments(work, file, before, (*here, op.lane, target))


def items_at(edit: Edit, path: Path, index: int) -> tuple[Node, ...]:
    """Return the items of a cell, which must have one with that index."""
    items = items_of(find(edit.tree, path))
    if not 0 <= index < len(items):
        raise gone(f"the cell has {len(items)} items, and not one with the index {index}", str(index), ())
    return items


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {
    SetCell: _set_cell,
    AddCell: _add_cell,
    RemoveCell: _remove_cell,
    MoveCell: _move_cell,
}
