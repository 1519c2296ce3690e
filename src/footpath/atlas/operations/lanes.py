"""Lanes: the rows of a journey, or of the house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from footpath.atlas.ids import items_of
from footpath.atlas.operations.entries import move_item
from footpath.atlas.operations.named import mentions_of, take_out, take_path
from footpath.atlas.operations.pins import pin_barriers
from footpath.atlas.operations.removal import Named, clear
from footpath.atlas.operations.where import barriers_of, entry_ids, find_entry, find_list
from footpath.atlas.operations.work import Work, clamp, exists, gone
from footpath.atlas.plain import to_plain
from footpath.atlas.roles import DEFAULT_LANES


@dataclass(frozen=True, slots=True)
class AddLane:
    """Add a lane: a role, a lane of the house by its id, or `{id, role, title, persona}`; last or at `index`.

    Without `journey` it becomes a lane of the house. A journey that names no lanes gets the usual ones written down.
    """

    lane: Any
    index: int | None = None
    journey: str | None = None


@dataclass(frozen=True, slots=True)
class MoveLane:
    """Move a lane to that place among the lanes, counted without the lane itself."""

    lane: str
    index: int
    journey: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveLane:
    """Take a lane out with all of its cells, and out of the views that show it.

    Where an opportunity answers a barrier that would go it is refused (`still-named`), unless `everywhere`. A lane of the
    house (without `journey`) goes out of every journey that has none of its own under that id.
    """

    lane: str
    journey: str | None = None
    everywhere: bool = False


def _add_lane(work: Work, op: AddLane) -> None:
    lane = to_plain(op.lane)
    file, path = find_list(work, "lanes", journey=op.journey)
    _write_usual(work, op.journey)
    nodes = items_of(work.at(file, path))
    id_ = lane.get("id") if isinstance(lane, dict) else lane
    if id_ in entry_ids(nodes, "lanes"):
        raise exists(f"the lane {id_!r} is there already", str(id_))
    with work.edit(file) as edit:
        edit.insert(path, clamp(op.index, len(nodes)), lane)


def _move_lane(work: Work, op: MoveLane) -> None:
    _write_usual(work, op.journey)
    file, path = find_entry(work, "lanes", op.lane, journey=op.journey)
    move_item(work, file, path, op.index)


def _remove_lane(work: Work, op: RemoveLane) -> None:
    scope = op.journey or ""
    file, path = find_list(work, "lanes", journey=op.journey)
    declared = entry_ids(items_of(work.at(file, path)), "lanes")
    cells = [found for found in mentions_of(work, "lane", op.lane, scope) if found.is_key]
    is_usual = op.journey is not None and not declared and op.lane in DEFAULT_LANES
    if op.lane not in declared and not cells and not is_usual:
        raise gone(f"there is no lane {op.lane!r}", op.lane, declared)
    barriers: list[Named] = []
    for each in sorted({found.file for found in cells}):
        pin_barriers(work, each)
        for place, id_ in barriers_of(work, each):
            if op.lane in place:
                barriers.append(("barrier", id_, work.index(each).id))
    clear(work, "lane", op.lane, barriers, "", ("",), everywhere=op.everywhere)
    _write_usual(work, op.journey)
    take_out(work, partial(mentions_of, work, "lane", op.lane, scope))
    if op.lane in entry_ids(items_of(work.at(file, path)), "lanes"):
        _, place = find_entry(work, "lanes", op.lane, journey=op.journey)
        take_path(work, file, place)


def _write_usual(work: Work, journey: str | None) -> None:
    """Write down the usual lanes of a journey that names none, as they would be gone with the first one that it names."""
    if journey is None:
        return
    file = work.file_of("journey", journey)
    if not items_of(work.at(file, ("lanes",))):
        with work.edit(file) as edit:
            edit.put((), "lanes", list(DEFAULT_LANES))


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {
    AddLane: _add_lane,
    MoveLane: _move_lane,
    RemoveLane: _remove_lane,
}
