"""Operations that mend a fault without a judgement, built from what was found.

Each keeps the meaning of the document: the same things stand in it afterwards, in the right place, told once, with the ids
that they have had so far. A mistyped reference is mended only where one known id is a single letter away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from footpath.atlas import Loaded
from footpath.atlas.roles import ROLES
from footpath.base import Problem

if TYPE_CHECKING:
    from footpath.atlas.yamltext import Path

_SHORTEST = 4
"""Of shorter ids a single letter is too much: `sms` is not a mistyped `mms`."""

Mend = tuple[Any, str]
"""An operation, and what it does in words."""


def in_order(lanes: Sequence[str], order: Sequence[int], journey: str | None) -> Any:
    """Return the operation that puts lanes into another order (`order` holds their indices now)."""
    from footpath.atlas.operations import MoveLane, Several

    now = list(lanes)
    moves = []
    for target, index in enumerate(order):
        lane = lanes[index]
        if now[target] != lane:
            moves.append(MoveLane(lane, target, journey))
            now.remove(lane)
            now.insert(target, lane)
    return moves[0] if len(moves) == 1 else Several(tuple(moves), "Put the lanes in the order of the lines")


def of_problem(loaded: Loaded, problem: Problem) -> Mend | None:
    """Return what mends a problem of the loader's, or None where that would be a judgement."""
    if problem.code == "unstable-id":
        return _write_id(loaded, problem)
    if problem.code == "unknown-reference":
        return _spell(loaded, problem)
    return None


def _write_id(loaded: Loaded, problem: Problem) -> Mend | None:
    """Write down the id that a step or stage has had so far, by setting its title to what it is."""
    from footpath.atlas.operations import SetField

    index = loaded.indexes.get(problem.place.file or "")
    path = _path(problem)
    if index is None:
        return None
    for thing, places in (("step", index.steps), ("stage", index.stages)):
        for id_, place in places.items():
            if place == path:
                node = _node(loaded, problem, (*path, "title"))
                if node is None:
                    return None
                operation = SetField(thing, id_, "title", node, index.id)  # type: ignore[arg-type]  # step or stage
                return operation, f"writes its id: {id_}"
    return None


def _spell(loaded: Loaded, problem: Problem) -> Mend | None:
    """Write the one known id that is a letter away, where a cell names it as a bare word."""
    from footpath.atlas.operations import SetCell

    index = loaded.indexes.get(problem.place.file or "")
    path, wrong = _path(problem), problem.value or ""
    if index is None or not wrong:
        return None
    for on, places in (("step", index.steps), ("stage", index.stages)):
        for id_, place in places.items():
            inside = path[len(place) : -1] if path[-1] == "ref" else path[len(place) :]
            if path[: len(place)] != place or len(inside) not in (1, 2) or inside[0] == "steps":
                continue
            lane, n = str(inside[0]), int(inside[1]) if len(inside) > 1 else 0
            near = _only_near(wrong, _ids(loaded, index.id, lane))
            whole = _node(loaded, problem, (*place, lane))
            many = isinstance(whole, list)
            item = whole[n] if isinstance(whole, list) and n < len(whole) else whole
            if near is None or item != wrong:
                return None
            operation = SetCell(index.id, id_, lane, near, n if many else None, on)  # type: ignore[arg-type]  # as above
            return operation, f"writes {near} for {wrong}"
    return None


def _ids(loaded: Loaded, journey: str, lane: str) -> list[str]:
    """Return the ids that a lane's cells may name."""
    atlas = loaded.atlas
    lanes = [one for j in atlas.journeys if j.id == journey for one in j.lanes] + list(atlas.lanes)
    role = next((one.role for one in lanes if one.id == lane), lane)
    library = ROLES[role].library if role in ROLES else ""
    if library == "touchpoints":
        return [str(one.id) for one in atlas.touchpoints]
    return [str(one.id) for one in atlas.opportunities] if library == "opportunities" else []


def _path(problem: Problem) -> Path:
    parts = (problem.place.path or "").split("/")
    return tuple(int(part) if part.isdigit() else part for part in parts)


def _node(loaded: Loaded, problem: Problem, path: Path) -> Any:
    """Return the data at a path of the file that a problem stands in, or None."""
    from footpath.atlas.yamltext import find, to_data

    parsed = loaded.parsed.get(problem.place.file or "")
    node = find(parsed.tree, path) if parsed is not None and parsed.tree is not None else None
    return None if node is None else to_data(node)


def _only_near(wrong: str, known: Iterable[str]) -> str | None:
    """Return the one known word that is a letter away from the wrong one; None where there are several or none."""
    near = [word for word in known if is_slip(wrong, word)]
    return near[0] if len(near) == 1 else None


def is_slip(wrong: str, right: str) -> bool:
    """Return whether two words differ by one letter: left out, put in, another, or two of them swapped."""
    if min(len(wrong), len(right)) < _SHORTEST or wrong == right or abs(len(wrong) - len(right)) > 1:
        return False
    first = next((n for n, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b), None)
    if first is None:
        return True
    a, b = wrong[first:], right[first:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
