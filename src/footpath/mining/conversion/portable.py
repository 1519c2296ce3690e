"""What goes with conversion as lazy Ibis: groupings and one join, nothing is sorted."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import compile_rule
from footpath.mining.groups import check_column

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.conversion.question import Conversion

sql: Any = ibis

ALL, OPEN, AT_ONCE = "(all)", "(open)", "(at once)"
NEVER_LOOKED = (
    "customer_id",
    "case_id",
    "actor",
    "event_id",
    "session_id",
    "event",
    "case_status",
    "customer_key",
    "arrival",
    "sequence",
    "occurred_us",
)
"""Ids tell who and not what; a case's status is of today, and so knows the goal."""


def portable(question: Conversion, events: Table) -> Table:
    """Return one row an event name or property value: property, value, customers, goals (of these customers), int64.

    Only those that the least number of customers have and have not; and three rows without a property: of all customers,
    of those whose window is open, and of those whose goal came before they could be looked at.
    """
    seen = seen_by(question, events)
    looked = looked_at(question, events)
    met = had_by(looked, seen)
    counts = met.group_by("property", "value").agg(
        customers=met.count(), goals=met.count(where=met.reached == 1)
    )
    people = state_of(question, events)
    whole = people.group_by("state").agg(
        customers=people.count(), goals=people.count(where=people.reached == 1)
    )
    rows = whole.select(
        property=sql.null("string"), value=whole.state, customers=whole.customers, goals=whole.goals
    )
    looked_in = people.filter(people.state == ALL)
    total = looked_in.count().as_scalar()
    enough = (counts.customers >= question.least) & (total - counts.customers >= question.least)
    return counts.filter(enough).select("property", "value", "customers", "goals").union(rows)


def looked_at(question: Conversion, events: Table) -> tuple[str, ...]:
    """Return the columns whose values are looked at: those asked for, else all texts and yes-or-no properties."""
    for name in question.properties or ():
        check_column(name, events)
    if question.properties is not None:
        return question.properties
    return tuple(
        name
        for name in events.columns
        if name not in NEVER_LOOKED and (events[name].type().is_string() or events[name].type().is_boolean())
    )


def had_by(looked: tuple[str, ...], seen: Table) -> Table:
    """Return one row a customer and what they had: customer_key, reached, property, value; each once."""
    parts = [
        seen.select("customer_key", "reached", property=sql.literal(name), value=seen[name].cast("string"))
        for name in ("event", *looked)
    ]
    every = reduce(lambda one, other: one.union(other), parts)
    return every.filter(every.value.notnull()).distinct()


def state_of(question: Conversion, events: Table) -> Table:
    """Return one row a customer: customer_key, until_us (up to when they are looked at), reached 0 or 1, state; lazy."""
    table = question.part.events(events)
    end = events.occurred_us.max().as_scalar()
    marked = table.mutate(is_goal=compile_rule(question.goal.when, table, zone=question.part.zone))
    people = marked.group_by("customer_key").agg(
        start_us=marked.occurred_us.min(), goal_us=marked.occurred_us.min(where=marked.is_goal)
    )
    took = people.goal_us - people.start_us
    reached = (took <= question.window_us).fill_null(False)
    before = (took == 0) if question.early_us is None else (took < question.early_us) | (took == 0)
    state = sql.ifelse(
        (people.start_us + question.window_us) > end, OPEN, sql.ifelse(before.fill_null(False), AT_ONCE, ALL)
    )
    until = (
        # What comes at the last instant of the window is inside it.
        sql.ifelse(reached, people.goal_us, people.start_us + (question.window_us + 1))
        if question.early_us is None
        else people.start_us + question.early_us
    )
    return people.select("customer_key", until_us=until, reached=sql.ifelse(reached, 1, 0), state=state)


def seen_by(question: Conversion, events: Table) -> Table:
    """Return the events that came before that moment, with reached; lazy."""
    table = question.part.events(events)
    people = state_of(question, events)
    people = people.filter(people.state == ALL)
    people = people.select(footpath_key=people.customer_key, until_us=people.until_us, reached=people.reached)
    joined = table.inner_join(people, table.customer_key == people.footpath_key)
    return joined.filter(joined.occurred_us < joined.until_us).drop("footpath_key", "until_us")
