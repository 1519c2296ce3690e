"""Means with intervals by resampling, over customers where some of them answered more than once."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from footpath.stats.normal import Z95, normal_cdf, t_quantile
from footpath.stats.shares import share
from footpath.stats.types import Estimate, nothing

if TYPE_CHECKING:
    import numpy as np

_MANY = 5_000
"""From so many clusters on the bootstrap and the normal interval agree to three digits, and only one is quick."""


def mean(
    values: Sequence[float] | np.ndarray[Any, Any],
    clusters: Sequence[Hashable] | np.ndarray[Any, Any] | None = None,
    *,
    seed: int = 0,
    draws: int = 2000,
    bounds: tuple[float, float] | None = None,
) -> Estimate:
    """Return the mean of all values with a 95 % interval that resamples clusters (customers), not values.

    Parameters
    ----------
    values
        Shape (n,); NaN is left out.
    clusters
        Shape (n,): whose value each is; None in it stands for somebody of their own. Without it every value is.
    seed, draws
        Of the resampling: same seed, same numbers.
    bounds
        The least and greatest value that could have been; then the interval stays inside, and where all values are
        equal it is not of width 0 but says what else the customers not asked could mean.

    Returns
    -------
    Estimate
        `value` weighs every value alike; `n` is the number of clusters. The interval is None for fewer than two
        clusters (and `bounds` unknown).

    Notes
    -----
    Percentile interval of the cluster bootstrap, widened for small samples to the level at which Student's t would
    stand (Hesterberg 2015, American Statistician 69(4), section 5.3, "expanded percentiles"); from 5,000 clusters on
    the linearised (sandwich) standard error with the normal quantile (Cameron and Miller 2015, J. Human Resources
    50(2), section II), which is the same number. Where all are equal: the Wilson interval of none in n that differ,
    each by as much as `bounds` allow (ours).
    Cost: draws x clusters.
    """
    import numpy as np

    array = np.asarray(values, dtype=np.float64)
    keep = ~np.isnan(array)
    array = array[keep]
    if array.size == 0:
        return nothing("bootstrap over customers")
    codes = _codes(clusters, keep)
    sums = np.bincount(codes, weights=array)
    counts = np.bincount(codes).astype(np.float64)
    value = float(array.mean())
    n = len(sums)
    if np.all(array == array[0]):
        return _all_equal(float(array[0]), n, bounds)
    if n < 2:
        return Estimate(value, None, None, n, "one customer")
    if n >= _MANY:
        residuals = sums - value * counts
        error = float(np.sqrt((residuals**2).sum() * n / (n - 1))) / array.size
        return _inside(
            Estimate(value, value - Z95 * error, value + Z95 * error, n, "normal over customers"), bounds
        )
    means = _resampled(sums, counts, seed, draws)
    level = normal_cdf(t_quantile(0.025, n - 1) * float(np.sqrt(n / (n - 1))))
    low, high = (float(end) for end in np.quantile(means, [level, 1 - level]))
    return _inside(Estimate(value, low, high, n, "bootstrap over customers"), bounds)


def percentile(values: Sequence[float] | np.ndarray[Any, Any], q: float) -> float:
    """Return the value below which the share `q` (0..1) of the values lies, linearly between neighbours.

    Raises
    ------
    ValueError
        Where there are no values, or q is no share (0.9 is the 90th percentile).

    Notes
    -----
    Source: Hyndman and Fan 1996, American Statistician 50(4), definition 7; numpy's and DuckDB's `quantile_cont`.

    >>> percentile([1, 2, 3, 4], 0.5)
    2.5
    """
    import numpy as np

    if not 0 <= q <= 1:
        raise ValueError(f"q is a share from 0 to 1, such as 0.9, not {q}")
    array = np.asarray(values, dtype=np.float64)
    if array.size == 0:
        raise ValueError("no values have no percentile")
    return float(np.quantile(array, q))


def median_interval(values: Sequence[float] | np.ndarray[Any, Any]) -> Estimate:
    """Return the median with an interval that covers it with 95 % or more, whatever the distribution.

    Returns
    -------
    Estimate
        The interval's ends are two of the values; for fewer than 6 values no pair covers 95 %, and it is None.

    Notes
    -----
    Source: Conover 1999, Practical Nonparametric Statistics, section 3.2: order statistics with binomial ranks, exact
    up to n = 1,000, by the normal approximation above.
    """
    import numpy as np

    array = np.sort(np.asarray(values, dtype=np.float64))
    array = array[~np.isnan(array)]
    n = int(array.size)
    if n == 0:
        return nothing("order statistics")
    value = float(np.quantile(array, 0.5))
    rank = _median_rank(n)
    if rank < 1:
        return Estimate(value, None, None, n, "too few for order statistics")
    return Estimate(value, float(array[rank - 1]), float(array[n - rank]), n, "order statistics")


def _median_rank(n: int) -> int:
    """Return the greatest rank r with 2 P(B(n, 1/2) < r) <= 5 %, 0 where there is none."""
    if n > 1000:
        return int((n - Z95 * n**0.5) / 2)
    total, rank, ways = 0, 0, 1
    limit = 2**n  # 2 * P <= 1/20, so 40 * ways <= 2**n
    while 40 * (total + ways) <= limit:
        total += ways
        rank += 1
        ways = ways * (n - rank + 1) // rank
    return rank


def _codes(
    clusters: Sequence[Hashable] | np.ndarray[Any, Any] | None, keep: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    import numpy as np

    if clusters is None:
        return np.arange(int(keep.sum()))
    if len(clusters) != len(keep):
        raise ValueError(f"{len(keep)} values need as many clusters, not {len(clusters)}")
    if isinstance(clusters, np.ndarray) and clusters.dtype.kind in "iu":
        return np.asarray(np.unique(clusters[keep], return_inverse=True)[1])
    seen: dict[Hashable, int] = {}
    codes: list[int] = []
    for cluster, kept in zip(clusters, keep, strict=True):
        if kept:
            own = object() if cluster is None or _is_nan(cluster) else cluster
            codes.append(seen.setdefault(own, len(seen)))
    return np.asarray(codes, dtype=np.int64)


def _is_nan(cluster: Hashable) -> bool:
    return isinstance(cluster, float) and math.isnan(cluster)


def _resampled(
    sums: np.ndarray[Any, Any], counts: np.ndarray[Any, Any], seed: int, draws: int
) -> np.ndarray[Any, Any]:
    import numpy as np

    rng = np.random.default_rng(seed)
    n = len(sums)
    at_once = max(1, 2_000_000 // n)
    means = []
    for start in range(0, draws, at_once):
        picked = rng.integers(0, n, size=(min(at_once, draws - start), n))
        means.append(sums[picked].sum(axis=1) / counts[picked].sum(axis=1))
    return np.concatenate(means)


def _all_equal(value: float, n: int, bounds: tuple[float, float] | None) -> Estimate:
    if bounds is None:
        end = value if n > 1 else None
        return Estimate(value, end, end, n, "all equal")
    could_differ = share(0, n).high or 0.0
    low, high = bounds
    return Estimate(
        value, value - could_differ * (value - low), value + could_differ * (high - value), n, "all equal"
    )


def _inside(estimate: Estimate, bounds: tuple[float, float] | None) -> Estimate:
    if bounds is None or estimate.low is None or estimate.high is None:
        return estimate
    return Estimate(
        estimate.value,
        max(bounds[0], estimate.low),
        min(bounds[1], estimate.high),
        estimate.n,
        estimate.method,
    )
