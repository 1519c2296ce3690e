"""Paths over a trail: each group's codes as one number, its sign; signs are sorted and counted, the top ones decoded.

The sign of a short path is the path. Longer ones that share a sign are held against each other code by code, and told
apart where they differ.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.threads import sort
from footpath.mining.columns import integers
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.groups import Groups, groups_of
from footpath.mining.passes.lists import lists_of_texts

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.paths.question import Paths

Array = Any

_AT_ONCE = 1 << 16
"""How many groups are held against each other at a time."""


def trail(question: Paths, view: View) -> ArrowTable:
    """Return the most walked paths as the portable form does: path, count, total."""
    import pyarrow

    pa: Any = pyarrow
    rows = groups_of(view, question.within, gap_us=question.gap_us, fold=question.fold)
    if not question.loops:
        rows = rows.kept(~rows.repeats())
    total = len(rows.starts) - 1
    walked = top(rows, question.top, view.threads) if total else []
    return pa.table(
        {
            "path": lists_of_texts([[view.names[c] for c in codes] for codes, _ in walked]),
            "count": integers([count for _, count in walked]),
            "total": integers([total] * len(walked)),
        }
    )


def top(rows: Groups, most: int, threads: int = 1) -> list[tuple[list[int], int]]:
    """Return the most walked sequences of codes with their counts, equal counts in the order of the codes."""
    which, counts = variants(rows, threads)
    if len(counts) > most:
        least = np.partition(counts, len(counts) - most)[len(counts) - most]
        sure = np.flatnonzero(counts > least)
        tied = np.flatnonzero(counts == least)
        tied = tied[_least(rows, which[tied], most - len(sure))]
        chosen = np.concatenate((sure, tied))
    else:
        chosen = np.arange(len(counts))
    found = []
    for variant in chosen.tolist():
        group = int(which[variant])
        found.append((rows.codes[rows.starts[group] : rows.starts[group + 1]].tolist(), int(counts[variant])))
    return sorted(found, key=lambda one: (-one[1], one[0]))


def variants(rows: Groups, threads: int) -> tuple[Array, Array]:
    """Return a group of each different path, and how many groups walk it."""
    groups = len(rows.starts) - 1
    bits = int(groups - 1).bit_length()
    # The sign and the group in one number: sorting numbers is many times faster than sorting groups by them.
    packed = _signs(rows, 64 - bits, threads)
    packed <<= np.uint64(bits)
    packed |= np.arange(groups, dtype=np.uint64)
    sort(packed, threads)
    of = (packed & np.uint64((1 << bits) - 1)).astype(np.int64)
    packed >>= np.uint64(bits)
    fresh = np.ones(groups, bool)
    np.not_equal(packed[1:], packed[:-1], out=fresh[1:])
    edges = np.flatnonzero(fresh)
    which, counts = of[edges], np.diff(np.append(edges, groups))
    told = np.searchsorted(packed, np.uint64(1 << (63 - bits)))  # signs from here on are no codes themselves
    unlike = _unlike(rows, of, told + np.flatnonzero(~fresh[told:]), threads)
    if not len(unlike):
        return which, counts
    mixed = np.unique(np.searchsorted(edges, unlike, side="right") - 1)
    some = np.concatenate([of[edges[run] : edges[run] + counts[run]] for run in mixed.tolist()])
    more, their_counts = _by_codes(rows, some)
    return np.concatenate((np.delete(which, mixed), more)), np.concatenate(
        (np.delete(counts, mixed), their_counts)
    )


def _signs(rows: Groups, bits: int, threads: int) -> Array:
    """Return a sign of each group's codes in their order, of so many bits.

    A short group's sign is its codes themselves, one beside the other; a longer one's has the highest bit and is their
    sum, each place with a factor of its own.
    """
    wide = int(rows.codes.max()) + 1
    each_bits = wide.bit_length()
    short = (bits - 1) // each_bits
    longest = int(np.max(rows.starts[1:] - rows.starts[:-1]))
    factors = _factors(max(longest, short))
    factors[:short] = np.uint64(1) << (np.arange(short, dtype=np.uint64) * np.uint64(each_bits))
    work = partial(_signs_of, rows, factors, short, bits)
    return np.concatenate(each(work, blocks(rows.customers), threads))


def _signs_of(rows: Groups, factors: Array, short: int, bits: int, part: slice) -> Array:
    first, last = np.searchsorted(rows.starts, (part.start, part.stop))
    starts = rows.starts[first:last] - part.start
    sizes = np.diff(np.append(starts, part.stop - part.start))
    place = np.arange(part.stop - part.start, dtype=np.int32) - np.repeat(starts.astype(np.int32), sizes)
    terms = factors.take(place)
    terms *= rows.codes[part].astype(np.uint64) + np.uint64(1)
    found = np.add.reduceat(terms, starts)
    long = np.flatnonzero(sizes > short)
    mixed = found[long]
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    found[long] = (mixed >> np.uint64(65 - bits)) | np.uint64(1 << (bits - 1))
    return found


def _factors(count: int) -> Array:
    """Return odd numbers of 64 bits, the same ones each time."""
    made = np.random.default_rng(1).integers(0, 1 << 63, count, dtype=np.uint64)
    return (made << np.uint64(1)) | np.uint64(1)


def _unlike(rows: Groups, of: Array, again: Array, threads: int) -> Array:
    """Return which places in `of`, whose group has the sign of the group before it, have not its codes."""
    sizes = rows.starts[1:] - rows.starts[:-1]
    longer = sizes[of[again]] != sizes[of[again - 1]]
    found, again = [again[longer]], again[~longer]
    parts = [again[at : at + _AT_ONCE] for at in range(0, len(again), _AT_ONCE)]
    return np.concatenate([*found, *each(partial(_unlike_of, rows, of, sizes), parts, threads)])


def _unlike_of(rows: Groups, of: Array, sizes: Array, again: Array) -> Array:
    length = sizes[of[again]]
    ends = np.cumsum(length)
    within = np.arange(int(ends[-1])) - np.repeat(ends - length, length)
    one = rows.codes.take(np.repeat(rows.starts[of[again]], length) + within)
    other = rows.codes.take(np.repeat(rows.starts[of[again - 1]], length) + within)
    unlike = np.flatnonzero(one != other)
    return again[np.unique(np.searchsorted(ends, unlike, side="right"))]


def _by_codes(rows: Groups, groups: Array) -> tuple[Array, Array]:
    """Return `variants` of a few groups by their codes themselves."""
    seen: dict[bytes, list[int]] = {}
    for group in groups.tolist():
        codes = rows.codes[rows.starts[group] : rows.starts[group + 1]].tobytes()
        seen.setdefault(codes, [group, 0])[1] += 1
    found = np.array(list(seen.values()), np.int64)
    return found[:, 0], found[:, 1]


def _least(rows: Groups, groups: Array, most: int) -> Array:
    """Return which of some groups with different paths have the least ones in the order of their codes."""
    chosen: list[Array] = []
    active, depth = np.arange(len(groups)), 0
    while most < len(active):
        at = rows.starts[groups[active]] + depth
        there = at < rows.starts[groups[active] + 1]
        codes = np.where(there, rows.codes.take(np.where(there, at, 0)).astype(np.int64), -1)
        pivot = np.partition(codes, most - 1)[most - 1]
        below = codes < pivot
        chosen.append(active[below])
        most -= int(np.count_nonzero(below))
        active = active[codes == pivot]
        depth += 1
        if pivot < 0:  # only equal paths end at one place, and these are different
            active = active[:most]
    chosen.append(active)
    return np.concatenate(chosen)
