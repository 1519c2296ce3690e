"""Following chains through the events of a group, as lazy Ibis: one pass of running maxima a step.

Each event that is step n looks for the nearest earlier event at which a chain may stand before it (rule M128): the
steps before it, down to the last required one. That nearest event is enough. What bounds, exclusions and optional
steps forbid is always a stretch at the beginning (too long ago, or before what was excluded), the same for all steps
that may stand before; and of two events that chains came to, the later one's latest start is never the earlier: if its
own chain could not take the other's start over, it is because something cut that off, and then its start lies after
the cut. So all that an event needs are running maxima over the earlier rows of its group, of which the nearest has all.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import compile_rule
from footpath.mining.chains.steps import ChainStep, before, excluded
from footpath.mining.within import Rows, counted

if TYPE_CHECKING:
    from footpath.engines.types import Table

sql: Any = ibis


def placed_rows(rows: Rows) -> Table:
    """Return the rows' table with place int64 (0, 1, 2 ... in its group) and its neighbours.

    Added beside place: name_before, name_after str?, us_before, us_after int64? (null at the ends of the group).
    """
    table, order = rows.table, rows.window()
    return table.mutate(
        place=sql.row_number().over(order),
        name_before=table.name.lag().over(order),
        name_after=table.name.lead().over(order),
        us_before=table.occurred_us.lag().over(order),
        us_after=table.occurred_us.lead().over(order),
    )


def followed(
    placed: Table,
    keys: Sequence[str],
    steps: Sequence[ChainStep],
    *,
    within_us: int | None = None,
    first_start: bool = False,
    zone: str = "UTC",
    carry: Sequence[str] = (),
) -> Table:
    """Return the rows that chains come to, lazily.

    Parameters
    ----------
    placed
        Rows with the keys, place and occurred_us, and the columns that the steps' rules name.
    keys
        What a chain stays inside.
    within_us
        How long a chain may take from its first step, the end included; None is no bound.
    first_start
        Only the first event of a group that is step 1 begins a chain.
    carry
        Further columns to keep.

    Returns
    -------
    ibis.Table
        The keys, `carry`, place, occurred_us, and for each step n start_n int64? (the time of the latest start of a
        chain that comes to this row as step n; null where none does), from_n int64? (that start's place) and, after the
        first, last_n int64? (the time of the step before in that chain).
    """
    table = _marked(placed, keys, steps, zone, carry)
    nothing = sql.null("int64")
    starts = table.fits_1
    in_order = sql.window(group_by=list(keys), order_by="place", preceding=(None, 1))
    if first_start:
        starts = starts & (counted(starts).over(in_order).fill_null(0) == 0)
    table = table.mutate(
        start_1=sql.ifelse(starts, table.occurred_us, nothing),
        from_1=sql.ifelse(starts, table.place, nothing),
    )
    for n in range(2, len(steps) + 1):
        table = _next(table, in_order, steps, n, within_us)
    found = [f"{kind}_{n}" for n in range(1, len(steps) + 1) for kind in ("start", "from", "last")]
    kept = dict.fromkeys((*keys, *carry, "place", "occurred_us"))
    table = table.select(*kept, *(name for name in found if name != "last_1"))
    return table.filter(reduce(or_, [table[f"start_{n}"].notnull() for n in range(1, len(steps) + 1)]))


def _marked(
    placed: Table, keys: Sequence[str], steps: Sequence[ChainStep], zone: str, carry: Sequence[str]
) -> Table:
    """Return the rows that matter: keys, carried, place, occurred_us, fits_n bool, out_n bool where step n excludes."""
    marks = {f"fits_{n}": compile_rule(step.when, placed, zone=zone) for n, step in enumerate(steps, start=1)}
    for n in range(2, len(steps) + 1):
        rules = [compile_rule(rule, placed, zone=zone) for rule in excluded(steps, n)]
        if rules:
            marks[f"out_{n}"] = reduce(or_, rules)
    table = placed.select(*dict.fromkeys((*keys, *carry, "place", "occurred_us")), **marks)
    return table.filter(reduce(or_, [table[name] for name in marks]))


def _next(table: Table, in_order: Any, steps: Sequence[ChainStep], n: int, within_us: int | None) -> Table:
    """Return the table with start_n, from_n and last_n."""
    step, nothing = steps[n - 1], sql.null("int64")
    came: Any = None
    place: Any = None
    for m in before(steps, n):
        came = _later(came, table[f"start_{m}"])
        place = _later(place, table[f"from_{m}"])
    is_there = came.notnull()
    columns = {
        "before_start": came.max().over(in_order),
        "before_from": place.max().over(in_order),
        "before_place": sql.ifelse(is_there, table.place, nothing).max().over(in_order),
        "before_us": sql.ifelse(is_there, table.occurred_us, nothing).max().over(in_order),
    }
    if f"out_{n}" in table.columns:
        columns["out_place"] = sql.ifelse(table[f"out_{n}"], table.place, nothing).max().over(in_order)
    table = table.mutate(**columns)
    goes_on = table[f"fits_{n}"] & table.before_start.notnull()
    if step.directly:
        goes_on &= table.before_place == table.place - 1
    if step.within_us is not None:
        goes_on &= table.occurred_us - table.before_us <= step.within_us
    if within_us is not None:
        goes_on &= table.occurred_us - table.before_start <= within_us
    if "out_place" in columns:
        goes_on &= (table.out_place <= table.before_place).fill_null(True)
    goes_on = goes_on.fill_null(False)
    made = table.mutate(
        **{
            f"start_{n}": sql.ifelse(goes_on, table.before_start, nothing),
            f"from_{n}": sql.ifelse(goes_on, table.before_from, nothing),
            f"last_{n}": sql.ifelse(goes_on, table.before_us, nothing),
        }
    )
    return made.drop(*columns)


def _later(one: Any, other: Any) -> Any:
    """Return the greater of two columns, where one may be null (engines disagree what `greatest` says of nulls)."""
    if one is None:
        return other
    return sql.ifelse(one.isnull() | (other > one), other, one)
