"""Exact quantiles of integers over arrays: linear interpolation between the two nearest (rule M3)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Array = Any


def between(low: int, high: int, share: float) -> float:
    """Return the value at a share of the way from one whole number to another, as near as a float comes."""
    return low + (high - low) * share


def place(count: int, share: float) -> tuple[int, float]:
    """Return the place below a quantile among sorted values, and how far it is on the way to the next."""
    exact = (count - 1) * share
    below = math.floor(exact)
    return below, exact - below


def quantile(values: Array, share: float) -> float | None:
    """Return a quantile of whole numbers in any order; None where there are none."""
    if not len(values):
        return None
    below, part = place(len(values), share)
    above = min(below + 1, len(values) - 1)
    found = np.partition(values, (below, above))
    return between(int(found[below]), int(found[above]), part)


def of_runs(
    values: Array, starts: Array, shares: Sequence[float], reading: Callable[[Array], Array] = np.asarray
) -> list[list[float | None]]:
    """Return the quantiles of each run of sorted whole numbers.

    `values` are sorted within each run; run i is from ``starts[i]`` to ``starts[i + 1]``; an empty one has None.
    `reading` turns the few values that are looked at into the numbers that they stand for.
    """
    begins, counts = starts[:-1], np.diff(starts)
    found: list[list[float | None]] = [[None] * len(shares) for _ in range(len(counts))]
    some = np.flatnonzero(counts)
    for number, share in enumerate(shares):
        exact = (counts[some] - 1) * share
        below = np.floor(exact).astype(np.int64)
        part = exact - below
        low = reading(values[begins[some] + below]).tolist()
        high = reading(values[begins[some] + np.minimum(below + 1, counts[some] - 1)]).tolist()
        for run, one, other, way in zip(some.tolist(), low, high, part.tolist(), strict=True):
            found[run][number] = between(one, other, way)
    return found
