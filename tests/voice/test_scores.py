"""Scores: by hand on small answers, and what people count on (scales apart, customers not counted twice)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.base import BadInputError
from footpath.stats import mean, nps, share
from footpath.voice import KINDS, EmotionLine, Scale, emotion_of, measure_emotion, summarise

NINES = [10, 10, 9, 9, 9, 8, 7, 7, 6, 0]


def test_nps_is_promoters_less_detractors() -> None:
    score = summarise(NINES, "nps", (0, 10))
    assert score.estimate == nps(5, 3, 2)
    assert (score.estimate.value, score.unit, score.answers) == (30, "nps", 10)
    assert score.definition == (
        "net promoter score: the share who answered 9 or 10 less the share who answered 0 to 6, times 100; interval over answers"
    )
    assert score.counts == {0: 1, 6: 1, 7: 2, 8: 1, 9: 3, 10: 2}


def test_nps_is_asked_on_0_to_10_and_nowhere_else() -> None:
    with pytest.raises(BadInputError, match="not asked on 1 to 5") as caught:
        summarise([1, 5], "nps", (1, 5))
    assert caught.value.problems[0].code == "wrong-scale"


@pytest.mark.parametrize(
    ("kind", "scale", "good", "poor"),
    [
        ("csat", (1, 5), [4, 5], [1, 2, 3]),
        ("csat", (1, 7), [6, 7], [1, 5]),
        ("csat", (0, 10), [9, 10], [0, 8]),
        ("csat", (0, 1), [1], [0]),
        ("csat", (1, 3), [3], [1, 2]),
        ("csat", (0, 100), [75, 100], [0, 74]),
        ("csat", (6, 1), [1, 2], [3, 6]),
        ("ces", (1, 7), [5, 6, 7], [1, 4]),
        ("ces", (1, 5), [4, 5], [1, 3]),
        ("ces", (1, 6), [4, 5, 6], [1, 3]),
        ("ces", (7, 1), [1, 2, 3], [4, 7]),
    ],
)
def test_which_answers_are_good(
    kind: str, scale: tuple[float, float], good: list[float], poor: list[float]
) -> None:
    score = summarise(good + poor, kind, scale)
    assert score.estimate == share(len(good), len(good) + len(poor))
    assert f"of {scale[0]} to {scale[1]}" in score.definition


def test_a_rating_is_a_mean_on_its_own_scale() -> None:
    score = summarise([5, 4, 4, 2], "rating", (1, 5))
    assert score.estimate.value == 3.75
    assert score.definition == "rating: the mean answer, on 1 to 5; interval over answers"
    assert score.estimate.high is not None
    assert score.estimate.high <= 5


@pytest.mark.parametrize(
    ("kind", "scale"), [("nps", (0, 10)), ("csat", (1, 5)), ("ces", (1, 7)), ("rating", (1, 5))]
)
def test_who_answers_ten_times_counts_as_one_customer(kind: str, scale: tuple[float, float]) -> None:
    values = [scale[1], scale[0], scale[1], scale[1]]
    score = summarise(values * 10, kind, scale, clusters=["a", "b", "c", "d"] * 10)
    assert (score.answers, score.customers, score.estimate.n) == (40, 4, 4)
    assert "some of whom answered more than once" in score.definition
    naive = summarise(values * 10, kind, scale)
    assert score.estimate.value == naive.estimate.value
    assert _width(score.estimate) > 2 * _width(naive.estimate)


def test_who_is_unknown_counts_for_themselves() -> None:
    score = summarise([5, 4, 1], "csat", (1, 5), clusters=[None, None, math.nan])
    assert score.customers == 3
    assert score.estimate == share(2, 3)


def test_what_is_off_the_scale_is_left_out_and_told() -> None:
    score = summarise([5, 4, 0, 9, None, math.nan], "rating", (1, 5))
    assert (score.answers, score.outside, score.estimate.value) == (2, 2, 4.5)


def test_no_answers_give_no_number() -> None:
    for kind, scale in (("nps", (0, 10)), ("csat", (1, 5)), ("ces", (1, 7)), ("rating", (1, 5))):
        score = summarise([], kind, scale)
        assert (score.estimate.value, score.strength) == (None, "nothing")


def test_few_answers_are_called_few() -> None:
    assert [summarise([5, 1] * half, "rating", (1, 5)).strength for half in (4, 10, 15)] == [
        "too few to tell",
        "a first hint",
        "enough",
    ]


def test_an_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(BadInputError, match="Did you mean 'csat'"):
        summarise([1], "csats", (1, 5))
    assert KINDS.names() == ["nps", "csat", "ces", "rating"]


@pytest.mark.parametrize("ends", [(5, 5), (math.nan, 5), (0, math.inf)])
def test_a_scale_has_two_ends(ends: tuple[float, float]) -> None:
    with pytest.raises(BadInputError, match="tells nothing apart"):
        Scale(*ends)


# ---------------------------------------------------------------- emotion


@pytest.mark.parametrize(
    ("scale", "values", "emotions", "statement"),
    [
        ((1, 5), [1, 2, 3, 4, 5], [-2, -1, 0, 1, 2], "1 to 5 read as -2 to +2, with 3 as 0"),
        ((0, 10), [0, 5, 10], [-2, 0, 2], "0 to 10 read as -2 to +2, with 5 as 0"),
        ((1, 4), [1, 4], [-2, 2], "1 to 4 read as -2 to +2, with 2.5 as 0"),
        ((6, 1), [6, 1], [-2, 2], "6 to 1 read as -2 to +2, with 3.5 as 0"),
        ((-2, 2), [-1.5], [-1.5], "read as it stands, -2 to +2"),
    ],
)
def test_a_straight_line_and_its_statement(
    scale: tuple[float, float], values: list[float], emotions: list[float], statement: str
) -> None:
    found = emotion_of(values, scale)
    assert found.values == tuple(emotions)
    assert found.statement == statement
    line = EmotionLine(Scale(*scale))
    assert [line.slope * value + line.offset for value in values] == pytest.approx(emotions)


def test_off_the_scale_and_missing_have_no_emotion() -> None:
    found = emotion_of([0, 6, None, math.nan, 3], (1, 5))
    assert found.values == (None, None, None, None, 0.0)
    assert found.outside == 2
    assert emotion_of(4, (1, 5)) == 1.0
    assert math.isnan(emotion_of(9, (1, 5)))


def test_measured_emotion_is_a_mean_over_customers() -> None:
    score = measure_emotion([1, 1, 5, 5, 5], (1, 5), clusters=["a", "a", "b", "c", "d"])
    assert score.estimate == mean([-2, -2, 2, 2, 2], ["a", "a", "b", "c", "d"], bounds=(-2, 2))
    assert (score.kind, score.estimate.value, score.customers, score.answers) == ("emotion-scores", 0.4, 4, 5)
    assert "1 to 5 read as -2 to +2" in score.definition


def test_words_are_a_series_of_their_own() -> None:
    score = measure_emotion([-1.0, 0.5], (-2, 2), series="words")
    assert score.kind == "emotion-words"
    assert "words, as a model read them" in score.definition


@given(st.lists(st.integers(1, 5), min_size=1, max_size=30))
def test_emotion_never_leaves_its_scale_nor_the_order(values: list[int]) -> None:
    estimate = measure_emotion(values, (1, 5)).estimate
    assert estimate.value == pytest.approx(float(np.mean(values)) - 3)
    if estimate.low is not None and estimate.high is not None:
        assert -2 <= estimate.low <= estimate.value + 1e-9
        assert estimate.value - 1e-9 <= estimate.high <= 2


def _width(estimate: object) -> float:
    return estimate.high - estimate.low  # type: ignore[attr-defined,no-any-return]
