"""Quantiles of the normal and of Student's distribution, without a heavy library."""

from __future__ import annotations

import math
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)
"""The normal quantile of a two-sided 95 % interval (1.95996...)."""


def normal_cdf(x: float) -> float:
    """Return the share of a standard normal at or below x."""
    return NormalDist().cdf(x)


def t_cdf(t: float, df: float) -> float:
    """Return the share of Student's distribution with `df` degrees of freedom at or below t.

    Source: Abramowitz and Stegun 1964, 26.7.1 with 26.5.8 (incomplete beta by continued fraction, Lentz's method).
    """
    if t == 0:
        return 0.5
    tail = _beta_share(df / (df + t * t), df / 2, 0.5) / 2
    return 1 - tail if t > 0 else tail


def t_quantile(share: float, df: float) -> float:
    """Return the t below which that share of Student's distribution lies (bisection, to 1e-10).

    Parameters
    ----------
    share
        Strictly between 0 and 1.
    df
        Degrees of freedom, above 0; past 1e7 the normal quantile is returned.
    """
    if not 0 < share < 1:
        raise ValueError(f"a share strictly between 0 and 1 is needed, not {share}")
    if df > 1e7:
        return NormalDist().inv_cdf(share)
    if share < 0.5:
        return -t_quantile(1 - share, df)
    low, high = 0.0, 1.0
    while t_cdf(high, df) < share:
        high *= 2
    while high - low > 1e-10 * max(1.0, high):
        middle = (low + high) / 2
        if t_cdf(middle, df) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_share(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    result = d
    for m in range(1, 500):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + numerator * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + numerator / c
            c = c if abs(c) > tiny else tiny
            result *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return result
