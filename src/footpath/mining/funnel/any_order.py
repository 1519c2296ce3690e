"""Order ``any``: level n is n different steps inside one window, in whatever order.

An event is the first of the steps whose rule it fits; where several steps have the same rule, as many different events
are needed. A window may begin at any event of the steps.
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

_NEVER = 1 << 62


def any_order(question: Funnel, rows: Rows) -> Table:
    """Return one row a group with took_1 ... took_K int64?."""
    kinds = _kinds(question)
    keys, table = list(rows.keys), rows.table
    table = table.filter(reduce(or_, [table[f"fits_{n}"] for n in range(1, len(question.steps) + 1)]))
    kind: Any = sql.null("int64")
    for number, step in reversed(list(enumerate(step for step, _ in kinds))):
        kind = sql.ifelse(table[f"fits_{step}"], number, kind)
    ordered = rows.on(table.mutate(kind=kind.cast("int64")))
    table = ordered.table.mutate(place=sql.row_number().over(ordered.window()))
    # For an event of a kind: when the n-th of that kind comes, counted from this one.
    most = max(times for _, times in kinds)
    same = sql.window(group_by=[*keys, "kind"], order_by="place")
    table = table.mutate(
        **{
            f"at_{n}": table.occurred_us.lead(n - 1).over(same) if n > 1 else table.occurred_us
            for n in range(1, most + 1)
        }
    )
    onward = sql.window(group_by=keys, order_by=table.place, following=(0, None))
    comes = {}
    for number, (_, times) in enumerate(kinds):
        for n in range(1, times + 1):
            at = sql.ifelse(table.kind == number, table[f"at_{n}"], sql.null("int64"))
            comes[f"comes_{number}_{n}"] = at.min().over(onward).fill_null(_NEVER)
    table = table.select(*keys, "place", "occurred_us", **comes)
    if question.count == "first":
        table = table.filter(table.place == 0)
    count = len(question.steps)
    sorted_times = table.mutate(times=sql.array([table[name] for name in comes]).sort())
    done = sorted_times.select(
        *keys, "occurred_us", **{f"done_{n}": sorted_times.times[n - 1] for n in range(1, count + 1)}
    )
    reached = {}
    for n in range(1, count + 1):
        inside = done[f"done_{n}"] < _NEVER
        if question.window_us is not None:
            inside &= done[f"done_{n}"] - done.occurred_us <= question.window_us
        reached[f"done_{n}"] = sql.ifelse(inside, done[f"done_{n}"], sql.null("int64"))
    done = done.select(*keys, "occurred_us", **reached)
    whole = sql.window(group_by=keys)
    earliest = done.mutate(**{f"first_{n}": done[f"done_{n}"].min().over(whole) for n in range(1, count + 1)})
    return earliest.group_by(keys).agg(
        **{
            f"took_{n}": (earliest[f"done_{n}"] - earliest.occurred_us).min(
                where=earliest[f"done_{n}"] == earliest[f"first_{n}"]
            )
            for n in range(1, count + 1)
        }
    )


def _kinds(question: Funnel) -> list[tuple[int, int]]:
    """Return the different rules of the steps: the number of the first step with it, and how many steps have it."""
    trees = [step.when.tree for step in question.steps]
    return [(trees.index(tree) + 1, trees.count(tree)) for tree in dict.fromkeys(trees)]
