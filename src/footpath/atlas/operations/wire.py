"""Operations as plain data: in a log, on the wire, and the JSON Schema that other languages' types are made from."""

from __future__ import annotations

import dataclasses
import inspect
import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from footpath.atlas.operations.files import AddMeasures
from footpath.atlas.operations.table import OPERATIONS, Operation
from footpath.atlas.operations.types import Several
from footpath.atlas.plain import to_plain
from footpath.atlas.types import MeasureRun
from footpath.base import BadInputError, Problem, did_you_mean

_DEEPEST = 8


def operation_to_json(operation: Operation) -> dict[str, Any]:
    """Return an operation as plain data: ``{"operation": "SetCell", "journey": ...}``, without what is left at its default."""
    data: dict[str, Any] = {"operation": type(operation).__name__}
    for field in dataclasses.fields(operation):
        value = getattr(operation, field.name)
        if field.default is not dataclasses.MISSING and value == field.default:
            continue
        if isinstance(value, MeasureRun):
            value = value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        elif isinstance(operation, Several) and field.name == "operations":
            value = [operation_to_json(each) for each in value]
        elif field.name == "pieces":
            value = [dataclasses.asdict(piece) for piece in value]
        data[field.name] = to_plain(value)
    return data


def operation_from_json(data: Any) -> Operation:
    """Return the operation of plain data; every field must have its type.

    Raises
    ------
    BadInputError
        Where the name or a field is unknown, a field is missing, or a value has the wrong type (`wrong-value`).
    """
    return _from_json(data, 0)


def _from_json(data: Any, depth: int) -> Operation:
    if not isinstance(data, dict) or depth > _DEEPEST:
        raise _wrong("this is no operation", str(data)[:80], "an object with `operation` and its fields")
    name = str(data.get("operation"))
    cls = OPERATIONS.get(name)
    if cls is None:
        raise _wrong("there is no such operation", name, None, did_you_mean(name, OPERATIONS))
    values = {str(key): value for key, value in data.items() if key != "operation"}
    known = {field.name: field for field in dataclasses.fields(cls)}
    for key in values:
        if key not in known:
            raise _wrong(f"{name} has no field `{key}`", key, None, did_you_mean(key, known, what="it has"))
    for key, field in known.items():
        if key not in values and field.default is dataclasses.MISSING:
            raise _wrong(f"{name} needs `{key}`", name, None, None)
    if cls is Several:
        inner = values["operations"]
        if not isinstance(inner, (list, tuple)):
            raise _wrong(f"`operations` of {name} cannot have this value", str(inner)[:80], "a list")
        title = values.get("title", "")
        if not isinstance(title, str):
            raise _wrong(f"`title` of {name} cannot have this value", str(title)[:80], "a text")
        return Several(tuple(_from_json(each, depth + 1) for each in inner), title)
    if cls is AddMeasures and isinstance(values["run"], MeasureRun):
        return AddMeasures(values["run"])
    try:
        made: Operation = _adapter(name).validate_json(json.dumps(values), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = "/".join(str(part) for part in first["loc"])
        raise _wrong(
            f"`{at}` of {name} cannot have this value", str(first["input"])[:80], first["msg"]
        ) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise _wrong(
            f"{name} holds what is no plain data", str(error)[:80], "texts, numbers, lists, mappings"
        ) from error
    return made


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(OPERATIONS[name])


def _wrong(message: str, value: str, expected: str | None, help_: str | None = None) -> BadInputError:
    return BadInputError(
        Problem(code="wrong-value", message=message, value=value, expected=expected, help=help_)
    )


def operations_schema() -> dict[str, Any]:
    """Return the JSON Schema of all operations: one of them, told apart by `operation`."""
    shared: dict[str, Any] = {}
    for name, cls in OPERATIONS.items():
        made = _adapter(name).json_schema(ref_template="#/$defs/{model}", by_alias=True)
        shared.update(made.pop("$defs", {}))
        properties = made.get("properties", {})
        if cls is Several:
            properties["operations"] = {"type": "array", "items": {"$ref": "#/$defs/Operation"}}
        shared[name] = {
            "title": name,
            "description": inspect.getdoc(cls) or "",
            "type": "object",
            "properties": {"operation": {"const": name}, **properties},
            "required": ["operation", *made.get("required", ())],
            "additionalProperties": False,
        }
    shared["Operation"] = {
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in OPERATIONS],
        "discriminator": {"propertyName": "operation"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Operation",
        "description": "A change to an atlas.",
        "$ref": "#/$defs/Operation",
        "$defs": dict(sorted(shared.items())),
    }
