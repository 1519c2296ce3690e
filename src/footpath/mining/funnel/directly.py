"""Order ``directly``: nothing between one step and the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.funnel.question import Funnel
    from footpath.mining.within import Rows

sql: Any = ibis


def directly(question: Funnel, rows: Rows) -> Table:
    """Return rows with took_1 ... took_K int64?: in each group at most one row has took_n."""
    count, window_us = len(question.steps), question.window_us
    table, order = rows.table, rows.window()
    looked = table.select(
        *rows.keys,
        "occurred_us",
        "fits_1",
        place=sql.row_number().over(order),
        **{f"fits_{n}": table[f"fits_{n}"].lead(n - 1).over(order) for n in range(2, count + 1)},
        **{f"at_{n}": table.occurred_us.lead(n - 1).over(order) for n in range(2, count + 1)},
    )
    starts = looked.filter(looked.fits_1)
    if question.count == "first":
        starts = starts.mutate(
            start_no=sql.row_number().over(sql.window(group_by=list(rows.keys), order_by="place"))
        )
        starts = starts.filter(starts.start_no == 0)
    reached: Any = sql.literal(True)
    columns = {"took_1": sql.literal(0, type="int64")}
    for n in range(2, count + 1):
        reached = reached & starts[f"fits_{n}"].fill_null(False)
        if window_us is not None:
            reached = reached & (starts[f"at_{n}"] - starts.occurred_us <= window_us).fill_null(False)
        columns[f"took_{n}"] = sql.ifelse(reached, starts[f"at_{n}"] - starts.occurred_us, sql.null("int64"))
    chains = starts.select(*rows.keys, "place", **columns)
    before = sql.window(group_by=list(rows.keys), order_by="place", preceding=(None, 1))
    # Chains that come to a step come there in the order of their starts: the first start is the first to come.
    seen = chains.mutate(
        **{f"seen_{n}": chains[f"took_{n}"].count().over(before) for n in range(1, count + 1)}
    )
    return seen.select(
        *rows.keys,
        **{
            f"took_{n}": sql.ifelse(seen[f"seen_{n}"].fill_null(0) == 0, seen[f"took_{n}"], sql.null("int64"))
            for n in range(1, count + 1)
        },
    )
