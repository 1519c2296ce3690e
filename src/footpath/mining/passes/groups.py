"""The rows of a view in the groups of a question: customers or sessions, folded on request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View

Array = Any


@dataclass(frozen=True)
class Groups:
    """Rows in groups: `starts` is where each group begins, and at last how many rows there are.

    `codes`, `times` and `customers` (u32, which customer of the trail) are by row.
    """

    starts: Array
    codes: Array
    times: Array
    customers: Array
    by_customer: bool

    @property
    def firsts(self) -> Array:
        """Return which rows are the first of their group."""
        found = np.zeros(len(self.times), bool)
        found[self.starts[:-1]] = True
        return found

    @property
    def lasts(self) -> Array:
        """Return which rows are the last of their group."""
        found = np.zeros(len(self.times), bool)
        found[self.starts[1:] - 1] = True
        return found

    def kept(self, mask: Array) -> Groups:
        """Return the groups of the rows that a mask chooses; each group keeps at least its first row."""
        rows = np.flatnonzero(mask)
        starts = np.append(np.flatnonzero(self.firsts[rows]), len(rows))
        return Groups(starts, self.codes[rows], self.times[rows], self.customers[rows], self.by_customer)

    def repeats(self) -> Array:
        """Return which rows have the code of the row before in their group."""
        found = np.zeros(len(self.codes), bool)
        np.equal(self.codes[1:], self.codes[:-1], out=found[1:])
        found[self.starts[:-1]] = False
        return found


def groups_of(view: View, within: str, *, gap_us: int, fold: bool = False) -> Groups:
    """Return a view's rows by customer or by session; with `fold` equal events in a row within a session stand once."""
    by_customer = within == "customer"
    rows = len(view.times)
    sessions = None
    if fold or not by_customer:
        sessions = np.append(view.session_starts(gap_us), rows).astype(np.int64)
    starts = view.starts if by_customer else sessions
    found = Groups(starts, view.codes, view.times, view.groups, by_customer)
    if not fold or sessions is None:
        return found
    in_session = Groups(sessions, view.codes, view.times, view.groups, by_customer=False)
    return found.kept(~in_session.repeats())
