"""Sorting events once: by customer, then time, then the source's sequence, then arrival (rule M1).

Rows come in the order of arrival. They are sorted by one number each, the customer above the row's place: numbers that
are all different need no stable sort. Block by block, between customers, they are then brought into the order of time
where they are not in it yet. Only rows at equal times of one customer are looked at for their sequence.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from footpath.engines.trail.arrow import Array
from footpath.engines.trail.threads import BLOCK, each, slices, sort


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


def by_group(groups: Array, times: Array, threads: int = 1) -> tuple[Array, Array, Array]:
    """Return the rows in the order of group, time and arrival; groups (u32) and times in that order.

    Parameters
    ----------
    groups
        Whose each row is: 0, 1, 2 ...; rows stand in the order of arrival. Integers of 64 bits are used up: what is
        made needs no memory of its own there, and fresh memory is most of the cost.
    times
        int64.
    """
    rows = len(groups)
    order = np.empty(rows, np.uint32 if rows < 1 << 32 else np.int64)
    sorted_groups = np.empty(rows, np.uint32)
    used_up = groups.dtype == np.int64 and groups.flags.writeable and groups.flags.c_contiguous
    packed = groups.view(np.uint64) if used_up else np.empty(rows, np.uint64)
    out = order, sorted_groups, packed.view(np.int64)
    if not rows:
        return out
    bits = int(rows - 1).bit_length()
    for part in slices(rows):
        np.left_shift(groups[part], np.uint64(bits), out=packed[part], dtype=np.uint64, casting="unsafe")
        packed[part] |= np.arange(part.start, part.stop, dtype=np.uint64)
    sort(packed, threads)
    each(partial(_in_time, packed, bits, times, out), _between_groups(packed, bits), threads)
    return out


def _between_groups(packed: Array, bits: int) -> list[slice]:
    """Return the sorted rows in blocks of about `BLOCK`; no group stands in two."""
    wanted = packed[BLOCK::BLOCK] >> np.uint64(bits) << np.uint64(bits)
    edges = sorted({0, *np.searchsorted(packed, wanted).tolist(), len(packed)})
    return [slice(a, b) for a, b in pairwise(edges)]


def _in_time(packed: Array, bits: int, times: Array, out: tuple[Array, Array, Array], part: slice) -> None:
    """Write a block's rows, groups and times (these over the numbers that were sorted), in the order of group, time and arrival."""
    order, sorted_groups, sorted_times = out
    groups = np.right_shift(packed[part], np.uint64(bits), out=sorted_groups[part], casting="unsafe")
    np.bitwise_and(packed[part], np.uint64((1 << bits) - 1), out=order[part], casting="unsafe")
    at = np.take(times, order[part], out=sorted_times[part], mode="clip")
    back = at[1:] < at[:-1]
    back &= groups[1:] == groups[:-1]
    if not back.any():
        return
    come = by_time(at)
    assert come is not None  # noqa: S101 - a time went back
    size = int(len(come) - 1).bit_length()
    again = (groups.take(come) - groups[0]).astype(np.uint64)
    again <<= np.uint64(size)
    again |= np.arange(len(come), dtype=np.uint64)
    again.sort()
    again &= np.uint64((1 << size) - 1)
    place = come.take(again.view(np.int64))
    order[part] = order[part].take(place)
    sorted_times[part] = at.take(place)  # the groups stand as they stood


def ties(groups: Array, times: Array) -> Array:
    """Return which sorted rows share group and time with the row before (the first never does)."""
    same = np.zeros(len(times), bool)
    for part in slices(max(len(times) - 1, 0)):
        here, after = part, slice(part.start + 1, part.stop + 1)
        np.equal(times[after], times[here], out=same[after])
        same[after] &= groups[after] == groups[here]
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
    shared, inner = tie_order(order, same, sequence, there)
    if not len(shared):
        return order
    order = order.copy()
    order[shared] = order[shared][inner]
    return order


def tie_order(order: Array, same: Array, sequence: Array | None, there: Array | None) -> tuple[Array, Array]:
    """Return which sorted rows share group and time with another, and the order of these: by sequence, then arrival."""
    shared = np.flatnonzero(in_ties(same))
    rows = order[shared]
    instant = np.cumsum(~same[shared])
    missing: Any = np.zeros(len(rows), bool) if there is None else ~there[rows]
    value = np.zeros(len(rows), np.int8) if sequence is None else np.where(missing, 0, sequence[rows])
    return shared, np.lexsort((rows, value, missing, instant))


def dense(keys: Array) -> tuple[Array, Array]:
    """Return the different keys (int64) in their order, and for each row which of them it has (int64).

    Keys that may be written to are used up: their memory holds what is returned.
    """
    groups = keys if keys.flags.writeable and keys.flags.c_contiguous else np.empty(len(keys), np.int64)
    if not len(keys):
        return keys.astype(np.int64), groups
    low, high = int(keys.min()), int(keys.max())
    if high - low < 4 * len(keys) + 1024:
        seen = np.zeros(high - low + 1, bool)
        for part in slices(len(keys)):
            seen[keys[part] - low] = True
        place = np.cumsum(seen, dtype=np.int64)
        place -= 1
        for part in slices(len(keys)):
            np.take(place, keys[part] - low, out=groups[part], mode="clip")
        return np.flatnonzero(seen) + low, groups
    known = different(keys)
    for part in slices(len(keys)):
        groups[part] = np.searchsorted(known, keys[part])
    return known, groups


def different(values: Array) -> Array:
    """Return the different values of some numbers, in order: by sorting, many times faster than `unique` with its hashes."""
    found = np.sort(values)
    fresh = np.ones(len(found), bool)
    np.not_equal(found[1:], found[:-1], out=fresh[1:])
    return found[fresh]
