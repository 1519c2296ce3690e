"""What must hold for every chart: no text over another, none outside the page, none too small; at any width, with any names."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest

from footpath.draw import THEMES, Scene, Text, text_box
from footpath.draw.charts import CHARTS, Answer, chart
from footpath.draw.themes import TOKENS

SLACK = 0.4


def boxes(scene: Scene) -> list[tuple[Text, tuple[float, float, float, float]]]:
    return [(text, text_box(text)) for text in scene.texts()]


def assert_apart(scene: Scene) -> None:
    found = sorted(boxes(scene), key=lambda pair: pair[1][1])
    for (a, (ax, ay, aw, ah)), (b, (bx, by, bw, bh)) in itertools.combinations(found, 2):
        if by > ay + ah:
            continue
        wide = min(ax + aw, bx + bw) - max(ax, bx)
        tall = min(ay + ah, by + bh) - max(ay, by)
        assert wide <= SLACK or tall <= SLACK + 0.6, (
            f"{a.text!r} and {b.text!r} overlap by {wide:.1f} x {tall:.1f}"
        )


def assert_inside(scene: Scene) -> None:
    for text, (x, y, w, h) in boxes(scene):
        assert x >= -SLACK, text
        assert y >= -SLACK, text
        assert x + w <= scene.width + SLACK, text
        assert y + h <= scene.height + SLACK, text


def test_no_text_lies_over_another_or_leaves_the_picture(any_answer: Answer) -> None:
    scene = chart(any_answer).scene
    assert_apart(scene)
    assert_inside(scene)
    assert min(text.size for text in scene.texts()) >= 7


@pytest.mark.parametrize("width", [420, 560, 1200])
def test_other_widths_hold_the_laws_too(any_answer: Answer, width: int) -> None:
    scene = chart(any_answer, width=width).scene
    assert_apart(scene)
    assert_inside(scene)
    assert scene.width >= width


@pytest.mark.parametrize("names", ["LONG", "ARABIC", "WILD"])
def test_any_names_hold_the_laws_too(answers: Any, any_answer: Answer, names: str) -> None:
    scene = chart(answers.renamed(any_answer, getattr(answers, names))).scene
    assert_apart(scene)
    assert_inside(scene)


def test_drawing_again_gives_the_same_scene_and_plain_data(any_answer: Answer) -> None:
    scene = chart(any_answer).scene
    assert scene == chart(any_answer).scene
    assert json.loads(json.dumps(scene.to_json())) == scene.to_json()


@pytest.mark.parametrize("theme", list(THEMES))
def test_a_theme_is_only_another_table(any_answer: Answer, theme: str) -> None:
    drawn = chart(any_answer, theme=theme)
    assert drawn.scene.items == chart(any_answer).scene.items
    others = {colour for other in THEMES for colour in THEMES[other].values()} - set(THEMES[theme].values())
    svg = drawn.to_svg(embed_fonts=False)
    assert not [colour for colour in others if colour in svg]


def test_inks_are_tokens(any_answer: Answer) -> None:
    known = {*TOKENS, "", "hatch-trouble", "hatch-rule2"}
    for item in chart(any_answer).scene.walk():
        for field in ("ink", "fill", "stroke"):
            assert getattr(item, field, "") in known


def test_an_answer_without_rows_says_why(any_answer: Answer) -> None:
    empty = replace(any_answer, rows=())
    for facts, said in (
        (any_answer.facts, "No row came back"),
        ({**any_answer.facts, "rows": 0, "period": None}, "holds no events"),
    ):
        scene = chart(replace(empty, facts=facts)).scene
        assert said in " ".join(text.text for text in scene.texts())
        assert scene.title == "Nothing to draw"
        assert_apart(scene)
        assert_inside(scene)


def test_one_row_is_drawn(any_answer: Answer) -> None:
    scene = chart(replace(any_answer, rows=any_answer.rows[:1])).scene
    assert_apart(scene)
    assert_inside(scene)


@pytest.mark.parametrize("name", ["waits", "conversion", "compare", "paths", "attribution", "cohorts", "loops", "sequences", "segments-detail", "predict", "durations", "transitions-difference"])  # fmt: skip
def test_many_rows_fold_and_are_counted(answers: Any, name: str) -> None:
    given = answers.ANSWERS[name]()
    key = next(
        c
        for c in ("cohort", "group", "to", "path", "channel", "name", "value", "customer")
        if c in given.columns
    )
    first = next(row for row in given.rows if row.get("what") != "pattern")
    rows = [row for row in given.rows if row.get("what") == "pattern"]
    rows += [{**first, key: [f"n{i}"] if key == "path" else f"n{i}"} for i in range(500)]
    scene = chart(replace(given, rows=tuple(rows))).scene
    assert any("500" in note for note in scene.notes), scene.notes
    assert_inside(scene)
    assert_apart(scene)
    assert scene.height < 2400


@pytest.mark.parametrize(
    ("name", "how_many"), [("retention", (90, 31)), ("lifecycle", (200,)), ("stickiness", (80,))]
)
def test_many_periods_fold_and_are_counted(answers: Any, name: str, how_many: tuple[int, ...]) -> None:
    scene = chart(getattr(answers, name)(*how_many)).scene
    assert scene.notes
    assert_apart(scene)
    assert_inside(scene)


def wide_graph(events: int) -> Answer:
    """A graph of many events that all lead to one another, some more than others."""
    rows: list[dict[str, Any]] = [
        {"from": f"event number {a}", "to": f"event number {b}", "customers": 3, "occurrences": 1 + (a * 37 + b * 91) % 997, "median_s": 4.0, "p90_s": 9.0}
        for a in range(events)
        for b in range(events)
    ]  # fmt: skip
    rows += [
        {
            "from": "(begin)",
            "to": "event number 0",
            "customers": 9,
            "occurrences": 900,
            "median_s": None,
            "p90_s": None,
        }
    ]
    rows.sort(key=lambda row: -row["occurrences"])
    return Answer(
        "mine transitions", "d", tuple(rows[0]), tuple(rows), {"rows": 9, "customers": 1, "period": None}
    )


@pytest.mark.parametrize("events", [1, 2, 40, 90])
def test_a_graph_of_many_events_keeps_a_way_in_and_out_of_each(events: int) -> None:
    given = wide_graph(events)
    scene = chart(given).scene
    assert_apart(scene)
    assert_inside(scene)
    drawn = [group.title for group in scene.groups("cell")]
    arrows = [title.split(" → ") for title in drawn if " → " in title]
    for name in (title for title in drawn if " → " not in title):
        if events > 1:
            assert any(a == name for a, _ in arrows), name
            assert any(b == name for _, b in arrows), name
    assert ("90 events" in " ".join(scene.notes)) == (events == 90)


def test_every_question_has_a_chart() -> None:
    from footpath.cli.asking import VERBS

    assert {f"mine {verb}" for verb in VERBS} <= set(CHARTS.names())
