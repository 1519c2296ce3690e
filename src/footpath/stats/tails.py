"""Tails of the chi-square distribution, without a heavy library."""

from __future__ import annotations

import math

_TINY = 1e-300


def chi_square_tail(x: float, degrees: int) -> float:
    """Return how likely a chi-square of so many degrees of freedom is x or more.

    Parameters
    ----------
    x
        Not negative; infinity has the tail 0.
    degrees
        1 or more.

    Raises
    ------
    ValueError
        Where x is negative or no number, or there are no degrees of freedom.

    Notes
    -----
    Source: Abramowitz and Stegun 1964, 26.4.19 with 6.5.29 (series, below the mean) and 6.5.31 (continued fraction by
    Lentz's method, above it). Relative error under 1e-12 up to a thousand degrees.

    >>> round(chi_square_tail(3.841458820694124, 1), 12)
    0.05
    """
    if not x >= 0 or degrees < 1:
        raise ValueError(
            f"a chi-square is 0 or more with 1 degree of freedom or more, not {x} with {degrees}"
        )
    a, half = degrees / 2, x / 2
    if half == 0:
        return 1.0
    if math.isinf(half):
        return 0.0
    front = math.exp(a * math.log(half) - half - math.lgamma(a))
    if half < a + 1:
        return 1 - front * _series(a, half)
    return front * _fraction(a, half)


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    n = a
    while term > total * 1e-17:
        n += 1
        term *= x / n
        total += term
    return total


def _fraction(a: float, x: float) -> float:
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    value = d
    for i in range(1, 10_000):
        factor = -i * (i - a)
        b += 2
        d = factor * d + b
        d = 1 / (d if abs(d) > _TINY else _TINY)
        c = b + factor / c
        c = c if abs(c) > _TINY else _TINY
        value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value
