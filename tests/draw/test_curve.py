"""The emotion curve: never past the data, gaps where too few said, words and quotes in free room."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import Atlas, Emotion, Journey, Stage, Step
from footpath.draw import Group, Path, Scene, Text, draw
from footpath.draw.forms.monotone import monotone
from footpath.draw.scene import text_box


@settings(max_examples=120)
@given(st.lists(st.tuples(st.floats(1, 90), st.floats(-2, 2)), min_size=1, max_size=14))
def test_the_curve_is_never_over_or_under_the_data(steps: list[tuple[float, float]]) -> None:
    x = 0.0
    points = []
    for advance, y in steps:
        x += advance
        points.append((x, y))
    curve = monotone(points)
    for (x0, y0), (x1, y1) in pairwise(points):
        for k in range(21):
            y = curve.y(x0 + (x1 - x0) * k / 20)
            assert y is not None
            assert min(y0, y1) - 1e-6 <= y <= max(y0, y1) + 1e-6


def _curve(scene: Scene) -> Group:
    (found,) = scene.groups("curve")
    return found


def _thick(scene: Scene) -> list[Path]:
    return [i for i in _curve(scene).items if isinstance(i, Path) and i.stroke == "flow" and i.line == 2.6]


def test_the_measured_line_stops_where_fewer_than_thirty_said(sample: Any) -> None:
    # 12 voices at the last step, none at the first and third: one lone point (step 2), one line (steps 4 to 13)
    lone, line = sorted(_thick(draw(sample.atlas(), "gift")), key=lambda path: len(path.commands))
    assert len(lone.commands) == 2
    assert lone.commands[1][1] - lone.commands[0][1] == 18
    assert [command[0] for command in line.commands] == ["M", *["C"] * 9]


def test_assumed_is_thin_and_dashed(sample: Any) -> None:
    dashed = [
        i for i in _curve(draw(sample.atlas(), "gift")).items if isinstance(i, Path) and i.dash == (3, 2.4)
    ]
    assert [(path.stroke, path.line) for path in dashed] == [("ink2", 0.9)]
    assert len(dashed[0].commands) == 14


def test_each_measured_stretch_has_its_range(sample: Any) -> None:
    bands = [
        i for i in _curve(draw(sample.atlas(), "gift")).items if isinstance(i, Path) and i.opacity == 0.2
    ]
    assert len(bands) == 2
    assert all(band.fill == "flow" for band in bands)


def test_how_many_said_so_stands_under_each_step(sample: Any) -> None:
    texts = [text.text for text in draw(sample.atlas(), "gift").texts()]
    assert "12: too few" in texts
    assert texts.count("nobody yet") == 2
    assert "612" in texts


def test_late_and_in_time_stand_apart(maps: Any) -> None:
    texts = {text.text: text.ink for text in draw(maps.drafted(), "m").texts()}
    assert texts["in time +1.3 (8,900)"] == "flow"
    assert texts["late −0.9 (640)"] == "trouble"


def test_two_quotes_are_pinned_to_the_lowest_points(sample: Any) -> None:
    quotes = list(draw(sample.atlas(), "gift").groups("quote"))
    assert [quote.title[:20] for quote in quotes] == ["Quote: Eight euros o", "Quote: Sent the phot"]
    assert quotes[0].description == "Reviews, 3 Nov.; 151 of 214 say the same"


def test_a_quote_of_the_quote_lane_is_not_said_twice(maps: Any) -> None:
    atlas: Atlas = maps.drafted()
    said = atlas.journey("m").step("delivered").lane("quote")[0].text
    from footpath.atlas import QuoteRow

    run = atlas.measures[0].model_copy(
        update={"quotes": (QuoteRow(step="delivered", text=said, remark="7", source="reviews"),)}
    )
    scene = draw(atlas.model_copy(update={"measures": (run,)}), "m")
    assert not list(scene.groups("quote"))


def _felt(*feelings: tuple[float, str]) -> tuple[list[Text], float]:
    """Return the words of a curve of one line, and where its line of neither good nor bad stands."""
    steps = tuple(
        Step(id=f"s{n}", title=f"I do {n}", cells={"emotion": (Emotion(score=score, word=word),)})
        for n, (score, word) in enumerate(feelings)
    )
    journey = Journey(id="m", title="M", stages=(Stage(id="s", title="S", steps=steps),))
    curve = _curve(draw(Atlas(title="A", journeys=(journey,)), "m"))
    neutral = next(i for i in curve.items if isinstance(i, Path) and i.stroke == "rule2" and i.line == 0.8)
    said = {word for _, word in feelings}
    return [i for i in curve.items if isinstance(i, Text) and i.text in said], neutral.commands[0][2]


def test_a_word_stands_on_the_free_side_of_its_point() -> None:
    # a dip just over the line and a top just under it: below the one and above the other, the line would run through them
    words, neutral = _felt((1.2, "keen"), (0.3, "amazed"), (1.2, "glad"), (-0.3, "tired"), (-1.2, "cross"))
    assert {word.text for word in words} == {"keen", "amazed", "glad", "tired", "cross"}
    for word in words:
        _, top, _, height = text_box(word)
        assert not top < neutral < top + height, word.text
    at = {word.text: word.y for word in words}
    assert at["amazed"] < neutral
    assert at["tired"] > neutral
