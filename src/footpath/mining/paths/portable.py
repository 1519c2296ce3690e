"""Paths as lazy Ibis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.within import Rows, rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.paths.question import Paths

sql: Any = ibis


def portable(question: Paths, events: Table) -> Table:
    """Return the most walked paths: path list of str, count, and total (how many paths there are in all)."""
    rows = rows_within(
        events,
        question.within,
        gap_us=question.gap_us,
        walk=question.walk,
        of=question.of,
        fold=question.fold,
    )
    if not question.loops:
        rows = rows.on(_without_loops(rows))
    table = rows.table
    walked = table.group_by(list(rows.keys)).agg(path=table.name.collect(order_by=rows.sorted_by()))
    counted = walked.group_by("path").agg(count=walked.count())
    totalled = counted.mutate(total=counted["count"].sum().over(sql.window()))
    return totalled.order_by([totalled["count"].desc(), totalled.path.asc()]).limit(question.top)


def _without_loops(rows: Rows) -> Table:
    table = rows.table
    marked = table.mutate(repeats=(table.name.lag().over(rows.window()) == table.name).fill_null(False))
    return marked.filter(~marked.repeats).drop("repeats")
