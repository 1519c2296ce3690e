"""Numbers in plain words, as a map says them."""

from __future__ import annotations

import pytest

from footpath.insight.sentences import feeling, of_ten, one_in


@pytest.mark.parametrize(
    ("share", "n", "words"),
    [
        (0.714, 214, "7 of 10"),
        (0.065, 2581, "6 of 100"),
        (0.158, 4918, "16 of 100"),
        (0.638, 4051, "64 of 100"),
        (0.934, 2581, "93 of 100"),
        (0.5, 8, "4 of 8"),
        (0.999, 5000, "nearly all"),
        (1.0, 500, "all"),
        (0.001, 5000, "hardly anyone"),
        (0.0, 500, "nobody"),
    ],
)
def test_shares_are_told_as_counts_of_ten_or_a_hundred(share: float, n: int, words: str) -> None:
    assert of_ten(share, n) == words


@pytest.mark.parametrize(
    ("share", "n", "words"),
    [(0.0769, 2581, "1 in 13"), (0.4, 100, "4 of 10"), (0.1, 20, "2 of 20"), (0.0, 100, "nobody")],
)
def test_small_shares_are_told_as_one_in(share: float, n: int, words: str) -> None:
    assert one_in(share, n) == words


def test_words_for_feelings_rise_with_the_score() -> None:
    words = [feeling(score / 10) for score in range(-20, 21)]
    assert words[0] == "angry"
    assert words[-1] == "delighted"
    assert len(dict.fromkeys(words)) == 9
