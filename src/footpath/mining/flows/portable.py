"""Flows as lazy Ibis: one row a walk with the names of its next events, then one a walk and step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import compile_rule
from footpath.mining.paths.question import OTHER
from footpath.mining.transitions.question import BEGIN, END
from footpath.mining.within import Rows, counted, rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.flows.question import Flows

sql: Any = ibis


def portable(question: Flows, events: Table) -> Table:
    """Return one row a flow: step int64 (from 1 onward, also backward), near, far str, customers, occurrences.

    `near` is nearer to where the flow is looked at from: forward that is where it comes from, backward where it leads.
    """
    named = moves_shown(question, events)
    return named.group_by("step", "near", "far").agg(
        customers=named.customer_key.nunique(), occurrences=named.count()
    )


def moves_shown(question: Flows, events: Table) -> Table:
    """Return one row a walk and step, names as the result shows them: step, near and far str, customer_key."""
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
    moves = _moves(question, _walks(question, rows))
    shown = _shown(question, moves)
    far = shown.select(far_step="step", far_name="name")
    moves = moves.left_join(far, [("step", "far_step"), ("far", "far_name")])
    near = shown.select(near_step=shown.step + 1, near_name="name")
    moves = moves.left_join(near, [("step", "near_step"), ("near", "near_name")])
    stop = sql.literal(BEGIN if question.is_backward else END)
    return moves.select(
        "step",
        "customer_key",
        near=sql.ifelse((moves.step == 1) | moves.near_name.notnull(), moves.near, OTHER),
        far=sql.ifelse(moves.far.isnull(), stop, sql.ifelse(moves.far_name.notnull(), moves.far, OTHER)),
    )


def _without_loops(rows: Rows) -> Table:
    table = rows.table
    marked = table.mutate(repeats=(table.name.lag().over(rows.window()) == table.name).fill_null(False))
    return marked.filter(~marked.repeats).drop("repeats")


def _walks(question: Flows, rows: Rows) -> Table:
    """Return one row a walk: customer_key, name_0 str, name_1 ... name_K str? (null where the walk is over)."""
    if question.is_between:
        rows = rows.on(_with_end(question, rows))
    table, order, backward = rows.table, rows.window(), question.is_backward
    anchor = question.end if backward else question.start
    # From the beginning (or the end) the first event is the first column, from an event it stands before it.
    skip = 0 if anchor is None else 1
    columns: dict[str, Any] = {"customer_key": table.customer_key}
    for n in range(1, question.steps + 1):
        by = n - 1 + skip
        name = table.name.lag(by) if backward else table.name.lead(by)
        name = table.name if by == 0 else name.over(order)
        columns[f"name_{n}"] = (
            sql.ifelse(table.until - table.place >= by, name, sql.null("string"))
            if question.is_between
            else name
        )
    if anchor is None:
        columns["name_0"] = sql.literal(END if backward else BEGIN)
        here = (table.occurred_us.lead() if backward else table.occurred_us.lag()).over(order).isnull()
    else:
        columns["name_0"] = sql.literal(anchor.name)
        fits = compile_rule(anchor.when, table, zone=question.zone)
        others = rows.window(following=(1, None)) if backward else rows.window(preceding=(None, 1))
        here = fits & (counted(fits).over(others).fill_null(0) == 0)
    walks = table.select(here=here, until=table.until if question.is_between else 0, **columns)
    return walks.filter(walks.here & walks.until.notnull())


def _with_end(question: Flows, rows: Rows) -> Table:
    """Return the rows' table with place, and with until: the place of the first end after each row, if there is one."""
    table = rows.table
    assert question.end is not None  # noqa: S101 - between two
    ends = compile_rule(question.end.when, table, zone=question.zone)
    placed = rows.on(table.mutate(place=sql.row_number().over(rows.window()), ends=ends))
    at_end = sql.ifelse(placed.table.ends, placed.table.place, sql.null("int64"))
    return placed.table.mutate(until=at_end.min().over(placed.window(following=(1, None))))


def _moves(question: Flows, walks: Table) -> Table:
    """Return one row a walk and step: step int64, customer_key, near str, far str? (null where the walk is over)."""
    numbers = sql.array(list(range(1, question.steps + 1))).cast("array<int64>")
    long = walks.mutate(step=numbers.unnest())
    names = [long[f"name_{n}"] for n in range(question.steps + 1)]
    moves = long.select(
        "step",
        "customer_key",
        near=long.step.cases(*((n, names[n - 1]) for n in range(1, question.steps + 1)), else_=None),
        far=long.step.cases(*((n, names[n]) for n in range(1, question.steps + 1)), else_=None),
    )
    moves = moves.filter(moves.near.notnull())
    return moves.filter(moves.far.notnull()) if question.is_between else moves


def _shown(question: Flows, moves: Table) -> Table:
    """Return the names that each column shows: step int64, name str."""
    there = moves.filter(moves.far.notnull())
    sums = there.group_by("step", name=there.far).agg(n=there.count())
    rank = sql.row_number().over(sql.window(group_by="step", order_by=[sums.n.desc(), sums.name.asc()]))
    ranked = sums.mutate(rank=rank)
    return ranked.filter(ranked.rank < question.top).select("step", "name")
