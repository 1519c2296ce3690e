"""Operations as plain data: strict on fields and their types, and described by one JSON Schema."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from footpath.atlas import (
    OPERATIONS,
    AddCell,
    MergeSteps,
    Restore,
    SetCell,
    SetField,
    Several,
    apply,
    operation_from_json,
    operation_to_json,
    operations_schema,
)
from footpath.base import BadInputError

GOOD: list[Any] = [
    SetCell("j", "a", "action", ["x", {"text": "y"}], None, "stage"),
    AddCell("j", "a", "emotion", -1.5, 2),
    MergeSteps("j", "a", "b"),
    SetField("atlas", "", "title", None),
    Several((SetField("atlas", "", "title", "T"), Several((MergeSteps("j", "a", "b"),), "in"))),
    apply({"atlas.yaml": "title: T\n"}, SetField("atlas", "", "title", "U")).inverse,
]


@pytest.mark.parametrize("operation", GOOD, ids=lambda operation: type(operation).__name__)
def test_an_operation_survives_the_wire_and_fits_the_schema(operation: Any) -> None:
    data = operation_to_json(operation)
    assert operation_from_json(data) == operation
    jsonschema.Draft202012Validator(operations_schema()).validate(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"operation": "SetCel"}, "there is no such operation"),
        ("SetCell", "this is no operation"),
        ({"operation": "MoveStep", "journey": "j", "step": "a"}, "MoveStep needs `stage`"),
        ({"operation": "MoveStep", "journey": "j", "step": "a", "stage": 3}, "`stage` of MoveStep"),
        ({"operation": "MoveStep", "journey": "j", "step": "a", "stage": "s", "index": "1"}, "`index` of"),
        ({"operation": "MoveStep", "journey": "j", "step": "a", "stage": "s", "at": 1}, "no field `at`"),
        ({"operation": "SetField", "thing": "stepp", "id": "a", "field": "x", "value": 1}, "`thing` of"),
        (
            {"operation": "SplitStep", "journey": "j", "step": "a", "title": "t", "lanes": "action"},
            "`lanes` of",
        ),
        ({"operation": "Restore", "file": "x", "pieces": [{"anchor": []}]}, "`pieces/0/"),
        ({"operation": "Several", "operations": {"operation": "SetCell"}}, "`operations` of Several"),
        ({"operation": "AddMeasures", "run": {"journey": 3}}, "of AddMeasures"),
    ],
)
def test_a_wrong_field_is_told_by_name(data: Any, says: str) -> None:
    with pytest.raises(BadInputError) as error:
        operation_from_json(data)
    assert error.value.problems[0].code == "wrong-value"
    assert says in error.value.problems[0].message


def test_every_operation_is_described() -> None:
    schema = operations_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for name, cls in OPERATIONS.items():
        described = schema["$defs"][name]
        assert described["description"] == (cls.__doc__ or "").strip().replace("\n    ", "\n")
        assert len(described["description"]) > 20
        assert described["properties"]["operation"] == {"const": name}
    assert Restore.__name__ in schema["$defs"]
