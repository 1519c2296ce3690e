"""Laws of the text form: nothing makes the loader raise, what is written reads back, spans are those of the text."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import (
    Barrier,
    Cell,
    Criticality,
    Emotion,
    Evidence,
    Journey,
    Lane,
    Next,
    Reference,
    Stage,
    Step,
    load_texts,
    loads_journey,
    schema,
    to_plain,
)
from footpath.atlas.yamltext import Scalar, emit, find, parse_yaml, to_data, walk
from footpath.atlas.yamltext.emit import Layout
from footpath.base import has_errors

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
YAMLISH = st.text(alphabet="ab:-#[]{},&*!|>'\"%@`?~ \n\t\r.0é😀\x00\u2028\ufeff<=", max_size=80)
SCALARS = st.one_of(
    TEXT,
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
)
KEYS = st.text(alphabet="abc-:# '\"é😀1~", min_size=1, max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=10,
)
WORDS = [
    "title: x\n", "stages:\n", "  - title: a\n", "    steps:\n", "      - id: b\n", "        emotion: 7\n", "lanes: [action, {id: q}]\n",
    "id: 1\n", "horizon: 3\n", "ends: {wanted: x, unwanted: [{a: b}]}\n", "begins: [1, 2]\n", "footpath: two\n", "        barrier: [{severity: 9}, [], 3]\n",
    "personas: {a: b}\n", "hands: [x]\n", "stages: [a, [b], {steps: 3}, 4, null]\n", "        next: [[x]]\n", "        evidence: {}\n", "reviewed: never\n",
]  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(YAMLISH, TEXT, st.lists(st.sampled_from(WORDS), max_size=12).map("".join)))
def test_the_loader_never_raises(text: str) -> None:
    for file in (
        "atlas.yaml",
        "touchpoints.yaml",
        "sources.yaml",
        "opportunities.yaml",
        "journeys/a.yaml",
        "personas/a.yaml",
    ):
        loaded = load_texts({"atlas.yaml": "title: T", file: text})
        for problem in loaded.problems:
            assert problem.render()
            assert problem.place.file


@settings(max_examples=300)
@given(
    VALUES.filter(lambda value: isinstance(value, dict)), st.sampled_from(["\n", "\r\n"]), st.integers(0, 2)
)
def test_what_is_written_reads_back(value: dict[str, object], newline: str, dash: int) -> None:
    text = emit.block_mapping(value, 0, Layout(2, dash, newline)) + newline
    parsed = parse_yaml(text)
    if value:
        assert parsed.problems == ()
        assert to_data(parsed.tree) == value  # type: ignore[arg-type]  # a text without problems has a tree
    assert to_data(parse_yaml(emit.flow(value)).tree) == value  # type: ignore[arg-type]  # as above


@settings(max_examples=200)
@given(TEXT.filter(lambda text: text != ""))
def test_no_text_becomes_anything_else_for_another_reader(text: str) -> None:
    import yaml

    written = emit.scalar(text)
    read = yaml.load(
        f"a: {written}\nb: [{emit.scalar(text, flow=True)}]\n", Loader=yaml.CSafeLoader
    )  # the safe loader
    if not hasattr(
        read["a"], "isoformat"
    ):  # a day is a day to readers of YAML 1.1, and both are written alike
        assert read == {"a": text, "b": [text]}


@settings(max_examples=200)
@given(YAMLISH)
def test_a_span_holds_its_node_and_nothing_else(text: str) -> None:
    parsed = parse_yaml(text)
    if parsed.tree is None or parsed.problems:
        return
    for node in walk(parsed.tree):
        assert 0 <= node.start <= node.end <= len(text)
        if isinstance(node, Scalar) and not node.style:
            assert text[node.start : node.end].split() == node.text.split()
        elif isinstance(node, Scalar) and node.style in "'\"":
            assert text[node.start] == text[node.end - 1] == node.style


def journeys() -> st.SearchStrategy[Journey]:
    text = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
        lambda text: text.strip() != ""
    )
    evidence = st.builds(lambda words: Evidence(link="https://example.org", sentence=words), text)
    more = {
        "text": text,
        "evidence": st.lists(evidence, max_size=2).map(tuple),
        "origin": st.sampled_from(["person", "drafted"]),
    }
    cells = st.fixed_dictionaries(
        {},
        optional={
            "action": st.lists(st.builds(Cell, **more), min_size=1, max_size=3).map(tuple),
            "emotion": st.builds(Emotion, score=st.one_of(st.none(), st.floats(-2, 2)), word=text).map(
                lambda one: (one,)
            ),
            "criticality": st.builds(Criticality, level=st.integers(1, 3)).map(lambda one: (one,)),
            "barrier": st.builds(Barrier, id=st.just("b"), severity=st.integers(1, 5), **more).map(
                lambda one: (one,)
            ),
            "touchpoint": st.just((Reference(ref="web"),)),
        },
    )
    step = st.builds(
        Step, id=st.just("s"), title=text, cells=cells, optional=st.booleans(), next=st.just((Next(to="s"),))
    )
    stage = st.builds(
        Stage,
        id=st.just("g"),
        title=text,
        steps=st.lists(step, min_size=1, max_size=1).map(tuple),
        owner=st.one_of(st.none(), st.just("web")),
    )
    lanes = st.just((Lane(id="action", role="action"), Lane(id="mine", role="text", title="Mine")))
    return st.builds(
        Journey, id=st.just("j"), title=text, claim=text, stages=stage.map(lambda one: (one,)), lanes=lanes
    )


@settings(max_examples=150)
@given(journeys())
def test_a_journey_written_and_read_is_the_same(journey: Journey) -> None:
    text = emit.document(to_plain(journey))
    loaded = loads_journey(
        text, "journeys/j.yaml", {"touchpoints.yaml": "touchpoints: [{id: web, title: Web}]\n"}
    )
    assert not has_errors(loaded.problems), loaded.problems
    read = loaded.atlas.journey("j")
    assert _without_owner_cells(read) == journey
    _validator().validate(json.loads(json.dumps(to_data(parse_yaml(text).tree))))  # type: ignore[arg-type]  # it has a tree


@cache
def _validator() -> Any:
    import jsonschema

    return jsonschema.Draft202012Validator(schema()["journey"])


def _without_owner_cells(journey: Journey) -> Journey:
    """An owner is a field and, as `owner` is a role too, a cell of that lane."""
    stages = tuple(
        stage.model_copy(
            update={"cells": {lane: cells for lane, cells in stage.cells.items() if lane != "owner"}}
        )
        for stage in journey.stages
    )
    return journey.model_copy(update={"stages": stages})


@settings(max_examples=100)
@given(st.lists(TEXT, min_size=1, max_size=5))
def test_find_follows_paths(texts: list[str]) -> None:
    parsed = parse_yaml(emit.block_mapping({"a": {"b": texts}}, 0, Layout()))
    for number, text in enumerate(texts):
        node = find(parsed.tree, ("a", "b", number))  # type: ignore[arg-type]  # it has a tree
        assert isinstance(node, Scalar)
        assert node.text == text
