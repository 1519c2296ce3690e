"""Stickiness over a trail: a customer's days are runs of their events, and days fall whole into weeks and months."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import integers
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.counts import Counted, added, counted
from footpath.mining.passes.marks import CannotSayError, Marks, both, inside, marks
from footpath.mining.passes.periods import Cut, fresh, runs

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.stickiness.question import Stickiness

Array = Any


def trail(question: Stickiness, view: View) -> ArrowTable | None:
    """Return period, days and customers as the portable form does; None where a rule is not known here."""
    import pyarrow

    pa: Any = pyarrow
    scope = question.scope
    periods = days = customers = np.zeros(0, np.int64)
    if scope.span is not None:
        try:
            chosen = both(inside(view, scope), marks(view, scope.part, scope.part_zone))
        except CannotSayError:
            return None
        cut, by_day = Cut.of(question.calendar, scope), Cut.of(scope.calendar("day"), scope)
        work = partial(_block, view, chosen, cut, by_day)
        numbers, customers = added(each(work, blocks(view.groups), view.threads), cut.count * _WIDE)
        periods, days = cut.first + numbers // _WIDE, numbers % _WIDE
    return pa.table(
        {
            "period": integers(periods.tolist()),
            "days": integers(days.tolist()),
            "customers": integers(customers.tolist()),
        }
    )


_WIDE = 32
"""A month has 31 days at most."""


def _block(view: View, chosen: Marks | None, cut: Cut, by_day: Cut, part: slice) -> Counted:
    """Return the counts of customers of a block by period * 32 + days."""
    who, _, rows = runs(view, chosen, by_day, part)
    places = cut.places(view.times[rows])
    begins = fresh(who, places)
    days = np.diff(np.append(begins, len(rows)))
    return counted(places[begins].astype(np.int64) * _WIDE + days, cut.count * _WIDE)
