"""Shares, their differences, and the net promoter score, each with its interval."""

from __future__ import annotations

import math

from footpath.stats.normal import Z95
from footpath.stats.types import Estimate, nothing


def share(hits: int, n: int) -> Estimate:
    """Return the share of hits with its 95 % Wilson interval, 0..1.

    Returns
    -------
    Estimate
        `value` is hits / n; for n = 0 all numbers are None.

    Raises
    ------
    ValueError
        Where hits are negative or more than n.

    Notes
    -----
    Source: Wilson 1927, JASA 22; recommended by Brown, Cai and DasGupta 2001, Statistical Science 16(2), section 4.

    >>> estimate = share(7, 10)
    >>> round(estimate.low, 3), round(estimate.high, 3)
    (0.397, 0.892)
    """
    _check_counts(hits, n)
    if n == 0:
        return nothing("Wilson")
    low, high = _wilson(hits, n)
    return Estimate(hits / n, low, high, n, "Wilson")


def difference_of_shares(hits1: int, n1: int, hits2: int, n2: int, *, correlation: float = 0.0) -> Estimate:
    """Return the first share less the second, with its 95 % interval, -1..1.

    Parameters
    ----------
    correlation
        Of the two shares, -1..1: 0 for groups without a customer in common.

    Returns
    -------
    Estimate
        `n` is n1 + n2; where one group is empty all numbers are None.

    Notes
    -----
    Source: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10 (hybrid of the two Wilson intervals);
    with a correlation Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10, in the general form of Zou and
    Donner 2008, Statistics in Medicine 27, 1693-1702.
    """
    _check_counts(hits1, n1)
    _check_counts(hits2, n2)
    if n1 == 0 or n2 == 0:
        return Estimate(None, None, None, n1 + n2, "Newcombe")
    p1, p2 = hits1 / n1, hits2 / n2
    low1, high1 = _wilson(hits1, n1)
    low2, high2 = _wilson(hits2, n2)
    value = p1 - p2
    low = value - _joined(p1 - low1, high2 - p2, correlation)
    high = value + _joined(high1 - p1, p2 - low2, correlation)
    return Estimate(value, max(-1.0, low), min(1.0, high), n1 + n2, "Newcombe")


def nps(promoters: int, passives: int, detractors: int) -> Estimate:
    """Return the net promoter score, -100..100, with its 95 % adjusted Wald interval.

    Returns
    -------
    Estimate
        `value` is 100 (promoters - detractors) / n; the interval is around the adjusted score (3/4 of an answer
        added to promoters and to detractors, 3 to n), cut at -100 and 100. For n = 0 all numbers are None.

    Notes
    -----
    Source: Rocks 2016, "Interval estimation for the net promoter score", American Statistician 70(4), 365-372: the
    plain Wald interval covers too little below n = 100.

    >>> estimate = nps(5, 3, 2)
    >>> round(estimate.value), round(estimate.low), round(estimate.high)
    (30, -19, 65)
    """
    if min(promoters, passives, detractors) < 0:
        raise ValueError("counts are not negative")
    n = promoters + passives + detractors
    if n == 0:
        return nothing("adjusted Wald")
    value = 100 * (promoters - detractors) / n
    middle, half = _adjusted_wald(promoters, detractors, n)
    return Estimate(
        value, max(-100.0, 100 * (middle - half)), min(100.0, 100 * (middle + half)), n, "adjusted Wald"
    )


def _adjusted_wald(promoters: int, detractors: int, n: int) -> tuple[float, float]:
    total = n + 3
    p, d = (promoters + 0.75) / total, (detractors + 0.75) / total
    middle = p - d
    return middle, Z95 * math.sqrt((p + d - middle * middle) / total)


def _joined(one: float, other: float, correlation: float) -> float:
    """Return the distance of a difference from its end, made from those of its two parts."""
    return math.sqrt(max(0.0, one * one + other * other - 2 * correlation * one * other))


def _wilson(hits: int, n: int) -> tuple[float, float]:
    p, z2 = hits / n, Z95 * Z95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    # At no hit and at all hits the formula gives 0 and 1 but for rounding.
    return (0.0 if hits == 0 else middle - half), (1.0 if hits == n else middle + half)


def _check_counts(hits: int, n: int) -> None:
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share")
