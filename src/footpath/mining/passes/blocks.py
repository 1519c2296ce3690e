"""A view cut into blocks between customers, for threads (numpy lets go of the interpreter) and for the cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")
Array = Any

SIZE = 1 << 18
"""Rows of a block where its arrays should stay near the processor."""


def blocks(customers: Array, size: int = SIZE) -> list[slice]:
    """Return the rows in blocks of about so many; no customer stands in two.

    `customers` are whose each row is, in order.
    """
    rows = len(customers)
    if rows <= size:
        return [slice(0, rows)] if rows else []
    wanted = customers[np.arange(size, rows, size)]
    edges = sorted({0, *np.searchsorted(customers, wanted, side="left").tolist(), rows})
    return [slice(a, b) for a, b in pairwise(edges)]


def each(work: Callable[[Any], T], parts: Sequence[Any], threads: int) -> list[T]:
    """Return what a function makes of each part, in order; on several threads where there are parts enough."""
    if threads < 2 or len(parts) < 2:
        return [work(part) for part in parts]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(threads, len(parts))) as pool:
        return list(pool.map(work, parts))
