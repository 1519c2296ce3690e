"""What a file's things are, while it is put in form: the order of their keys, and the ids that are not written yet."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from footpath.atlas.files import LIBRARIES, kind_of
from footpath.atlas.ids import barrier_ids, effective_ids, index_journey, items_of, thing_id, written_id
from footpath.atlas.roles import ROLES
from footpath.atlas.types import (
    CELL_TYPES,
    Atlas,
    Cell,
    Evidence,
    Journey,
    Model,
    Opportunity,
    Persona,
    Source,
    Stage,
    Step,
    Touchpoint,
)
from footpath.atlas.yamltext import Mapping, Node, Path, Scalar, Sequence

_ROOTS: dict[str, type[Model]] = {"atlas": Atlas, "journey": Journey, "persona": Persona}
_LIBRARIES: dict[str, type[Model]] = {
    "touchpoints": Touchpoint,
    "sources": Source,
    "opportunities": Opportunity,
}
_LATE = ("steps", "next", "origin")
_ABOVE_ALL = ("footpath", "id")
Missing = tuple[Path, str, str]
"""A thing without an id: its path, the id that it has by its title, and the key of a bare title."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value is: of which type, or a mapping of free keys to that type; `lanes` gives the roles of cells' keys."""

    cls: type[Model] | None = None
    is_free: bool = False
    lanes: Lookup[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    def of(self, key: str) -> Shape:
        """Return what stands under a key."""
        if self.is_free:
            return Shape(self.cls)
        if self.cls is None:
            return Shape()
        for name, found in self.cls.model_fields.items():
            if key == (found.alias or name) and name != "cells":
                inner, is_free = _model_in(found.annotation)
                is_holder = inner in (Stage, Step)
                return Shape(
                    inner, is_free, self.lanes if is_holder else {}, self.columns if is_holder else ()
                )
        if self.cls in (Stage, Step) and key in self.lanes:
            return Shape(CELL_TYPES[ROLES[self.lanes[key]].cell])
        return Shape()

    def item(self) -> Shape:
        """Return what an item of a list is."""
        return self

    def ordered(self, parts: list[Any]) -> list[Any]:
        """Return the entries of a mapping in the order of its type; lanes in the order of the journey's, the rest as written."""
        if self.cls is None or self.is_free:
            return parts
        if issubclass(self.cls, (Cell, Evidence)):
            return sorted(parts, key=lambda part: part.key.text != "id")
        fields = [found.alias or name for name, found in self.cls.model_fields.items() if name != "cells"]
        first = [key for key in _ABOVE_ALL if key in fields]
        holder = self.cls in (Stage, Step)
        rest = [key for key in fields if key not in first and not (holder and key in _LATE)]
        order = {key: number for number, key in enumerate([*first, *rest])}
        size = len(order)
        lanes = {lane: size + number for number, lane in enumerate(self.columns)}
        late = {key: 2 * size + 1000 + number for number, key in enumerate(_LATE)} if holder else {}

        def rank(part: Any) -> int:
            key = part.key.text
            return order.get(key, lanes.get(key, late.get(key, size + 999)))

        return sorted(parts, key=rank)


def _model_in(annotation: Any) -> tuple[type[Model] | None, bool]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation, False
    is_free = (
        get_origin(annotation) is not None and getattr(get_origin(annotation), "__name__", "") == "Mapping"
    )
    for part in get_args(annotation):
        found, free = _model_in(part)
        if found is not None:
            return found, is_free or free
    return None, is_free


def root_shape(tree: Node, file: str, house: Lookup[str, str]) -> Shape:
    """Return what a file is."""
    kind = kind_of(file) or ""
    if kind in _LIBRARIES:
        return Shape(_Library.of(kind))
    cls = _ROOTS.get(kind)
    if cls is Journey:
        declared = _declared(tree, house)
        return Shape(cls, lanes=_roles(declared, house), columns=tuple(declared))
    return Shape(cls)


class _Library(Model):
    """A file of a library."""

    footpath: int = 1
    touchpoints: tuple[Touchpoint, ...] = ()
    sources: tuple[Source, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()

    @classmethod
    def of(cls, kind: str) -> type[Model]:
        """Return the type of a library's file."""
        return cls if kind in LIBRARIES else Model


def _declared(tree: Node, house: Lookup[str, str]) -> dict[str, str]:
    lanes: dict[str, str] = {}
    for item in items_of(tree.get("lanes") if isinstance(tree, Mapping) else None):
        if isinstance(item, Scalar):
            role = item.text if item.text in ROLES else house.get(item.text)
            if role:
                lanes[item.text] = role
        elif (id_ := written_id(item)) is not None and isinstance(item, Mapping):
            found = item.get("role")
            if isinstance(found, Scalar) and found.text in ROLES:
                lanes[id_] = found.text
    return lanes


def _roles(declared: Lookup[str, str], house: Lookup[str, str]) -> dict[str, str]:
    return {**{role: role for role in ROLES}, **house, **declared}


def missing_ids(tree: Node, file: str, house: Lookup[str, str]) -> list[Missing]:
    """Return the things of a file that have no id written, with the ids that they have."""
    kind = kind_of(file)
    if not isinstance(tree, Mapping) or kind is None:
        return []
    found: list[Missing] = []
    if kind in ("journey", "persona") and tree.get("id") is None:
        found.append(((), thing_id(tree, file), "title"))
    if kind in _LIBRARIES:
        what = {"touchpoints": "touchpoint", "sources": "source"}.get(kind, "opportunity")
        found += _in_list(tree.get(kind), (kind,), what, bare=kind == "touchpoints")
    if kind == "journey":
        found += _in_journey(tree, file, house)
    return found


def _in_list(node: Node | None, path: Path, what: str, *, bare: bool) -> list[Missing]:
    nodes = items_of(node)
    many = isinstance(node, Sequence)
    return [
        ((*path, number) if many else path, id_, "title")
        for number, (each, id_) in enumerate(zip(nodes, effective_ids(nodes, what), strict=True))
        if _lacks(each) and (bare or isinstance(each, Mapping))
    ]


def _in_journey(tree: Mapping, file: str, house: Lookup[str, str]) -> list[Missing]:
    found: list[Missing] = []
    index = index_journey(tree, file)
    stages = tree.get("stages")
    if not isinstance(stages, Sequence):
        return []
    for number, stage in enumerate(stages.items):
        if _lacks(stage):
            found.append((("stages", number), index.stage_ids[number], "title"))
        steps = stage.get("steps") if isinstance(stage, Mapping) else None
        if not isinstance(steps, Sequence):
            continue
        found += [
            (("stages", number, "steps", at), index.step_ids[number][at], "title")
            for at, step in enumerate(steps.items)
            if _lacks(step)
        ]
    roles = _roles(_declared(tree, house), house)
    lanes = [lane for lane, role in roles.items() if ROLES[role].cell == "barrier"]
    for path, id_ in barrier_ids(tree, lanes):
        node: Node | None = tree
        for part in path:
            node = (
                node.get(part)
                if isinstance(node, Mapping) and isinstance(part, str)
                else node.items[part]
                if isinstance(node, Sequence) and isinstance(part, int)
                else None
            )
        if node is not None and _lacks(node):
            found.append((path, id_, "text"))
    return found


def _lacks(node: Node) -> bool:
    """Return whether a thing has no id written, and could have one; a key without a value is no thing."""
    if isinstance(node, Mapping):
        return node.get("id") is None and bool(node.entries)
    return isinstance(node, Scalar) and bool(items_of(node))
