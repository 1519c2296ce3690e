"""What goes with conversion over a trail: of each customer the rows up to a moment, and which values stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import integers, texts
from footpath.mining.conversion.portable import ALL, AT_ONCE, OPEN
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.fitting import fitting
from footpath.mining.passes.members import part_view, whose
from footpath.mining.passes.values import as_texts, different

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import ArrowTable
    from footpath.mining.conversion.question import Conversion
    from footpath.mining.passes.values import Coded

Array = Any

_STATES = (ALL, OPEN, AT_ONCE)


@dataclass(frozen=True)
class People:
    """By customer of the view: up to when they are looked at, whether they reached the goal, and their state's number."""

    until_us: Array
    reached: Array
    state: Array


def trail(question: Conversion, view: View) -> ArrowTable | None:
    """Return one row an event name or property value as the portable form does; None where the trail cannot say."""
    import pyarrow

    pa: Any = pyarrow
    names = question.properties if question.properties is not None else question.known
    some = part_view(view, question.part)
    if some is None or names is None:
        return None
    columns = {name: some.column(name) for name in dict.fromkeys(("event", *names))}
    coded = {name: None if column is None else as_texts(column) for name, column in columns.items()}
    looked = [one for one in coded.values() if one is not None]
    goal = fitting(some, question.goal.when, question.part.zone)
    if goal is None or len(looked) < len(coded):
        return None
    people = _people(question, some, goal.rows(), view.trail.facts.to_us or 0)
    work = partial(_had, some, people, looked)
    found = each(work, blocks(some.groups), some.threads)
    here = people.state == 0
    total = int(np.count_nonzero(here))
    rows: list[tuple[str | None, str, int, int]] = []
    for place, name in enumerate(coded):
        shape = (2, len(looked[place].texts))
        customers, goals = sum((one[place] for one in found), np.zeros(shape, np.int64))
        enough = (customers >= question.least) & (total - customers >= question.least)
        rows += [
            (name, looked[place].texts[code], int(customers[code]), int(goals[code]))
            for code in np.flatnonzero(enough).tolist()
        ]
    for number, state in enumerate(_STATES):
        of = people.state == number
        if of.any():
            rows.append((None, state, int(np.count_nonzero(of)), int(np.count_nonzero(of & people.reached))))
    kinds: dict[str, Any] = {"property": texts, "value": texts, "customers": integers, "goals": integers}
    return pa.table({name: kind([row[at] for row in rows]) for at, (name, kind) in enumerate(kinds.items())})


def _people(question: Conversion, view: View, goals: Array, end: int) -> People:
    start_us = view.times[view.starts[:-1]]
    who = whose(view, goals)
    fresh = np.ones(len(who), bool)
    np.not_equal(who[1:], who[:-1], out=fresh[1:])
    goals, who = goals[fresh], who[fresh]
    took = np.full(len(start_us), question.window_us + 1)
    took[who] = view.times[goals] - start_us[who]
    reached = took <= question.window_us
    early = 1 if question.early_us is None else question.early_us
    until = (
        np.minimum(took, question.window_us + 1) if question.early_us is None else np.full_like(took, early)
    )
    state = np.where(start_us + question.window_us > end, 1, np.where(took < early, 2, 0))
    return People(start_us + until, reached, state)


def _had(view: View, people: People, looked: list[Coded], part: slice) -> list[Array]:
    """Return for each column how many customers of a block have each value, and how many of them reached the goal."""
    low, high = np.searchsorted(view.starts, (part.start, part.stop))
    sizes = np.diff(view.starts[low : high + 1])
    until = np.where(people.state[low:high] == 0, people.until_us[low:high], np.iinfo(np.int64).min)
    rows = np.flatnonzero(view.times[part] < np.repeat(until, sizes))
    who = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)[rows]
    reached = people.reached[low:high]
    found = []
    for column in looked:
        width = column.nothing + 1
        packed = who * width + column.codes[part][rows]
        if len(sizes) * width <= max(8 * len(rows), 1 << 16):
            met = np.zeros(len(sizes) * width, bool)
            met[packed] = True
            each_has = met.reshape(len(sizes), width)[:, :-1]
            found.append(np.stack((each_has.sum(axis=0), each_has[reached].sum(axis=0))))
            continue
        known = different(packed)
        codes, of = known % width, known // width
        counts = [np.bincount(some, minlength=width)[:-1] for some in (codes, codes[reached[of]])]
        found.append(np.stack(counts))
    return found
