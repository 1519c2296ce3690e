"""Loops as lazy Ibis: one sort for the places, one for the last time of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.quantiles import quantiles
from footpath.mining.within import rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.loops.question import Loops

sql: Any = ibis


def portable(question: Loops, events: Table) -> Table:
    """Return one row a loop.

    Columns: kind, name, via str ("" where it has none), customers, occurrences, times (array, us), whole_s and rest_us
    (the sum of the rounds' times), count (groups that have the loop), rounds (array: median over these groups),
    most_rounds, n (groups that have the name at all).
    """
    keys, placed, rounds = rounds_of(question, events)
    loop = ["kind", "name", "via"]
    summed = rounds.group_by(loop).agg(
        customers=rounds.customer_key.nunique(),
        occurrences=rounds.count(),
        times=quantiles(rounds.round_us, [0.5]),
        whole_s=(rounds.round_us // 1_000_000).cast("int64").sum(),
        rest_us=(rounds.round_us % 1_000_000).sum(),
    )
    each = rounds.group_by([*keys, *loop]).agg(rounds=rounds.count())
    groups = each.group_by(loop).agg(
        count=each.count(), rounds=quantiles(each.rounds, [0.5]), most_rounds=each.rounds.max()
    )
    having = placed.select(*keys, "name").distinct()
    names = having.group_by("name").agg(n=having.count())
    joined = summed.inner_join(groups, loop).inner_join(names, "name")
    return joined.select(
        *loop,
        *("customers", "occurrences", "times", "whole_s", "rest_us", "count", "rounds", "most_rounds", "n"),
    )


def rounds_of(question: Loops, events: Table) -> tuple[list[str], Table, Table]:
    """Return the keys of a group, the rows with their places, and one row a round: the keys, customer_key, name, round_us, kind, via."""
    rows = rows_within(
        events,
        question.within,
        gap_us=question.gap_us,
        walk=question.walk,
        of=question.of,
        fold=question.fold,
    )
    keys, table = list(rows.keys), rows.table
    placed = table.select(
        *keys,
        *[] if "customer_key" in keys else ["customer_key"],
        "name",
        "occurred_us",
        place=sql.row_number().over(rows.window()),
        before=table.name.lag().over(rows.window()),
    )
    same = sql.window(group_by=[*keys, "name"], order_by="place")
    back = placed.mutate(
        round_us=placed.occurred_us - placed.occurred_us.lag().over(same),
        apart=placed.place - placed.place.lag().over(same),
    )
    back = back.filter(back.apart.notnull())
    nothing = sql.literal("")
    rounds = sql.union(
        _rounds(back, keys, "repeat", back.apart == 1, nothing),
        _rounds(back, keys, "return", back.apart > 1, nothing),
        _rounds(back, keys, "rework", back.apart == 2, back.before),
    )
    return keys, placed, rounds


def _rounds(back: Table, keys: list[str], kind: str, which: Any, via: Any) -> Table:
    """Return the rounds of one kind: the group's keys, who, name, round_us, kind, via."""
    who = [] if "customer_key" in keys else ["customer_key"]
    some = back.mutate(kind=sql.literal(kind), via=via).filter(which)
    return some.select(*keys, *who, "name", "round_us", "kind", "via")
