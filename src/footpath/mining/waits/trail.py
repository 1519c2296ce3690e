"""Waits over a trail: each block's rows in the order of their pair, of which everything else is runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import floats, integers, texts
from footpath.mining.passes.blocks import SIZE, blocks, each
from footpath.mining.passes.groups import Groups, groups_of
from footpath.mining.passes.lists import lists_of_floats
from footpath.mining.passes.periods import fresh
from footpath.mining.passes.pieces import Piece, by_key, narrowed, quantiles_of
from footpath.mining.waits.question import ANY

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.waits.question import Waits

Array = Any

_SECOND = 1_000_000


@dataclass(frozen=True)
class _Block:
    """A block's waits: `piece` by pair, and beside each of its keys customers, whole_s, rest_us, squares, products.

    `people` are how many customers waited, and `squares` the sum of the squares of their whole times.
    """

    piece: Piece
    sums: Array
    floats: Array
    people: int
    squares: float


def trail(question: Waits, view: View) -> ArrowTable:
    """Return one row a pair as the portable form does: from, to, customers, occurrences, times and what shares need."""
    import pyarrow

    pa: Any = pyarrow
    rows = groups_of(view, question.within, gap_us=question.gap_us, fold=question.fold)
    width = len(view.names) if question.per == "pair" else 1
    parts = blocks(rows.customers, SIZE)
    found = each(partial(_block, rows, width, len(view.names)), parts, view.threads)
    keys, times = quantiles_of([one.piece for one in found], (0.5, 0.9), view.threads)
    sums, spread = np.zeros((len(keys), 4), np.int64), np.zeros((len(keys), 2))
    for one in found:
        at = np.searchsorted(keys, one.piece.keys)
        sums[at, 0] += np.diff(one.piece.bounds)
        sums[at, 1:] += one.sums
        spread[at] += one.floats
    n, whole = sum(one.people for one in found), sum(one.squares for one in found)
    second = [ANY] * len(keys)
    if question.per == "pair":
        second = [view.names[code] for code in (keys % width).tolist()]
    return pa.table(
        {
            "from": texts([view.names[code] for code in (keys // width).tolist()]),
            "to": texts(second),
            "customers": integers(sums[:, 1].tolist()),
            "occurrences": integers(sums[:, 0].tolist()),
            "times": lists_of_floats(times),
            "whole_s": integers(sums[:, 2].tolist()),
            "rest_us": integers(sums[:, 3].tolist()),
            "squares": floats(spread[:, 0].tolist()),
            "products": floats(spread[:, 1].tolist()),
            "n": integers([n] * len(keys)),
            "whole_squares": floats([whole] * len(keys)),
        }
    )


def _block(rows: Groups, width: int, names: int, part: slice) -> _Block:
    low, high = np.searchsorted(rows.starts, (part.start, part.stop))
    ends = rows.starts[low + 1 : high + 1] - part.start - 1
    codes, times, customers = rows.codes[part], rows.times[part], rows.customers[part]
    cells = names * width
    kind: Any = np.uint16 if cells < 1 << 16 else np.uint32 if cells < 1 << 32 else np.uint64
    pairs: Array = codes.astype(kind)
    if width > 1:
        pairs *= kind(width)
        pairs[:-1] += codes[1:]
    pairs[ends] = cells  # the last of a group waits for nothing; sorted behind all others
    waits: Array = np.zeros(len(times), np.int64)
    np.subtract(times[1:], times[:-1], out=waits[:-1])
    waits[ends] = 0
    begins = fresh(customers)
    whole = np.add.reduceat(waits, begins)
    sizes = np.diff(np.append(begins, len(times)))
    who: Array = np.repeat(np.arange(len(begins), dtype=np.int32), sizes)
    keys, at = by_key(pairs, cells + 1)
    count = len(keys) - len(ends)
    keys, at = keys[:count], at[:count]
    waits, who = waits.take(at), who.take(at)
    piece = Piece.of(keys, narrowed(waits))
    # Of one pair customers stand in their order, so that what is one's is together.
    own = fresh(keys, who)
    spent: Array = np.add.reduceat(waits, own) if count else waits
    of: Array = np.searchsorted(own, piece.bounds)
    sums = np.empty((len(piece.keys), 3), np.int64)
    found = np.empty((len(piece.keys), 2))
    sums[:, 0] = np.diff(of)
    if count:
        sums[:, 1], sums[:, 2] = (np.add.reduceat(one, of[:-1]) for one in np.divmod(spent, _SECOND))
        own_us, all_us = spent.astype(np.float64), whole.take(who[own]).astype(np.float64)
        found[:, 0] = np.add.reduceat(own_us * own_us, of[:-1])
        found[:, 1] = np.add.reduceat(own_us * all_us, of[:-1])
    waited: Array = np.logical_or.reduceat(pairs != cells, begins)
    whole_us = whole.astype(np.float64)
    return _Block(piece, sums, found, int(np.count_nonzero(waited)), float((whole_us * whole_us).sum()))
