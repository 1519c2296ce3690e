"""Flows over a trail: walks are looked at step by step, first which names a step shows, then who goes from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import integers, texts
from footpath.mining.passes.blocks import SIZE, blocks, each
from footpath.mining.passes.counts import Counted, added, counted
from footpath.mining.passes.groups import Groups, groups_of
from footpath.mining.passes.marks import CannotSayError, Marks, marks
from footpath.mining.passes.periods import fresh
from footpath.mining.paths.question import OTHER
from footpath.mining.transitions.question import BEGIN, END

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.flows.question import Flows

Array = Any


@dataclass(frozen=True)
class _Walks:
    """Rows in groups, and which of them fit the start and the end asked for (None: not asked)."""

    rows: Groups
    starts: Marks | None
    ends: Marks | None


def trail(question: Flows, view: View) -> ArrowTable | None:
    """Return one row a flow as the portable form does; None where a rule is not known here."""
    import pyarrow

    pa: Any = pyarrow
    try:
        walks = _walks(question, view)
    except CannotSayError:
        return None
    parts = blocks(walks.rows.customers, SIZE)
    names, width = view.names, len(view.names) + 2
    fars = each(partial(_fars, question, walks), parts, view.threads)
    seen = [_counts(one, len(names)) for one in fars]
    stop = BEGIN if question.is_backward else END
    labels = [*names, OTHER, stop]
    place = {label: at for at, label in reversed(list(enumerate(labels)))}
    shown = [
        _shown(question, np.sum(step, axis=0), place[OTHER], place[stop]) for step in zip(*seen, strict=True)
    ]
    tasks = list(zip(parts, fars, strict=True))
    found = each(partial(_block, question, walks, shown, width), tasks, view.threads)
    anchor = question.end if question.is_backward else question.start
    first = (END if question.is_backward else BEGIN) if anchor is None else anchor.name
    made: list[tuple[int, str, str, int, int]] = []
    for step, both in enumerate(zip(*found, strict=True), start=1):
        pairs, occurrences = added([one for one, _ in both], width * width)
        _, customers = added([one for _, one in both], width * width)
        for pair, often, who in zip(pairs.tolist(), occurrences.tolist(), customers.tolist(), strict=True):
            near = first if step == 1 else labels[pair // width]
            made.append((step, near, labels[pair % width], who, often))
    columns = list(zip(*made, strict=True)) if made else [()] * 5
    kinds: tuple[Any, ...] = (integers, texts, texts, integers, integers)
    called = ("step", "near", "far", "customers", "occurrences")
    return pa.table({name: kind(values) for name, kind, values in zip(called, kinds, columns, strict=True)})


def _walks(question: Flows, view: View) -> _Walks:
    rows = groups_of(view, question.within, gap_us=question.gap_us)
    fits = [
        marks(view, None if step is None else step.when, question.zone)
        for step in (question.start, question.end)
    ]
    walks = _Walks(rows, *fits)
    if question.fold:
        walks = _kept(walks, ~groups_of(view, "session", gap_us=question.gap_us).repeats())
    return walks if question.loops else _kept(walks, ~walks.rows.repeats())


def _kept(walks: _Walks, mask: Array) -> _Walks:
    """Return the walks without the rows that only repeat, and without times, which nothing asks for any more."""
    rows = walks.rows
    starts = np.append(np.flatnonzero(rows.firsts[mask]), np.count_nonzero(mask))
    codes = rows.codes[mask]
    kept = Groups(starts, codes, codes, rows.customers[mask], rows.by_customer)
    return _Walks(kept, _of_rows(walks.starts, mask), _of_rows(walks.ends, mask))


def _of_rows(fits: Marks | None, mask: Array) -> Marks | None:
    """Return which of some rows are meant."""
    if fits is None:
        return None
    every = fits(slice(0, len(mask)))[mask]
    return lambda part: every[part]


def _shown(question: Flows, counts: Array, other: int, stop: int) -> Array:
    """Return what a step calls each code, and at last the place where a walk is over."""
    names = np.arange(len(counts))
    # The most frequent, equal ones in the order of their names.
    order = np.lexsort((names, -counts))[: question.top]
    found = np.full(len(counts) + 1, other)
    found[order] = order
    found[-1] = stop
    return found


def _fars(question: Flows, walks: _Walks, part: slice) -> tuple[Array, list[Array]]:
    """Return where the walks of a block begin, and for each step what those that go on come to; -1 where one is over."""
    rows = walks.rows
    low, high = np.searchsorted(rows.starts, (part.start, part.stop))
    begins, ends = rows.starts[low:high] - part.start, rows.starts[low + 1 : high + 1] - part.start
    codes = rows.codes[part]
    way = -1 if question.is_backward else 1
    fits = walks.ends if question.is_backward else walks.starts
    at = ends - 1 if question.is_backward else begins
    if fits is not None:
        fitting = np.flatnonzero(fits(part))
        place = np.searchsorted(fitting, ends) - 1 if way < 0 else np.searchsorted(fitting, begins)
        there = (place >= 0) & (place < len(fitting))
        at = fitting.take(place, mode="clip") if len(fitting) else at
        there &= (at >= begins) & (at < ends)
        begins, ends, at = begins[there], ends[there], at[there]
    if question.is_between and walks.ends is not None:
        fitting = np.flatnonzero(walks.ends(part))
        place = np.searchsorted(fitting, at, side="right")
        there = place < len(fitting)
        until = fitting.take(place, mode="clip") if len(fitting) else at
        there &= until < ends
        begins, ends, at = begins[there], until[there] + 1, at[there]
    bounds = begins if way < 0 else ends
    fars, next_to = [], at if fits is None else at + way
    kind = np.int16 if len(rows.codes) and rows.codes.dtype == np.uint8 else np.int64
    for _ in range(question.steps):
        goes_on = next_to >= bounds if way < 0 else next_to < bounds
        far = codes.take(next_to, mode="clip").astype(kind)
        far[~goes_on] = -1
        fars.append(far)
        bounds, next_to = bounds[goes_on], next_to[goes_on] + way
    return at.astype(np.uint32), fars


def _counts(fars: tuple[Array, list[Array]], names: int) -> list[Array]:
    """Return how many walks of a block come to each name, step by step."""
    return [np.bincount(far[far >= 0], minlength=names) for far in fars[1]]


def _block(
    question: Flows,
    walks: _Walks,
    shown: list[Array],
    width: int,
    task: tuple[slice, tuple[Array, list[Array]]],
) -> list[tuple[Counted, Counted]]:
    """Return for each step the walks and the customers of a block, by ``near * width + far``."""
    part, (here, fars) = task
    customers = walks.rows.customers[part]
    found, cells = [], width * width
    near = np.zeros(len(here), np.int64)  # where a walk begins, which all call alike
    for step, far in enumerate(fars):
        goes_on = np.flatnonzero(far >= 0)
        pairs = shown[step].take(far, mode="wrap") + near * width  # -1, where a walk is over, takes the last
        who = customers.take(here) if not walks.rows.by_customer else here
        if question.is_between:
            pairs, who = pairs[goes_on], who[goes_on]
        often = counted(pairs, cells)
        # A customer is one walk, but may have several sessions.
        once = often if walks.rows.by_customer else counted(_once(who, pairs, cells), cells)
        found.append((often, once))
        here, near = here[goes_on], shown[step].take(far[goes_on])
    return found


def _once(who: Array, pairs: Array, cells: int) -> Array:
    """Return the pairs of each customer, once."""
    if not len(who):
        return pairs
    bits = int(cells - 1).bit_length()
    since = who - who[0]
    kind = np.uint32 if int(since[-1]).bit_length() + bits <= 32 else np.uint64
    packed = since.astype(kind)
    packed <<= kind(bits)
    packed |= pairs.astype(kind)
    packed.sort()
    return (packed[fresh(packed)] & kind((1 << bits) - 1)).astype(np.int64)
