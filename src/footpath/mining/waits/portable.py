"""Waits as lazy Ibis: each wait once, summed twice: over all (with quantiles), and over who waited (for the spread)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.quantiles import quantiles
from footpath.mining.waits.question import ANY
from footpath.mining.within import Rows, rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.waits.question import Waits

sql: Any = ibis


def portable(question: Waits, events: Table) -> Table:
    """Return one row a pair.

    Columns: from, to, customers, occurrences, times (array, us), whole_s and rest_us (their sum, exactly: the sum of
    microseconds may not fit 64 bits); squares and products float64 (us * us, over those who waited: sum of x * x and
    of x * t, x being one's time in the pair and t one's whole time); n int64 and whole_squares float64, the same in
    every row (how many waited at all, and the sum of t * t).
    """
    waited = waits_of(question, events)
    pairs = waited.group_by("from", "to").agg(
        customers=waited.customer_key.nunique(),
        occurrences=waited.count(),
        times=quantiles(waited.wait_us, [0.5, 0.9]),
        whole_s=(waited.wait_us // 1_000_000).cast("int64").sum(),
        rest_us=(waited.wait_us % 1_000_000).sum(),
    )
    spent = waited.group_by("who", "from", "to").agg(x=waited.wait_us.cast("float64").sum())
    spent = spent.mutate(t=spent.x.sum().over(sql.window(group_by="who")))
    spread = spent.group_by("from", "to").agg(
        squares=(spent.x * spent.x).sum().cast("float64"),
        products=(spent.x * spent.t).sum().cast("float64"),
    )
    people = spent.group_by("who").agg(t=spent.x.sum())
    whole = people.agg(n=people.count(), whole_squares=(people.t * people.t).sum().cast("float64"))
    joined = pairs.inner_join(spread, ["from", "to"])
    return joined.cross_join(whole).select(
        *("from", "to", "customers", "occurrences", "times", "whole_s", "rest_us"),
        *("squares", "products", "n", "whole_squares"),
    )


def waits_of(question: Waits, events: Table) -> Table:
    """Return each wait: who int64 or str, customer_key, from, to, wait_us int64."""
    # A silence longer than the gap is where a session ends: one sort does (see transitions).
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
    pairs = table.select(
        "customer_key",
        who=_who(question, rows),
        wait_us=table.occurred_us.lead().over(order) - table.occurred_us,
        **{"from": table.name, "to": table.name.lead().over(order)},
    )
    waited = pairs.filter(pairs.wait_us.notnull())
    if by_wait:
        waited = waited.filter(waited.wait_us <= question.gap_us)
    return waited.mutate(to=sql.literal(ANY)) if question.per == "event" else waited


def _who(question: Waits, rows: Rows) -> Any:
    """Return whose time it is: what is drawn independently, so that the spread over them tells how sure a share is."""
    by_customer = question.walk is None or question.walk.follows == "customer"
    if question.within == "episode" and by_customer:
        return rows.table.customer_key
    return rows.table[rows.keys[0]]
