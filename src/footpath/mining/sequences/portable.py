"""Sequences as lazy Ibis: chains are followed, and those that overlap come back as few rows that say how they do.

Which occurrences do not overlap (earliest end first) is decided from one to the next, which windows cannot do. So runs
of chains that overlap each other are collected, each chain as the number of those right before it that it overlaps,
and equal runs are counted: `finish` decides each kind of run once. Nearly all runs are of one chain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.chains.follow import followed, placed_rows
from footpath.mining.quantiles import quantiles
from footpath.mining.transitions.question import BEGIN, END
from footpath.mining.within import counted, rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.sequences.question import Sequences

sql: Any = ibis

_INTS = ("customers", "count", "n")


def portable(question: Sequences, events: Table) -> Table:
    """Return a few kinds of rows: what, name, customers, count, n, times (array, us), overlaps (array of int64).

    what is ``pattern`` (count groups of n have it, times of their first occurrence), ``before`` and ``after`` (the
    names next to the first occurrence), ``open`` (count groups without it may still come to it) or ``run`` (count runs
    of chains overlap like this).
    """
    made = occurrences(question, events)
    keys, placed, first = made.keys, made.placed, made.first
    everyone = placed.select(*keys).distinct()
    totals = everyone.agg(n=everyone.count())
    found = first.agg(
        customers=first.customer_key.nunique(),
        count=first.count(),
        times=quantiles(first.took_us, [0.5, 0.9]),
    ).cross_join(totals)
    parts = [
        _row(found, "pattern", name=""),
        _neighbours(first, placed, keys, "before"),
        _neighbours(first, placed, keys, "after"),
        _runs(made.ends, keys, len(question.pattern.steps)),
    ]
    if question.bound_us is not None:
        still = still_open(made, question.bound_us)
        parts.append(_row(still.agg(count=still.count()), "open", name=""))
    return sql.union(*parts)


@dataclass(frozen=True)
class Occurrences:
    """Where a pattern occurs.

    `placed` are all rows of the groups; `chains` those that chains come to; `ends` each end that counts, and `first` one row
    a group: its first end. These two have the keys, customer_key, place, took_us and start (the place of the start).
    """

    keys: list[str]
    placed: Table
    chains: Table
    ends: Table
    first: Table


def occurrences(question: Sequences, events: Table) -> Occurrences:
    """Return where the pattern occurs, lazily."""
    rows = rows_within(
        events,
        question.within,
        gap_us=question.gap_us,
        walk=question.walk,
        of=question.of,
        fold=question.fold,
    )
    keys, placed = list(rows.keys), placed_rows(rows)
    steps = question.pattern.steps
    who = list(dict.fromkeys((*keys, "customer_key")))
    chains = followed(
        placed, keys, steps, within_us=question.pattern.within_us, zone=question.zone, carry=["customer_key"]
    )
    k = len(steps)
    ends = chains.filter(chains[f"start_{k}"].notnull())
    ends = ends.select(*who, "place", took_us=ends.occurred_us - ends[f"start_{k}"], start=ends[f"from_{k}"])
    order = sql.window(group_by=keys, order_by="place")
    # A later end of the same start is no shorter and no earlier: the first end of each start is enough.
    ends = ends.mutate(last_start=ends.start.lag().over(order), number=sql.row_number().over(order))
    first = ends.filter(ends.number == 0)
    ends = ends.filter((ends.last_start != ends.start).fill_null(True))
    return Occurrences(keys, placed, chains, ends, first)


def still_open(made: Occurrences, bound_us: int) -> Table:
    """Return the groups without the pattern that were at its first step so late that it may still come."""
    last = made.placed.agg(last_us=made.placed.occurred_us.max())
    started = made.chains.group_by(made.keys).agg(started_us=made.chains.start_1.max())
    without = started.anti_join(made.first, made.keys).cross_join(last)
    return without.filter(without.started_us + bound_us >= without.last_us)


def _row(table: Table, what: str, *, name: Any = None, overlaps: Any = None) -> Table:
    columns = {column: table[column] if column in table.columns else sql.null("int64") for column in _INTS}
    times = table.times if "times" in table.columns else sql.null("array<float64>")
    return table.select(
        what=sql.literal(what),
        name=table.name if name is None else sql.literal(name),
        **{column: value.cast("int64") for column, value in columns.items()},
        times=times,
        overlaps=sql.null("array<int64>") if overlaps is None else overlaps,
    )


def _neighbours(first: Table, placed: Table, keys: list[str], side: str) -> Table:
    """Return a row a name that stands right before (or after) the first occurrence of a group."""
    named = neighbours(first, placed, keys, side)
    summed = named.group_by("name").agg(
        customers=named.customer_key.nunique(),
        count=named.count(),
        times=quantiles(named.apart_us, [0.5, 0.9]),
    )
    return _row(summed, side)


def neighbours(first: Table, placed: Table, keys: list[str], side: str) -> Table:
    """Return one row a group with the pattern: its keys, customer_key, name str (of the neighbour) and apart_us int64?."""
    at = first.select(
        *dict.fromkeys((*keys, "customer_key")), at=first.start if side == "before" else first.place
    )
    met = placed.select(*keys, "place", "occurred_us", name=placed[f"name_{side}"], us=placed[f"us_{side}"])
    joined = at.inner_join(met, [*keys, ("at", "place")])
    apart = joined.occurred_us - joined.us
    return joined.mutate(
        name=joined.name.fill_null(BEGIN if side == "before" else END),
        apart_us=apart if side == "before" else -apart,
    )


def _runs(ends: Table, keys: list[str], k: int) -> Table:
    """Return how many runs of chains overlap in which way: count int64, overlaps array<int64>.

    A chain overlaps at most the k - 1 before it: each of those that are under way at one moment stands at another step.
    """
    order = sql.window(group_by=keys, order_by="place")
    over: Any = sql.literal(0, type="int64")
    for by in range(1, k):
        over = over + sql.ifelse((ends.place.lag(by).over(order) >= ends.start).fill_null(False), 1, 0)
    marked = ends.select(*keys, "place", over=over.cast("int64"))
    running = sql.window(group_by=keys, order_by="place", preceding=None, following=0)
    numbered = marked.mutate(run=counted(marked.over == 0).over(running))
    runs = numbered.group_by([*keys, "run"]).agg(
        overlaps=numbered.over.collect(order_by=numbered.place.asc())
    )
    summed = runs.group_by("overlaps").agg(count=runs.count())
    return _row(summed, "run", name="", overlaps=summed.overlaps)
