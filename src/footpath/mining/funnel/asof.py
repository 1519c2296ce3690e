"""Order ``then`` by ASOF joins, for engines that sort for them: one join a step over the funnel's events alone.

Each event that is step n looks for the nearest earlier event that a chain came to as step n - 1, and takes over that
chain's start. Why the nearest has the latest start: of two events that chains came to, the later has all the starts
before it that the earlier has, so the latest start never falls along a group; and where it is outside the window, so is
every other.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import compile_rule
from footpath.mining.within import rows_within

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.funnel.question import Funnel
    from footpath.mining.within import Rows

sql: Any = ibis


def asof(question: Funnel, workspace: Workspace, events: Table) -> Table:
    """Return what the portable form returns: one row with reached_N and median_N for each step."""
    rows = rows_within(events, question.within, gap_us=question.gap_us, walk=question.walk, of=question.of)
    by_time = question.within in ("customer", "session") and workspace.facts.ties == 0
    chosen = chosen_events(question, rows, by_time=by_time)
    chain, reached = _starts(question, chosen, rows.keys), []
    for n in range(1, len(question.steps) + 1):
        if n > 1:
            chain = _next(question, chosen.filter(chosen[f"fits_{n}"]), chain, rows.keys)
        reached.append(_reached(chain, rows.keys, n))
    return reduce(lambda one, other: one.cross_join(other), reached)


def chosen_events(question: Funnel, rows: Rows, *, by_time: bool) -> Table:
    """Return the events that fit a step: the group's keys, at int64, occurred_us int64, fits_1 ... fits_K bool.

    `at` orders the rows of a group without ties: the time itself where no customer has two events at one (`by_time`),
    the place where the rows have one, else the row's number in the order of M1.
    """
    table = rows.table
    fits = {
        f"fits_{n}": compile_rule(step.when, table, zone=question.zone)
        for n, step in enumerate(question.steps, start=1)
    }
    chosen = rows.on(table.filter(reduce(or_, fits.values())))
    if by_time:
        at = chosen.table.occurred_us
    elif len(rows.order) == 1:
        at = chosen.table[rows.order[0]]
    else:
        at = sql.row_number().over(chosen.window())
    return chosen.table.select(*rows.keys, "occurred_us", at=at, **fits)


def _starts(question: Funnel, chosen: Table, keys: tuple[str, ...]) -> Table:
    """Return the chains of one step: the group's keys, at, and start_us and occurred_us, which are the same."""
    first = chosen.filter(chosen.fits_1)
    if question.count == "first":
        first = first.group_by(keys).agg(at=first["at"].min(), occurred_us=first.occurred_us.min())
    return first.select(*keys, "at", "occurred_us", start_us=first.occurred_us)


def _next(question: Funnel, arriving: Table, chain: Table, keys: tuple[str, ...]) -> Table:
    """Return the chains one step further, with the same columns; one event is one step, so strictly later."""
    before = chain.select(
        **{f"before_{key}": chain[key] for key in keys}, before_at=chain["at"], start_us=chain.start_us
    )
    joined = arriving.asof_join(
        before,
        on=arriving["at"] > before.before_at,
        predicates=[arriving[key] == before[f"before_{key}"] for key in keys],
    )
    inside = joined.start_us.notnull()
    if question.window_us is not None:
        inside &= joined.occurred_us - joined.start_us <= question.window_us
    return joined.filter(inside).select(*keys, "at", "occurred_us", "start_us")


def _reached(chain: Table, keys: tuple[str, ...], n: int) -> Table:
    """Return one row: how many groups came to a step, and the median of how long the chain took that came first."""
    if n == 1:
        came = chain.select(*keys).distinct()
        return came.agg(reached_1=came.count(), median_1=sql.null("float64"))
    # Neither time nor start falls along a group (see above), so the first event there has the least of both.
    came = chain.group_by(keys).agg(took=chain.occurred_us.min() - chain.start_us.min())
    return came.agg(**{f"reached_{n}": came.count(), f"median_{n}": came.took.quantile(0.5).cast("float64")})
