"""Durations as lazy Ibis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.quantiles import quantiles
from footpath.mining.within import Rows, rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.durations.question import Durations

sql: Any = ibis


def portable(question: Durations, events: Table) -> Table:
    """Return one row a name and one a whole: name, customers, occurrences, times (array, us), total_us, is_whole."""
    return sql.union(*(_summed(table, is_whole=is_whole) for table, is_whole in spans_of(question, events)))


def spans_of(question: Durations, events: Table) -> list[tuple[Table, bool]]:
    """Return tables with name, customer_key and wait_us, a row a span of time, and whether they are of wholes."""
    rows = rows_within(
        events,
        question.within,
        gap_us=question.gap_us,
        walk=question.walk,
        of=question.of,
        fold=question.fold,
    )
    table = rows.table
    waits = table.select(
        "name", "customer_key", wait_us=table.occurred_us.lead().over(rows.window()) - table.occurred_us
    )
    waits = waits.filter(waits.wait_us.notnull())
    spans = [(waits, False), (_wholes(rows), True)]
    if question.within == "episode":
        spans.append((_wholes(rows, by_outcome=True), True))
    return spans


def _wholes(rows: Rows, *, by_outcome: bool = False) -> Table:
    table = rows.table
    columns: dict[str, Any] = {
        "who": table.customer_key.min(),
        "wait_us": table.occurred_us.max() - table.occurred_us.min(),
    }
    if by_outcome:
        columns["outcome"] = table.outcome.max()
    grouped = table.group_by(list(rows.keys)).agg(**columns)
    name = sql.literal("(whole: ") + grouped.outcome + ")" if by_outcome else sql.literal("(whole)")
    return grouped.select("wait_us", customer_key=grouped.who, name=name)


def _summed(waits: Table, *, is_whole: bool) -> Table:
    return (
        waits.group_by("name")
        .agg(
            customers=waits.customer_key.nunique(),
            occurrences=waits.count(),
            times=quantiles(waits.wait_us, [0.5, 0.9]),
            total_us=waits.wait_us.sum().cast("float64"),
        )
        .mutate(is_whole=sql.literal(is_whole))
        .select("name", "customers", "occurrences", "times", "total_us", "is_whole")
    )
