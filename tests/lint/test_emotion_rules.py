"""Family E: thresholds on both sides, and what the examples of the pages do not show."""

from __future__ import annotations

import json

import pytest

from footpath.lint import check


def said(loaded, code: str) -> list[str]:
    return [finding.message for finding in check(loaded, only=[code])]


def steps(*lines: str, more: str = "") -> str:
    return f"id: example\ntitle: T\n{more}stages:\n  - title: S\n    steps:\n" + "".join(
        f"      - {{id: s{n}, title: t{n}, {line}}}\n" for n, line in enumerate(lines)
    )


ROW = {"on": "step", "id": "s0", "measure": "emotion-scores", "unit": "-2..+2", "n": 100}


def load(atlas, journey: str, *rows: dict, **files: str):
    run = {"footpath-measures": 1, "journey": "example", "made": "2026-11-21T09:30:00Z"}
    run["rows"] = [{**ROW, **row} for row in rows]
    measures = {"measures/2026-11-21T0930Z-1.json": json.dumps(run)} if rows else {}
    more = {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
    loaded = atlas.files({"journeys/example.yaml": journey, **measures, **more})
    assert [str(problem) for problem in loaded.problems] == []
    return loaded


# ---------------------------------------------------------------- E002


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        # over all scores (not a sample's): 0.25 exactly, then just under it
        ((0.25, -0.25, 0.25, -0.25, 0.25, -0.25), False),
        ((0.25, -0.25, 0.25, -0.25, 0.25, -0.24), True),
        ((0, 0, 0, 0), False),
        ((0, 0, 0, 0, 0), True),
        ((1.5, 1.5, 1.5, 1.5, 1.5), True),
        ((-1, 0, 1, 0, 1), False),
    ],
)
def test_when_a_line_is_flat(atlas, scores: tuple[float, ...], found: bool) -> None:
    loaded = load(atlas, steps(*(f"emotion: {score}" for score in scores)))
    assert bool(said(loaded, "E002")) is found


def test_each_persona_has_a_line_of_their_own(atlas) -> None:
    line = "emotion: [{{score: {a}, persona: p}}, {{score: {b}, persona: q}}]"
    journey = steps(*(line.format(a=0, b=b) for b in (-1, 1, 0, 1, -2)))
    loaded = load(atlas, journey, personas__p="id: p\nname: P\n", personas__q="id: q\nname: Q\n")
    assert said(loaded, "E002") == ["all 5 scores of p lie between +0 and +0: the line is flat"]


def test_what_was_measured_may_be_flat(atlas) -> None:
    rows = [{"id": f"s{n}", "value": 0.1} for n in range(6)]
    assert said(load(atlas, steps(*["action: x"] * 6), *rows), "E002") == []


# ---------------------------------------------------------------- E005


@pytest.mark.parametrize(
    ("score", "row", "found"),
    [
        (0.5, {"value": -0.5, "low": -0.9, "high": -0.1}, True),
        (0.5, {"value": -0.5, "low": -1.0, "high": 0.0}, False),
        (-0.5, {"value": 0.5, "low": 0.1, "high": 0.9}, True),
        (0.0, {"value": -0.5, "low": -0.9, "high": -0.1}, False),
        (-2.0, {"value": -0.5, "low": -0.9, "high": -0.1}, False),
        (0.5, {"value": -0.5, "low": -0.9, "high": -0.1, "n": 30}, True),
        (0.5, {"value": -0.5, "low": -0.9, "high": -0.1, "n": 29}, False),
        (0.5, {"value": -0.5, "low": -0.9, "high": -0.1, "among": "late"}, False),
        (0.5, {"value": -0.5, "low": -0.9, "high": -0.1, "segment": "old"}, False),
        (0.5, {"value": -0.5, "low": -0.9, "high": -0.1, "id": "s1"}, False),
        (0.5, {"value": -0.5, "low": None, "high": None}, False),
        (0.5, {"value": -0.5, "low": -0.9, "high": -0.1, "measure": "emotion-words"}, True),
        (0.5, {"value": -0.5, "low": -0.9, "high": -0.1, "measure": "csat"}, False),
    ],
)
def test_when_customers_say_the_opposite(atlas, score: float, row: dict, found: bool) -> None:
    loaded = load(atlas, steps(f"emotion: {score}", "action: x"), row)
    assert bool(said(loaded, "E005")) is found


def test_a_personas_score_is_held_against_their_own_number(atlas) -> None:
    bad = {"value": -0.5, "low": -0.9, "high": -0.1}
    good = {"value": 0.5, "low": 0.1, "high": 0.9, "segment": "p"}
    journey = steps("emotion: {score: 1, persona: p}")
    person = {"personas__p": "id: p\nname: P\n"}
    assert said(load(atlas, journey, bad, **person), "E005")
    assert said(load(atlas, journey, bad, good, **person), "E005") == []


def test_a_score_of_a_stage_is_held_against_the_stages_number(atlas) -> None:
    journey = "id: example\ntitle: T\nstages:\n  - {id: a, title: A, emotion: 1}\n"
    row = {"on": "stage", "id": "a", "value": -0.5, "low": -0.9, "high": -0.1}
    assert said(load(atlas, journey, row), "E005") == [
        '+1 is set at "A", and 100 told -0.5 (between -0.9 and -0.1)'
    ]


# ---------------------------------------------------------------- E006


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("4/5", True),
        ("7 of 10", True),
        ("7 von 10", True),
        ("8", True),
        ("80 %", True),
        ("★★★★☆", True),
        ("-1,5", True),
        ("content", False),
        ("7 times asked", False),
        ("100 % sure", False),
    ],
)
def test_a_figure_for_a_word(atlas, word: str, found: bool) -> None:
    loaded = load(atlas, steps(f'emotion: {{word: "{word}"}}', "action: x"))
    assert bool(said(loaded, "E006")) is found
    assert said(load(atlas, steps(f'emotion: {{score: 1, word: "{word}"}}')), "E006") == []


@pytest.mark.parametrize(
    ("scored", "words", "found"), [(2, 1, True), (1, 1, False), (0, 3, False), (3, 0, False)]
)
def test_words_among_scores(atlas, scored: int, words: int, found: bool) -> None:
    loaded = load(atlas, steps(*["emotion: 1"] * scored, *["emotion: {word: fine}"] * words))
    assert bool(said(loaded, "E006")) is found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("{measure: csat, value: 4.2}", True),
        ("{measure: csat, value: 4.2, unit: of 5}", False),
        ("csat", False),
        ("{measure: median-wait, value: 4.2}", False),
    ],
)
def test_a_typed_score_names_its_scale(atlas, cell: str, found: bool) -> None:
    assert bool(said(load(atlas, steps(f"measure: {cell}")), "E006")) is found


@pytest.mark.parametrize(
    ("kind", "scale", "found"),
    [
        ("nps", "[0, 10]", False),
        ("nps", "[1, 10]", True),
        ("nps", "[1, 5]", True),
        ("rating", "[1, 5]", False),
    ],
)
def test_nps_has_one_scale(atlas, kind: str, scale: str, found: bool) -> None:
    source = f"sources: [{{id: s, files: s.csv, score: {{column: q, scale: {scale}, kind: {kind}}}}}]\n"
    assert bool(said(load(atlas, steps("action: x"), sources=source), "E006")) is found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"value": 2.0}, False),
        ({"value": 2.1}, True),
        ({"value": 1.9, "low": 1.5, "high": 2.3}, True),
        ({"value": 1.0, "unit": ""}, True),
        ({"value": None, "floor": True, "unit": ""}, False),
        ({"value": 4.2, "measure": "csat", "unit": "points"}, False),
    ],
)
def test_a_measured_feeling_lies_on_the_scale(atlas, row: dict, found: bool) -> None:
    assert bool(said(load(atlas, steps("action: x"), row), "E006")) is found


# ---------------------------------------------------------------- E007


@pytest.mark.parametrize(
    ("high", "count", "found"),
    [
        (0, 3, False),
        (0, 4, True),
        (1, 4, False),
        (2, 4, True),
        (2, 10, False),
        (3, 10, True),
        (3, 15, False),
        (4, 15, True),
    ],
)
def test_how_many_moments_decide(atlas, high: int, count: int, found: bool) -> None:
    lines = ["criticality: high"] * high + ["criticality: medium"] * (count - high)
    assert bool(said(load(atlas, steps(*lines)), "E007")) is found
    assert said(load(atlas, steps(*lines, more="kind: life\n")), "E007") == []


def test_two_cells_at_one_step_are_one_moment(atlas) -> None:
    twice = "criticality: [{level: high, persona: p}, {level: high, persona: q}]"
    people = {"personas__p": "id: p\nname: P\n", "personas__q": "id: q\nname: Q\n"}
    assert said(load(atlas, steps(twice, *["action: x"] * 3), **people), "E007") == []
