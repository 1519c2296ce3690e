"""How likely a difference at least so large comes by chance alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from footpath.stats.tails import chi_square_tail
from footpath.stats.types import Chance

FEW = 5.0
"""Where a cell of the table would hold fewer than this by chance, the exact test is used (Cochran 1954)."""


def shares_differ(hits1: int, n1: int, hits2: int, n2: int, *, covariance: float = 0.0) -> Chance:
    """Return how likely two shares of one truth lie as far apart, two-sided.

    Parameters
    ----------
    covariance
        Of the two shares, where some customers are in both groups; then the score test alone is used.

    Returns
    -------
    Chance
        p is 1 where a group is empty, or where all or none are hits.

    Notes
    -----
    Source: Fisher's exact test (Fisher 1934; two-sided: all tables that are no likelier than the one seen), where by
    chance some cell holds fewer than 5; else the score test, which is Pearson's chi-square without correction.

    >>> round(shares_differ(3, 4, 1, 4).p, 4)
    0.4857
    """
    if not (0 <= hits1 <= n1 and 0 <= hits2 <= n2):
        raise ValueError(f"{hits1} of {n1} and {hits2} of {n2} are no shares")
    n, hits = n1 + n2, hits1 + hits2
    if min(n1, n2) == 0 or hits in (0, n):
        return Chance(0.0, 1, 1.0, "nothing differs")
    expected = min(n1, n2) * min(hits, n - hits) / n
    if expected < FEW and covariance == 0:
        return Chance(0.0, 1, _fisher(hits1, n1, hits, n), "Fisher")
    pooled = hits / n
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2) - 2 * covariance
    if variance <= 0:
        return Chance(0.0, 1, 1.0, "nothing differs")
    z = (hits1 / n1 - hits2 / n2) / math.sqrt(variance)
    return Chance(z * z, 1, math.erfc(abs(z) / math.sqrt(2)), "score")


def goodness_of_fit(counts: Sequence[int], planned: Sequence[float]) -> Chance:
    """Return how likely counts lie as far from the planned shares (any positive weights) by chance.

    Returns
    -------
    Chance
        p is 0 where something was counted that was not planned (a share of 0), and 1 where nothing was counted.

    Notes
    -----
    Source: Pearson 1900; as a check of A/B splits: Fabijan and others 2019, KDD, "Diagnosing sample ratio mismatch in
    online controlled experiments".

    >>> round(goodness_of_fit([5200, 4800], [1, 1]).p, 6)
    6.3e-05
    """
    if len(counts) != len(planned) or min(planned, default=0) < 0 or sum(planned) <= 0:
        raise ValueError("each count needs its planned share, 0 or more, not all of them 0")
    total, weight = sum(counts), sum(planned)
    degrees = max(1, sum(share > 0 for share in planned) - 1)
    if total == 0:
        return Chance(0.0, degrees, 1.0, "chi-square")
    if any(count and not share for count, share in zip(counts, planned, strict=True)):
        return Chance(math.inf, degrees, 0.0, "chi-square")
    expected = [total * share / weight for share in planned]
    statistic = sum((n - e) ** 2 / e for n, e in zip(counts, expected, strict=True) if e)
    return Chance(statistic, degrees, chi_square_tail(statistic, degrees), "chi-square")


def _fisher(hits1: int, n1: int, hits: int, n: int) -> float:
    """Return the sum over all tables with these margins that are no likelier than the one seen."""
    low, high = max(0, hits - (n - n1)), min(hits, n1)
    middle = min(high, max(low, (hits + 1) * (n1 + 1) // (n + 2)))
    weights = {middle: 1.0}
    for step in (-1, 1):
        at, weight = middle, 1.0
        while low <= at + step <= high and weight > 1e-25:
            # Neighbours differ by a ratio of four counts; from the likeliest table on weights only fall.
            k = at if step > 0 else at - 1
            ratio = (hits - k) * (n1 - k) / ((k + 1) * (n - n1 - hits + k + 1))
            weight = weight * ratio if step > 0 else weight / ratio
            at += step
            weights[at] = weight
    seen = weights.get(hits1, 0.0)
    return min(1.0, sum(w for w in weights.values() if w <= seen * (1 + 1e-7)) / sum(weights.values()))
