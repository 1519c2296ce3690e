"""Visits, episodes and passages of customers in one pass over a trail: the same rows as the portable forms give.

Everything is arrays by visit, in the order of the trail: a customer's visits stand together, an episode's too, so that
"the one before" is the row before and a group is a range of rows (rules M20 to M42).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.arrow import narrow
from footpath.mining.walk import CENSORED, SILENT, Walk
from footpath.mining.walks.marks import NONE, first_met
from footpath.mining.walks.passages import LOOKS_BACK

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import Column, View
    from footpath.rules import Rule

Array = Any
NEVER = np.iinfo(np.int64).min
"""A delay where nothing was promised."""


@dataclass(frozen=True)
class Visits:
    """Arrays by visit.

    `first` and `last` are rows of the view; `touchpoint` and `ending` places in the walk's bindings and ends (-1: none);
    `delay` int64 microseconds (`NEVER`: nothing promised), `late` int8 (-1: nothing promised), `case` and `status` codes of
    texts (-1: none, or several cases); None where the source has no such thing.
    """

    touchpoint: Array
    ending: Array
    begun: Array
    first: Array
    last: Array
    customer: Array
    events: Array
    delay: Array | None = None
    late: Array | None = None
    case: Array | None = None
    status: Array | None = None

    def __len__(self) -> int:
        return len(self.first)

    def take(self, rows: Array) -> Visits:
        """Return some of the visits."""
        every = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return Visits(**{name: None if array is None else array[rows] for name, array in every.items()})


@dataclass(frozen=True)
class Walked:
    """A walk found in a view.

    Attributes
    ----------
    visits
        All visits, also those outside of episodes.
    inside
        Those of episodes, in order, each with the number of its `episode` (0, 1, ...), its `place` among the customer's
        visits that an episode holds or held before its end, and the place of its `step` in the walk (from 1; 0: at none).
    starts
        Where each episode begins in `inside`, and at last how many visits those are.
    ending, outcome
        Of each episode the place in `inside` of the visit that is its outcome (-1: none), and the place of its outcome
        in `outcomes_of`.
    passages
        The places in `inside` at which an episode comes to a step for the first time, in order.
    """

    view: View
    walk: Walk
    visits: Visits
    inside: Visits
    episode: Array
    starts: Array
    ending: Array
    outcome: Array
    step: Array
    passages: Array
    texts: dict[str, tuple[str, ...]]


def outcomes_of(walk: Walk) -> tuple[tuple[str, str], ...]:
    """Return the id and kind of each end, then of silence and of what is still open."""
    return (*((end.id, end.kind) for end in walk.ends), (SILENT, SILENT), (CENSORED, CENSORED))


def walked(view: View, walk: Walk, zone: str, *, until_us: int | None, has: Collection[str]) -> Walked | None:
    """Return a walk of customers found in a view; None where the trail cannot tell.

    Parameters
    ----------
    until_us
        The end of the data, for what is censored.
    has
        Which of promised_us, case_id and case_status hold anything at all.
    """
    if walk.follows != "customer":
        return None
    columns = {name: view.column(name) for name in sorted(has)}
    if any(column is None for column in columns.values()):
        return None
    known = {name: column for name, column in columns.items() if column is not None}
    seen = _visits(view, walk, zone, known)
    if seen is None:
        return None
    rows, of = _inside(seen, view, walk)
    inside = seen.take(rows)
    fresh = _fresh(of)
    episode = np.cumsum(fresh, dtype=np.int32)
    episode -= 1
    starts = np.append(np.flatnonzero(fresh), len(of))
    ending = _firsts(inside.ending >= 0, episode, len(starts) - 1)
    texts = {name: column.texts or () for name, column in known.items()}
    nothing = np.zeros(0, np.int64)
    made = Walked(view, walk, seen, inside, episode, starts, ending, nothing, nothing, nothing, texts)
    step = _steps(made)
    passages = _passages(step, episode, len(starts) - 1, len(walk.steps))
    return replace(made, outcome=_outcomes(made, until_us), step=step, passages=passages)


def _fresh(values: Array) -> Array:
    """Return which places hold another value than the one before."""
    found = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


# ---------------------------------------------------------------- visits


def _visits(view: View, walk: Walk, zone: str, columns: dict[str, Column]) -> Visits | None:
    rules: list[list[Rule | None]] = [
        [binding.when for binding in walk.bindings],
        [end.when for end in walk.ends],
        [walk.begins_when],
    ]
    asked = [number for number, some in enumerate(rules) if number == 0 or any(some)]
    met = {number: first_met(view, rules[number], zone) for number in asked}
    if any(one is None for one in met.values()):
        return None
    marks: dict[int, Array] = dict(met)
    seen = marks[0] >= 0
    for number in asked[1:]:
        seen |= marks[number] >= 0
    apart = np.zeros(len(seen), bool)
    apart[view.session_starts(walk.gap_us)] = True
    rows = None
    if not seen.all():
        rows = narrow(np.flatnonzero(seen), len(seen))
        # A session that begins at an event that is no visit begins, for visits, at the next one.
        apart = _fresh(np.cumsum(apart, dtype=np.uint32)[rows])
        marks = {number: mark[rows] for number, mark in marks.items()}
    for mark in marks.values():
        apart[1:] |= mark[1:] != mark[:-1]
    apart[:1] = True
    runs = np.flatnonzero(apart)
    ends = np.append(runs[1:], len(apart)) - 1
    if not len(runs):
        ends = runs
    first, last = (runs, ends) if rows is None else (rows[runs], rows[ends])
    touchpoint = marks[0][runs]
    return Visits(
        touchpoint=touchpoint,
        ending=_endings(walk, touchpoint, marks[1][runs] if 1 in marks else None),
        begun=marks[2][runs] >= 0 if 2 in marks else np.zeros(len(runs), bool),
        first=narrow(first, len(seen)),
        last=narrow(last, len(seen)),
        customer=view.groups[first],
        events=(ends - runs + 1).astype(np.uint32),
        **_further(view, columns, rows, runs),
    )


def _endings(walk: Walk, touchpoint: Array, ended: Array | None) -> Array:
    """Return the number of the first end that each visit is, -1 for none."""
    numbers = {binding.touchpoint: place for place, binding in enumerate(walk.bindings)}
    table = np.full(len(walk.bindings) + 1, NONE, np.int16)  # at last: no touchpoint
    for number, end in reversed(list(enumerate(walk.ends))):
        if end.touchpoint in numbers:
            table[numbers[end.touchpoint]] = number
    found = table.take(touchpoint)
    if ended is None:
        return found
    both = (found >= 0) & (ended >= 0)
    return np.where(both, np.minimum(found, ended), np.maximum(found, ended))


def _further(view: View, columns: dict[str, Column], rows: Array | None, runs: Array) -> dict[str, Array]:
    """Return what visits hold of promises, cases and statuses."""
    if not len(runs):
        return {}

    def of(name: str) -> tuple[Array, Array]:
        column = columns[name]
        values = column.values if rows is None else column.values[rows]
        if column.there is None:
            return values, np.ones(len(values), bool)
        return values, column.there if rows is None else column.there[rows]

    made: dict[str, Array] = {}
    if "promised_us" in columns:
        promised, there = of("promised_us")
        times = view.times if rows is None else view.times[rows]
        delay = np.where(there, times - promised, NEVER)
        made["delay"] = np.maximum.reduceat(delay, runs)
        made["late"] = np.where(made["delay"] == NEVER, -1, made["delay"] > 0).astype(np.int8)
    if "case_id" in columns:
        codes, there = of("case_id")
        most = np.maximum.reduceat(np.where(there, codes.astype(np.int32), -1), runs)
        least = np.minimum.reduceat(np.where(there, codes.astype(np.int32), np.iinfo(np.int32).max), runs)
        made["case"] = np.where(most == least, most, NONE)
    if "case_status" in columns:
        codes, there = of("case_status")
        came = arrivals(view) if rows is None else arrivals(view)[rows]
        bits = max(1, len(columns["case_status"].texts or ())).bit_length()
        # The newest of a visit is the one that arrived last: arrival above, code below, in one number.
        packed = np.where(there, (came.astype(np.int64) << bits) | codes, -1)
        newest = np.maximum.reduceat(packed, runs)
        made["status"] = np.where(newest < 0, NONE, newest & ((1 << bits) - 1))
    return made


def arrivals(view: View) -> Array:
    """Return for each row of a view which event it is in the order of arrival."""
    return view.trail.order if view.chosen is None else view.trail.order[view.chosen]


# ---------------------------------------------------------------- episodes


def _inside(seen: Visits, view: View, walk: Walk) -> tuple[Array, Array]:
    """Return which visits belong to episodes, and for each the visit that begins its episode."""
    count = len(seen)
    if not count:
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    at = np.arange(count, dtype=np.int32)
    openings = {*walk.openings()}
    opens = np.array([*(binding.touchpoint in openings for binding in walk.bindings), False])
    begins = opens.take(seen.touchpoint) | seen.begun
    ends = seen.ending >= 0
    stretch = _fresh(seen.customer)
    if walk.silence_us is not None:
        stretch[1:] |= view.times[seen.first[1:]] - view.times[seen.last[:-1]] > walk.silence_us
    since = np.maximum.accumulate(np.where(stretch, at, 0))
    last_mark = np.maximum.accumulate(np.where(begins | ends, at, -1))
    before = np.empty_like(last_mark)
    before[0], before[1:] = -1, last_mark[:-1]
    # A start is a beginning before which, since the last silence, there was no beginning, or an outcome came last.
    begin = np.maximum.accumulate(np.where(begins & ((before < since) | ends[before]), at, -1))
    opened = np.flatnonzero(begin >= since)
    of = begin[opened]
    # The first outcome of an episode closes it, unless the map goes on after it.
    closing = np.array([*(walk.closes(end) for end in walk.ends), True])
    ended = opened[ends[opened]]
    firsts = ended[_fresh(begin[ended])]
    closers = firsts[closing.take(seen.ending[firsts])]
    until = np.full(count, count, np.int32)
    until[begin[closers]] = closers
    inside = opened[opened <= until[of]]
    return inside, begin[inside]


def _firsts(mask: Array, episode: Array, episodes: int) -> Array:
    """Return for each episode the first place at which a mask holds, -1 for none."""
    found = np.full(episodes, -1, np.int64)
    places = np.flatnonzero(mask)
    places = places[_fresh(episode[places])]
    found[episode[places]] = places
    return found


def _outcomes(made: Walked, until_us: int | None) -> Array:
    ends = made.walk.ends
    outcome = np.full(len(made.ending), NONE, np.int16)
    ended = made.ending >= 0
    outcome[ended] = made.inside.ending[made.ending[ended]]
    statuses = {end.status: number for number, end in reversed(list(enumerate(ends))) if end.status}
    if statuses and made.inside.status is not None:
        newest = np.full(len(outcome), NONE, np.int64)
        has = np.flatnonzero(made.inside.status >= 0)
        newest[made.episode[has]] = made.inside.status[has]  # of several the last is written last
        table = np.array([*(statuses.get(text, NONE) for text in made.texts["case_status"]), NONE], np.int16)
        outcome = np.where(ended, outcome, table.take(newest))
    rest: Any = len(ends) + 1
    if made.walk.silence_us is not None and until_us is not None:
        end = made.view.times[made.inside.last[made.starts[1:] - 1]]
        rest = np.where(until_us - end > made.walk.silence_us, len(ends), rest)
    return np.where(outcome >= 0, outcome, rest).astype(np.int16)


# ---------------------------------------------------------------- steps


def _steps(made: Walked) -> Array:
    """Return the place of the step of each visit inside, from 1; 0 where its touchpoint stands at none (rule M41)."""
    walk, touchpoint = made.walk, made.inside.touchpoint
    places = [walk.places(binding.touchpoint) for binding in walk.bindings]
    table: Array = np.array([*(own[0] if own else 0 for own in places), 0], np.int16)
    found: Array = table.take(touchpoint)
    if not any(len(own) > 1 for own in places):
        return found
    # A state is how many of the places of touchpoints of several steps the last visit has reached or passed.
    spots = sorted({place for own in places if len(own) > 1 for place in own})
    states = (0, *spots)

    def reached(place: int) -> int:
        return sum(spot <= place for spot in spots)

    moves = np.zeros((len(walk.bindings), len(states)), np.int8)
    for number, own in enumerate(places):
        for state, at in enumerate(states):
            if own:
                moves[number, state] = reached(min((place for place in own if place > at), default=own[0]))
    known = np.flatnonzero(found > 0)
    which = touchpoint[known].astype(np.int64) * len(states)
    flat = moves.reshape(-1)
    since = np.arange(len(known)) - _back(made.episode[known])
    reach: Array = np.zeros(len(known), np.int8)
    for back in range(LOOKS_BACK - 1, -1, -1):
        there = since >= back
        moved = flat.take(which[: len(which) - back] + reach[back:]) if back < len(which) else reach[:0]
        reach[back:] = np.where(there[back:], moved, 0)
    several = np.array([*(len(own) > 1 for own in places), False]).take(touchpoint[known])
    found[known[several]] = np.array(states, np.int16).take(reach[several])
    return found


def _back(episode: Array) -> Array:
    """Return for each place where its run of equal values begins."""
    at = np.arange(len(episode))
    return np.maximum.accumulate(np.where(_fresh(episode), at, 0)) if len(at) else at


def _passages(step: Array, episode: Array, episodes: int, steps: int) -> Array:
    """Return the places at which an episode comes to a step for the first time, in order."""
    first = np.zeros(len(step), bool)
    for number in range(1, steps + 1):
        places = np.flatnonzero(step == number)
        first[places[_fresh(episode[places])]] = True
    return np.flatnonzero(first)
