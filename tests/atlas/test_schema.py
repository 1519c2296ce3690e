"""The schemas accept what the loader accepts, refuse what it refuses, and are JSON Schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from footpath.atlas import load, schema, write_schemas
from footpath.atlas.files import kind_of
from footpath.atlas.yamltext import parse_yaml, to_data

SHOP = Path(__file__).parent.parent / "cases" / "atlas" / "shop"
SCHEMAS = schema()


def errors(kind: str, text: str) -> list[str]:
    tree = parse_yaml(text).tree
    assert tree is not None
    return [
        error.message for error in jsonschema.Draft202012Validator(SCHEMAS[kind]).iter_errors(to_data(tree))
    ]


@pytest.mark.parametrize("kind", list(SCHEMAS))
def test_each_is_a_schema(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[kind])


def test_the_example_is_valid() -> None:
    for file, text in load(SHOP).texts.items():
        assert errors(str(kind_of(file)), text) == []


@pytest.mark.parametrize(
    "text",
    [
        "title: T\nstages: [Awareness]\n",
        "title: 1984\nclaim:\nstages:\n  - title: A\n    mine: [x, {text: y}]\n    steps: [Pay, {title: B, emotion: -1, criticality: high, barrier: slow, touchpoint: [a], next: c}]\n",
        "title: T\nlanes: [action, {id: mine, role: text, title: Mine}]\nbegins: {touchpoint: a}\nends: {wanted: x}\nstages: [a]\npersonas: nadia\n",
    ],
)
def test_short_forms_are_valid(text: str) -> None:
    assert errors("journey", text) == []


@pytest.mark.parametrize(
    "text",
    ["title: T\n", "title: T\nstages: [a]\npurpos: x\n", "title: T\nstages: [a]\nkind: buyer\n", "title: T\nstages: [{title: a, emotion: {score: 5}}]\n", "title: T\nlanes: [acton]\nstages: [a]\n", "title: T\nstages: [{title: a, barrier: {severity: 9}}]\n"],
)  # fmt: skip
def test_mistakes_are_not(text: str) -> None:
    assert errors("journey", text)


def test_lanes_are_offered_for_completion() -> None:
    step: Any = SCHEMAS["journey"]["$defs"]["Step"]["anyOf"][0]["properties"]
    assert {"emotion", "frontstage-people", "brand-goal", "next", "optional"} <= set(step)


def test_files_are_written_one_a_kind(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path)
    assert {path.stem for path in paths} == set(SCHEMAS)
    assert json.loads((tmp_path / "journey.json").read_text("utf-8")) == SCHEMAS["journey"]
