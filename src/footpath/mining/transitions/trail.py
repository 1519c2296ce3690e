"""Transitions over a trail: pairs as codes, counted; waits sorted once beneath their pair; customers told apart by block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.passes.blocks import SIZE, blocks, each
from footpath.mining.passes.groups import Groups, groups_of
from footpath.mining.passes.quantiles import of_runs

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.transitions.question import Transitions

Array = Any

_MOST_CELLS = 1 << 20
"""Up to so many possible pairs are counted where they stand; more are numbered as they occur first."""


@dataclass(frozen=True)
class Pairs:
    """Each row with what follows it: its pair's number, of `cells`, and the wait (0 before the end).

    `first` and `second` say which codes a pair is made of; the second is `end` where nothing follows.
    """

    of: Array
    waits: Array
    cells: int
    first: Array
    second: Array
    end: int


def trail(question: Transitions, view: View) -> ArrowTable:
    """Return one row a pair as the portable form does: from, to, customers, occurrences, times, begins, ties."""
    import pyarrow

    pa: Any = pyarrow
    rows = groups_of(view, question.within, gap_us=question.gap_us, fold=question.fold)
    pairs = pairs_of(rows, len(view.names))
    counts, customers = _counted(pairs.of, rows.customers, pairs.cells, view.threads)
    seen = np.flatnonzero(counts)
    times = _quantiles(pairs, counts)
    names = [*view.names, "(end)"]
    made = {
        "from": [names[code] for code in pairs.first[seen].tolist()],
        "to": [names[code] for code in pairs.second[seen].tolist()],
        "customers": customers[seen].tolist(),
        "occurrences": counts[seen].tolist(),
        "times": [
            None if second == pairs.end else times[cell]
            for cell, second in zip(seen.tolist(), pairs.second[seen].tolist(), strict=True)
        ],
        "begins": [0] * len(seen),
        "ties": [0] * len(seen),
    }
    _add_begins(made, rows, view.names, view.threads)
    kinds = {"from": pa.string(), "to": pa.string(), "times": pa.list_(pa.float64())}
    return pa.table({name: pa.array(values, kinds.get(name, pa.int64())) for name, values in made.items()})


def pairs_of(rows: Groups, names: int) -> Pairs:
    """Return each row with the one that follows it in its group."""
    width = names + 1
    kind = np.uint16 if width * width <= 1 << 16 else np.uint32 if width * width < 1 << 32 else np.uint64
    of = rows.codes.astype(kind)
    of *= kind(width)
    of[:-1] += rows.codes[1:]
    waits = np.empty(len(of), np.int64)
    np.subtract(rows.times[1:], rows.times[:-1], out=waits[:-1])
    last = rows.starts[1:] - 1
    of[last] = rows.codes[last].astype(kind) * kind(width) + kind(names)
    waits[last] = 0
    cells = width * width
    known = np.arange(cells) if cells <= _MOST_CELLS else np.unique(of)
    if cells > _MOST_CELLS:
        of, cells = np.searchsorted(known, of).astype(np.uint32), max(1, len(known))
    return Pairs(of, waits, cells, known // width, known % width, names)


def _counted(of: Array, customers: Array, cells: int, threads: int) -> tuple[Array, Array]:
    """Return how often each number from 0 to `cells` stands in `of`, and for how many different customers."""
    parts = blocks(customers, max(SIZE, 4 * cells))
    found = each(partial(_counted_in, of, customers, cells), parts, threads)
    nothing = np.zeros(cells, np.int64)
    return sum((one for one, _ in found), nothing), sum((one for _, one in found), nothing)


def _counted_in(of: Array, customers: Array, cells: int, part: slice) -> tuple[Array, Array]:
    """Count a block: numbers beneath their customer in one integer, sorted, so that a customer's equal ones meet."""
    bits = int(cells - 1).bit_length()
    since = customers[part] - customers[part.start]
    kind = np.uint32 if int(since[-1]).bit_length() + bits <= 32 else np.uint64
    signs = since.astype(kind)
    signs <<= kind(bits)
    signs |= of[part]
    signs.sort()
    fresh = np.ones(len(signs), bool)
    np.not_equal(signs[1:], signs[:-1], out=fresh[1:])
    return np.bincount(of[part], minlength=cells), np.bincount(
        signs[fresh] & kind((1 << bits) - 1), minlength=cells
    )


def _quantiles(pairs: Pairs, counts: Array) -> list[list[float | None]]:
    """Return median and 90th percentile of the waits of each pair, exactly."""
    bits = int(pairs.waits.max(initial=0)).bit_length()
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    if bits + pairs.cells.bit_length() <= 64:
        packed = pairs.of.astype(np.uint64)
        packed <<= np.uint64(bits)
        packed |= pairs.waits.view(np.uint64)
        packed.sort()
        low = np.uint64((1 << bits) - 1)
        return of_runs(packed, starts, (0.5, 0.9), lambda found: found & low)
    waits = pairs.waits[np.lexsort((pairs.waits, pairs.of))]
    return of_runs(waits, starts, (0.5, 0.9))


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
