"""Retention over a trail: a customer's periods are runs of their events, counted by cohort and offset block by block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import integers
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.counts import Counted, added, counted
from footpath.mining.passes.marks import CannotSayError, Marks, both, inside, marks
from footpath.mining.passes.periods import Cut, fresh, runs
from footpath.mining.retention.portable import SIZE

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.retention.question import Retention

Array = Any

_NEVER = (1 << 63) - 1


@dataclass(frozen=True)
class _Asked:
    """What the question asks of the rows of a view; None is all of them. `first` is only of those not after `end_us`."""

    cut: Cut
    end_us: int | None
    first: Marks | None
    back: Marks | None
    part: Marks | None


@dataclass(frozen=True)
class _People:
    """The customers of a block who came first: their row numbers are those of the block's customers.

    `first_us` is when (`_NEVER` for who did not), `cohort` the place of that period, `asked` who has an event in the
    part asked for (None: all).
    """

    first_us: Array
    cohort: Array
    asked: Array | None


def trail(question: Retention, view: View) -> ArrowTable | None:
    """Return cohort, place and customers as the portable form does; None where a rule is not known here."""
    import pyarrow

    pa: Any = pyarrow
    scope = question.scope
    if scope.span is None:
        found = np.zeros((3, 0), np.int64)
    else:
        try:
            within, part = inside(view, scope), marks(view, scope.part, scope.part_zone)
            first, again = marks(view, question.first, scope.zone), marks(view, question.again, scope.zone)
        except CannotSayError:
            return None
        cut = Cut.of(question.calendar, scope)
        end_us = None if within is None else scope.end_us
        back = both(within, both(again, part))
        asked = _Asked(
            cut, end_us, both(within, first) if first else None, back, both(within, part) if part else None
        )
        found = _counts(question, view, asked)
    return pa.table(dict(zip(("cohort", "place", "customers"), map(_integers, found), strict=True)))


def _counts(question: Retention, view: View, asked: _Asked) -> Array:
    """Return cohorts, places and customers of all blocks together."""
    cut = asked.cut
    # Places from `SIZE` to the last that there may be, beside one another in one number with the cohort.
    wide = 1 + (len(question.brackets) if question.kind == "bracket" else cut.count)
    if question.kind == "on":
        wide = 1 + min(cut.count, question.upto + 1)
    work = partial(_block, question, view, asked, wide)
    numbers, customers = added(each(work, blocks(view.groups), view.threads), cut.count * wide)
    return cut.first + numbers // wide, numbers % wide + SIZE, customers


def _block(question: Retention, view: View, asked: _Asked, wide: int, part: slice) -> Counted:
    """Return the counts of a block, by cohort * wide + place - SIZE."""
    low, high = np.searchsorted(view.starts, (part.start, part.stop))
    starts = view.starts[low : high + 1] - part.start
    people = _people(asked, view, part, starts)
    there = people.first_us != _NEVER
    if people.asked is not None:
        there &= people.asked
    cells = asked.cut.count * wide
    if question.kind == "on-or-after":
        return counted((people.cohort * wide + _last(asked, view, part, starts, people) - SIZE)[there], cells)
    sizes = (people.cohort * wide)[there]
    who, places = _runs(asked, view, part, starts, people)
    offsets = places - people.cohort[who]
    if question.kind == "bracket":
        offsets = _brackets(question, asked.cut.count).take(offsets)
        chosen = there[who] & (offsets >= 0)
        who, offsets = who[chosen], offsets[chosen]
        some = fresh(who, offsets)
        who, offsets = who[some], offsets[some]
    else:
        chosen = offsets < wide - 1
        if people.asked is not None:
            chosen &= there[who]
        who, offsets = who[chosen], offsets[chosen]
    returned = people.cohort.take(who)
    returned *= wide
    returned += offsets
    returned -= SIZE
    return counted(np.concatenate((sizes, returned)), cells)


def _people(asked: _Asked, view: View, part: slice, starts: Array) -> _People:
    times = view.times[part]
    if asked.first is None:
        first_us = times[starts[:-1]]
        if asked.end_us is not None:
            first_us = np.where(first_us <= asked.end_us, first_us, _NEVER)
    else:
        first_us = np.full(len(starts) - 1, _NEVER, np.int64)
        rows = np.flatnonzero(asked.first(part))
        who = np.searchsorted(starts, rows, side="right") - 1
        some = fresh(who)
        first_us[who[some]] = times[rows[some]]
    there = first_us != _NEVER
    cohort = asked.cut.places(np.where(there, first_us, asked.cut.starts[0])).astype(np.int64)
    is_asked = None
    if asked.part is not None:
        is_asked = np.logical_or.reduceat(asked.part(part), starts[:-1])
    return _People(first_us, cohort, is_asked)


def _runs(asked: _Asked, view: View, part: slice, starts: Array, people: _People) -> tuple[Array, Array]:
    """Return each customer's periods with a return since their first: customers and places."""
    times = view.times[part]
    if asked.first is None:  # nothing comes before the first of all events
        _, places, rows = runs(view, asked.back, asked.cut, part)
        each_has = np.diff(np.searchsorted(rows, starts + part.start))
        return np.repeat(np.arange(len(each_has)), each_has), places
    rows = np.arange(len(times)) if asked.back is None else np.flatnonzero(asked.back(part))
    times, who = times[rows], np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))[rows]
    since = np.flatnonzero(times >= people.first_us.take(who))
    who, places = who[since], asked.cut.places(times[since])
    some = fresh(who, places)
    return who[some], places[some]


def _last(asked: _Asked, view: View, part: slice, starts: Array, people: _People) -> Array:
    """Return the last offset at which each customer of a block came back, `SIZE` for who never did."""
    times = view.times[part]
    if asked.back is None:
        last_us = times[starts[1:] - 1]
    else:
        last_us = np.full(len(starts) - 1, -_NEVER, np.int64)
        rows = np.flatnonzero(asked.back(part))
        last_us[np.searchsorted(starts, rows, side="right") - 1] = times[rows]  # the last of a customer stays
    came = last_us >= people.first_us
    places = asked.cut.places(np.where(came, last_us, asked.cut.starts[0]))
    return np.where(came, places - people.cohort, SIZE)


def _brackets(question: Retention, count: int) -> Array:
    """Return the bracket of each offset from 0, -1 where it is in none."""
    found = np.full(count, -1, np.int64)
    for number, (low, high) in enumerate(question.brackets):
        found[low : None if high is None else high + 1] = number
    return found


def _integers(values: Array) -> Any:
    return integers(values.tolist())
