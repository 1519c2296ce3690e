"""The life cycle by period over a trail: runs of a customer's events in a period, each held against the one before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import integers
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.marks import CannotSayError, Marks, both, inside, marks
from footpath.mining.passes.periods import Cut, runs

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.lifecycle.question import Lifecycle

Array = Any


def trail(question: Lifecycle, view: View) -> ArrowTable | None:
    """Return period, active, new and returning as the portable form does; None where a rule is not known here."""
    import pyarrow

    pa: Any = pyarrow
    scope = question.scope
    seen = np.zeros(0, np.int64)
    active = new = returning = seen
    if scope.span is not None:
        try:
            part, within = marks(view, scope.part, scope.part_zone), inside(view, scope)
        except CannotSayError:
            return None
        cut = Cut.of(question.calendar, scope)
        work = partial(_block, view, both(within, part), part is not None, cut)
        found = each(work, blocks(view.groups), view.threads)
        active, new, returning = sum(found, np.zeros((3, cut.count), np.int64))
        seen = np.flatnonzero(active)
    return pa.table(
        {
            "period": integers((cut.first + seen if len(seen) else seen).tolist()),
            "active": integers(active[seen].tolist()),
            "new": integers(new[seen].tolist()),
            "returning": integers(returning[seen].tolist()),
        }
    )


def _block(view: View, chosen: Marks | None, is_part: bool, cut: Cut, part: slice) -> Array:
    """Return the active, the new and the returning of each period, of the customers of a block."""
    who, places, _ = runs(view, chosen, cut, part)
    same = np.zeros(len(who), bool)
    np.equal(who[1:], who[:-1], out=same[1:])
    returning = same.copy()
    returning[1:] &= places[1:] - places[:-1] == 1
    if is_part:
        # The first event in all the data is the first row of the customer's: the part does not move it.
        low, high = np.searchsorted(view.starts, (part.start, part.stop))
        firsts = view.starts[low:high]
        first_us = view.times[firsts[np.searchsorted(view.groups[firsts], who)]]
        is_new = cut.places(first_us) == places
    else:
        is_new = ~same
    return np.stack(
        [np.bincount(places[some], minlength=cut.count) for some in (slice(None), is_new, returning)]
    )
