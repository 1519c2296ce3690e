"""Moves between states as lazy Ibis: what changes a customer's state is summed up by period, and only that is looked at.

A rule's truth can only change in a period with an event, or in the first at whose end an event is too long ago for a
`within`. So each event adds to its own period, and takes away again in the one where it expires; running sums over
these few rows of a customer give what count, first and last are at the end of each.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import compile_rule
from footpath.engines.compile import check_columns, compile_tree
from footpath.mining.periods import period_of
from footpath.rules import Aggregate, operands

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.lifecycle.states import LifecycleStates

sql: Any = ibis

NOWHERE = -1
"""The state of a customer of whom the data do not tell yet."""

_PERIOD = "footpath_period"
"""A name that no column of a source has: rules may ask for one called `period`."""


def moves(question: LifecycleStates, events: Table) -> Table:
    """Return period, before, after int64 (a state's place; the number of states is none of them), customers int64."""
    moved = steps(question, events)
    return moved.group_by("period", "before", "after").agg(customers=moved.count())


def steps(question: LifecycleStates, events: Table) -> Table:
    """Return one row a customer and period in which their state changed: customer_key, period, before, after."""
    scope = question.scope
    events = scope.events(events)
    part = scope.in_part(events)
    events = events if part is None else events.filter(part)
    sums = _sums(question)
    changes = _changes(question, events, sums)
    running = _running(question, changes, sums)
    running = running.rename(**{_PERIOD: "period"})
    if question.people is not None:
        running = running.left_join(question.people, "customer_key").drop("customer_key_right")
    after: Any = sql.literal(len(question.states), type="int64")
    for place, state in reversed(list(enumerate(question.states))):
        holds = compile_tree(state.when.tree, running, scope.zone, sums)
        after = sql.ifelse(holds, sql.literal(place, type="int64"), after)
    placed = running.select("customer_key", period=running[_PERIOD], after=after)
    order = sql.window(group_by="customer_key", order_by="period")
    stepped = placed.mutate(before=placed.after.lag(1, sql.literal(NOWHERE, type="int64")).over(order))
    return stepped.filter(stepped.before != stepped.after)


def _sums(question: LifecycleStates) -> dict[Aggregate, str]:
    found: dict[Aggregate, str] = {}
    for state in question.states:
        for operand in operands(state.when.tree):
            if isinstance(operand, Aggregate) and operand not in found:
                found[operand] = f"footpath_{operand.kind}_{len(found)}"
    return found


def _changes(question: LifecycleStates, events: Table, sums: dict[Aggregate, str]) -> Table:
    """Return one row a customer and period in which a sum changes: how much is added, the least and greatest time."""
    scope = question.scope
    arriving = events.mutate(**{_PERIOD: period_of(events.occurred_us, question.calendar, scope.seen)})
    masks: dict[Aggregate, Any] = {}
    for aggregate in sums:
        if aggregate.rule is not None:
            check_columns(aggregate.rule, arriving)
            masks[aggregate] = compile_rule(aggregate.rule, arriving, zone=scope.zone)
    measures = {}
    for aggregate, name in sums.items():
        mask, time = masks.get(aggregate), arriving.occurred_us
        if aggregate.kind == "count":
            measures[name] = arriving.count(where=mask)
        else:
            fitting = time if mask is None else sql.ifelse(mask, time, sql.null("int64"))
            measures[name] = fitting.min() if aggregate.kind == "first" else fitting.max()
    parts = [arriving.group_by("customer_key", period=arriving[_PERIOD]).agg(**measures)]
    end = question.calendar.number_of(scope.end_us)
    for aggregate in sums:
        if aggregate.within is None:
            continue
        fitting = arriving.filter(masks[aggregate]) if aggregate in masks else arriving
        leaving = fitting.select("customer_key", period=_expiry(question, fitting.occurred_us, aggregate))
        leaving = leaving.filter(leaving.period <= end)
        gone = leaving.group_by("customer_key", "period").agg(gone=leaving.count())
        parts.append(
            gone.select(
                "customer_key",
                "period",
                **{
                    name: (-gone.gone if other == aggregate and other.kind == "count" else _nothing(other))
                    for other, name in sums.items()
                },
            )
        )
    if len(parts) == 1:
        return parts[0]
    both = reduce(lambda one, other: one.union(other), parts)
    together = {"count": "sum", "first": "min", "last": "max"}
    return both.group_by("customer_key", "period").agg(
        **{name: getattr(both[name], together[aggregate.kind])() for aggregate, name in sums.items()}
    )


def _running(question: LifecycleStates, changes: Table, sums: dict[Aggregate, str]) -> Table:
    """Return the same rows with what count, first and last are at the end of the period."""
    order = sql.window(group_by="customer_key", order_by="period", preceding=None, following=0)
    made = {}
    for aggregate, name in sums.items():
        column = changes[name]
        if aggregate.kind == "count":
            made[name] = column.sum().over(order).cast("int64")
        else:
            made[name] = (column.min() if aggregate.kind == "first" else column.max()).over(order)
    running = changes.select("customer_key", "period", **made)
    for aggregate, name in sums.items():
        if aggregate.kind == "last" and aggregate.within is not None:
            # The last of all is the last within, or there is none within.
            is_gone = _expiry(question, running[name], aggregate) <= running.period
            running = running.mutate(**{name: sql.ifelse(is_gone, sql.null("int64"), running[name])})
    return running


def _expiry(question: LifecycleStates, time: Any, aggregate: Aggregate) -> Any:
    """Return the first period at whose end an instant is longer ago than an aggregate's `within`.

    The end is that of the data in the period where they end; so what expires after it expires in none that is asked.
    """
    span, calendar = question.scope.seen, question.calendar
    length = aggregate.within.us if aggregate.within is not None else 0
    gone = time + (length + 1)
    number = period_of(sql.least(gone, span.end_us), calendar, span)
    never = calendar.number_of(span.end_us) + 1
    return sql.ifelse(gone > span.end_us, sql.literal(never, type="int64"), number)


def _nothing(aggregate: Aggregate) -> Any:
    return sql.literal(0, type="int64") if aggregate.kind == "count" else sql.null("int64")
