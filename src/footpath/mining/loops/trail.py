"""Loops over a trail: each block's rows in the order of their names, where the last time of the same stands just before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import integers, texts
from footpath.mining.passes.blocks import SIZE, blocks, each
from footpath.mining.passes.groups import Groups, groups_of
from footpath.mining.passes.lists import lists_of_floats
from footpath.mining.passes.periods import fresh
from footpath.mining.passes.pieces import Piece, by_key, narrowed, quantiles_of

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.loops.question import Loops

Array = Any

_SECOND = 1_000_000


@dataclass(frozen=True)
class _Block:
    """A block's rounds: their times and how many a group makes, by loop; beside each loop sums; groups by name.

    A loop's number is its name's for a repeat, that and the names before for a return, and for rework two of them and
    ``name * names + via``. Of `sums` are customers, whole_s, rest_us and most_rounds.
    """

    times: Piece
    rounds: Piece
    sums: Array
    having: Array


def trail(question: Loops, view: View) -> ArrowTable:
    """Return one row a loop as the portable form does."""
    import pyarrow

    pa: Any = pyarrow
    names = len(view.names)
    rows = groups_of(view, question.within, gap_us=question.gap_us, fold=question.fold)
    found = each(partial(_block, rows, names), blocks(rows.customers, SIZE), view.threads)
    loops, times = quantiles_of([one.times for one in found], (0.5,), view.threads)
    _, rounds = quantiles_of([one.rounds for one in found], (0.5,), view.threads)
    sums = np.zeros((len(loops), 5), np.int64)
    most = np.zeros(len(loops), np.int64)
    for one in found:
        at = np.searchsorted(loops, one.times.keys)
        sums[at, 0] += np.diff(one.times.bounds)
        sums[at, 1] += np.diff(one.rounds.bounds)
        sums[at, 2:] += one.sums[:, :3]
        most[at] = np.maximum(most[at], one.sums[:, 3])
    having = sum((one.having for one in found), np.zeros(names, np.int64))
    is_rework = loops >= 2 * names
    name = np.where(is_rework, (loops - 2 * names) // max(1, names), loops % max(1, names))
    via = np.where(is_rework, loops % max(1, names), -1)
    kinds = ("repeat", "return", "rework")
    return pa.table(
        {
            "kind": texts([kinds[n] for n in np.minimum(loops // max(1, names), 2).tolist()]),
            "name": texts([view.names[code] for code in name.tolist()]),
            "via": texts(["" if code < 0 else view.names[code] for code in via.tolist()]),
            "customers": integers(sums[:, 2].tolist()),
            "occurrences": integers(sums[:, 0].tolist()),
            "times": lists_of_floats(times),
            "whole_s": integers(sums[:, 3].tolist()),
            "rest_us": integers(sums[:, 4].tolist()),
            "count": integers(sums[:, 1].tolist()),
            "rounds": lists_of_floats(rounds),
            "most_rounds": integers(most.tolist()),
            "n": integers(having[name].tolist()),
        }
    )


def _block(rows: Groups, names: int, part: slice) -> _Block:
    low, high = np.searchsorted(rows.starts, (part.start, part.stop))
    starts = rows.starts[low : high + 1] - part.start
    codes, times = rows.codes[part], rows.times[part]
    groups: Array = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    sorted_codes, at = by_key(codes, names)
    sorted_groups = groups.take(at)
    again = sorted_codes[1:] == sorted_codes[:-1]
    again &= sorted_groups[1:] == sorted_groups[:-1]
    anew = np.ones(len(at), bool)
    np.logical_not(again, out=anew[1:])
    having = np.bincount(sorted_codes[anew], minlength=names)
    back = np.flatnonzero(again)
    before, here = at.take(back).astype(np.int64), at.take(back + 1).astype(np.int64)
    apart = here - before
    took = times.take(here) - times.take(before)
    name = codes.take(here).astype(np.int32)
    rework = np.flatnonzero(apart == 2)
    loops = np.concatenate(
        (name + (apart > 1) * names, 2 * names + name[rework] * names + codes[here[rework] - 1])
    )
    keys, some = by_key(loops, 2 * names + names * names)
    # Rework stands behind, once more.
    some = some.astype(np.int64)
    some = (
        np.where(some < len(back), some, rework.take(some - len(back), mode="clip")) if len(rework) else some
    )
    took, here = took.take(some), here.take(some)
    groups, customers = groups.take(here), rows.customers[part].take(here)
    all_times = Piece.of(keys, narrowed(took))
    own = fresh(keys, groups)
    of: Array = np.searchsorted(own, all_times.bounds)
    sizes: Array = np.diff(np.append(own, len(keys)))
    rounds = Piece(all_times.keys, of, sizes.astype(np.uint32))
    sums = np.zeros((len(all_times.keys), 4), np.int64)
    if len(keys):
        begins = of[:-1]
        sums[:, 0] = np.add.reduceat(_is_fresh(keys[own], customers[own]), begins)
        spent = np.add.reduceat(took, own)
        sums[:, 1], sums[:, 2] = (np.add.reduceat(one, begins) for one in np.divmod(spent, _SECOND))
        sums[:, 3] = np.maximum.reduceat(sizes, begins)
    return _Block(all_times, rounds, sums, having)


def _is_fresh(*columns: Array) -> Array:
    found = np.zeros(len(columns[0]), np.int64)
    found[fresh(*columns)] = 1
    return found
