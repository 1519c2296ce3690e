"""Many questions asked at once: which answers would not have come by chance."""

from __future__ import annotations

from collections.abc import Sequence


def benjamini_hochberg(p: Sequence[float]) -> tuple[float, ...]:
    """Return the adjusted p of each test, in the order given; those at or below 0.05 keep false discoveries to 5 %.

    Raises
    ------
    ValueError
        Where one is no probability.

    Notes
    -----
    Source: Benjamini and Hochberg 1995, JRSS B 57(1), 289-300; adjusted values as in Yekutieli and Benjamini 1999.

    >>> [round(one, 3) for one in benjamini_hochberg([0.01, 0.04, 0.03, 0.2])]
    [0.04, 0.053, 0.053, 0.2]
    """
    if any(not 0 <= one <= 1 for one in p):
        raise ValueError("each p is a probability from 0 to 1")
    count = len(p)
    adjusted = [1.0] * count
    least = 1.0
    for rank, index in sorted(enumerate(sorted(range(count), key=p.__getitem__), start=1), reverse=True):
        least = min(least, p[index] * (count / rank))
        adjusted[index] = least
    return tuple(adjusted)
