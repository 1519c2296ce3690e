"""Transitions by segment over a trail: each segment's groups are counted as all are; differences customer by customer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import floats, integers, texts
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.groups import Groups, groups_of
from footpath.mining.passes.members import first_values_in
from footpath.mining.passes.rows import float_lists
from footpath.mining.passes.values import Coded, different
from footpath.mining.paths.question import OTHER
from footpath.mining.segmented import ALL, NONE
from footpath.mining.transitions.question import BEGIN, END
from footpath.mining.transitions.trail import counted

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.transitions.segments import SegmentTransitions

Array = Any
Row = dict[str, Any]

_IN_PLACE = 1 << 20


def trail(question: SegmentTransitions, view: View) -> ArrowTable | None:
    """Return the rows of the portable form; None where the trail cannot say the property."""
    import pyarrow

    pa: Any = pyarrow
    found = _segments(question, view)
    if found is None or {BEGIN, END} & set(view.names):
        return None
    rows, segments = found
    if question.difference is None:
        if ALL in segments.texts:
            return None  # a value of this name counts together with what it is called after
        made = _counted(ALL, rows, view)
        for name, codes in _shown(rows, segments, question.top).items():
            made += _counted(name, _of_groups(rows, np.isin(segments.codes, codes)), view)
        kinds: dict[str, Any] = {"customers": integers, "occurrences": integers, "times": float_lists}
    else:
        made = []
        for name in question.difference:
            codes = [code for code, text in enumerate((*segments.texts, NONE)) if text == name]
            made += _spread(name, _of_groups(rows, np.isin(segments.codes, codes)), view)
        kinds = {"occurrences": integers, "n": integers, "squares": floats, "products": floats}
    kinds = {"segment": texts, "from": texts, "to": texts, **kinds}
    return pa.table({name: kind([row[name] for row in made]) for name, kind in kinds.items()})


def _segments(question: SegmentTransitions, view: View) -> tuple[Groups, Coded] | None:
    """Return the rows in groups, and the segment of each group: the first value that its rows have."""
    column = view.column(question.by)
    if column is None:
        return None
    rows = groups_of(view, question.within, gap_us=question.gap_us)
    if question.fold:
        kept = ~groups_of(view, "session", gap_us=question.gap_us).repeats()
        rows, column = rows.kept(kept), column.take(np.flatnonzero(kept))
    if column.texts is not None and "" in column.texts:
        is_text = column.values != column.texts.index("")
        column = replace(column, there=is_text if column.there is None else is_text & column.there)
    first = first_values_in(column, rows.starts)
    return None if first is None else (rows, first)


def _shown(rows: Groups, segments: Coded, top: int) -> dict[str, list[int]]:
    """Return the segments that are shown, and the codes of values that are in each."""
    moves = np.diff(rows.starts) + 1
    sizes = np.bincount(segments.codes, moves, len(segments.texts) + 1).astype(np.int64)
    some = [code for code in np.flatnonzero(sizes[:-1]).tolist() if segments.texts[code] != NONE]
    some.sort(key=lambda code: (-sizes[code], segments.texts[code].encode()))
    names = {code: segments.texts[code] if place < top else OTHER for place, code in enumerate(some)}
    found: dict[str, list[int]] = {}
    for code in np.flatnonzero(sizes).tolist():
        found.setdefault(names.get(code, NONE), []).append(code)
    return found


def _of_groups(rows: Groups, chosen: Array) -> Groups:
    """Return the rows of some of the groups."""
    sizes = np.diff(rows.starts)
    mask = np.repeat(chosen, sizes)
    starts = np.concatenate(([0], np.cumsum(sizes[chosen])))
    return Groups(starts, rows.codes[mask], rows.times[mask], rows.customers[mask], rows.by_customer)


def _counted(segment: str, rows: Groups, view: View) -> list[Row]:
    pairs = counted(rows, len(view.names), view.threads)
    names = [*view.names, END]
    made: list[Row] = []
    for cell in np.flatnonzero(pairs.counts).tolist():
        second = int(pairs.second[cell])
        made.append(
            {
                "segment": segment,
                "from": names[int(pairs.first[cell])],
                "to": names[second],
                "customers": int(pairs.customers[cell]),
                "occurrences": int(pairs.counts[cell]),
                "times": None if second == pairs.end else pairs.times[cell],
            }
        )
    firsts = rows.starts[:-1]
    codes = rows.codes[firsts].astype(np.int64)
    begins = np.bincount(codes, minlength=len(view.names))
    people = begins
    if not rows.by_customer:
        alone = different(rows.customers[firsts].astype(np.int64) * len(view.names) + codes)
        people = np.bincount(alone % len(view.names), minlength=len(view.names))
    for code in np.flatnonzero(begins).tolist():
        counts = {"customers": int(people[code]), "occurrences": int(begins[code])}
        made.append({"segment": segment, "from": BEGIN, "to": names[code], **counts, "times": None})
    return made


def _spread(segment: str, rows: Groups, view: View) -> list[Row]:
    """Return sums over customers of how often each goes on from one name to another."""
    if not len(rows.codes):
        return []
    width = len(view.names) + 1
    found = each(partial(_moves, rows, width), blocks(rows.customers), view.threads)
    of, *sums = (np.concatenate([one[place] for one in found]) for place in range(5))
    known, at = np.unique(of, return_inverse=True)
    occurrences, n, squares, products = (np.bincount(at, some, len(known)) for some in sums)
    shown, ends = [*view.names, BEGIN], [*view.names, END, None]
    return [
        {
            "segment": segment,
            "from": shown[pair // (width + 1)],
            "to": ends[pair % (width + 1)],
            "occurrences": int(occurrences[place]),
            "n": int(n[place]),
            "squares": float(squares[place]),
            "products": float(products[place]),
        }
        for place, pair in enumerate(known.tolist())
    ]


def _moves(rows: Groups, width: int, part: slice) -> tuple[Array, ...]:
    """Return pairs of a block (``width`` as their second: all that follows the first), and sums over its customers."""
    low, high = np.searchsorted(rows.starts, (part.start, part.stop))
    starts = rows.starts[low : high + 1] - part.start
    codes = rows.codes[part].astype(np.int64)
    after = np.empty_like(codes)
    after[:-1] = codes[1:]
    after[starts[1:] - 1] = width - 1
    since = rows.customers[part].astype(np.int64) - int(rows.customers[part.start])
    # Beginnings are moves too: from a name behind all others.
    of = np.concatenate((codes * (width + 1) + after, (width - 1) * (width + 1) + codes[starts[:-1]]))
    cells = width * (width + 1)
    packed = np.concatenate((since, since[starts[:-1]])) * cells + of
    packed.sort()
    begins = _fresh(packed)
    x = np.diff(np.append(begins, len(packed)))
    packed = packed[begins]
    turns = _fresh(packed // (width + 1))
    m = np.add.reduceat(x, turns)
    of = packed % cells
    firsts = of[turns] // (width + 1) * (width + 1) + width
    whole = np.repeat(m, np.diff(np.append(turns, len(x))))
    every = np.concatenate((of, firsts))
    sums = (np.concatenate((x, m)), np.ones(len(every)), np.concatenate((x * x, m * m)))
    return _summed(every, cells, (*sums, np.concatenate((x * whole, m * m))))


def _summed(of: Array, cells: int, sums: tuple[Array, ...]) -> tuple[Array, ...]:
    if cells <= _IN_PLACE:
        known = np.flatnonzero(np.bincount(of, minlength=cells))
        return (known, *(np.bincount(of, some, cells)[known] for some in sums))
    known, at = np.unique(of, return_inverse=True)
    return (known, *(np.bincount(at, some, len(known)) for some in sums))


def _fresh(values: Array) -> Array:
    found = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return np.flatnonzero(found)
