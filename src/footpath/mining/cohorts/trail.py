"""Cohorts over a trail: each customer's first row, and of the rows since then those that add to a measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.columns import floats, integers, texts
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.passes.lists import lists_of_floats
from footpath.mining.passes.marks import CannotSayError, Marks, both, inside, marks
from footpath.mining.passes.periods import Cut, fresh
from footpath.mining.passes.quantiles import place as place_of

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import Column, View
    from footpath.engines.types import ArrowTable
    from footpath.mining.cohorts.question import Cohorts

Array = Any

_NEVER = (1 << 63) - 1
_EXACT = 1 << 63


@dataclass(frozen=True)
class _Measure:
    """What a measure asks of rows: that a rule means them (`fits`), or what a column of numbers holds."""

    fits: Marks | None = None
    column: Column | None = None


@dataclass(frozen=True)
class _Asked:
    """What the question asks; None is all rows, and no measure for a size."""

    cut: Cut | None
    by: Column | None
    first: Marks | None
    part: Marks | None
    within: Marks | None
    measures: tuple[_Measure | None, ...]


@dataclass(frozen=True)
class _People:
    """Customers: their cohort (a place, a code or a number), whether they have one, whether their window is over."""

    cohort: Array
    named: Array
    is_over: Array
    values: tuple[Array, ...]


def trail(question: Cohorts, view: View) -> ArrowTable | None:
    """Return one row a cohort as the portable form does; None where a rule or a column is not known here."""
    scope = question.scope
    if scope.span is None:
        return _rows(
            question, _People(*(np.zeros(0, np.int64),) * 3, (np.zeros(0),) * len(question.measures)), None
        )
    try:
        asked = _asked(question, view)
        found = each(partial(_block, question, view, asked), blocks(view.groups), view.threads)
    except CannotSayError:
        return None
    people = _People(
        np.concatenate([np.zeros(0, np.int64), *(one.cohort for one in found)]),
        np.concatenate([np.zeros(0, bool), *(one.named for one in found)]),
        np.concatenate([np.zeros(0, bool), *(one.is_over for one in found)]),
        tuple(
            np.concatenate([np.zeros(0), *(one.values[n] for one in found)])
            for n in range(len(question.measures))
        ),
    )
    return _rows(question, people, asked)


def _asked(question: Cohorts, view: View) -> _Asked:
    scope, calendar = question.scope, question.calendar
    by = None if calendar is not None else view.column(question.by)
    if calendar is None and (by is None or (by.texts is None and by.values.dtype.kind not in "ib")):
        raise CannotSayError
    measures: list[_Measure | None] = []
    for one in question.measures:
        column = None if one.column is None else view.column(one.column)
        if one.column is not None and (
            column is None or column.texts is not None or column.values.dtype.kind not in "if"
        ):
            raise CannotSayError
        is_size = one.kind == "size"
        measures.append(None if is_size else _Measure(marks(view, one.when, scope.zone), column))
    within, part = inside(view, scope), marks(view, scope.part, scope.part_zone)
    return _Asked(
        None if calendar is None else Cut.of(calendar, scope),
        by,
        marks(view, question.first, scope.zone),
        part,
        within,
        tuple(measures),
    )


def _block(question: Cohorts, view: View, asked: _Asked, part: slice) -> _People:
    """Return the customers of a block who are meant."""
    low, high = np.searchsorted(view.starts, (part.start, part.stop))
    starts, times = view.starts[low : high + 1] - part.start, view.times[part]
    begins = starts[:-1]
    who = np.repeat(np.arange(len(begins), dtype=np.int32), np.diff(starts))
    there = np.ones(len(begins), bool)
    chosen = both(asked.within, asked.first)
    if chosen is not None:
        rows = np.flatnonzero(chosen(part))
        rows = rows[fresh(who[rows])]
        there[:] = False
        there[who[rows]] = True
        begins = begins.copy()
        begins[who[rows]] = rows
    if asked.part is not None:
        there &= np.bincount(who[_rows_of(both(asked.within, asked.part), part)], minlength=len(there)) > 0
    first_us = np.where(there, times[begins], _NEVER)
    values = tuple(
        _value(question, asked, measure, who, times, first_us, part)[there] for measure in asked.measures
    )
    cohort, named = _cohort(asked, times, begins, there, part)
    since = first_us[there]
    is_over = np.ones(len(since), bool)
    if question.window_us is not None:
        is_over = since <= question.scope.end_us - question.window_us
    return _People(cohort, named, is_over, values)


def _rows_of(chosen: Marks | None, part: slice) -> Array:
    return np.arange(part.stop - part.start) if chosen is None else np.flatnonzero(chosen(part))


def _cohort(asked: _Asked, times: Array, begins: Array, there: Array, part: slice) -> tuple[Array, Array]:
    rows = begins[there]
    if asked.cut is not None:
        return asked.cut.places(times[rows]).astype(np.int64), np.ones(len(rows), bool)
    assert asked.by is not None  # noqa: S101 - a period or a property
    rows = rows + part.start
    named = np.ones(len(rows), bool) if asked.by.there is None else asked.by.there[rows]
    return np.where(named, asked.by.values[rows].astype(np.int64), 0), named


def _value(
    question: Cohorts,
    asked: _Asked,
    measure: _Measure | None,
    who: Array,
    times: Array,
    first_us: Array,
    part: slice,
) -> Array:
    """Return a measure of each customer of a block: the sum of the column, or 1 where a row fits, else 0."""
    if measure is None:
        return np.zeros(len(first_us))
    column = measure.column
    if column is None:
        mask = _all(part) if measure.fits is None else measure.fits(part)
    else:
        mask = column.values[part] != 0
        if column.there is not None:
            mask &= column.there[part]
    for more in (asked.within, asked.part):
        if more is not None:
            mask = mask & more(part)
    rows = np.flatnonzero(mask)
    if question.first is not None or question.window_us is not None:
        since, at = first_us.take(who[rows]), times[rows]
        known = since <= at
        if question.window_us is not None:
            known &= at - np.where(known, since, at) <= question.window_us
        rows = rows[known]
    people = len(first_us)
    if column is None:
        return (np.bincount(who[rows], minlength=people) > 0).astype(np.float64)
    return _sums(who[rows], column.values[part][rows], people)


def _all(part: slice) -> Array:
    return np.ones(part.stop - part.start, bool)


def _sums(who: Array, values: Array, people: int) -> Array:
    """Return the sum of each customer's values, whole numbers exactly before they become a float."""
    if values.dtype.kind == "f":
        if np.isnan(values).any():
            raise CannotSayError
        return np.bincount(who, weights=values, minlength=people)
    most = max(abs(int(values.min(initial=0))), abs(int(values.max(initial=0))))
    if most * max(1, len(values)) >= _EXACT:
        raise CannotSayError
    running = np.concatenate(([0], np.cumsum(values)))
    edges = np.searchsorted(who, np.arange(people + 1))
    return (running[edges[1:]] - running[edges[:-1]]).astype(np.float64)


# ---------------------------------------------------------------- one row a cohort


def _rows(question: Cohorts, people: _People, asked: _Asked | None) -> ArrowTable:
    import pyarrow

    pa: Any = pyarrow
    # A cohort without a name comes before all others.
    order = np.lexsort((people.cohort, people.named))
    begins = fresh(people.cohort[order], people.named[order]) if len(order) else order
    ends = np.append(begins, len(order))[1:].astype(np.int64)
    firsts = order[begins]
    over = people.is_over[order]
    rows = [order[low:high][over[low:high]] for low, high in zip(begins.tolist(), ends.tolist(), strict=True)]
    made = {
        "cohort": _names(asked, people.cohort[firsts].tolist(), people.named[firsts].tolist()),
        "customers": integers((ends - begins).tolist()),
        "n": integers([len(some) for some in rows]),
    }
    for place, measure in enumerate(question.measures):
        values = [people.values[place][some] for some in rows]
        name = f"value_{place}"
        if measure.kind == "size":
            made[name] = floats([None] * len(rows))
        elif measure.kind == "share":
            made[name] = integers([int(some.sum()) for some in values])
        elif measure.kind == "median":
            made[name] = lists_of_floats([[_median(some)] for some in values])
        else:
            made[name] = floats([float(some.mean()) if len(some) else None for some in values])
            made[f"spread_{place}"] = floats(
                [float(some.var(ddof=1)) if len(some) > 1 else None for some in values]
            )
    return pa.table(made)


def _names(asked: _Asked | None, cohorts: list[int], named: list[bool]) -> Any:
    if asked is None or asked.cut is not None:
        first = 0 if asked is None or asked.cut is None else asked.cut.first
        return integers([first + one for one in cohorts])
    assert asked.by is not None  # noqa: S101 - a period or a property
    known = asked.by.texts
    if known is None and asked.by.values.dtype.kind == "b":
        known = ("false", "true")
    return texts(
        [
            None if not has else str(one) if known is None else known[one]
            for one, has in zip(cohorts, named, strict=True)
        ]
    )


def _median(values: Array) -> float | None:
    if not len(values):
        return None
    below, part = place_of(len(values), 0.5)
    above = min(below + 1, len(values) - 1)
    found = np.partition(values, (below, above))
    return float(found[below] * (1 - part) + found[above] * part)
