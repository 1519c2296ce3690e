"""Kaplan-Meier against Gehan's leukaemia data, as every textbook prints them, and against plain shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.stats import benjamini_hochberg, kaplan_meier

# Freireich et al. 1963, 6-MP arm: weeks in remission; + is censored
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
SEEN = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_the_curve_of_the_textbook() -> None:
    curve = kaplan_meier(WEEKS, [bool(seen) for seen in SEEN])
    assert curve.times == (6, 7, 10, 13, 16, 22, 23)
    assert curve.at_risk == (21, 17, 15, 12, 11, 7, 6)
    assert curve.events == (3, 1, 1, 1, 1, 1, 1)
    assert [round(s, 3) for s in curve.surviving] == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    # log-log interval at 6 weeks: .620 to .952 (R: survfit with conf.type = "log-log")
    assert (round(curve.low[0], 3), round(curve.high[0], 3)) == (0.620, 0.952)
    assert (curve.n, curve.censored) == (21, 12)


def test_the_median_and_its_interval() -> None:
    curve = kaplan_meier(WEEKS, [bool(seen) for seen in SEEN])
    median = curve.median()
    assert (median.value, median.low, median.high) == (23, 13, None)
    assert curve.percentile(0.9).value is None
    with pytest.raises(ValueError, match="between 0 and 1"):
        curve.percentile(50)


def test_the_share_by_a_time() -> None:
    curve = kaplan_meier(WEEKS, [bool(seen) for seen in SEEN])
    by_ten = curve.reached_by(12)
    assert by_ten.value == pytest.approx(1 - 0.753, abs=5e-4)
    assert by_ten.low is not None
    assert by_ten.high is not None
    assert by_ten.low < by_ten.value < by_ten.high  # type: ignore[operator]
    assert curve.reached_by(5).value == 0


def test_nobody_and_nobody_yet() -> None:
    empty = kaplan_meier([], [])
    assert (empty.n, empty.times, empty.median().value, empty.reached_by(3).value) == (0, (), None, None)
    waiting = kaplan_meier([1, 2], [False, False])
    assert (waiting.censored, waiting.median().value, waiting.reached_by(3).value) == (2, None, 0)


@pytest.mark.parametrize(
    ("durations", "observed"), [([1], [True, False]), ([-1], [True]), ([float("nan")], [True])]
)
def test_bad_durations_are_refused(durations: list[float], observed: list[bool]) -> None:
    with pytest.raises(ValueError, match="durations"):
        kaplan_meier(durations, observed)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40))
def test_without_censoring_it_is_the_plain_share(lengths: list[int]) -> None:
    curve = kaplan_meier(lengths, [True] * len(lengths))
    for time, surviving in zip(curve.times, curve.surviving, strict=True):
        assert surviving == pytest.approx(sum(length > time for length in lengths) / len(lengths))
    assert sum(curve.events) == len(lengths)


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=40))
def test_the_curve_falls_inside_its_interval(pairs: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([length for length, _ in pairs], [seen for _, seen in pairs])
    assert list(curve.surviving) == sorted(curve.surviving, reverse=True)
    for low, surviving, high in zip(curve.low, curve.surviving, curve.high, strict=True):
        assert 0 <= low <= surviving + 1e-12
        assert surviving <= high + 1e-12
        assert high <= 1


def test_false_discoveries_as_published() -> None:
    """Benjamini and Hochberg 1995, section 4.1: of 15 tests the first 4 are found at 5 %."""
    p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    assert sum(q <= 0.05 for q in benjamini_hochberg(p)) == 4
    assert benjamini_hochberg(p)[3] == pytest.approx(0.0095 * 15 / 4)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_adjusting_keeps_the_order_and_never_lowers(p: list[float]) -> None:
    adjusted = benjamini_hochberg(p)
    assert all(q >= one for q, one in zip(adjusted, p, strict=True))
    ranked = [q for _, q in sorted(zip(p, adjusted, strict=True))]
    assert ranked == sorted(ranked)
    assert all(q <= 1 for q in adjusted)
