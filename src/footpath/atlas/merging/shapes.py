"""What a value of the document is, for merging: a text, a plain value, keys with values, or a list of things. Pure.

Read off the document's types, so that a new field is merged as what it is.
"""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from footpath.atlas.roles import ROLES
from footpath.atlas.types import (
    CELL_TYPES,
    Atlas,
    Cell,
    CellHolder,
    Channel,
    Department,
    Journey,
    Lane,
    Model,
    Opportunity,
    Persona,
    Source,
    Stage,
    Step,
    Text,
    Touchpoint,
)

ShapeKind = Literal["text", "value", "map", "list", "any"]
_HAS_IDS: tuple[type[Model], ...] = (
    Stage,
    Step,
    Touchpoint,
    Source,
    Opportunity,
    Channel,
    Lane,
    Department,
)
_TEXT = get_args(Text)[1:]


@dataclass(frozen=True)
class Shape:
    """One place of the document.

    `of` is the type of its keys (map), `item` the shape of what a list or a free mapping holds, `lanes` the role of
    each lane in force.
    """

    kind: ShapeKind
    of: type[Model] | None = None
    item: Shape | None = None
    lanes: AbstractMapping[str, str] = field(default_factory=dict, hash=False, compare=False, repr=False)

    @property
    def has_ids(self) -> bool:
        """Whether it is a list of things that are known by their ids."""
        return self.kind == "list" and self.item is not None and self.item.of in _HAS_IDS

    def key(self, name: str) -> Shape:
        """Return the shape of what stands under a key."""
        if self.of is None:
            return self.item or ANY
        found = _fields(self.of).get(name)
        is_lane = issubclass(self.of, CellHolder) and name in self.lanes
        if is_lane and (found is None or name == "owner"):
            cell = CELL_TYPES[ROLES[self.lanes[name]].cell]
            return Shape("list", item=Shape("map", of=cell))
        if found is None:
            return Shape("list", item=Shape("map", of=Cell)) if issubclass(self.of, CellHolder) else ANY
        return _with_lanes(found, self.lanes) if found.kind in ("map", "list") else found

    def bare(self, value: Any) -> Any:
        """Return the mapping that a bare value stands for, or the value itself."""
        if self.of is None or not isinstance(value, (str, int, float)) or isinstance(value, bool):
            return value
        return self.of.from_bare(value)


ANY = Shape("any")
TEXT = Shape("text")
VALUE = Shape("value")


def shape_of_file(kind: str, lanes: AbstractMapping[str, str] | None = None) -> Shape:
    """Return the shape of a file's top, by its kind."""
    roles = {**{role: role for role in ROLES}, **(lanes or {})}
    if kind in _LIBRARIES:
        return Shape("map", item=Shape("list", item=Shape("map", of=_LIBRARIES[kind])))
    cls = _FILES.get(kind)
    return Shape("map", of=cls, lanes=roles) if cls is not None else Shape("map")


_FILES: dict[str, type[Model]] = {"atlas": Atlas, "journey": Journey, "persona": Persona}
_LIBRARIES: dict[str, type[Model]] = {
    "touchpoints": Touchpoint,
    "sources": Source,
    "opportunities": Opportunity,
}


def _with_lanes(shape: Shape, lanes: AbstractMapping[str, str]) -> Shape:
    item = _with_lanes(shape.item, lanes) if shape.item is not None else None
    return Shape(shape.kind, shape.of, item, lanes)


@cache
def _fields(cls: type[Model]) -> dict[str, Shape]:
    return {
        info.alias or name: _shape(info.annotation, tuple(info.metadata))
        for name, info in cls.model_fields.items()
        if name != "cells"
    }


def _shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _shape(inner, (*metadata, *more))
    if origin in (Union, UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        return _shape(options[0], metadata) if len(options) == 1 else ANY
    if origin is tuple and get_args(annotation)[-1] is Ellipsis:
        return Shape("list", item=_shape(get_args(annotation)[0]))
    if origin in (dict, AbstractMapping):
        return Shape("map", item=_shape(get_args(annotation)[1]))
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return Shape("map", of=annotation)
    if any(type(mark) is type(_TEXT[0]) for mark in metadata if _TEXT):
        return TEXT
    return VALUE if isinstance(annotation, type) else ANY
