"""Ids in a text's tree: written ones, and those that a title gives where none is written.

The loader and the operations both read ids here, so that a thing is found by the same id by both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Items
from dataclasses import dataclass, field

from footpath.atlas.yamltext import Mapping, Node, Path, Scalar, Sequence
from footpath.base import slug, unique

ID = re.compile(r"\w[\w.\-]{0,119}")
"""What an id may look like: letters and digits of any script, `_`, `-` and `.`."""

TITLE_KEYS = ("title", "name", "text")


def is_id(text: str) -> bool:
    """Return whether a text may be an id."""
    return ID.fullmatch(text) is not None


def written_id(node: Node) -> str | None:
    """Return the id that a mapping writes, or None."""
    found = node.get("id") if isinstance(node, Mapping) else None
    return found.text if isinstance(found, Scalar) and not found.is_empty else None


def title_of(node: Node) -> str:
    """Return the title of a thing (a bare text is its own), or nothing."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        for key in TITLE_KEYS:
            found = node.get(key)
            if isinstance(found, Mapping) and found.entries:  # given per locale: the first one makes the id
                found = found.entries[0].value
            if isinstance(found, Scalar) and not found.is_empty:
                return found.text
    return ""


def effective_ids(nodes: Items[Node], default: str = "item") -> list[str]:
    """Return the id of each thing: as written, else made from the title and unique among these."""
    taken = {id_ for node in nodes if (id_ := written_id(node)) is not None}
    ids: list[str] = []
    for node in nodes:
        id_ = written_id(node)
        if id_ is None:
            id_ = unique(slug(title_of(node), default=default), taken)
            taken.add(id_)
        ids.append(id_)
    return ids


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
    groups = [items_of(stage.get("steps")) if isinstance(stage, Mapping) else () for stage in stages]
    flat = effective_ids([step for group in groups for step in group], "step")
    index = JourneyIndex(thing_id(tree, file), stage_ids=tuple(stage_ids), step_ids=_grouped(groups, flat))
    for position, stage_id in enumerate(stage_ids):
        index.stages.setdefault(stage_id, ("stages", position))
        for number, step_id in enumerate(index.step_ids[position]):
            index.steps.setdefault(step_id, ("stages", position, "steps", number))
    return index


def thing_id(tree: Node, file: str) -> str:
    """Return the id of a journey or persona: as written, else the name of its file."""
    stem = file.rpartition("/")[2].removesuffix(".yaml")
    return written_id(tree) or slug(stem or title_of(tree), default="journey")


def _grouped(groups: list[tuple[Node, ...]], flat: list[str]) -> tuple[tuple[str, ...], ...]:
    result = []
    position = 0
    for group in groups:
        result.append(tuple(flat[position : position + len(group)]))
        position += len(group)
    return tuple(result)
