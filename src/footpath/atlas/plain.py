"""Document types to the plain data that is written in YAML: short where the format has a short form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from footpath.atlas.types import (
    LEVELS,
    CellHolder,
    Channel,
    Criticality,
    Emotion,
    Lane,
    Model,
    NumberCell,
    Translated,
)

_WORDS = {level: word for word, level in LEVELS.items()}
_FIRST = ("footpath", "id", "title", "name")


def to_plain(value: Any) -> Any:
    """Return a value as plain data; document types in their short form, without what is left at its default."""
    if isinstance(value, Model):
        return _model(value)
    if isinstance(value, Translated):
        return dict(value.locales)
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    return value


def _model(model: Model) -> Any:
    fields = type(model).model_fields
    data: dict[str, Any] = {}
    for name, field in fields.items():
        value = getattr(model, name)
        if name == "cells" or (
            name != "footpath"
            and not field.is_required()
            and value == field.get_default(call_default_factory=True)
        ):
            continue
        data[field.alias or name] = to_plain(value)
    if "footpath" in data and "id" not in fields:
        data = {"footpath": data.pop("footpath"), **data}
    if isinstance(model, Criticality):
        data["level"] = _WORDS[model.level]
    if isinstance(model, CellHolder):
        data = _with_cells(data, model)
    return _short(model, data)


def _short(model: Model, data: dict[str, Any]) -> Any:
    """Return the bare value of a type that has one, where nothing else is said."""
    keys = set(data)
    if isinstance(model, Lane):
        return model.id if model.id == model.role and keys <= {"id", "role"} else data
    if isinstance(model, Channel):
        return model.id if Channel.from_bare(model.id) == data else data
    if isinstance(model, Emotion):
        whole = float(model.score).is_integer() if model.score is not None else False
        if model.score is not None:
            data["score"] = int(model.score) if whole else model.score
        return data["score"] if keys == {"score"} else data
    if isinstance(model, NumberCell):
        return data["value"] if keys == {"value"} else data
    bare = type(model).shorthand
    # a text per locale is no bare value
    if bare and keys == {bare} and not isinstance(data[bare], (dict, list)):
        return data[bare]
    return data


def _with_cells(data: dict[str, Any], model: CellHolder) -> dict[str, Any]:
    cells: dict[str, Any] = {
        str(lane): to_plain(items[0] if len(items) == 1 else items)
        for lane, items in model.cells.items()
        if items
    }
    late: dict[str, Any] = {key: data.pop(key) for key in ("steps", "next", "origin") if key in data}
    return {**data, **cells, **late}
