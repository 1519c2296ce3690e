"""The funnel as lazy Ibis: each order in its own file, all ending in one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import compile_rule
from footpath.mining.funnel.any_order import any_order
from footpath.mining.funnel.directly import directly
from footpath.mining.funnel.then import then
from footpath.mining.within import Rows, rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.funnel.question import Funnel

sql: Any = ibis


def portable(question: Funnel, events: Table) -> Table:
    """Return one row: for each step N reached_N int64 and median_N float64 (microseconds, null where nobody came)."""
    _, durations = followed_steps(question, events)
    measures = {}
    for n in range(1, len(question.steps) + 1):
        column = durations[f"took_{n}"]
        measures[f"reached_{n}"] = column.count()
        measures[f"median_{n}"] = column.quantile(0.5).cast("float64")
    return durations.agg(**measures)


def followed_steps(question: Funnel, events: Table) -> tuple[Rows, Table]:
    """Return the rows of a plain funnel, and those with took_1 ... took_K int64?: in each group at most one has took_n."""
    rows = rows_within(events, question.within, gap_us=question.gap_us, walk=question.walk, of=question.of)
    table = rows.table
    fits = {
        f"fits_{n}": compile_rule(step.when, table, zone=question.zone)
        for n, step in enumerate(question.steps, start=1)
    }
    marked = rows.on(table.select(*rows.keys, *dict.fromkeys(("occurred_us", *rows.order)), **fits))
    return rows, {"then": then, "directly": directly, "any": any_order}[question.order](question, marked)
