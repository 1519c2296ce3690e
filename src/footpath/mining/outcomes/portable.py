"""Times to an outcome as lazy Ibis: customers counted by how long they were watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import compile_rule, order_keys
from footpath.mining.groups import members

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.outcomes.question import Outcomes

sql: Any = ibis


def portable(question: Outcomes, events: Table) -> Table:
    """Return customers counted by segment, watched_us and reached: the three, and customers, int64.

    A row without a segment tells how many customers are in any.
    """
    watched = watched_in(question, events)
    counted = watched.group_by("segment", "watched_us", "reached").agg(customers=watched.count())
    people = watched.select("customer_key").distinct()
    total = people.agg(customers=people.count()).mutate(
        segment=sql.null("string"), watched_us=sql.null("int64"), reached=sql.null("bool")
    )
    return counted.union(total.select(counted.columns))


def watched_in(question: Outcomes, events: Table) -> Table:
    """Return one row a customer and segment: customer_key, segment, watched_us int64, reached bool; lazy."""
    watched = watched_by(question, events)
    part = question.part.events(events)
    who = members(question.groups, part, zone=question.part.zone, traits=question.part.traits)
    who = who.select(footpath_key=who.customer_key, segment=who.group)
    joined = watched.inner_join(who, watched.customer_key == who.footpath_key)
    return joined.select("customer_key", "segment", "watched_us", "reached")


def watched_by(question: Outcomes, events: Table) -> Table:
    """Return one row a customer who began: customer_key, watched_us, reached; lazy.

    Only events that begin or reach are put in order; "later" is later in the order of M1.
    """
    zone, table = question.part.zone, question.part.events(events)
    end: Any = events.occurred_us.max().as_scalar() if question.until_us is None else question.until_us
    if question.until_us is not None:
        table = table.filter(table.occurred_us < question.until_us)
    marked = table.mutate(
        is_start=compile_rule(question.start.when, table, zone=zone),
        is_goal=compile_rule(question.goal.when, table, zone=zone),
    )
    chosen = marked.filter(marked.is_start | marked.is_goal)
    order = sql.window(group_by=chosen.customer_key, order_by=order_keys(chosen))
    placed = chosen.select(
        "customer_key", "occurred_us", "is_start", "is_goal", place=sql.row_number().over(order)
    )
    started = sql.ifelse(placed.is_start, placed.place, sql.null("int64"))
    placed = placed.mutate(begun=started.min().over(sql.window(group_by=placed.customer_key)))
    people = placed.group_by("customer_key").agg(
        start_us=placed.occurred_us.min(where=placed.place == placed.begun),
        goal_us=placed.occurred_us.min(where=placed.is_goal & (placed.place > placed.begun)),
    )
    people = people.filter(people.start_us.notnull())
    took = people.goal_us - people.start_us
    whole = end - people.start_us
    reached: Any = took.notnull()
    if question.window_us is not None:
        reached = (took <= question.window_us).fill_null(False)
        whole = sql.least(whole, question.window_us)
    return people.select("customer_key", watched_us=sql.ifelse(reached, took, whole), reached=reached)
