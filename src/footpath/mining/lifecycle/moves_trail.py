"""Moves between states over a trail: what a rule asks of a customer, at the end of each period in which it may change.

As in the portable form these are the periods with an event, and the first at whose end an event is too long ago for a
`within`. What count, first and last are there is looked up in running counts of the rows that fit.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import integers
from footpath.mining.lifecycle.moves import NOWHERE
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.counts import Counted, added, counted
from footpath.mining.passes.marks import CannotSayError, Marks, both, inside, marks
from footpath.mining.passes.periods import Cut, fresh
from footpath.rules import Aggregate, Node, operands
from footpath.rules import Column as Named

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import Column, View
    from footpath.engines.types import ArrowTable
    from footpath.mining.lifecycle.states import LifecycleStates

Array = Any


@dataclass(frozen=True)
class _Asked:
    """The rows that count, the rows that fit each aggregate (None: all), and the states' rules over named columns."""

    cut: Cut
    end_us: int
    zone: str
    chosen: Marks | None
    fitting: dict[Aggregate, Marks | None]
    trees: tuple[Node, ...]


@dataclass(frozen=True)
class _Changes:
    """Where a state may change: a customer and period each, as ``customer * (periods + 1) + period``, ascending.

    `first` and `end` are the first of the customer's rows, and the row after the last up to the end of the period.
    """

    keys: Array
    first: Array
    end: Array


def trail(question: LifecycleStates, view: View) -> ArrowTable | None:
    """Return period, before, after and customers as the portable form does; None where a rule is not known here."""
    import pyarrow

    pa: Any = pyarrow
    scope = question.scope
    numbers = customers = np.zeros(0, np.int64)
    wide, first = len(question.states) + 2, 0
    if scope.span is not None:
        try:
            asked = _asked(question, view)
            cells = asked.cut.count * wide * wide
            found = each(partial(_block, view, asked, wide), blocks(view.groups), view.threads)
        except CannotSayError:
            return None
        numbers, customers = added(found, cells)
        first = asked.cut.first
    return pa.table(
        {
            "period": integers((numbers // (wide * wide) + first).tolist()),
            "before": integers((numbers // wide % wide + NOWHERE).tolist()),
            "after": integers((numbers % wide + NOWHERE).tolist()),
            "customers": integers(customers.tolist()),
        }
    )


def _asked(question: LifecycleStates, view: View) -> _Asked:
    scope = question.scope
    chosen = both(inside(view, scope), marks(view, scope.part, scope.part_zone))
    fitting: dict[Aggregate, Marks | None] = {}
    for state in question.states:
        for operand in operands(state.when.tree):
            if isinstance(operand, Aggregate) and operand not in fitting:
                fitting[operand] = marks(view, operand.rule, scope.zone)
    trees = tuple(_over_columns(state.when.tree, list(fitting)) for state in question.states)
    return _Asked(Cut.of(question.calendar, scope), scope.end_us, scope.zone, chosen, fitting, trees)


def _over_columns(node: Any, known: list[Aggregate]) -> Any:
    """Return a tree with columns named 0, 1, 2 ... in place of its aggregates."""
    if isinstance(node, Aggregate):
        return Named(str(known.index(node)))
    if isinstance(node, tuple):
        return tuple(_over_columns(one, known) for one in node)
    if not isinstance(node, Node):
        return node
    return replace(node, **{f.name: _over_columns(getattr(node, f.name), known) for f in fields(node)})


def _block(view: View, asked: _Asked, wide: int, part: slice) -> Counted:
    """Return how many customers of a block moved, by ``(period * wide + before) * wide + after``, states from -1."""
    cut, chosen = asked.cut, None if asked.chosen is None else np.flatnonzero(asked.chosen(part))
    times, groups = view.times[part], view.groups[part]
    if chosen is not None:
        times, groups = times[chosen], groups[chosen]
    cells = cut.count * wide * wide
    if not len(times):
        return counted(np.zeros(0, np.int64), cells)
    begins = fresh(groups)
    who = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(times))))
    keys = who * (cut.count + 1)
    arriving = keys + cut.places(times)
    rows: dict[Aggregate, tuple[Array, Array] | None] = {}
    leaving: dict[Aggregate, Array] = {}
    for aggregate, fits in asked.fitting.items():
        mask = None if fits is None else fits(part) if chosen is None else fits(part)[chosen]
        rows[aggregate] = None if mask is None else _fitting(mask)
        if aggregate.within is not None:
            some: Any = slice(None) if mask is None else np.flatnonzero(mask)
            leaving[aggregate] = keys[some] + _gone(asked, times[some], aggregate.within.us)
    changes = _changes(cut, arriving, begins, leaving)
    columns = [
        _column(aggregate, times, rows[aggregate], leaving.get(aggregate), changes)
        for aggregate in asked.fitting
    ]
    after = _states(view, asked, columns, changes)
    customer, places = np.divmod(changes.keys, cut.count + 1)
    before = np.full(len(after), NOWHERE)
    same = customer[1:] == customer[:-1]
    before[1:][same] = after[:-1][same]
    moved = np.flatnonzero(before != after)
    numbers = (places[moved] * wide + before[moved] - NOWHERE) * wide + after[moved] - NOWHERE
    return counted(numbers, cells)


def _gone(asked: _Asked, times: Array, length_us: int) -> Array:
    """Return the first period at whose end each instant is longer ago than a `within`; past the last where in none."""
    latest = max(asked.end_us - length_us - 1, -(1 << 63))
    there = times <= latest
    found: Array = np.full(len(times), asked.cut.count, np.int64)
    if there.any():
        found[there] = asked.cut.places(times[there] + (length_us + 1))
    return found


def _fitting(mask: Array) -> tuple[Array, Array]:
    """Return the rows that fit, and how many of them stand before each row (and at last all)."""
    before = np.zeros(len(mask) + 1, np.int32)
    np.cumsum(mask, out=before[1:])
    return np.flatnonzero(mask), before


def _changes(cut: Cut, arriving: Array, begins: Array, leaving: dict[Aggregate, Array]) -> _Changes:
    edges = fresh(arriving)
    known = arriving[edges]
    ends = np.append(edges[1:], len(arriving))
    keys = known
    if leaving:
        gone = np.concatenate([one[fresh(one)] for one in leaving.values()])
        gone = gone[gone % (cut.count + 1) < cut.count]
        # The lowest bit tells what arrives from what only leaves, so that one sort says what came last before it.
        both = np.concatenate((known << 1, (gone << 1) | 1))
        both.sort()
        arrived = np.cumsum((both & 1) == 0)
        both >>= 1
        some = fresh(both)
        keys, ends = both[some], ends[arrived[some] - 1]
    return _Changes(keys, begins[keys // (cut.count + 1)], ends)


def _column(
    aggregate: Aggregate,
    times: Array,
    fitting: tuple[Array, Array] | None,
    leaving: Array | None,
    changes: _Changes,
) -> Column:
    """Return what an aggregate is at each change; `fitting` are the rows that do (None: all), `leaving` when each expires."""
    from footpath.engines.trail.arrays import Column

    low, high, rows = changes.first, changes.end, None
    if fitting is not None:
        rows, before = fitting
        low, high = before.take(low), before.take(high)
    if leaving is not None:
        # Whatever fits and has expired by then is of the customer's first: nothing that came later is gone before it.
        low = np.maximum(low, np.searchsorted(leaving, changes.keys, side="right"))
    if aggregate.kind == "count":
        return Column(np.maximum(high - low, 0))
    there = high > low
    place = np.where(there, low if aggregate.kind == "first" else high - 1, 0)
    if rows is not None:
        place = rows.take(place) if len(rows) else place
    return Column(times.take(place), there)


def _states(view: View, asked: _Asked, columns: list[Column], changes: _Changes) -> Array:
    """Return the state at each change: the first whose rule holds, or the number of states."""
    from footpath.engines.trail.masks import mask

    trail = replace(view.trail, column=lambda name: columns[int(name)])
    bounds, nothing = np.array([0, len(changes.keys)]), np.zeros(len(changes.keys), np.int64)
    people = replace(
        view, trail=trail, starts=bounds, codes=nothing, times=nothing, groups=nothing, chosen=None
    )
    after = np.full(len(changes.keys), len(asked.trees))
    for place, tree in reversed(list(enumerate(asked.trees))):
        holds = mask(tree, people, asked.zone)
        if holds is None:
            raise CannotSayError
        after[holds] = place
    return after
