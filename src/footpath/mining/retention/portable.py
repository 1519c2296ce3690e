"""Retention as lazy Ibis: at most one row a customer and period, no sort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.periods import period_of

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.retention.question import Bracket, Retention

sql: Any = ibis

SIZE = -1
"""The place of customers who did not return; where others stand beside them, of all customers of the cohort."""


def portable(question: Retention, events: Table) -> Table:
    """Return cohort int64 (number of the period), place int64, customers int64.

    A place is the offset (on), the bracket's number from 0 (bracket), and beside them `SIZE` for all customers of the
    cohort; or the last offset (on-or-after), each customer once, `SIZE` for who never returned.
    """
    if question.kind == "on-or-after":
        people = last_returns(question, events)
        return people.group_by("cohort", "place").agg(customers=people.count())
    starts, placed = returns(question, events)
    sizes = starts.group_by("cohort").agg(customers=starts.count())
    sizes = sizes.mutate(place=sql.literal(SIZE, type="int64")).select("cohort", "place", "customers")
    counted = placed.group_by("cohort", "place").agg(customers=placed.count())
    return sizes.union(counted.select("cohort", "place", "customers"))


def returns(question: Retention, events: Table) -> tuple[Table, Table]:
    """Return the customers with their cohort, and with each place at which they returned, once."""
    seen = _seen(question, events)
    starts = seen.group_by("customer_key").agg(
        cohort=seen.period.min(where=seen.starts), is_asked=seen.asked.max()
    )
    starts = starts.filter(starts.cohort.notnull() & (starts.is_asked == 1)).select("customer_key", "cohort")
    back = seen.filter(seen.returns)
    back = back.inner_join(starts, "customer_key").select(
        "customer_key", "cohort", "period", "first_us", "back_us"
    )
    back = back.mutate(offset=back.period - back.cohort).filter(lambda t: t.offset >= 0)
    if question.first is not None:
        # In the cohort's own period a return may have come before the first; later ones cannot.
        back = back.filter((back.offset > 0) | (back.back_us >= back.first_us))
    if question.kind == "bracket":
        placed = back.mutate(place=_place(back.offset, question.brackets))
        return starts, placed.filter(placed.place >= 0).select("customer_key", "cohort", "place").distinct()
    placed = back.filter(back.offset <= question.upto)
    return starts, placed.select("customer_key", "cohort", place=placed.offset)


def _seen(question: Retention, events: Table) -> Table:
    """Return one row a customer and period: starts, returns bool, asked int8, first_us and back_us int64?."""
    scope = question.scope
    events = scope.events(events)
    period = period_of(events.occurred_us, question.calendar, scope.seen)
    first, again, part = (
        scope.holds(question.first, events),
        scope.holds(question.again, events),
        scope.in_part(events),
    )
    nothing, one = sql.null("int64"), sql.literal(1, type="int8")
    if first is None and again is None and part is None:
        always = {"starts": sql.literal(True), "returns": sql.literal(True), "asked": one}
        pairs = events.select("customer_key", period=period).distinct()
        return pairs.mutate(first_us=nothing, back_us=nothing, **always)
    is_back = _both(again, part)
    flagged = events.select(
        "customer_key",
        period=period,
        first_us=events.occurred_us if first is None else sql.ifelse(first, events.occurred_us, nothing),
        back_us=events.occurred_us if is_back is None else sql.ifelse(is_back, events.occurred_us, nothing),
        asked=one if part is None else sql.ifelse(part, 1, 0).cast("int8"),
    )
    grouped = flagged.group_by("customer_key", "period").agg(
        first_us=flagged.first_us.min(), back_us=flagged.back_us.max(), asked=flagged.asked.max()
    )
    return grouped.mutate(starts=grouped.first_us.notnull(), returns=grouped.back_us.notnull())


def last_returns(question: Retention, events: Table) -> Table:
    """Return the customers with cohort and last offset: whoever came back so late came back on or after all before."""
    scope = question.scope
    events = scope.events(events)
    time, part = events.occurred_us, scope.in_part(events)
    first, is_back = scope.holds(question.first, events), _both(scope.holds(question.again, events), part)
    nothing = sql.null("int64")
    measures = {
        "first_us": (time if first is None else sql.ifelse(first, time, nothing)).min(),
        "back_us": (time if is_back is None else sql.ifelse(is_back, time, nothing)).max(),
    }
    if part is not None:
        measures["asked"] = sql.ifelse(part, 1, 0).max()
    people = events.group_by("customer_key").agg(**measures)
    people = people.filter(people.first_us.notnull())
    if part is not None:
        people = people.filter(people.asked == 1)
    people = people.select(
        "customer_key",
        cohort=period_of(people.first_us, question.calendar, scope.seen),
        last=period_of(people.back_us, question.calendar, scope.seen),
        returns=(people.back_us >= people.first_us).fill_null(False),
    )
    never = sql.literal(SIZE, type="int64")
    place = sql.ifelse(people.returns, people["last"] - people.cohort, never)
    return people.select("customer_key", "cohort", place=place)


def _both(one: Any, other: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _place(offset: Any, brackets: tuple[Bracket, ...]) -> Any:
    place: Any = sql.literal(SIZE, type="int64")
    for number, (low, high) in enumerate(brackets):
        inside = offset >= low if high is None else offset.between(low, high)
        place = sql.ifelse(inside, sql.literal(number, type="int64"), place)
    return place
