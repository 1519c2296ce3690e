"""Order ``then``: others may stand between.

One pass a step, without joining the events to themselves: each row that is step n carries the latest start of a chain
that came there (`start_n`), and the next step takes the largest of those before it. The latest start dominates: what an
earlier one could still reach inside the window, it can too. Rows that can no longer matter are left behind, so that
each pass sorts fewer. The first row of a step in its group keeps how long the chain took (`took_n`).
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.funnel.question import Funnel
    from footpath.mining.within import Rows

sql: Any = ibis


def then(question: Funnel, rows: Rows) -> Table:
    """Return rows with took_1 ... took_K int64?: in each group at most one row has took_n."""
    count, window_us = len(question.steps), question.window_us
    table = rows.table
    table = table.filter(reduce(or_, [table[f"fits_{n}"] for n in range(1, count + 1)]))
    rows = rows.on(table)
    nothing = sql.null("int64")
    started = sql.ifelse(table.fits_1, table.occurred_us, nothing)
    before = started.max() if question.count == "latest" else started.min()
    table = table.mutate(
        place=sql.row_number().over(rows.window()),
        before=before.over(rows.window(preceding=(None, 1))),
    )
    table = table.mutate(start=sql.ifelse(table.fits_1, table.occurred_us, nothing))
    took: list[str] = []
    for n in range(1, count + 1):
        if n > 1:
            in_order = sql.window(group_by=list(rows.keys), order_by="place", preceding=(None, 1))
            table = table.mutate(before=table.start.max().over(in_order))
        is_first = table.start.notnull() & table.before.isnull()
        first = sql.ifelse(is_first, table.occurred_us - table.start, nothing)
        following: Any = nothing
        if n < count:
            goes_on = table[f"fits_{n + 1}"] & table.before.notnull()
            if window_us is not None:
                goes_on &= table.occurred_us - table.before <= window_us
            following = sql.ifelse(goes_on, table.before, nothing)
        table = table.mutate(**{f"took_{n}": first}, next_start=following)
        took.append(f"took_{n}")
        later = [f"fits_{m}" for m in range(n + 2, count + 1)]
        matters = [table[name].notnull() for name in (*took, "next_start")] + [table[name] for name in later]
        table = table.filter(reduce(or_, matters))
        table = table.select(
            *rows.keys,
            "occurred_us",
            "place",
            *took,
            *[f"fits_{n + 1}"] * (n < count),
            *later,
            start=table.next_start,
        )
    return table
