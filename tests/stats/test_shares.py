"""Shares, their differences and the net promoter score: published examples, and coverage by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.stats import Estimate, difference_of_shares, nps, share


def rounded(estimate: Estimate, digits: int) -> tuple[float, float, float]:
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    return round(estimate.value, digits), round(estimate.low, digits), round(estimate.high, digits)


@pytest.mark.parametrize(
    ("hits", "n", "expected"),
    [
        (
            81,
            263,
            (0.3080, 0.2553, 0.3662),
        ),  # Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3
        (15, 148, (0.1014, 0.0624, 0.1605)),
        (0, 20, (0.0, 0.0, 0.1611)),
        (1, 29, (0.0345, 0.0061, 0.1718)),
        (20, 20, (1.0, 0.8389, 1.0)),
    ],
)
def test_wilson_as_published(hits: int, n: int, expected: tuple[float, float, float]) -> None:
    assert rounded(share(hits, n), 4) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((56, 70, 48, 80), (0.2, 0.0524, 0.3339)),  # Newcombe 1998, 873-890, table II, method 10
        ((9, 10, 3, 10), (0.6, 0.1705, 0.8090)),
        ((10, 10, 0, 10), (1.0, 0.6075, 1.0)),
        ((0, 10, 0, 20), (0.0, -0.1611, 0.2775)),
    ],
)
def test_differences_as_published(
    counts: tuple[int, int, int, int], expected: tuple[float, float, float]
) -> None:
    assert rounded(difference_of_shares(*counts), 4) == expected


def test_nps_by_hand() -> None:
    # n' = 13, P' = 5.75, D' = 2.75: s' = 3 / 13 = .2308, variance (8.5 / 13 - .2308 ** 2) / 13 = .0462
    assert rounded(nps(5, 3, 2), 1) == (30.0, -19.1, 65.2)
    # the half-widths of a 50/30/20 split: 21 points at 50 answers, 15 at 100, 9 at 300
    for n, half in ((50, 21), (100, 15), (300, 9)):
        _, low, high = rounded(nps(n // 2, 3 * n // 10, n // 5), 6)
        assert round((high - low) / 2) == half


def test_nps_stays_on_its_scale_and_doubts_what_few_agree_on() -> None:
    estimate = nps(4, 0, 0)
    assert estimate.value == 100
    assert estimate.high == 100
    assert estimate.low is not None
    assert estimate.low < 50


def test_from_nothing_comes_nothing() -> None:
    for estimate in (share(0, 0), nps(0, 0, 0), difference_of_shares(1, 2, 0, 0)):
        assert (estimate.value, estimate.low, estimate.high) == (None, None, None)
    assert difference_of_shares(1, 2, 0, 0).n == 2


@pytest.mark.parametrize("bad", [lambda: share(3, 2), lambda: share(-1, 2), lambda: nps(-1, 0, 5)])
def test_counts_that_cannot_be_are_refused(bad) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"share|negative"):
        bad()


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_share_lies_in_its_interval_and_on_its_scale(hits: int, misses: int) -> None:
    estimate = share(hits, hits + misses)
    if estimate.value is not None:
        assert estimate.low is not None
        assert estimate.high is not None
        assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 500), st.integers(1, 500))
def test_a_difference_turned_round_is_its_negative(h1: int, m1: int, h2: int, m2: int) -> None:
    there, back = (
        difference_of_shares(h1, h1 + m1, h2, h2 + m2),
        difference_of_shares(h2, h2 + m2, h1, h1 + m1),
    )
    assert there.value is not None
    assert there.low is not None
    assert back.high is not None
    assert there.value == pytest.approx(-(back.value or 0.0))
    assert there.low == pytest.approx(-back.high)


@pytest.mark.parametrize("n", [10, 30, 100])
def test_the_nps_interval_covers_nineteen_times_in_twenty(n: int) -> None:
    rng = np.random.default_rng(7)
    truth = 30.0
    draws = rng.multinomial(n, [0.5, 0.3, 0.2], size=3000)
    found = [nps(int(p), int(s), int(d)) for p, s, d in draws]
    covered = sum(e.low <= truth <= e.high for e in found if e.low is not None and e.high is not None)
    assert 0.93 <= covered / len(draws) <= 0.97


def test_scaled_turns_ends_with_a_negative_factor() -> None:
    assert Estimate(0.2, 0.1, 0.4, 10, "m").scaled(-100, 100) == Estimate(80.0, 60.0, 90.0, 10, "m")
