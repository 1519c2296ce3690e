"""Tails, tests and agreement against closed forms and published tables."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.stats import (
    adjusted_rand,
    benjamini_hochberg,
    chi_square_tail,
    difference_of_means,
    difference_of_shares,
    directions,
    goodness_of_fit,
    kaplan_meier,
    log_rank,
    shares_differ,
    spherical_k_means,
    stable_clusters,
)

# Freireich et al. 1963, Blood 21(6), 699-716, as printed in Kleinbaum and Klein, Survival Analysis (2012), table 1.1:
# weeks in remission; 6-MP with whether it ended, placebo (all ended).
MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


@pytest.mark.parametrize("x", [1e-8, 0.01, 0.5, 1, 2, 3.9, 10, 40, 300])
def test_the_tail_agrees_with_closed_forms(x):
    half = x / 2
    exact = {
        1: math.erfc(math.sqrt(half)),
        2: math.exp(-half),
        3: math.erfc(math.sqrt(half)) + math.sqrt(2 * x / math.pi) * math.exp(-half),
        4: math.exp(-half) * (1 + half),
        10: math.exp(-half) * sum(half**i / math.factorial(i) for i in range(5)),
    }
    for degrees, value in exact.items():
        assert chi_square_tail(x, degrees) == pytest.approx(value, rel=1e-10, abs=1e-300)


@pytest.mark.parametrize(
    ("degrees", "share", "x"),
    # NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.4, upper critical values
    [
        (1, 0.05, 3.841),
        (1, 0.001, 10.828),
        (5, 0.05, 11.070),
        (10, 0.01, 23.209),
        (30, 0.1, 40.256),
        (100, 0.05, 124.342),
    ],
)
def test_the_tail_at_published_critical_values(degrees, share, x):
    assert chi_square_tail(x - 5e-4, degrees) >= share >= chi_square_tail(x + 5e-4, degrees)


def test_the_tail_far_out_and_what_is_refused():
    assert chi_square_tail(0, 3) == 1
    assert chi_square_tail(math.inf, 3) == 0
    assert 0 < chi_square_tail(1000, 1) < 1e-200
    for x, degrees in ((-1, 1), (float("nan"), 1), (1, 0)):
        with pytest.raises(ValueError, match="chi-square"):
            chi_square_tail(x, degrees)


def test_m195_the_log_rank_test_as_printed():
    """Kleinbaum and Klein 2012, section 2.IV: O - E = -10.26, variance 6.2685, log-rank statistic 16.793."""
    test = log_rank({"6-MP": (MP, [bool(e) for e in ENDED]), "placebo": (PLACEBO, [True] * 21)})
    assert test.chance.statistic == pytest.approx(16.793, abs=5e-4)
    assert test.chance.degrees == 1
    assert test.chance.p == pytest.approx(4.17e-5, rel=1e-3)
    assert test.observed == {"6-MP": 9, "placebo": 21}
    assert {name: round(e, 2) for name, e in test.expected.items()} == {"6-MP": 19.25, "placebo": 10.75}
    assert test.observed["6-MP"] - test.expected["6-MP"] == pytest.approx(-10.26, abs=0.01)


def test_the_placebo_curve_as_printed():
    """Kleinbaum and Klein 2012, section 2.II: survival .90, .81, .76, .67, .57, .38, .29, .19, .14, .10, .05, 0; median 8."""
    curve = kaplan_meier(PLACEBO, [True] * 21)
    assert [round(s, 2) for s in curve.surviving] == [
        0.90,
        0.81,
        0.76,
        0.67,
        0.57,
        0.38,
        0.29,
        0.19,
        0.14,
        0.10,
        0.05,
        0,
    ]
    assert curve.median().value == 8


@given(
    st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(1, 3)), max_size=15),
    st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(1, 3)), max_size=15),
)
def test_counts_stand_for_as_many_entries(one, other):
    def long(rows):
        return ([t for t, _, n in rows for _ in range(n)], [seen for _, seen, n in rows for _ in range(n)])

    def short(rows):
        return ([t for t, _, _ in rows], [seen for _, seen, _ in rows])

    counts = {"a": [n for *_, n in one], "b": [n for *_, n in other]}
    first = log_rank({"a": long(one), "b": long(other)})
    second = log_rank({"a": short(one), "b": short(other)}, counts)
    assert first.chance.statistic == pytest.approx(second.chance.statistic, abs=1e-9)
    assert first.observed == second.observed
    assert sum(first.expected.values()) == pytest.approx(sum(first.observed.values()))
    assert kaplan_meier(*long(one)) == kaplan_meier(*short(one), counts["a"])


def test_three_groups_and_groups_that_cannot_be_compared():
    groups = {"a": ([1, 2, 3], [True] * 3), "b": ([4, 5, 6], [True] * 3), "c": ([7, 8, 9], [True] * 3)}
    assert log_rank(groups).chance.degrees == 2
    assert log_rank(groups).chance.p < 0.05
    assert log_rank({"a": ([1], [True]), "b": ([], [])}).chance.p == 1
    assert log_rank({}).chance.p == 1


def test_fisher_as_published():
    """Fisher's tea (Design of Experiments 1935, section 5): 3 of 4 right, p two-sided 34/70; Agresti 2002, table 3.8."""
    assert shares_differ(3, 4, 1, 4).p == pytest.approx(34 / 70)
    assert shares_differ(4, 4, 0, 4).p == pytest.approx(2 / 70)
    assert shares_differ(3, 4, 1, 4).method == "Fisher"


@given(st.integers(0, 6), st.integers(1, 6), st.integers(0, 9), st.integers(1, 9))
def test_fisher_adds_up_what_is_no_likelier(hits1, n1, hits2, n2):
    hits1, hits2 = min(hits1, n1), min(hits2, n2)
    hits, n = hits1 + hits2, n1 + n2
    ways = {
        k: math.comb(n1, k) * math.comb(n2, hits - k) for k in range(max(0, hits - n2), min(n1, hits) + 1)
    }
    exact = sum(w for w in ways.values() if w <= ways[hits1] * (1 + 1e-9)) / math.comb(n, hits)
    told = shares_differ(hits1, n1, hits2, n2)
    if told.method == "Fisher":
        assert told.p == pytest.approx(exact)


def test_the_score_test_is_pearsons_chi_square():
    """Agresti 2002, table 3.1 (aspirin): 189 of 11,034 and 104 of 11,037: chi-square 25.01."""
    told = shares_differ(189, 11034, 104, 11037)
    assert told.statistic == pytest.approx(25.01, abs=0.005)
    assert told.p == pytest.approx(chi_square_tail(told.statistic, 1), rel=1e-9)
    assert shares_differ(0, 50, 0, 60).p == 1


def test_shares_of_groups_with_customers_in_common_are_covered():
    """Half of each group is in the other too: with its correlation the interval covers 95 %, without it is too wide."""
    rng = np.random.default_rng(5)
    plain, told = [], []
    for _ in range(400):
        both = rng.random(60) < 0.4
        kept = np.where(rng.random(60) < 0.9, both, rng.random(60) < 0.4)
        one = np.concatenate([both, rng.random(60) < 0.4])
        other = np.concatenate([kept, rng.random(60) < 0.4])
        hits1, hits2 = int(one.sum()), int(other.sum())
        joint = float(((both - one.mean()) * (kept - other.mean())).sum())
        correlation = joint / (120 * math.sqrt(one.var() * other.var()))
        for found, with_it in ((plain, 0.0), (told, correlation)):
            estimate = difference_of_shares(hits1, 120, hits2, 120, correlation=with_it)
            found.append(estimate.low <= 0 <= estimate.high)
    assert 0.93 <= np.mean(told) <= 0.975
    assert np.mean(plain) > np.mean(told)
    assert difference_of_shares(7, 20, 9, 30) == difference_of_shares(7, 20, 9, 30, correlation=0.0)


def test_a_split_as_planned_and_not():
    assert goodness_of_fit([5000, 5000], [50, 50]).p == 1
    assert goodness_of_fit([5200, 4800], [50, 50]).statistic == pytest.approx(16)
    assert goodness_of_fit([315, 108, 101, 32], [9, 3, 3, 1]).statistic == pytest.approx(
        0.47, abs=0.005
    )  # Mendel's peas
    assert goodness_of_fit([10, 1], [1, 0]).p == 0
    assert goodness_of_fit([0, 0], [1, 1]).p == 1
    with pytest.raises(ValueError, match="planned"):
        goodness_of_fit([1], [1, 2])


def test_welch_as_published():
    """NIST/SEMATECH e-Handbook, section 1.3.5.3 (AUTO83B): means 20.14458 and 30.48101, t = -12.94627 without equal variances."""
    estimate, chance = difference_of_means(
        20.14458, 6.41470 / math.sqrt(249), 249, 30.48101, 6.10771 / math.sqrt(79), 79
    )
    assert math.sqrt(chance.statistic) == pytest.approx(12.94627, abs=1e-4)
    assert chance.p < 1e-20
    assert estimate.low < estimate.value < estimate.high < 0
    assert difference_of_means(1, 0.1, 1, 2, 0.1, 9)[0].low is None


def test_adjusted_rand_as_published():
    """Hubert and Arabie 1985 as worked in Yeung and Ruzzo 2001 (supplement, table 2): 0.313."""
    classes = [0] * 1 + [0] * 1 + [1] * 1 + [1] * 2 + [1] * 1 + [2] * 4
    parts = [0, 1, 0, 1, 1, 2, 2, 2, 2, 2]
    assert adjusted_rand(classes, parts) == pytest.approx(0.313, abs=5e-4)
    assert adjusted_rand([0, 0, 1], [1, 1, 0]) == adjusted_rand([0], [0]) == 1
    assert abs(adjusted_rand(np.arange(2000) % 2, np.arange(2000) // 1000)) < 0.01


def planted(rng, per_cluster, clusters=3, features=12):
    kind = np.repeat(np.arange(clusters), per_cluster)
    rates = 0.5 + 5.0 * (kind[:, None] == np.arange(features)[None, :] % clusters)
    return kind, directions(np.sqrt(rng.poisson(rates)))


def test_m188_as_many_clusters_as_were_planted():
    kind, rows = planted(np.random.default_rng(3), 80)
    found = stable_clusters(rows, most=5)
    assert found.k == 3
    assert adjusted_rand(found.labels, kind) > 0.95
    again = stable_clusters(rows, most=5)
    assert np.array_equal(found.labels, again.labels)
    assert found.agreement == again.agreement
    assert np.bincount(found.labels).tolist() == sorted(np.bincount(found.labels).tolist(), reverse=True)


def test_m188_one_cluster_where_nothing_falls_apart():
    rows = directions(np.sqrt(np.random.default_rng(4).poisson(3, size=(200, 15))))
    found = stable_clusters(rows, most=5)
    assert found.k == 1
    assert max(found.agreement.values()) < 0.5


def test_clusters_of_equal_rows_and_of_few():
    assert spherical_k_means(np.tile([[1.0, 0.0]], (5, 1)), 3).k == 1
    assert stable_clusters(np.eye(2)).k == 1
    assert stable_clusters(np.eye(1)).k == 1


# ---------------------------------------------------------------- what is promised holds, by simulation


def test_intervals_cover_what_they_promise():
    """800 draws: nominal 95 % within what chance allows of it; Newcombe and Welch on groups of different size."""
    rng = np.random.default_rng(11)
    hits1, hits2 = rng.binomial(60, 0.2, 800), rng.binomial(150, 0.35, 800)
    told = [difference_of_shares(int(a), 60, int(b), 150) for a, b in zip(hits1, hits2, strict=True)]
    assert 0.93 <= np.mean([e.low <= -0.15 <= e.high for e in told]) <= 0.985
    covered = []
    for _ in range(800):
        a, b = rng.normal(1, 1, 15), rng.normal(0, 3, 40)
        estimate, _ = difference_of_means(
            a.mean(), a.std(ddof=1) / 15**0.5, 15, b.mean(), b.std(ddof=1) / 40**0.5, 40
        )
        covered.append(estimate.low <= 1 <= estimate.high)
    assert 0.93 <= np.mean(covered) <= 0.97


def test_the_median_wait_is_covered():
    rng = np.random.default_rng(12)
    covered = []
    for _ in range(300):
        wait, end = rng.exponential(1, 80), rng.uniform(0.5, 4, 80)
        median = kaplan_meier(np.minimum(wait, end), wait <= end).median()
        covered.append(median.low <= math.log(2) <= (median.high if median.high is not None else math.inf))
    assert 0.92 <= np.mean(covered) <= 0.985


def test_null_tests_find_nothing_more_than_promised():
    """400 times 20 tests where nothing differs: some discovery in at most 5 % of the times, within chance."""
    rng = np.random.default_rng(13)
    found = 0
    for _ in range(400):
        p = [
            shares_differ(int(a), 80, int(b), 200).p
            for a, b in zip(rng.binomial(80, 0.2, 20), rng.binomial(200, 0.2, 20), strict=True)
        ]
        found += min(benjamini_hochberg(p)) <= 0.05
    assert found <= 0.05 * 400 + 2 * math.sqrt(400 * 0.05 * 0.95)
    waits = [rng.exponential(1, (2, 40)) for _ in range(400)]
    p = [log_rank({g: (np.minimum(w[g], 1.5), w[g] <= 1.5) for g in (0, 1)}).chance.p for w in waits]
    assert 0.025 <= np.mean(np.array(p) <= 0.05) <= 0.08
