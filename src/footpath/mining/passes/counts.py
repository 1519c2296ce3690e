"""Counts of numbers over blocks: in place where there are few numbers, sorted where there may be many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = Any
Counted = Any
"""How often each number occurs: an array with a cell for each, or (numbers, counts) where there may be many."""

_IN_PLACE = 1 << 18


def counted(numbers: Array, cells: int) -> Counted:
    """Return how often each number from 0 to below `cells` occurs."""
    if cells > _IN_PLACE:
        return np.unique(numbers, return_counts=True)
    return np.bincount(numbers, minlength=cells)


def added(parts: Sequence[Counted], cells: int) -> tuple[Array, Array]:
    """Return the numbers of all blocks, ascending, and how often each occurs."""
    if cells <= _IN_PLACE:
        every = sum(parts, np.zeros(cells, np.int64))
        numbers = np.flatnonzero(every)
        return numbers, every[numbers]
    nothing = np.zeros(0, np.int64)
    numbers, at = np.unique(np.concatenate([nothing, *(one for one, _ in parts)]), return_inverse=True)
    counts = np.zeros(len(numbers), np.int64)
    np.add.at(counts, at, np.concatenate([nothing, *(one for _, one in parts)]))
    return numbers, counts
