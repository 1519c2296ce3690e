"""What journeys are made of, customer by customer, as lazy Ibis: counts of events or of what follows what."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import order_keys
from footpath.mining.conversion.portable import NEVER_LOOKED
from footpath.mining.drawn import drawn
from footpath.mining.groups import check_column, first_events

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.segments.question import Segments

sql: Any = ibis

EVENT, PAIR, ALL, FEW = "event", "transition", "(all)", "(few)"
MOST_VALUES = 300
"""So many values of a property are looked at, the most frequent ones."""


def portable(question: Segments, events: Table) -> Table:
    """Return rows customer_key, property, value, count: what the customers of the sample did, and what they are.

    Events and transitions with how often; properties once, as the customer's first event that has one says. Rows
    without a customer tell how many have enough events, and how many too few.
    """
    table = question.part.events(events)
    people = _people(table)
    enough = sql.ifelse(people.events >= question.least_events, ALL, FEW)
    total = people.group_by(value=enough).agg(count=people.count())
    total = total.select(
        customer_key=sql.null("int64"), property=sql.null("string"), value=total.value, count=total["count"]
    )
    chosen = table.semi_join(sample_of(question, table), "customer_key")
    done = chosen.group_by("customer_key", "event").agg(count=chosen.count())
    parts = [
        done.select("customer_key", property=sql.literal(EVENT), value=done.event, count=done["count"]),
        total,
    ]
    if question.of == "transitions":
        parts.append(_pairs(chosen))
    parts += [_of_property(name, chosen) for name in looked_at(question, events)]
    return reduce(lambda one, other: one.union(other), parts)


def sample_of(question: Segments, table: Table) -> Table:
    """Return the customers that are looked at: all, or as many as asked for, drawn by their keys."""
    people = _people(table)
    people = people.filter(people.events >= question.least_events)
    ordered = people.order_by([drawn(people.customer_key), people.customer_key])
    return ordered.limit(question.sample).select("customer_key")


def _people(table: Table) -> Table:
    return table.group_by("customer_key").agg(events=table.count())


def looked_at(question: Segments, events: Table) -> tuple[str, ...]:
    """Return the properties by which segments may be told apart: those asked for, else all texts and yes-or-no ones."""
    for name in question.properties or ():
        check_column(name, events)
    if question.properties is not None:
        return question.properties
    return tuple(
        name
        for name in events.columns
        if name not in NEVER_LOOKED and (events[name].type().is_string() or events[name].type().is_boolean())
    )


def _pairs(table: Table) -> Table:
    order = sql.window(group_by="customer_key", order_by=order_keys(table))
    pairs = table.select("customer_key", first=table.event, second=table.event.lead().over(order))
    pairs = pairs.filter(pairs.second.notnull())
    counted = pairs.group_by("customer_key", "first", "second").agg(count=pairs.count())
    return counted.select(
        "customer_key",
        property=sql.literal(PAIR),
        value=counted["first"] + " > " + counted.second,
        count=counted["count"],
    )


def _of_property(name: str, table: Table) -> Table:
    first = first_events(table.filter(table[name].notnull()))
    named = first.select("customer_key", value=first[name].cast("string"))
    often = named.group_by("value").agg(customers=named.count())
    often = often.order_by([often.customers.desc(), often.value.asc()]).limit(MOST_VALUES)
    kept = named.semi_join(often, "value")
    return kept.select(
        "customer_key", property=sql.literal(name), value=kept.value, count=sql.literal(1, type="int64")
    )
