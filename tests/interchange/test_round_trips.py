"""Other people's formats, there and back: what a format keeps comes back equal, whatever the words are; nothing is lost unsaid."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import Atlas, apply_all, load_texts
from footpath.atlas.yamltext import emit
from footpath.interchange import FORMATS, Foreign, ReadOptions, operations_of, read, write

EMPTY = {"atlas.yaml": "footpath: 1\ntitle: A\n"}
WORDS = st.text(alphabet="ab cé:;#%<>\"'|[]{}(),-+=*_\\/&@`~!1.🙂ü\u0627", min_size=1, max_size=14).filter(
    lambda text: any(letter.isalnum() for letter in text)
)
# what every format can say in its own way: these lanes hold free words in all of them
LANES = ("thought", "barrier")


@st.composite
def maps(draw: st.DrawFn) -> Atlas:
    """Return an atlas with one small map of hostile words."""
    stages: list[dict[str, Any]] = []
    number = 0
    for position in range(draw(st.integers(1, 3))):
        steps = []
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            step: dict[str, Any] = {"id": f"s{number}", "title": draw(WORDS)}
            if draw(st.booleans()):
                step["emotion"] = draw(st.sampled_from([-2, -1, 0, 1, 2]))
            for lane in LANES:
                if draw(st.booleans()):
                    step[lane] = draw(WORDS)
            steps.append(step)
        stages.append({"id": f"t{position}", "title": draw(WORDS), "steps": steps})
    journey = {"footpath": 1, "id": "j", "title": draw(WORDS), "lanes": ["emotion", *LANES], "stages": stages}
    loaded = load_texts({**EMPTY, "journeys/j.yaml": emit.document(journey)})
    assert not [problem for problem in loaded.problems if problem.severity == "error"]
    return loaded.atlas


def into_atlas(data: bytes, fmt: str) -> Atlas:
    found = read(Foreign(data.decode("utf-8-sig")), fmt, ReadOptions())
    texts, _, _ = apply_all(EMPTY, operations_of(found, load_texts(EMPTY).atlas))
    loaded = load_texts(texts)
    assert not [problem for problem in loaded.problems if problem.severity == "error"]
    return loaded.atlas


def folded(text: str) -> str:
    return " ".join(text.split())


def frame(atlas: Atlas) -> list[tuple[str, list[str]]]:
    (journey,) = atlas.journeys
    return [(folded(stage.title), [folded(step.title) for step in stage.steps]) for stage in journey.stages]


def scores(atlas: Atlas) -> list[float | None]:
    return [next((cell.score for cell in step.lane("emotion")), None) for step in atlas.journeys[0].steps()]


def words_of(atlas: Atlas, lane: str) -> list[list[str]]:
    return [[folded(cell.text) for cell in step.lane(lane)] for step in atlas.journeys[0].steps()]


@settings(max_examples=60)
@given(maps())
def test_mermaid_keeps_stages_steps_and_whole_scores(atlas: Atlas) -> None:
    again = into_atlas(write(atlas, "j", "mermaid").data, "mermaid")
    assert frame(again) == frame(atlas)
    # a step without a score gets the neutral face: Mermaid cannot say nothing
    assert scores(again) == [0 if score is None else score for score in scores(atlas)]


@pytest.mark.parametrize("fmt", ["markdown", "ojf", "ujg"])
@settings(max_examples=40)
@given(atlas=maps())
def test_words_and_feelings_come_back(fmt: str, atlas: Atlas) -> None:
    again = into_atlas(write(atlas, "j", fmt).data, fmt)
    assert frame(again) == frame(atlas)
    assert scores(again) == scores(atlas)
    for lane in LANES:
        assert words_of(again, lane) == words_of(atlas, lane), lane


@settings(max_examples=40)
@given(maps())
def test_dgmo_keeps_thoughts_barriers_and_scores(atlas: Atlas) -> None:
    again = into_atlas(write(atlas, "j", "dgmo").data, "dgmo")
    assert [len(steps) for _, steps in frame(again)] == [len(steps) for _, steps in frame(atlas)]
    assert scores(again) == scores(atlas)
    for lane in LANES:
        assert words_of(again, lane) == words_of(atlas, lane), lane


@settings(max_examples=40)
@given(maps())
def test_cjml_keeps_phases_steps_and_ratings(atlas: Atlas) -> None:
    again = into_atlas(write(atlas, "j", "cjml").data, "cjml")
    assert frame(again) == frame(atlas)
    assert scores(again) == scores(atlas)


@settings(max_examples=40)
@given(maps())
def test_notes_keep_the_words_of_every_cell(atlas: Atlas) -> None:
    data = write(atlas, "j", "notes").data
    if data.count(b"\r\n") == 1:
        return  # no cell, no note
    again = into_atlas(data, "notes")
    for lane in LANES:
        found = sorted(text for texts in words_of(atlas, lane) for text in texts)
        back = sorted(
            folded(cell.text)
            for stage in again.journeys[0].stages
            for holder in (stage, *stage.steps)
            for cell in holder.lane(lane)
        )
        assert back == found


@pytest.mark.parametrize(
    "fmt",
    [name for name in FORMATS if FORMATS.get(name).read and FORMATS.get(name).write and name != "grid-xlsx"],
)
@settings(max_examples=25)
@given(atlas=maps())
def test_a_second_round_changes_nothing_more(fmt: str, atlas: Atlas) -> None:
    first = write(atlas, "j", fmt).data
    if fmt == "notes" and first.count(b"\r\n") == 1:
        return
    once = into_atlas(first, fmt)
    second = write(once, once.journeys[0].id, fmt).data
    twice = into_atlas(second, fmt)
    assert write(twice, twice.journeys[0].id, fmt).data == second


@settings(max_examples=150)
@given(
    st.text(max_size=60),
    st.sampled_from([name for name in FORMATS if FORMATS.get(name).read and name != "grid-xlsx"]),
)
def test_any_text_is_read_or_refused_with_a_reason(text: str, fmt: str) -> None:
    from footpath.base import BadInputError

    try:
        found = read(text, fmt)
    except BadInputError as error:
        assert all(problem.help for problem in error.problems)
    else:
        texts, _, _ = apply_all(EMPTY, operations_of(found, load_texts(EMPTY).atlas))
        assert not [problem for problem in load_texts(texts).problems if problem.severity == "error"]


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-20, 20) | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "id",
                    "title",
                    "label",
                    "stages",
                    "nodes",
                    "swimlanes",
                    "items",
                    "text",
                    "x",
                    "y",
                    "tags",
                    "stageId",
                    "from",
                    "to",
                    "severity",
                    "elements",
                    "data",
                    "extensions",
                    "footpath",
                    "cells",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=150)
@given(JSONS, st.sampled_from(["ojf", "ujg", "notes"]))
def test_any_json_is_read_or_refused_with_a_reason(data: Any, fmt: str) -> None:
    from footpath.base import BadInputError

    try:
        read(json.dumps(data), fmt)
    except BadInputError as error:
        assert error.problems[0].code == "not-this-format"
