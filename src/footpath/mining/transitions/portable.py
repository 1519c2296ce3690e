"""Transitions as lazy Ibis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.quantiles import quantiles
from footpath.mining.within import rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.transitions.question import Transitions

sql: Any = ibis


def portable(question: Transitions, events: Table) -> Table:
    """Return one row a pair: from, to, customers, occurrences, times (array of median and p90, us), begins, ties."""
    pairs = _pairs(question, events)
    edges = pairs.group_by("from", "to").agg(
        customers=pairs.customer_key.nunique(),
        occurrences=pairs.count(),
        times=quantiles(pairs.wait_us, [0.5, 0.9]),
        begins=pairs.count(where=pairs.is_first),
        ties=pairs.count(where=pairs.is_tie),
    )
    if question.within == "customer":
        return edges
    first = pairs.filter(pairs.is_first)
    begins = first.group_by(to=first["from"]).agg(
        customers=first.customer_key.nunique(), occurrences=first.count()
    )
    begins = begins.mutate(
        **{"from": sql.literal("(begin)")},
        times=sql.null(edges.times.type()),
        begins=sql.literal(0, type="int64"),
        ties=sql.literal(0, type="int64"),
    )
    return edges.union(begins.select(edges.columns))


def _pairs(question: Transitions, events: Table) -> Table:
    """Return each row with what follows it: customer_key, from, to, wait_us int64?, is_first, is_tie."""
    # Sessions of events as they are need no number: a wait longer than the gap is where one ends, so one sort is
    # enough. A visit's first event may be further from the next visit than that.
    by_wait = question.within == "session" and not question.fold
    rows = rows_within(
        events,
        "customer" if by_wait else question.within,
        gap_us=question.gap_us,
        walk=question.walk,
        of=question.of,
        fold=question.fold,
    )
    table, order = rows.table, rows.window()
    last: Any = sql.literal("(end)")
    if question.within == "episode":
        last = sql.literal("(end: ") + table.outcome + ")"
    pairs = table.select(
        "customer_key",
        **{"from": table.name},
        to=table.name.lead().over(order),
        last=last,
        wait_us=table.occurred_us.lead().over(order) - table.occurred_us,
        since_us=table.occurred_us - table.occurred_us.lag().over(order),
    )
    is_first, is_last = pairs.since_us.isnull(), pairs.wait_us.isnull()
    if by_wait:
        is_first |= pairs.since_us > question.gap_us
        is_last |= pairs.wait_us > question.gap_us
    return pairs.select(
        "customer_key",
        "from",
        to=sql.ifelse(is_last, pairs["last"], pairs.to),
        wait_us=sql.ifelse(is_last, sql.null("int64"), pairs.wait_us),
        is_first=is_first.fill_null(False),
        is_tie=((pairs.since_us == 0) | (pairs.wait_us == 0)).fill_null(False),
    )
