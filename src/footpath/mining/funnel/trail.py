"""The funnel over a trail: chains as places of their starts, carried forward by running maxima; block by block.

The steps that an event fits are bits of one number, looked up by the event's code where the rules ask for nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import floats, integers
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.quantiles import quantile
from footpath.rules import columns

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.funnel.question import Funnel

Array = Any

_NEVER = 1 << 62
_MOST_STEPS = 63


@dataclass(frozen=True)
class Block:
    """Some customers' events: `fits` has bit n - 1 where an event is step n; `groups` tell customers or sessions apart."""

    fits: Array
    times: Array
    groups: Array

    def of(self, rows: Array) -> Block:
        """Return the block of some of its rows."""
        return Block(self.fits[rows], self.times[rows], self.groups[rows])


def trail(question: Funnel, view: View) -> ArrowTable | None:
    """Return one row with reached_N and median_N for each step, as the portable form does; None where a rule is not known here."""
    import pyarrow

    pa: Any = pyarrow
    fits = _fits(question, view)
    if fits is None:
        return None
    work = partial(_took, question, view, *fits)
    found = each(work, blocks(view.groups), view.threads)
    row: dict[str, Any] = {}
    for n in range(1, len(question.steps) + 1):
        took = np.concatenate([one[n - 1] for one in found]) if found else np.zeros(0, np.int64)
        row[f"reached_{n}"] = integers([len(took)])
        row[f"median_{n}"] = floats([quantile(took, 0.5)])
    return pa.table(row)


def _fits(question: Funnel, view: View) -> tuple[Array, bool] | None:
    """Return the steps as bits, by code (True) or by row (False); None where the trail cannot say."""
    if len(question.steps) > _MOST_STEPS:
        return None
    kinds = ((8, np.uint8), (16, np.uint16), (32, np.uint32), (64, np.uint64))
    kind = next(kind for bits, kind in kinds if len(question.steps) <= bits)
    by_code = all(columns(step.when.tree) <= {"event"} for step in question.steps)
    asked = _names_as_view(view) if by_code else view
    fits: Array = np.zeros(len(asked.times), kind)
    for n, step in enumerate(question.steps):
        mask = asked.mask(step.when, question.zone)
        if mask is None:
            return None
        fits |= mask.astype(kind) << kind(n)
    return fits, by_code


def _names_as_view(view: View) -> View:
    """Return a view of one event for each name, to settle rules once a name."""
    from dataclasses import replace

    every = np.arange(len(view.names))
    return replace(view, starts=np.array([0, len(every)]), codes=every, times=every, groups=every)


def _took(question: Funnel, view: View, fits: Array, by_code: bool, part: slice) -> list[Array]:
    """Return for each step how long the chain took that came there first, of each group that came there."""
    codes, times, groups = view.codes[part], view.times[part], view.groups[part]
    if question.within == "session":
        begins = np.ones(len(times), bool)
        begins[1:] = (times[1:] - times[:-1] > question.gap_us) | (groups[1:] != groups[:-1])
        groups = np.cumsum(begins, dtype=np.int32)
    block = Block(fits.take(codes) if by_code else fits[part], times, groups)
    if question.order == "directly":
        return _directly(question, block)
    block = block.of(np.flatnonzero(block.fits != 0))
    return _then(question, block) if question.order == "then" else _any(question, block)


def _first_of_groups(groups: Array) -> Array:
    """Return which of some rows, in order, are the first of their group."""
    fresh = np.ones(len(groups), bool)
    np.not_equal(groups[1:], groups[:-1], out=fresh[1:])
    return fresh


def _is_step(block: Block, n: int) -> Array:
    return np.flatnonzero(block.fits & block.fits.dtype.type(1 << (n - 1)) != 0)


def _then(question: Funnel, block: Block) -> list[Array]:
    """Carry, for each event that a chain came to, the place of the chain's latest start.

    Of the events that chains came to as the step before, the nearest earlier one has the latest start (rule M64).
    """
    came = _is_step(block, 1)
    if question.count == "first":
        came = came[_first_of_groups(block.groups[came])]
    starts = came
    took = [np.zeros(int(np.count_nonzero(_first_of_groups(block.groups[came]))), np.int64)]
    for n in range(2, len(question.steps) + 1):
        before, came = came, _is_step(block, n)
        at: Array = np.searchsorted(before, came) - 1
        came, at = came[at >= 0], at[at >= 0]
        inside = block.groups[before[at]] == block.groups[came]
        came, starts = came[inside], starts[at[inside]]
        if question.window_us is not None:
            inside = block.times[came] - block.times[starts] <= question.window_us
            came, starts = came[inside], starts[inside]
        first = _first_of_groups(block.groups[came])
        took.append(block.times[came[first]] - block.times[starts[first]])
    return took


def _directly(question: Funnel, block: Block) -> list[Array]:
    """Follow each start row by row."""
    starts = _is_step(block, 1)
    if question.count == "first":
        starts = starts[_first_of_groups(block.groups[starts])]
    took = []
    for n in range(1, len(question.steps) + 1):
        if n > 1:
            starts = starts[starts + n - 1 < len(block.times)]
            at = starts + n - 1
            goes_on = (block.groups[at] == block.groups[starts]) & (
                block.fits[at] & block.fits.dtype.type(1 << (n - 1))
            ).astype(bool)
            if question.window_us is not None:
                goes_on &= block.times[at] - block.times[starts] <= question.window_us
            starts = starts[goes_on]
        first = starts[_first_of_groups(block.groups[starts])]
        took.append(block.times[first + n - 1] - block.times[first])
    return took


def _any(question: Funnel, block: Block) -> list[Array]:
    """For each event as the window's begin: when the n-th different step is met from there on."""
    count = len(question.steps)
    rows = len(block.times)
    if not rows:
        return [np.zeros(0, np.int64)] * count
    trees = [step.when.tree for step in question.steps]
    kinds = [(trees.index(tree), trees.count(tree)) for tree in dict.fromkeys(trees)]
    kind = np.full(rows, len(kinds), np.int16)
    for number, (step, _) in reversed(list(enumerate(kinds))):
        kind[_is_step(block, step + 1)] = number
    fresh = _first_of_groups(block.groups)
    begins = np.flatnonzero(fresh)
    looked = begins if question.count == "first" else np.arange(rows)
    comes = []
    for number, (_, times) in enumerate(kinds):
        is_it = kind == number
        places = np.flatnonzero(is_it)
        before = (np.cumsum(is_it, dtype=np.int32) - is_it)[looked]  # how many of the kind stand before
        for n in range(times):
            there = before + n < len(places)
            at = places[np.minimum(before + n, len(places) - 1)] if len(places) else looked
            there &= block.groups[at] == block.groups[looked]
            comes.append(np.where(there, block.times[at], _NEVER))
    done = np.sort(np.stack(comes), axis=0)
    edges = np.flatnonzero(_first_of_groups(block.groups[looked]))
    sizes = np.diff(np.append(edges, len(looked)))
    since = block.times[looked]
    took = []
    for n in range(count):
        inside = done[n] < _NEVER
        if question.window_us is not None:
            inside &= done[n] - since <= question.window_us
        at = np.where(inside, done[n], _NEVER)
        earliest = np.minimum.reduceat(at, edges)
        is_first = inside & (at == np.repeat(earliest, sizes))
        least = np.minimum.reduceat(np.where(is_first, at - since, _NEVER), edges)
        took.append(least[earliest < _NEVER])
    return took
