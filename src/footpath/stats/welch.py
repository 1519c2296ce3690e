"""The difference of two means, of groups whose spread may differ."""

from __future__ import annotations

import math

from footpath.stats.normal import t_cdf, t_quantile
from footpath.stats.types import Chance, Estimate


def difference_of_means(
    value1: float, error1: float, n1: int, value2: float, error2: float, n2: int, *, covariance: float = 0.0
) -> tuple[Estimate, Chance]:
    """Return the first mean less the second with its 95 % interval, and how likely as much comes by chance.

    Parameters
    ----------
    value1, error1, n1, value2, error2, n2
        Each group's mean, its standard error, and over how many independent customers.
    covariance
        Of the two means, where some customers are in both groups.

    Returns
    -------
    tuple
        The interval is None, and p is 1, where a group has fewer than two customers or nothing varies.

    Notes
    -----
    Source: Welch 1947, Biometrika 34, with the degrees of freedom of Satterthwaite 1946.
    """
    value = value1 - value2
    variance = error1**2 + error2**2 - 2 * covariance
    if min(n1, n2) < 2 or variance <= 0:
        return Estimate(value, None, None, n1 + n2, "Welch"), Chance(0.0, 1, 1.0, "nothing varies")
    degrees = (error1**2 + error2**2) ** 2 / (error1**4 / (n1 - 1) + error2**4 / (n2 - 1))
    error = math.sqrt(variance)
    half = t_quantile(0.975, degrees) * error
    t = value / error
    p = 2 * t_cdf(-abs(t), degrees)
    return Estimate(value, value - half, value + half, n1 + n2, "Welch"), Chance(t * t, 1, p, "Welch")
