"""Transitions over a trail: pairs as codes, counted; waits sorted once beneath their pair; customers told apart by block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.threads import sort
from footpath.mining.columns import integers, texts
from footpath.mining.passes.blocks import SIZE, blocks, each
from footpath.mining.passes.groups import Groups, groups_of
from footpath.mining.passes.lists import lists_of_floats
from footpath.mining.passes.quantiles import of_runs

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.transitions.question import Transitions

Array = Any

_MOST_CELLS = 1 << 20
"""Up to so many possible pairs are counted where they stand; more are numbered as they occur."""


@dataclass(frozen=True)
class Counts:
    """What stands behind each pair: `counts` and `customers` by the pair's number, and the quantiles of its waits.

    `first` and `second` say which codes a pair is made of; the second is `end` where nothing follows.
    """

    counts: Array
    customers: Array
    times: list[list[float | None]]
    first: Array
    second: Array
    end: int


def trail(question: Transitions, view: View) -> ArrowTable:
    """Return one row a pair as the portable form does: from, to, customers, occurrences, times, begins, ties."""
    import pyarrow

    pa: Any = pyarrow
    rows = groups_of(view, question.within, gap_us=question.gap_us, fold=question.fold)
    pairs = counted(rows, len(view.names), view.threads)
    seen = np.flatnonzero(pairs.counts)
    names = [*view.names, "(end)"]
    made: dict[str, list[Any]] = {
        "from": [names[code] for code in pairs.first[seen].tolist()],
        "to": [names[code] for code in pairs.second[seen].tolist()],
        "customers": pairs.customers[seen].tolist(),
        "occurrences": pairs.counts[seen].tolist(),
        "times": [
            None if second == pairs.end else pairs.times[cell]
            for cell, second in zip(seen.tolist(), pairs.second[seen].tolist(), strict=True)
        ],
        "begins": [0] * len(seen),
        "ties": [0] * len(seen),
    }
    _add_begins(made, rows, view.names, view.threads)
    kinds: dict[str, Any] = {"from": texts, "to": texts, "times": lists_of_floats}
    return pa.table({name: kinds.get(name, integers)(values) for name, values in made.items()})


def counted(rows: Groups, names: int, threads: int) -> Counts:
    """Return each row's pair with the one that follows it in its group, counted; block by block.

    The waits of all pairs stand in one array, sorted beneath their pair: the one array that is as long as the events.
    """
    width = names + 1
    cells = width * width
    low, high = _bounds(rows, threads)
    bits = (high - low).bit_length()
    if cells > _MOST_CELLS or bits + cells.bit_length() > 64 or not len(rows.times):
        return _counted_apart(rows, names, threads)
    packed = np.empty(len(rows.times), np.uint64)
    work = partial(_packed_in, rows, names, bits, packed)
    found = each(work, blocks(rows.customers, max(SIZE, 4 * cells)), threads)
    nothing = np.zeros(cells, np.int64)
    counts = sum((one for one, _ in found), nothing)
    customers = sum((one for _, one in found), nothing)
    sort(packed, threads)
    starts = np.zeros(cells + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    waits = np.uint64((1 << bits) - 1)
    times = of_runs(packed, starts, (0.5, 0.9), lambda some: some & waits)
    known = np.arange(cells)
    return Counts(counts, customers, times, known // width, known % width, names)


def _bounds(rows: Groups, threads: int) -> tuple[int, int]:
    """Return the earliest and the latest time."""
    times = rows.times
    parts = [slice(at, at + SIZE) for at in range(0, len(times), SIZE)]
    found = each(lambda part: (int(times[part].min()), int(times[part].max())), parts, threads)
    return min((low for low, _ in found), default=0), max((high for _, high in found), default=0)


def _packed_in(rows: Groups, names: int, bits: int, packed: Array, part: slice) -> tuple[Array, Array]:
    """Write a block's waits beneath their pairs; return how often each pair stands there, for how many customers."""
    of, waits = _pairs_in(rows, names, part)
    some = packed[part]
    np.left_shift(of, np.uint64(bits), out=some, dtype=np.uint64, casting="unsafe")
    some |= waits.view(np.uint64)
    cells = (names + 1) ** 2
    return np.bincount(of, minlength=cells), _customers_in(of, rows.customers[part], cells)


def _pairs_in(rows: Groups, names: int, part: slice) -> tuple[Array, Array]:
    """Return each row of a block with what follows it, as the pair's number, and the wait (0 before the end)."""
    width = names + 1
    kind = np.uint16 if width * width <= 1 << 16 else np.uint32 if width * width < 1 << 32 else np.uint64
    codes, times = rows.codes[part], rows.times[part]
    first, last = np.searchsorted(rows.starts, (part.start, part.stop))
    ends = rows.starts[first + 1 : last + 1] - (part.start + 1)
    of = codes.astype(kind)
    of *= kind(width)
    of[:-1] += codes[1:]
    of[ends] = codes[ends].astype(kind) * kind(width) + kind(names)
    waits = np.empty(len(of), np.int64)
    np.subtract(times[1:], times[:-1], out=waits[:-1])
    waits[ends] = 0
    return of, waits


def _customers_in(of: Array, customers: Array, cells: int) -> Array:
    """Return for how many customers each number stands: beneath their customer in one integer, sorted, equal ones meet."""
    bits = int(cells - 1).bit_length()
    since = customers - customers[0]
    kind = np.uint32 if int(since[-1]).bit_length() + bits <= 32 else np.uint64
    signs = since.astype(kind)
    signs <<= kind(bits)
    signs |= of
    signs.sort()
    fresh = np.ones(len(signs), bool)
    np.not_equal(signs[1:], signs[:-1], out=fresh[1:])
    return np.bincount(signs[fresh] & kind((1 << bits) - 1), minlength=cells)


def _counted_apart(rows: Groups, names: int, threads: int) -> Counts:
    """Return `counted` where pairs are too many to be counted in place, or their waits too long to be packed."""
    width = names + 1
    whole = slice(0, len(rows.times))
    of, waits = _pairs_in(rows, names, whole)
    known, place = np.unique(of, return_inverse=True)
    place, cells = place.astype(np.uint32), max(1, len(known))
    counts, customers = _counted(place, rows.customers, cells, threads)
    starts = np.zeros(cells + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    times = of_runs(waits[np.lexsort((waits, place))], starts, (0.5, 0.9))
    return Counts(counts, customers, times, known // width, known % width, names)


def _counted(of: Array, customers: Array, cells: int, threads: int) -> tuple[Array, Array]:
    """Return how often each number from 0 to `cells` stands in `of`, and for how many different customers."""
    parts = blocks(customers, max(SIZE, 4 * cells))
    found = each(partial(_counted_in, of, customers, cells), parts, threads)
    nothing = np.zeros(cells, np.int64)
    return sum((one for one, _ in found), nothing), sum((one for _, one in found), nothing)


def _counted_in(of: Array, customers: Array, cells: int, part: slice) -> tuple[Array, Array]:
    some = of[part]
    return np.bincount(some, minlength=cells), _customers_in(some, customers[part], cells)


def _add_begins(made: dict[str, list[Any]], rows: Groups, names: tuple[str, ...], threads: int) -> None:
    """Add how often each begins a group: to its first pair where groups are customers, else as rows of their own."""
    firsts = rows.starts[:-1]
    counts, customers = _counted(rows.codes[firsts], rows.customers[firsts], len(names), threads)
    if rows.by_customer:
        where = {name: place for place, name in reversed(list(enumerate(made["from"])))}
        for name, count in zip(names, counts.tolist(), strict=True):
            if count:
                made["begins"][where[name]] = count
        return
    for code in np.flatnonzero(counts).tolist():
        row = ("(begin)", names[code], int(customers[code]), int(counts[code]), None, 0, 0)
        for values, value in zip(made.values(), row, strict=True):
            values.append(value)
