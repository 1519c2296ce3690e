"""Ids in a text's tree: written ones, and those that a title gives where none is written.

The loader and the operations both read ids here, so that a thing is found by the same id by both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from footpath.atlas.yamltext import Mapping, Node, Path, Scalar, Sequence, base_of, to_data
from footpath.base import slug

ID = re.compile(r"\w[\w.\-]{0,119}")
"""What an id may look like: letters and digits of any script, `_`, `-` and `.`."""

TITLE_KEYS = ("title", "name", "text")


def is_id(text: str) -> bool:
    """Return whether a text may be an id."""
    return ID.fullmatch(text) is not None


def written_id(node: Node) -> str | None:
    """Return the id that a mapping writes, or None."""
    found = base_of(node).get("id") if isinstance(node, Mapping) else None
    return found.text if isinstance(found, Scalar) and not found.is_empty else None


def title_of(node: Node) -> str:
    """Return the title of a thing (a bare text is its own), or nothing."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        node = base_of(node)
        for key in TITLE_KEYS:
            found = node.get(key)
            if isinstance(found, Mapping) and found.entries:  # given per locale: the first one makes the id
                found = found.entries[0].value
            if isinstance(found, Scalar) and not found.is_empty:
                return found.text
    return ""


def effective_ids(nodes: Items[Node], default: str = "item") -> list[str]:
    """Return the id of each thing: as written, else made from the title and unique among these."""
    return ids_of([_wish(node, default) for node in nodes])


Wish = tuple[str | None, str | None]
"""The id that a thing writes, and the one that its title makes where it writes none."""


def _wish(node: Node, default: str) -> Wish:
    written = written_id(node)
    return (written, None if written is not None else slugged(title_of(node), default))


def step_wishes(stage: Node) -> tuple[Wish, ...]:
    """Return what the steps of a stage write as ids, or would like to have."""
    base = base_of(stage)
    if not isinstance(base, Mapping):
        return ()
    steps = base.get("steps")
    return _once(base, "steps", lambda: tuple([_wish(step, "step") for step in items_of(steps)]))


def ids_of(wishes: Items[Wish]) -> list[str]:
    """Return the ids that things get: written ones first, then the others by order, each unique among all."""
    free = FreeIds(written for written, _ in wishes if written is not None)
    return [free.take(wanted or "") if written is None else written for written, wanted in wishes]


class FreeIds:
    """Gives ids that are not taken: the wanted one, or the first of `wanted-2`, `wanted-3` ... that is free."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self._tried: dict[
            str, int
        ] = {}  # all numbers below are taken: a thousand equal titles take a thousand steps

    def take(self, wanted: str) -> str:
        """Return an id like the wanted one, and take it."""
        id_ = wanted
        if wanted in self.taken:
            number = self._tried.get(wanted, 2)
            while (id_ := f"{wanted}-{number}") in self.taken:
                number += 1
            self._tried[wanted] = number
        self.taken.add(id_)
        return id_


@lru_cache(maxsize=8192)
def slugged(title: str, default: str) -> str:
    """Return the id that a title makes; most titles are asked for again at each edit."""
    return slug(title, default=default)


def items_of(node: Node | None) -> tuple[Node, ...]:
    """Return the items of a list; a single value is a list of one, nothing is an empty list."""
    if node is None or (isinstance(node, Scalar) and not node.style and node.text in ("", "~", "null")):
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


@dataclass(frozen=True, slots=True)
class JourneyIndex:
    """Where the stages and steps of a journey's text stand, by id (the first where an id is written twice)."""

    id: str
    stages: dict[str, Path] = field(default_factory=dict)
    steps: dict[str, Path] = field(default_factory=dict)
    stage_ids: tuple[str, ...] = ()
    step_ids: tuple[tuple[str, ...], ...] = ()

    def stage_of(self, step: str) -> str:
        """Return the id of the stage that holds a step; KeyError where none does."""
        return self.stage_ids[int(self.steps[step][1])]


def index_journey(tree: Node, file: str = "") -> JourneyIndex:
    """Return the index of a journey's tree; `file` names a journey that has neither id nor title."""
    stages = items_of(tree.get("stages")) if isinstance(tree, Mapping) else ()
    stage_ids = effective_ids(stages, "stage")
    groups = [step_wishes(stage) for stage in stages]
    step_ids = _grouped(groups, ids_of([wish for group in groups for wish in group]))
    index = JourneyIndex(thing_id(tree, file), stage_ids=tuple(stage_ids), step_ids=step_ids)
    for position, stage_id in enumerate(stage_ids):
        index.stages.setdefault(stage_id, ("stages", position))
        for number, step_id in enumerate(index.step_ids[position]):
            index.steps.setdefault(step_id, ("stages", position, "steps", number))
    return index


def thing_id(tree: Node, file: str) -> str:
    """Return the id of a journey or persona: as written, else the name of its file."""
    stem = file.rpartition("/")[2].removesuffix(".yaml")
    return written_id(tree) or slug(stem or title_of(tree), default="journey")


def _grouped(groups: list[tuple[Wish, ...]], flat: list[str]) -> tuple[tuple[str, ...], ...]:
    result = []
    position = 0
    for group in groups:
        result.append(tuple(flat[position : position + len(group)]))
        position += len(group)
    return tuple(result)


def barrier_ids(tree: Node, lanes: Iterable[str]) -> list[tuple[Path, str]]:
    """Return where the barriers of a journey's tree stand (in the lanes given), each with its id, as the loader gives them."""
    stages = items_of(tree.get("stages")) if isinstance(tree, Mapping) else ()
    found = [
        (("stages", number, *path), wish)
        for number, stage in enumerate(stages)
        for path, wish in _stage_barriers(stage, frozenset(lanes))
    ]
    free = FreeIds(written for _, (written, _) in found if written is not None)
    return [(path, written or free.take(wanted or "barrier")) for path, (written, wanted) in found]


def _stage_barriers(stage: Node, lanes: frozenset[str]) -> list[tuple[Path, Wish]]:
    def look() -> list[tuple[Path, Wish]]:
        base = base_of(stage)
        found = barrier_wishes(base, lanes)
        for number, step in enumerate(items_of(base.get("steps")) if isinstance(base, Mapping) else ()):
            found += [(("steps", number, *path), wish) for path, wish in barrier_wishes(step, lanes)]
        return found

    return _once(stage, lanes, look)


def barrier_wishes(holder: Node, lanes: frozenset[str]) -> list[tuple[Path, Wish]]:
    """Return where the barriers of a step or stage stand in it, and what they write as ids or would like to have."""
    found: list[tuple[Path, Wish]] = []
    base = base_of(holder)
    for entry in base.entries if isinstance(base, Mapping) else ():
        if entry.key.text not in lanes:
            continue
        many = isinstance(entry.value, Sequence)
        for number, item in enumerate(items_of(entry.value)):
            data = to_data(item)
            if data is None:
                continue
            path: Path = (entry.key.text, number) if many else (entry.key.text,)
            text = data.get("text", "") if isinstance(data, dict) else data
            first = next(iter(text.values()), "") if isinstance(text, dict) else text
            has_id = isinstance(data, dict) and data.get("id") is not None
            found.append((path, (written_id(item), None if has_id else slugged(str(first), "barrier"))))
    return found


T = TypeVar("T")


def _once(node: Node, key: Any, look: Callable[[], T]) -> T:
    """Return what somebody finds in a node, looked for once: it depends on what the node says, and not on where it stands."""
    if not isinstance(node, Mapping):
        return look()
    base = base_of(node)
    if base.kept is None:
        base.kept = {}
    if key not in base.kept:
        base.kept[key] = look()
    return base.kept[key]  # type: ignore[no-any-return]  # what was put there
