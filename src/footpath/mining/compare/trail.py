"""Comparison over a trail: sums over each customer's rows, block by block, then over groups of customers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import floats, integers, texts
from footpath.mining.compare.portable import MOST_GROUPS
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.fitting import fitting
from footpath.mining.passes.members import Members, members, part_view

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import Column, View
    from footpath.engines.types import ArrowTable
    from footpath.mining.compare.measures import Measure
    from footpath.mining.compare.question import Compare
    from footpath.mining.passes.fitting import Fitting

Array = Any


@dataclass(frozen=True)
class Asked:
    """A measure over a view: which rows are `when`, which `then`, and the column that is added up."""

    measure: Measure
    when: Fitting | None
    then: Fitting | None
    column: Column | None


@dataclass(frozen=True)
class People:
    """Customers of the view (ascending) with events that count, and x and y of each measure."""

    customers: Array
    x: tuple[Array, ...]
    y: tuple[Array, ...]

    def of(self, at: Array) -> People:
        """Return some of them."""
        return People(self.customers[at], tuple(one[at] for one in self.x), tuple(one[at] for one in self.y))


def trail(question: Compare, view: View) -> ArrowTable | None:
    """Return one row a group as the portable form does; None where the trail cannot say."""
    import pyarrow

    pa: Any = pyarrow
    some = part_view(view, question.part)
    if some is None:
        return None
    every = [_asked(one, some, question.part.zone) for one in question.measures]
    asked = [one for one in every if one is not None]
    if len(asked) < len(every):
        return None
    who = None if question.groups.periods else members(question.groups, some, question.part)
    if who is None and not question.groups.periods:
        return None
    windows: list[Any] = [(one.from_us, one.to_us) for one in question.groups.periods] or [None]
    since = None if who is None else who.since_us
    work = partial(_of_block, some, asked, question.gap_us, windows, since)
    found = each(work, blocks(some.groups), some.threads)
    people = [_joined([one[number] for one in found], len(asked)) for number in range(len(windows))]
    rows = _rows(question, *_grouped(question, people, who), who, len(some.starts) - 1)
    kinds: dict[str, Any] = {"group": texts}
    for name in rows[0] if rows else _names(len(asked)):
        is_whole = name[0] == "x" or name in ("customers", "mixed", "both")
        number = name.partition("_")[2]
        is_whole |= name[0] == "y" and question.measures[int(number)].column is None
        kinds.setdefault(name, integers if is_whole else floats)
    return pa.table({name: kind([row[name] for row in rows]) for name, kind in kinds.items()})


def _names(measures: int) -> list[str]:
    parts = [f"{kind}_{number}" for number in range(measures) for kind in ("x", "y", "spread", "joint")]
    return ["group", "customers", "mixed", "both", *parts]


def _asked(measure: Measure, view: View, zone: str) -> Asked | None:
    """Return a measure with what it needs; None where the trail cannot say."""
    when = None if measure.when is None else fitting(view, measure.when.when, zone)
    then = None if measure.then is None else fitting(view, measure.then.when, zone)
    column = None if measure.column is None else view.column(measure.column)
    lacking = (measure.when is not None and when is None) or (measure.then is not None and then is None)
    if lacking or (measure.column is not None and (column is None or column.texts is not None)):
        return None
    return Asked(measure, when, then, column)


def _of_block(
    view: View, asked: list[Asked], gap_us: int, windows: list[Any], since: Array | None, part: slice
) -> list[People]:
    """Return the people of a block, for each of some stretches of time."""
    low, high = np.searchsorted(view.starts, (part.start, part.stop))
    starts = np.asarray(view.starts[low : high + 1], np.int64) - part.start
    times = view.times[part]
    rows = [_of_rows(one, times, starts, gap_us, part) for one in asked]
    found = []
    for window in windows:
        keep = None
        if window is not None:
            keep = (times >= window[0]) & (times < window[1])
        elif since is not None:
            keep = times >= np.repeat(since[low:high], np.diff(starts))
        found.append(_people(asked, rows, starts, keep, int(low)))
    return found


def _of_rows(asked: Asked, times: Array, starts: Array, gap_us: int, part: slice) -> tuple[Any, Any]:
    """Return by row whether it counts in x and what it adds to y, each None where that needs no look at rows."""
    if asked.column is not None:
        values = asked.column.values[part].astype(np.float64, copy=False)
        there = None if asked.column.there is None else asked.column.there[part]
        return there, values if there is None else np.where(there, values, 0.0)
    if asked.when is None:
        return None, None
    fits = asked.when.of(part)
    if asked.then is None:
        return None, fits
    hits = np.zeros(len(fits), bool)
    hits[:-1] = fits[:-1] & asked.then.of(part)[1:] & (times[1:] - times[:-1] <= gap_us)
    hits[starts[1:] - 1] = False
    return fits, hits


def _people(
    asked: list[Asked], rows: list[tuple[Any, Any]], starts: Array, keep: Array | None, low: int
) -> People:
    customers = np.arange(low, low + len(starts) - 1)
    if keep is not None:
        sizes = _counts(keep, starts)
        here = np.flatnonzero(sizes)
        customers = customers[here]
        starts = np.concatenate(([0], np.cumsum(sizes[here])))
        rows = [tuple(None if one is None else one[keep] for one in pair) for pair in rows]  # type: ignore[misc]  # pairs stay pairs
    x, y = [], []
    for one, (counts, adds) in zip(asked, rows, strict=True):
        ones = np.ones(len(customers), np.int64)
        if one.measure.kind == "share":
            x.append(ones)
            y.append((_counts(adds, starts) > 0).astype(np.int64))
        elif one.measure.kind == "follow":
            x.append(_counts(counts, starts))
            y.append(_counts(adds, starts))
        else:
            sums = np.add.reduceat(adds, starts[:-1]) if len(customers) else np.zeros(0)
            is_sum = one.measure.kind == "sum"
            x.append(ones if is_sum else np.diff(starts) if counts is None else _counts(counts, starts))
            y.append(sums)
    return People(customers, tuple(x), tuple(y))


def _counts(mask: Array, starts: Array) -> Array:
    """Return how many rows of each run are chosen."""
    running = np.zeros(len(mask) + 1, np.int32)
    np.cumsum(mask, dtype=np.int32, out=running[1:])
    found: Array = running[starts[1:]] - running[starts[:-1]]
    return found.astype(np.int64)


def _joined(parts: list[People], measures: int) -> People:
    def joined(arrays: list[Array]) -> Array:
        return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)

    return People(
        joined([one.customers for one in parts]),
        tuple(joined([one.x[n] for one in parts]) for n in range(measures)),
        tuple(joined([one.y[n] for one in parts]) for n in range(measures)),
    )


def _grouped(
    question: Compare, people: list[People], who: Members | None
) -> tuple[tuple[str, ...], Array, People]:
    """Return the groups' names, and one entry a customer and group: the group, and what the customer has in it."""
    if who is None:
        names = tuple(one.name for one in question.groups.periods)
        codes = np.repeat(np.arange(len(people)), [len(one.customers) for one in people])
        return names, codes, _joined(people, len(question.measures))
    place = np.full(int(who.customers.max(initial=-1)) + 1, -1)
    (alone,) = people
    known = alone.customers[alone.customers < len(place)]
    place[known] = np.arange(len(known))
    at = place[who.customers]
    return who.names, who.groups[at >= 0].astype(np.int64), alone.of(at[at >= 0])


def _rows(
    question: Compare,
    names: tuple[str, ...],
    codes: Array,
    people: People,
    who: Members | None,
    customers: int,
) -> list[dict[str, Any]]:
    """Return sums over each group's customers: one row a group that has any."""
    cells, groups = len(names), question.groups

    def summed(values: Array) -> Array:
        return np.bincount(codes, values, cells)

    sizes = np.bincount(codes, minlength=cells)
    known = np.flatnonzero(sizes).tolist()
    if groups.by is not None and not groups.is_test:
        known = sorted(known, key=lambda code: (-sizes[code], names[code].encode()))[:MOST_GROUPS]
    mixed = np.zeros(cells, np.int64)
    if who is not None and who.mixed is not None:
        mixed = np.bincount(codes[who.mixed[people.customers]], minlength=cells)
    base = codes == names.index(question.base_name) if groups.may_overlap else None
    both = None
    if base is not None:
        in_base = np.zeros(customers, bool)
        in_base[people.customers[base]] = True
        both = np.bincount(codes[in_base[people.customers]], minlength=cells)
    rows: list[dict[str, Any]] = [
        {
            "group": names[code],
            "customers": int(sizes[code]),
            "mixed": int(mixed[code]),
            "both": int(both[code]) if both is not None and both[code] else None,
        }
        for code in known
    ]
    for number, (x, y) in enumerate(zip(people.x, people.y, strict=True)):
        whole, total = summed(x), summed(y)
        ratio = np.divide(total, whole, out=np.full(cells, np.nan), where=whole != 0)
        apart = y - ratio[codes] * x
        spread = summed(apart * apart)
        joint = None
        if base is not None:
            of_base = np.zeros(customers)
            of_base[people.customers[base]] = apart[base]
            joint = summed(apart * of_base[people.customers])
        for row, code in zip(rows, known, strict=True):
            is_there = bool(whole[code])
            row[f"x_{number}"] = int(whole[code])
            row[f"y_{number}"] = float(total[code])
            if question.measures[number].column is None:
                row[f"y_{number}"] = int(total[code])
            row[f"spread_{number}"] = float(spread[code]) if is_there else None
            row[f"joint_{number}"] = None
            if joint is not None and row["both"] and is_there and not np.isnan(joint[code]):
                row[f"joint_{number}"] = float(joint[code])
    return rows
