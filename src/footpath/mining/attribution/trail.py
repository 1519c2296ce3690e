"""Attribution over a trail: sessions cut into paths, their channels packed beside each other and counted."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.arrays import bounds
from footpath.mining.attribution.counts import NO_CHANNEL
from footpath.mining.columns import floats, integers
from footpath.mining.passes.fitting import fitting
from footpath.mining.passes.rows import coded_lists, coded_texts, numbers, text_lists, truths
from footpath.mining.passes.values import as_texts, counted, dense, different

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import Column, View
    from footpath.engines.types import ArrowTable
    from footpath.mining.attribution.question import Attribution

Array = Any

_BITS = 63


@dataclass(frozen=True)
class Paths:
    """Sessions in paths, in order.

    `starts` is where each path begins, and at last how many sessions there are; `sessions` the row at which each session
    begins; `converted` which paths came to the goal; `goals` the rows of these paths' goals.
    """

    starts: Array
    sessions: Array
    converted: Array
    goals: Array

    @property
    def sizes(self) -> Array:
        """Return how many sessions each path has."""
        return self.starts[1:] - self.starts[:-1]

    def spread(self, of_paths: Array) -> Array:
        """Return what each session's path has."""
        return np.repeat(of_paths, self.sizes)

    def kept(self, mask: Array, sizes: Array) -> Paths:
        """Return the paths of the sessions that a mask chooses, `sizes` of each path; none loses all."""
        starts = np.zeros(len(self.starts), np.int64)
        np.cumsum(sizes, out=starts[1:])
        return replace(self, starts=starts, sessions=self.sessions[mask])

    def to_goal(self, inside: Array) -> Paths:
        """Return the paths to the goal alone; `inside` says which sessions are theirs."""
        starts = np.concatenate(([0], np.cumsum(self.sizes[self.converted])))
        return Paths(starts, self.sessions[inside], self.converted[self.converted], self.goals)


def trail(question: Attribution, view: View) -> ArrowTable | None:
    """Return the counts as the portable form does; None where the trail cannot say the goal or the channel.

    Places and sets are of paths to the goal alone, and whether a path came to it is said of its last session: of others
    nobody asks.
    """
    import pyarrow

    pa: Any = pyarrow
    channel = view.column(question.by)
    goal = fitting(view, question.goal, question.zone)
    if channel is None or goal is None:
        return None
    paths = _paths(question, view, goal.rows())
    found = _channels(channel.take(paths.sessions))
    if found is None:
        return None
    codes, names = found
    parts = [_moves(paths, codes, names, max(question.markov_orders, default=0))]
    if question.needs_places or question.needs_sets:
        inside = paths.spread(paths.converted)
        paths, codes = paths.to_goal(inside), codes[inside]
        if question.needs_places:
            shares = _decay(view, paths, question.half_life_us) if question.needs_decay else None
            parts.append(_places(paths, codes, names, shares))
        if question.needs_sets:
            parts.append(_sets(paths, codes, names))
    if question.costs is not None:
        ends = (int(view.times.min()), int(view.times.max())) if len(view.times) else (None, None)
        parts.append(
            _part("period", [len(view.times)], text_lists([[""]]), place=[ends[0]], length=[ends[1]])
        )
    return pa.concat_tables(parts)


def _paths(question: Attribution, view: View, goals: Array) -> Paths:
    """Return the sessions of paths: those up to and with the session of the first goal, or of each."""
    sessions = view.session_starts(question.gap_us)
    customers = bounds(view.groups[sessions])
    if question.goals == "first":
        goals = goals[_fresh(view.groups[goals])]
    holding = np.searchsorted(sessions, goals.astype(sessions.dtype), side="right") - 1
    if question.goals == "first":
        starts = customers
        of = np.searchsorted(starts, holding, side="right") - 1
        sizes = starts[1:] - starts[:-1]
        sizes[of] = holding + 1 - starts[of]
    else:
        first = _fresh(holding)
        goals, holding = goals[first], holding[first]
        begins = np.zeros(len(sessions) + 1, bool)
        begins[customers] = True
        begins[holding + 1] = True
        starts = np.flatnonzero(begins)
        of = np.searchsorted(starts, holding, side="right") - 1
        sizes = starts[1:] - starts[:-1]
    converted = np.zeros(len(sizes), bool)
    converted[of] = True
    paths = Paths(starts, sessions, converted, goals)
    if question.goals == "first":
        paths = paths.kept(_first_of_each(starts, sizes), sizes)
    return paths if question.lookback_us is None else _recent(view, paths, question.lookback_us)


def _first_of_each(starts: Array, sizes: Array) -> Array:
    """Return which places are among the first ones of their run, so many of each."""
    turns = np.zeros(starts[-1] + 1, np.int8)
    turns[starts[:-1]] = 1
    turns[starts[:-1] + sizes] -= 1  # at the begin of the next run that is none: it goes on
    return np.cumsum(turns[:-1], dtype=np.int8).view(bool)


def _recent(view: View, paths: Paths, lookback_us: int) -> Paths:
    """Return the sessions within the window before the goal (or the path's last session), and the last in any case."""
    times, last = view.times[paths.sessions], paths.starts[1:] - 1
    until = times[last]
    until[paths.converted] = view.times[paths.goals]
    recent = paths.spread(until) - times <= lookback_us
    recent[last] = True
    sizes = np.add.reduceat(recent, paths.starts[:-1], dtype=np.int64) if len(recent) else paths.sizes
    return paths.kept(recent, sizes)


def _fresh(values: Array) -> Array:
    """Return which values are not the one before."""
    found = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def _channels(column: Column) -> tuple[Array, list[str]] | None:
    """Return the channels as codes, and their names; None where the trail cannot say these."""
    coded = as_texts(column)
    if coded is None:
        return None
    codes, names = coded.codes, [*coded.texts, NO_CHANNEL]
    if NO_CHANNEL in coded.texts:
        codes = np.where(codes == coded.nothing, coded.texts.index(NO_CHANNEL), codes)
    known, codes = dense(codes, len(names))
    return codes, [names[code] for code in known.tolist()]


def _moves(paths: Paths, codes: Array, names: list[str], order: int) -> ArrowTable:
    """Return how often a session of each channel follows which before it, and ends its path."""
    width = len(names) + 1
    codes = codes.astype(np.uint8 if width < 1 << 8 else np.int32)
    states, before = [codes], codes
    for _ in range(order):
        here = np.empty_like(before)
        here[1:] = before[:-1]
        here[paths.starts[:-1]] = width - 1  # nothing: as far back as a path goes
        states.append(here)
        before = here
    ends = np.zeros(len(codes), np.uint8)
    last = paths.starts[1:] - 1
    ends[last] = 1
    ends[last[paths.converted]] = 2
    (*channels, ending), counts, _ = counted([*((state, width) for state in states[::-1]), (ends, 3)])
    told = np.stack(channels, axis=1)
    return _part(
        "moves",
        counts,
        coded_lists(told, names),
        place=np.count_nonzero(told != width - 1, axis=1),
        last=ending > 0,
        converted=ending == 2,
    )


def _decay(view: View, paths: Paths, half_life_us: int) -> Array:
    """Return each session's share of its path by decay."""
    times, starts = view.times[paths.sessions], paths.starts
    age = (paths.spread(times[starts[1:] - 1]) - times).astype(np.float64)
    weight = np.exp(age * (-math.log(2) / half_life_us))
    return weight / paths.spread(np.add.reduceat(weight, starts[:-1])) if len(weight) else weight


def _places(paths: Paths, codes: Array, names: list[str], shares: Array | None) -> ArrowTable:
    """Return how often each channel stands where in a path to the goal of which length, and its share by decay."""
    sizes = paths.sizes
    first, last = np.zeros(len(codes), np.uint8), np.zeros(len(codes), np.uint8)
    first[paths.starts[:-1]] = 1
    last[paths.starts[1:] - 1] = 1
    columns = [
        (codes, len(names)),
        (first, 2),
        (last, 2),
        (paths.spread(sizes), int(sizes.max(initial=0)) + 1),
    ]
    (channel, begins, ends, length), counts, sums = counted(columns, shares)
    return _part(
        "places",
        counts,
        coded_lists(channel[:, None], names),
        place=2 - begins,
        length=length,
        last=ends > 0,
        converted=np.ones(len(counts), bool),
        decay=None if sums is None else sums.tolist(),
    )


def _sets(paths: Paths, codes: Array, names: list[str]) -> ArrowTable:
    """Return how many paths to the goal touch which set of channels: sets as bits of one number, or as bytes."""
    told: list[list[str]] = []
    counts: list[int] = []
    if len(codes) and len(names) <= _BITS:
        bits = np.bitwise_or.reduceat(np.int64(1) << codes.astype(np.int64), paths.starts[:-1])
        sets, many = np.unique(bits, return_counts=True)
        told = [[name for place, name in enumerate(names) if one >> place & 1] for one in sets.tolist()]
        counts = many.tolist()
    elif len(codes):
        pairs = different(paths.spread(np.arange(len(paths.sizes))) * len(names) + codes)
        cuts = bounds(pairs // len(names)).tolist()
        pairs %= len(names)
        found: dict[bytes, int] = {}
        for begin, end in pairwise(cuts):
            key = pairs[begin:end].tobytes()
            found[key] = found.get(key, 0) + 1
        told = [[names[code] for code in np.frombuffer(key, np.int64).tolist()] for key in found]
        counts = list(found.values())
    lists = text_lists([sorted(one) for one in told])
    return _part("sets", counts, lists, converted=np.ones(len(counts), bool))


def _part(part: str, counts: Any, channels: Any, **values: Any) -> ArrowTable:
    import pyarrow

    pa: Any = pyarrow
    rows = len(counts)
    zeros, nowhere = np.zeros(rows, np.int64), np.zeros(rows, bool)
    decay = values.get("decay")
    return pa.table(
        {
            "part": coded_texts(zeros, [part]),
            "channels": channels,
            "place": _numbers(values.get("place", zeros)),
            "length": _numbers(values.get("length", zeros)),
            "last": truths(values.get("last", nowhere)),
            "converted": truths(values.get("converted", nowhere)),
            "count": _numbers(counts),
            "decay": floats([None] * rows if decay is None else decay),
        }
    )


def _numbers(values: Any) -> Any:
    return integers(values) if isinstance(values, list) else numbers(values)
