"""Means, percentiles and medians: by hand, and coverage by simulation."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.stats import Estimate, mean, median_interval, percentile, t_cdf, t_quantile


def ends(estimate: Estimate) -> tuple[float, float]:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low, estimate.high


@pytest.mark.parametrize(
    ("share", "df", "t"),
    [(0.975, 1, 12.7062), (0.975, 4, 2.7764), (0.975, 9, 2.2622), (0.95, 30, 1.6973), (0.025, 120, -1.9799)],
)
def test_student_s_quantiles_as_tabulated(share: float, df: int, t: float) -> None:
    assert t_quantile(share, df) == pytest.approx(t, abs=5e-5)
    assert t_cdf(t, df) == pytest.approx(share, abs=5e-5)


def test_a_mean_weighs_values_alike_and_counts_customers() -> None:
    estimate = mean([1, 2, 3, 6], clusters=["a", "a", "a", "b"])
    assert (estimate.value, estimate.n) == (3.0, 2)


def test_repeated_answers_of_the_same_customers_bring_no_certainty() -> None:
    once = mean([1, 2, 3, 4, 5] * 6, seed=1)
    same = mean([1, 2, 3, 4, 5] * 60, clusters=[str(number) for number in range(30)] * 10, seed=1)
    assert same.n == once.n == 30
    assert ends(same) == pytest.approx(ends(once))


def test_an_unnamed_customer_is_somebody_of_their_own() -> None:
    assert mean([1, 2, 3, 4], clusters=[None, None, "a", "a"]).n == 3
    assert mean([1, 2, 3, 4], clusters=[math.nan, math.nan, 1.0, 1.0]).n == 3
    assert mean([1.0, 2.0, 3.0], clusters=np.array([5, 5, 6])).n == 2


def test_the_same_seed_gives_the_same_numbers() -> None:
    values = list(range(20))
    assert mean(values, seed=3) == mean(values, seed=3)
    assert ends(mean(values, seed=3)) != ends(mean(values, seed=4))


def test_missing_values_are_left_out() -> None:
    assert mean([1.0, math.nan, 3.0], clusters=["a", "b", "c"]).n == 2
    empty = mean([math.nan])
    assert (empty.value, empty.low, empty.n) == (None, None, 0)


def test_one_customer_tells_no_interval() -> None:
    alone = mean([1, 5], clusters=["a", "a"])
    assert (alone.value, alone.low, alone.high, alone.n) == (3.0, None, None, 1)


def test_all_equal_on_a_scale_is_not_taken_for_certain() -> None:
    estimate = mean([5, 5, 5], bounds=(1, 5))
    # Wilson: of 0 in 3, up to 56.1 % could differ, each by 4
    assert ends(estimate) == pytest.approx((5 - 0.5615 * 4, 5), abs=1e-3)
    assert mean([5] * 100, bounds=(1, 5)).low == pytest.approx(5 - 0.0370 * 4, abs=1e-3)


def test_an_interval_stays_on_the_scale() -> None:
    low, high = ends(mean([5, 5, 5, 1], bounds=(1, 5)))
    assert 1 <= low <= 4 <= high <= 5


def test_many_customers_are_quick_and_agree_with_resampling() -> None:
    rng = np.random.default_rng(5)
    values = rng.integers(1, 6, 4999).astype(float)
    resampled, formula = mean(values), mean(np.append(values, values.mean()))
    assert resampled.method != formula.method
    assert ends(resampled) == pytest.approx(ends(formula), abs=0.004)


def test_the_interval_of_a_mean_covers_customers_who_answer_often() -> None:
    """60 skewed stars from 12 customers of 5 each, whose tastes differ: about nineteen times in twenty."""
    rng = np.random.default_rng(11)
    covered, rounds = 0, 300
    clusters = np.repeat(np.arange(12), 5)
    for seed in range(rounds):
        taste = rng.normal(0, 1, 12)
        values = np.repeat(taste, 5) + rng.exponential(1, 60) - 1
        low, high = ends(mean(values, clusters, seed=seed, draws=400))
        covered += low <= 0 <= high
    assert 0.91 <= covered / rounds <= 0.98


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0, 1))
def test_percentiles_are_numpy_s_default(values: list[float], q: float) -> None:
    assert percentile(values, q) == pytest.approx(float(np.percentile(values, 100 * q)), abs=1e-6)


def test_percentiles_by_hand_and_their_mistakes() -> None:
    assert percentile([10, 20, 30, 40, 50], 0.9) == 46.0
    with pytest.raises(ValueError, match="share from 0 to 1"):
        percentile([1, 2], 90)
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


@pytest.mark.parametrize(
    ("n", "low", "high"),
    [(6, 1, 6), (8, 1, 8), (9, 2, 8), (10, 2, 9), (20, 6, 15), (50, 18, 33), (100, 40, 61)],
)
def test_the_ranks_around_a_median_as_tabulated(n: int, low: int, high: int) -> None:
    """Conover 1999, table A3: the widest pair of ranks that leaves 2.5 % or less on each side."""
    estimate = median_interval(list(range(1, n + 1)))
    assert (estimate.low, estimate.high) == (low, high)


def test_a_median_of_few_has_no_interval_and_of_none_no_value() -> None:
    assert median_interval([3, 1, 2]) == Estimate(2.0, None, None, 3, "too few for order statistics")
    assert median_interval([]).value is None


def test_the_rank_by_formula_meets_the_exact_one() -> None:
    exact, formula = median_interval(range(1000)), median_interval(range(1001))
    assert exact.low is not None
    assert formula.low is not None
    assert abs(exact.low - formula.low) <= 1
    assert formula.value == statistics.median(range(1001))
