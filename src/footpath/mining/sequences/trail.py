"""Sequences over a trail: chains as places of their latest starts, carried forward step by step; block by block."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.chains.steps import before, excluded
from footpath.mining.columns import integers, texts
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.fitting import fitting
from footpath.mining.passes.groups import Groups
from footpath.mining.passes.quantiles import quantile
from footpath.mining.passes.rows import float_lists, int_lists
from footpath.mining.sequences.question import chosen
from footpath.mining.transitions.question import BEGIN, END

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.passes.fitting import Fitting
    from footpath.mining.sequences.question import Sequences

Array = Any

_LONG = 4096
"""Longer runs of chains that overlap are gone through one by one."""


@dataclass(frozen=True)
class Came:
    """The rows that chains came to as a step, ascending, and where the latest of these chains starts."""

    rows: Array
    starts: Array


@dataclass(frozen=True)
class Part:
    """What a block of customers adds.

    Of the first occurrence of each group: how long it took, its customer, and the names (codes) and times right before
    and after it. `occurrences` are those that do not overlap, `groups` all groups; `late` the last start of each group
    without the pattern, `until` the time of the last row.
    """

    took: Array
    customers: Array
    before: Array
    before_us: Array
    after: Array
    after_us: Array
    occurrences: int
    groups: int
    late: Array
    until: int


def trail(question: Sequences, view: View) -> ArrowTable | None:
    """Return the rows of the portable form; None where the trail cannot say what a step is.

    Which chains overlap is decided here: all are runs of one.
    """
    import pyarrow

    pa: Any = pyarrow
    if {BEGIN, END} & set(view.names):
        return None  # events of these names count together with what they are called after
    steps = question.pattern.steps
    fits = [fitting(view, step.when, question.zone) for step in steps]
    out = [
        [fitting(view, rule, question.zone) for rule in excluded(steps, n)] for n in range(2, len(steps) + 1)
    ]
    if any(one is None for one in (*fits, *(rule for some in out for rule in some))):
        return None
    by_session = question.fold or question.within == "session"
    sessions = view.session_starts(question.gap_us) if by_session else None
    work = partial(_of_block, question, view, sessions, fits, out)
    found = each(work, blocks(view.groups), view.threads)
    made = _rows(question, view, found)
    kinds: dict[str, Any] = {"what": texts, "name": texts, "times": float_lists, "overlaps": int_lists}
    names = ("what", "name", "customers", "count", "n", "times", "overlaps")
    return pa.table({name: kinds.get(name, integers)([row.get(name) for row in made]) for name in names})


def _of_block(
    question: Sequences, view: View, sessions: Any, fits: list[Any], out: list[list[Any]], part: slice
) -> Part:
    rows, inside = _grouped(question, view, sessions, part)
    came = _Chains(question, rows, part, inside).follow(fits, out)
    ends = came[-1]
    groups = _groups(rows, ends.rows)
    firsts = _fresh(groups)
    at, begun, here = ends.rows[firsts], ends.starts[firsts], groups[firsts]
    is_begin, is_end = begun == rows.starts[here], at + 1 == rows.starts[here + 1]
    earlier, later = np.maximum(begun - 1, 0), np.minimum(at + 1, len(rows.codes) - 1)
    nothing = len(view.names)
    return Part(
        took=rows.times[at] - rows.times[begun],
        customers=rows.customers[at],
        before=np.where(is_begin, nothing, rows.codes[earlier]),
        before_us=rows.times[begun] - rows.times[earlier],
        after=np.where(is_end, nothing, rows.codes[later]),
        after_us=rows.times[later] - rows.times[at],
        occurrences=_occurrences(ends, groups, len(fits)),
        groups=len(rows.starts) - 1,
        late=np.zeros(0, np.int64) if question.bound_us is None else _late(rows, came[0].rows, here),
        until=int(rows.times.max()),
    )


def _grouped(question: Sequences, view: View, sessions: Any, part: slice) -> tuple[Groups, Array | None]:
    """Return the rows of a block in their groups, folded where asked, and which of the block's rows they are."""

    def cut(starts: Array) -> Array:
        first, last = np.searchsorted(starts, np.array([part.start, part.stop], starts.dtype))
        return np.append(starts[first:last].astype(np.int64), part.stop) - part.start

    by_customer = question.within == "customer"
    starts = cut(view.starts if by_customer else sessions)
    rows = Groups(starts, view.codes[part], view.times[part], view.groups[part], by_customer)
    if not question.fold:
        return rows, None
    mask = ~replace(rows, starts=cut(sessions)).repeats()
    return rows.kept(mask), np.flatnonzero(mask)


def _groups(rows: Groups, at: Array) -> Array:
    """Return which groups some rows, ascending, are in."""
    return _before(rows.starts, at + 1, len(rows.codes))


def _before(places: Array, at: Array, rows: int) -> Array:
    """Return for ascending rows the last of some places, ascending, before each: its number, -1 where there is none."""
    if len(at) < rows >> 5:
        found: Array = np.searchsorted(places, at) - 1
        return found
    is_there = np.zeros(rows + 1, np.int8)
    is_there[places] = 1
    counted = np.cumsum(is_there, dtype=np.int32)
    counted -= is_there  # before, and not at
    return counted.take(at) - 1


def _late(rows: Groups, begins: Array, having: Array) -> Array:
    """Return when the groups without the pattern were at its first step for the last time."""
    of = _groups(rows, begins)
    last = np.ones(len(of), bool)
    np.not_equal(of[1:], of[:-1], out=last[:-1])
    has = np.zeros(len(rows.starts), bool)
    has[having] = True
    return rows.times[begins[last & ~has[of]]]


@dataclass(frozen=True)
class _Chains:
    """Some groups' rows; `inside` says which rows of the part of the view they are, None where all."""

    question: Sequences
    of: Groups
    part: slice
    inside: Array | None

    def rows(self, marks: list[Fitting]) -> Array:
        """Return the rows that any of some rules mean."""
        found = reduce(or_, [one.of(self.part) for one in marks])
        return np.flatnonzero(found if self.inside is None else found[self.inside])

    def follow(self, fits: list[Fitting], out: list[list[Fitting]]) -> list[Came]:
        """Return the rows that chains come to as each step: the nearest row before has the latest start."""
        steps, within_us, times = self.question.pattern.steps, self.question.pattern.within_us, self.of.times
        begins = self.rows([fits[0]])
        came = [Came(begins, begins)]
        for n in range(2, len(steps) + 1):
            step = steps[n - 1]
            prior = _either([came[m - 1] for m in before(steps, n)])
            rows = self.rows([fits[n - 1]])
            at = _before(prior.rows, rows, len(times))
            rows, at = rows[at >= 0], at[at >= 0]
            last, start = prior.rows[at], prior.starts[at]
            goes_on = start >= self.of.starts[_groups(self.of, rows)]
            if step.directly:
                goes_on &= last == rows - 1
            if step.within_us is not None:
                goes_on &= times[rows] - times[last] <= step.within_us
            if within_us is not None:
                goes_on &= times[rows] - times[start] <= within_us
            barred = self.rows(out[n - 2]) if out[n - 2] else rows[:0]
            if len(barred):
                nearest = _before(barred, rows, len(times))
                goes_on &= (nearest < 0) | (barred[nearest] <= last)
            came.append(Came(rows[goes_on], start[goes_on]))
        return came


def _either(some: list[Came]) -> Came:
    """Return the rows that chains came to as one of several steps, each with its latest start."""
    if len(some) == 1:
        return some[0]
    rows = np.concatenate([one.rows for one in some])
    starts = np.concatenate([one.starts for one in some])
    order = np.lexsort((starts, rows))
    rows, starts = rows[order], starts[order]
    last = np.ones(len(rows), bool)
    np.not_equal(rows[1:], rows[:-1], out=last[:-1])
    return Came(rows[last], starts[last])


def _occurrences(ends: Came, groups: Array, k: int) -> int:
    """Return how many chains there are that do not overlap, the earliest end first (rule M129).

    Of each chain it is known how many right before it it overlaps; in a run of such chains the next is decided by the
    last. Runs are gone through side by side, the longest alone.
    """
    rows, starts = ends.rows, ends.starts
    # A later end of the same start is no shorter and no earlier: the first end of each start is enough.
    other = np.ones(len(rows), bool)
    other[1:] = (starts[1:] != starts[:-1]) | (groups[1:] != groups[:-1])
    rows, starts = rows[other], starts[other]
    over: Array = np.zeros(len(rows), np.int8 if k < 128 else np.int64)
    for by in range(1, min(k, len(rows))):
        over[by:] += rows[:-by] >= starts[by:]  # a start lies in its group: no end of another reaches it
    begins: Array = np.flatnonzero(over == 0)
    sizes = np.diff(np.append(begins, len(over)))
    count = len(begins)  # the first of a run always counts
    begins, sizes = begins[sizes > 1], sizes[sizes > 1]
    for begin in begins[sizes > _LONG].tolist():
        end = begin + int(sizes[begins == begin][0])
        count += chosen(over[begin:end].tolist()) - 1
    begins, sizes = begins[sizes <= _LONG], sizes[sizes <= _LONG]
    order = np.argsort(-sizes, kind="stable")
    begins, sizes = begins[order], sizes[order]
    last = np.zeros(len(begins), np.int64)
    for place in range(1, int(sizes.max(initial=0))):
        going = int(np.searchsorted(-sizes, -place))  # so many runs are longer
        counts = last[:going] < np.int64(place) - over[begins[:going] + place]
        last[:going][counts] = place
        count += int(np.count_nonzero(counts))
    return count


def _rows(question: Sequences, view: View, parts: list[Part]) -> list[dict[str, Any]]:
    nothing: Array = np.zeros(0, np.int64)

    def joined(name: str) -> Array:
        return np.concatenate([nothing, *(getattr(part, name) for part in parts)])

    took, customers = joined("took"), joined("customers")
    made: list[dict[str, Any]] = [
        {
            "what": "pattern",
            "name": "",
            "customers": int(np.count_nonzero(_fresh(customers))),
            "count": len(took),
            "n": sum(part.groups for part in parts),
            "times": _times(took),
        }
    ]
    for side, none in (("before", BEGIN), ("after", END)):
        codes, apart = joined(side), joined(f"{side}_us")
        order = np.argsort(codes, kind="stable")
        names = [*view.names, none]
        for some in np.split(order, np.flatnonzero(_fresh(codes[order]))[1:]) if len(order) else ():
            code = int(codes[some[0]])
            made.append(
                {
                    "what": side,
                    "name": names[code],
                    "customers": int(np.count_nonzero(_fresh(customers[some]))),
                    "count": len(some),
                    "times": None if code == len(view.names) else _times(apart[some]),
                }
            )
    occurrences = sum(part.occurrences for part in parts)
    made.append({"what": "run", "name": "", "count": occurrences, "overlaps": [0]})
    if question.bound_us is not None:
        until = max((part.until for part in parts), default=0)
        late = joined("late") + question.bound_us >= until
        made.append({"what": "open", "name": "", "count": int(np.count_nonzero(late))})
    return made


def _times(us: Array) -> list[float | None] | None:
    return [quantile(us, 0.5), quantile(us, 0.9)] if len(us) else None


def _fresh(values: Array) -> Array:
    """Return which values are not the one before."""
    found = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found
