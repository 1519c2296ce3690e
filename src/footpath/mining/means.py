"""Means with intervals from what engines give back: the mean and the squared deviations, not the values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.stats import Estimate


def mean_of_sums(
    mean: float, squares: float, n: int, *, bounds: tuple[float, float] | None = None
) -> Estimate:
    """Return a mean over customers with Student's 95 % interval.

    Parameters
    ----------
    squares
        The sum of the squared deviations from the mean.
    n
        How many customers; above 0. One alone has no interval.
    bounds
        The least and greatest value that could have been; the interval stays inside, and where all are equal it is not
        of width 0 (see `stats.mean`).
    """
    from footpath.stats import Estimate, t_quantile
    from footpath.stats import mean as mean_of

    if n > 1 and squares == 0:
        import numpy as np

        return mean_of(np.full(n, mean), bounds=bounds)
    if n < 2:
        return Estimate(mean, None, None, n, "one customer")
    half: float = t_quantile(0.975, n - 1) * math.sqrt(squares / (n - 1) / n)
    low, high = mean - half, mean + half
    if bounds is not None:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    return Estimate(mean, low, high, n, "Student's t over customers")
