"""Sessions over a trail: where they begin, and the differences between that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import floats, integers
from footpath.mining.passes.quantiles import quantile

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.sessions.question import Sessions

Array = Any


def trail(question: Sessions, view: View) -> ArrowTable:
    """Return one row a session in the order of customer and start, or the summary, as the portable form does."""
    import pyarrow

    pa: Any = pyarrow
    begins = view.session_starts(question.gap_us)
    edges = np.append(begins, len(view.times)).astype(np.int64)
    events = edges[1:] - edges[:-1]
    start_us = view.times[begins]
    end_us = view.times[edges[1:] - 1] if len(begins) else view.times[:0]
    if question.summary:
        row = {
            "sessions": integers([len(begins)]),
            "customers": integers([len(view.starts) - 1]),
            "median_events": floats([quantile(events, 0.5)]),
            "median_us": floats([quantile(end_us - start_us, 0.5)]),
        }
        return pa.table(row)
    customers = view.groups[begins]
    # The number within a customer: the place among all sessions, less that of the customer's first.
    place = np.arange(len(begins))
    fresh = np.ones(len(begins), bool)
    np.not_equal(customers[1:], customers[:-1], out=fresh[1:])
    first = np.maximum.accumulate(np.where(fresh, place, 0)) if len(begins) else place
    return pa.table(
        {
            "session": _column(pa, place - first + 1),
            "customer": view.trail.ids().take(_column(pa, customers.astype(np.int64))),
            "start_us": _column(pa, start_us),
            "end_us": _column(pa, end_us),
            "events": _column(pa, events),
        }
    )


def _column(pa: Any, values: Array) -> Any:
    whole = np.ascontiguousarray(values, np.int64)
    return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])
