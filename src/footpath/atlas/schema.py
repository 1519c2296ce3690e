"""JSON Schemas of the files of an atlas, made from the types, accepting what the loader accepts.

An editor completes and checks by them. They say less than the loader does (ids that dangle, ids that stand twice).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from footpath.atlas.roles import ROLES
from footpath.atlas.schema_names import SCHEMA_FOLDER
from footpath.atlas.types import (
    CELL_TYPES,
    LEVELS,
    Atlas,
    CellHolder,
    Criticality,
    Evidence,
    Journey,
    Lane,
    Model,
    Opportunity,
    Persona,
    Source,
    Touchpoint,
    written_keys,
)
from footpath.base import write_whole

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_ELSEWHERE = ("personas", "journeys", "touchpoints", "sources", "opportunities", "measures")
_BARE: Mapping[str, Any] = {
    "Emotion": {"type": ["number", "string"], "description": "a score from -2 to 2, or a word"},
    "NumberCell": {"type": ["number", "string"], "description": "a value, or the name of a measure"},
    "Criticality": {"enum": [*LEVELS, *LEVELS.values()]},
    "Lane": {"enum": [*ROLES]},
    "Channel": {"type": "string"},
    "Stage": {"type": "string"},
    "Step": {"type": "string"},
    "Touchpoint": {"type": "string"},
}
_NEEDED: Mapping[str, list[str]] = {
    "Journey": ["title", "stages"],
    "Persona": ["name"],
    "Atlas": ["title"],
    "Opportunity": ["text"],
}


def schema() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema (draft 2020-12) of each kind of file: atlas, journey, persona and the three libraries."""
    return {
        "atlas": _file(Atlas, "The head of an atlas: atlas.yaml"),
        "journey": _file(Journey, "One map: journeys/ID.yaml"),
        "persona": _file(Persona, "One kind of customer: personas/ID.yaml"),
        "touchpoints": _library(Touchpoint, "touchpoints"),
        "sources": _library(Source, "sources"),
        "opportunities": _library(Opportunity, "opportunities"),
    }


def write_schemas(folder: Path | str) -> list[Path]:
    """Write one schema a kind into a folder, `journey.json` and so on, and return the paths."""
    paths = []
    for kind, text in _texts().items():
        path = Path(folder) / f"{kind}.json"
        if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
            write_whole(path, text)
        paths.append(path)
    return paths


def ensure_schemas(root: Path) -> None:
    """Write the schemas into an atlas's own git-ignored folder where they are missing."""
    if not all((root / SCHEMA_FOLDER / f"{kind}.json").is_file() for kind in _KINDS):
        write_schemas(root / SCHEMA_FOLDER)


_KINDS = ("atlas", "journey", "persona", "touchpoints", "sources", "opportunities")


@cache
def _texts() -> dict[str, str]:
    return {kind: json.dumps(value, ensure_ascii=False, indent=1) + "\n" for kind, value in schema().items()}


def _file(cls: type[Model], title: str) -> dict[str, Any]:
    made = cls.model_json_schema(by_alias=True)
    definitions = made.pop("$defs", {})
    definitions = {
        name: _widen(name, found) for name, found in definitions.items() if name not in _ONLY_INSIDE
    }
    made = _widen(cls.__name__, made, is_file=True)
    for key in _ELSEWHERE if cls is Atlas else ():
        made["properties"].pop(key, None)
    if cls is Journey:
        definitions |= _lane_cells()
    return _used({"$schema": DIALECT, **made, "title": title, "$defs": definitions})


def _library(cls: type[Model], name: str) -> dict[str, Any]:
    inner = cls.model_json_schema(by_alias=True)
    definitions = {key: _widen(key, found) for key, found in inner.pop("$defs", {}).items()}
    definitions[cls.__name__] = _widen(cls.__name__, inner)
    reference = {"$ref": f"#/$defs/{cls.__name__}"}
    return {
        "$schema": DIALECT,
        "title": f"The library {name}.yaml",
        "type": "object",
        "properties": {"footpath": {"type": "integer"}, name: _list_or_one(reference)},
        "additionalProperties": False,
        "$defs": definitions,
    }


_ONLY_INSIDE = ("MeasureRun", "MeasureRow", "QuoteRow", "SourceState")


def _model(name: str) -> type[Model] | None:
    return next((cls for cls in _all_models(Model) if cls.__name__ == name), None)


def _all_models(cls: type[Model]) -> list[type[Model]]:
    return [cls, *(inner for each in cls.__subclasses__() for inner in _all_models(each))]


def _widen(name: str, made: dict[str, Any], *, is_file: bool = False) -> dict[str, Any]:
    """Return a type's schema with the short forms and the freedoms that the loader has."""
    cls = _model(name)
    if cls is None or "properties" not in made:
        return made
    made = dict(made)
    lists, optional = written_keys(cls)
    properties = {}
    for key, found in made["properties"].items():
        if key == "cells" and issubclass(cls, CellHolder):
            continue
        wide = _as_typed(found)
        if key in lists:
            wide = {"anyOf": [wide, _as_typed(found.get("items", {}))]}
        if key in optional:
            wide = {"anyOf": [wide, {"type": "null"}]}
        properties[key] = wide
    made["properties"] = properties
    made["required"] = [key for key in made.get("required", []) if key not in ("id", "title")]
    if name in _NEEDED:
        made["required"] = _NEEDED[name]
    if cls is Lane:
        properties["role"] = {"enum": [*ROLES]}
    if cls is Criticality:
        properties["level"] = dict(_BARE["Criticality"])
    if cls is Evidence:
        made["anyOf"] = [{"required": ["source"]}, {"required": ["link", "sentence"]}]
    if issubclass(cls, CellHolder):
        lanes = {role.id: _lane_reference(role.cell) for role in ROLES.values()}
        made["properties"] = {**lanes, **properties}
        made["properties"]["owner"] = {"anyOf": [properties["owner"], lanes["owner"]]}
        made["additionalProperties"] = {"$ref": "#/$defs/AnyLane"}
        made["description"] = (
            f"{made.get('description', '')} Further keys are lanes declared in `lanes`.".strip()
        )
    if not made["required"]:
        del made["required"]
    return made if is_file else _or_bare(cls, made)


def _or_bare(cls: type[Model], made: dict[str, Any]) -> dict[str, Any]:
    bare = _BARE.get(cls.__name__)
    if bare is None and cls.shorthand:
        bare = {"type": ["string", "number", "boolean"]}
    return {"anyOf": [made, bare]} if bare else made


def _as_typed(found: Any) -> Any:
    """Return a schema in which a text may be typed as a number or truth: the loader keeps it as it stands."""
    if isinstance(found, list):
        return [_as_typed(item) for item in found]
    if not isinstance(found, dict):
        return found
    wide = {
        key: _as_typed(item) if key != "enum" else item
        for key, item in found.items()
        if key not in ("default", "title")
    }
    if wide.get("type") == "string" and not {"enum", "format", "const"} & wide.keys():
        wide["type"] = ["string", "number", "boolean"]
    return wide


def _list_or_one(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "array", "items": item}, item, {"type": "null"}]}


def _lane_reference(kind: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/Lane-{kind}"}


def _lane_cells() -> dict[str, Any]:
    """Return what may stand in a lane, by the kind of its cells."""
    lanes = {
        f"Lane-{kind}": _list_or_one({"$ref": f"#/$defs/{cls.__name__}"}) for kind, cls in CELL_TYPES.items()
    }
    lanes["AnyLane"] = {"anyOf": [_lane_reference(kind) for kind in CELL_TYPES]}
    return lanes


def _used(made: dict[str, Any]) -> dict[str, Any]:
    """Leave out the definitions that nothing refers to."""
    definitions = made["$defs"]
    used: set[str] = set()
    todo = [{key: value for key, value in made.items() if key != "$defs"}]
    while todo:
        text = json.dumps(todo.pop())
        for name in definitions.keys() - used:
            if f'"#/$defs/{name}"' in text:
                used.add(name)
                todo.append(definitions[name])
    made["$defs"] = {name: found for name, found in definitions.items() if name in used}
    return made
