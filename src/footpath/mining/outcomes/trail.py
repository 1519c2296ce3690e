"""Times to an outcome over a trail: the first start of each customer, and the next goal after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.passes.fitting import fitting
from footpath.mining.passes.members import members, part_view, whose
from footpath.mining.passes.rows import coded_texts, numbers, truths
from footpath.mining.passes.values import dense

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.outcomes.question import Outcomes

Array = Any


def trail(question: Outcomes, view: View) -> ArrowTable | None:
    """Return customers counted by segment, watched_us and reached, as the portable form does; None where it cannot be said."""
    import pyarrow

    pa: Any = pyarrow
    end = view.trail.facts.to_us if question.until_us is None else question.until_us
    zone, some = question.part.zone, part_view(view, question.part)
    if some is None:
        return None
    start, goal = fitting(some, question.start.when, zone), fitting(some, question.goal.when, zone)
    groups = members(question.groups, some, question.part)
    if start is None or goal is None or groups is None:
        return None
    customers, watched, reached = _watched(question, some, start.rows(), goal.rows(), end or 0)
    at: Array = np.full(len(some.starts) - 1, -1)
    at[customers] = np.arange(len(customers))
    # Of a customer in a group the place among those who began.
    places = at[groups.customers]
    began = places >= 0
    places, segments = places[began], groups.groups[began].astype(np.int64)
    known, segments = dense(segments, len(groups.names))
    told = _counted(segments.astype(np.int64), watched[places], reached[places])
    both = int(np.count_nonzero(np.bincount(places, minlength=1)))
    names = [groups.names[code] for code in known.tolist()]
    there = np.append(np.ones(len(told[0]), bool), False)
    valid = pa.py_buffer(np.packbits(there, bitorder="little"))

    def with_total(column: Any, last: Any) -> Any:
        whole = pa.concat_arrays([column, last])
        return pa.Array.from_buffers(whole.type, len(whole), [valid, *whole.buffers()[1:]])

    return pa.table(
        {
            "segment": coded_texts(np.append(told[0], len(names)), names),
            "watched_us": with_total(numbers(told[1]), numbers(np.zeros(1))),
            "reached": with_total(truths(told[2]), truths(np.zeros(1))),
            "customers": numbers(np.append(told[3], both)),
        }
    )


def _watched(
    question: Outcomes, view: View, starts: Array, goals: Array, end: int
) -> tuple[Array, Array, Array]:
    """Return who began (customers of the view, ascending), how long they were watched, and whether they reached the goal."""
    if question.until_us is not None:
        starts = starts[view.times[starts] < question.until_us]
        goals = goals[view.times[goals] < question.until_us]
    who = whose(view, starts)
    fresh = np.ones(len(who), bool)
    np.not_equal(who[1:], who[:-1], out=fresh[1:])
    starts, who = starts[fresh], who[fresh]
    begun_us = view.times[starts]
    places = np.append(goals, len(view.times))[np.searchsorted(goals, starts, side="right")]
    there = places < view.starts[who + 1]
    took = np.where(there, view.times[np.where(there, places, 0)] - begun_us, 0)
    whole = end - begun_us
    if question.window_us is not None:
        there &= took <= question.window_us
        whole = np.minimum(whole, question.window_us)
    return who, np.where(there, took, whole), there


def _counted(segments: Array, watched: Array, reached: Array) -> tuple[Array, Array, Array, Array]:
    """Return the different rows of segment, time and whether it was reached, and how often each stands there."""
    least = int(watched.min(initial=0))  # before a moment given nobody is watched, and nobody begins after it
    since = watched - least
    bits = int(since.max(initial=0)).bit_length() + 1
    if bits + int(segments.max(initial=0)).bit_length() > 63:
        rows = np.stack((segments, watched, reached.astype(np.int64)), axis=1)
        found, counts = np.unique(rows, axis=0, return_counts=True)
        return found[:, 0], found[:, 1], found[:, 2] > 0, counts
    packed = (segments << bits) | (since << 1) | reached
    packed.sort()
    fresh = np.ones(len(packed), bool)
    np.not_equal(packed[1:], packed[:-1], out=fresh[1:])
    edges = np.flatnonzero(fresh)
    known = packed[edges]
    counts = np.diff(np.append(edges, len(packed)))
    return known >> bits, ((known >> 1) & ((1 << (bits - 1)) - 1)) + least, (known & 1) > 0, counts
