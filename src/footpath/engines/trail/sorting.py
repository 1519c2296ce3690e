"""Sorting events once: by customer, then time, then the source's sequence, then arrival (rule M1).

Rows come in the order of arrival. They are brought into the order of time where they are not yet in it, and then
sorted by one number each, the customer above the row's place: numbers that are all different need no stable sort.
Only rows at equal times of one customer are looked at for their sequence.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from footpath.engines.trail.arrow import Array


def by_time(times: Array) -> Array | None:
    """Return the rows in the order of time, equal times as they came; None where they are in it already."""
    if len(times) < 2 or bool((times[1:] >= times[:-1]).all()):
        return None
    low = int(times.min())
    bits = int(len(times) - 1).bit_length()
    for unit in (
        1_000_000,
        1_000,
        1,
    ):  # whole seconds, whole milliseconds: then time and place fit one number
        span = (int(times.max()) - low) // unit
        if span.bit_length() + bits > 63:
            continue
        since = times - low
        if unit > 1:
            whole = since // unit
            if not np.array_equal(whole * unit, since):
                continue
            since = whole
        since <<= bits
        since |= np.arange(len(times), dtype=np.int64)
        since.sort()
        since &= (1 << bits) - 1
        return since
    return np.argsort(times, kind="stable")


def by_group(groups: Array, times: Array) -> tuple[Array, Array]:
    """Return the rows in the order of group, time and arrival, and the groups in that order (u32).

    Parameters
    ----------
    groups
        Whose each row is: 0, 1, 2 ...; rows stand in the order of arrival.
    times
        int64.
    """
    rows = len(groups)
    if rows < 2:
        return np.arange(rows), groups.astype(np.uint32)
    order = by_time(times)
    bits = int(rows - 1).bit_length()
    packed = (groups if order is None else groups.take(order)).astype(np.uint64)
    packed <<= np.uint64(bits)
    packed |= np.arange(rows, dtype=np.uint64)
    packed.sort()
    sorted_groups = (packed >> np.uint64(bits)).astype(np.uint32)
    packed &= np.uint64((1 << bits) - 1)
    places = packed.view(np.int64)
    return places if order is None else order.take(places), sorted_groups


def ties(groups: Array, times: Array) -> Array:
    """Return which sorted rows share group and time with the row before (the first never does)."""
    same = np.zeros(len(times), bool)
    if len(times) > 1:
        np.equal(times[1:], times[:-1], out=same[1:])
        same[1:] &= groups[1:] == groups[:-1]
    return same


def in_ties(same: Array) -> Array:
    """Return which sorted rows share group and time with any other."""
    shared = same.copy()
    shared[:-1] |= same[1:]
    return shared


def by_sequence(order: Array, same: Array, sequence: Array, there: Array | None) -> Array:
    """Return the order with rows at equal times in the order of their sequence; rows without one stand last.

    `sequence` and `there` are by row as they arrived, `order` and `same` (`ties`) as sorted.
    """
    shared = np.flatnonzero(in_ties(same))
    if not len(shared):
        return order
    rows = order[shared]
    instant = np.cumsum(~same[shared])
    missing: Any = np.zeros(len(rows), bool) if there is None else ~there[rows]
    value = np.where(missing, 0, sequence[rows])
    inner = np.lexsort((rows, value, missing, instant))
    order = order.copy()
    order[shared] = rows[inner]
    return order


def dense(keys: Array) -> tuple[Array, Array]:
    """Return the different keys in their order, and for each row which of them it has."""
    if not len(keys):
        return keys.astype(np.int64), np.zeros(0, np.uint32)
    low, high = int(keys.min()), int(keys.max())
    if high - low < 4 * len(keys) + 1024:
        seen = np.zeros(high - low + 1, bool)
        since = keys - low
        seen[since] = True
        place = np.cumsum(seen, dtype=np.uint32)
        place -= 1
        return np.flatnonzero(seen) + low, place.take(since)
    known, groups = np.unique(keys, return_inverse=True)
    return known, groups.astype(np.uint32)
