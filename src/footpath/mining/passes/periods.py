"""Instants to periods over a trail, and the periods of customers: one entry each, however many events lie in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.mining.passes.marks import Marks
    from footpath.mining.periods import Calendar, Scope

Array = Any

_MOST_BUCKETS = 1 << 22
_AT_ONCE = 1 << 13


@dataclass(frozen=True)
class Cut:
    """Where the periods of a calendar begin, over the time of which the data tell: instants to numbers.

    Where all periods are equally long a division tells the number. Else time is cut into buckets, of a power of two
    microseconds, in which at most one period begins: a shift tells the bucket, and one comparison the period. So a
    clock that changes costs nothing, and no event is searched for.

    Attributes
    ----------
    first, count
        The number of the first period, and how many there are up to the last.
    starts
        int64, where each begins.
    """

    first: int
    count: int
    starts: Array
    width: int
    shift: int
    before: Array | None
    begins: Array | None

    @classmethod
    def of(cls, calendar: Calendar, scope: Scope) -> Cut:
        """Return the periods in which the data of a scope lie."""
        span = scope.seen
        first, last = calendar.number_of(span.from_us), calendar.number_of(span.end_us)
        starts: Array = np.array([calendar.start_us(n) for n in range(first, last + 1)], np.int64)
        lengths = np.diff(starts)
        if not len(lengths) or bool((lengths == lengths[0]).all()):
            # The last one may be longer or shorter than the others, but nothing lies beyond it.
            width = int(lengths[0]) if len(lengths) else span.end_us - int(starts[0]) + 1
            if int(starts[-1]) + width > span.end_us:
                return cls(first, len(starts), starts, width, 0, None, None)
        shift = int(lengths[lengths > 0].min(initial=1 << 62)).bit_length() - 1
        buckets = ((span.end_us - int(starts[0])) >> shift) + 1
        if buckets > _MOST_BUCKETS or (lengths <= 0).any():
            return cls(first, len(starts), starts, 0, 0, None, None)
        edges = int(starts[0]) + (np.arange(buckets, dtype=np.int64) << shift)
        before = np.searchsorted(starts, edges, side="right") - 1
        begins = np.append(starts, np.int64((1 << 63) - 1))[before + 1]
        return cls(first, len(starts), starts, 0, shift, before.astype(np.int32), begins)

    def places(self, times: Array) -> Array:
        """Return the period of each instant, int32, 0 being the first of the data."""
        places: Array = np.empty(len(times), np.int32)
        # A few thousand at a time in the same small arrays: fresh large ones would cost more than the arithmetic.
        scratch = np.empty((2, min(_AT_ONCE, len(times))), np.int64)
        for at in range(0, len(times), _AT_ONCE):
            some = times[at : at + _AT_ONCE]
            self._place(some, places[at : at + _AT_ONCE], *scratch[:, : len(some)])
        return places

    def _place(self, times: Array, places: Array, since: Array, begins: Array) -> None:
        np.subtract(times, self.starts[0], out=since)
        if self.width:
            np.floor_divide(since, self.width, out=since)
            places[:] = since
        elif self.before is None or self.begins is None:
            np.subtract(np.searchsorted(self.starts, times, side="right"), 1, out=places, casting="same_kind")
        else:
            np.right_shift(since, self.shift, out=since)
            np.take(self.before, since, out=places, mode="clip")
            np.take(self.begins, since, out=begins, mode="clip")
            places += times >= begins


def fresh(*columns: Array) -> Array:
    """Return at which rows a run of rows begins that are alike in all the columns."""
    rows = len(columns[0])
    found = np.zeros(rows, bool)
    for column in columns:
        found[1:] |= column[1:] != column[:-1]
    found[:1] = True
    return np.flatnonzero(found)


def runs(view: View, chosen: Marks | None, cut: Cut, part: slice) -> tuple[Array, Array, Array]:
    """Return one entry for each customer of a block and period with a chosen event, in order.

    Returns
    -------
    who
        u32, which customer of the trail.
    places
        int32, the period (see `Cut.places`).
    rows
        int64, the first chosen row of the view that lies there.
    """
    if chosen is None:
        places = cut.places(view.times[part])
        begins = np.zeros(len(places), bool)
        np.not_equal(places[1:], places[:-1], out=begins[1:])
        low, high = np.searchsorted(view.starts, (part.start, part.stop))
        begins[view.starts[low:high] - part.start] = True
        at = np.flatnonzero(begins)
        rows = at + part.start
        return view.groups[rows], places[at], rows
    rows = np.flatnonzero(chosen(part)) + part.start
    places, who = cut.places(view.times[rows]), view.groups[rows]
    at = fresh(who, places)
    return who[at], places[at], rows[at]
