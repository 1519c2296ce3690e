"""Customers in groups: by a property, by rules, by period, or by the variant of a test that they met first.

Of a property a customer has the value of the first of their events that has one. A rule over customers may name such
properties beside traits; they are then what a trait is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis

from footpath.base import BadInputError, Problem, did_you_mean
from footpath.engines import compile_rule, compile_segment, order_keys
from footpath.mining.named import Named, listed
from footpath.mining.question import bad_parameter
from footpath.rules import Rule, columns, moment_range, parse

if TYPE_CHECKING:
    from footpath.engines.types import Table

sql: Any = ibis
ALL = "(all)"


@dataclass(frozen=True)
class Period:
    """A part of time: from_us included, to_us not."""

    name: str
    from_us: int
    to_us: int


@dataclass(frozen=True)
class Groups:
    """How customers fall into groups; one of `by`, `rules` and `periods` is given, or none: all are one group.

    `by` names a property of events, `rules` are over customers (they may overlap), `periods` are parts of time (a customer
    with events in several is in each, with those events alone). With `by`, `exposure` says which events expose a
    customer to a variant (None: those that have the property): the first tells the variant, and nothing before it
    counts; `split` are the planned shares of the variants, any positive weights.
    """

    by: str | None = None
    rules: tuple[Named, ...] = ()
    periods: tuple[Period, ...] = ()
    is_test: bool = False
    exposure: Rule | None = None
    split: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if sum((self.by is not None, bool(self.rules), bool(self.periods))) > 1:
            raise bad_parameter(
                "customers fall into groups in one way at a time", "a column, rules, or periods"
            )
        names = self.names
        if len(set(names)) < len(names):
            raise bad_parameter("two groups have one name", "a name for each")
        if any(not weight > 0 for _, weight in self.split):
            raise bad_parameter("a planned share is above 0", "weights such as A=50,B=50")

    @property
    def may_overlap(self) -> bool:
        """Return whether a customer may be in several groups."""
        return bool(self.rules or self.periods)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the groups, where they are known before the data are looked at."""
        given = (*(r.name for r in self.rules), *(p.name for p in self.periods))
        return given or tuple(name for name, _ in self.split)

    @property
    def in_words(self) -> str:
        """Return the sentences of a definition that say who is in which group."""
        if self.rules:
            return (
                f"Groups are the customers that a rule means: {listed(self.rules)}. A customer may be in several. A "
                "property in a rule is that of the customer's first event that has it."
            )
        if self.periods:
            return (
                f"Groups are periods ({', '.join(one.name for one in self.periods)}): the customers with an event in "
                "it, and those events alone; whoever has events in several is in each."
            )
        if self.is_test:
            met = "event that has it" if self.exposure is None else f"event where {self.exposure}"
            return (
                f"Groups are variants ({self.by}): each customer counts once, in the variant of the first {met}, the "
                "exposure; what happened before that instant does not count."
            )
        if self.by is not None:
            return f"Groups are by {self.by}: a customer is where the first of their events that has it says."
        return ""


def period(text: str, *, zone: str = "UTC") -> Period:
    """Return the period that ``FROM..TO`` says, both days (or instants) included.

    Raises
    ------
    BadInputError
        question-parameter where it says none.

    >>> one = period("2024-01-01..2024-01-31")
    >>> (one.to_us - one.from_us) // 86_400_000_000
    31
    """
    first, dots, last = text.partition("..")
    found = [_moment(part.strip(), zone) for part in (first, last)] if dots else [None]
    if len(found) == 2 and found[0] is not None and found[1] is not None and found[0][0] < found[1][1]:
        return Period(text, found[0][0], found[1][1])
    raise bad_parameter(f"no period is called {text!r}", "FROM..TO, as in 2024-01-01..2024-01-31")


def _moment(text: str, zone: str) -> tuple[int, int] | None:
    from footpath.rules import Compare, Moment

    found, _ = parse(f"at = {text}")
    tree = found.tree if found is not None else None
    if isinstance(tree, Compare) and isinstance(tree.right, Moment):
        return moment_range(tree.right, zone)
    return None


def members(groups: Groups, events: Table, *, zone: str, traits: Table | None = None) -> Table:
    """Return who is in which group: customer_key int64, group str, since_us int64, mixed bool; lazy.

    One row a customer and group; `since_us` is the instant of the exposure (null where everything counts), `mixed` says
    that the customer met several variants. Not for periods, whose groups are of events.
    """
    events = events.filter(events.customer_key.notnull())
    if groups.rules:
        return reduce(
            lambda one, other: one.union(other),
            [_meant(one, events, zone, traits) for one in groups.rules],
        )
    if groups.by is None:
        people = events.select("customer_key").distinct()
        return people.mutate(group=sql.literal(ALL), since_us=sql.null("int64"), mixed=sql.literal(False))
    check_column(groups.by, events)
    met = events.filter(events[groups.by].notnull())
    if groups.exposure is not None:
        met = met.filter(compile_rule(groups.exposure, met, zone=zone))
    met = met.mutate(footpath_group=met[groups.by].cast("string"))
    first = first_events(met)
    if not groups.is_test:
        return first.select(
            "customer_key", group=first.footpath_group, since_us=sql.null("int64"), mixed=sql.literal(False)
        )
    kinds = met.group_by("customer_key").agg(least=met.footpath_group.min(), most=met.footpath_group.max())
    joined = first.inner_join(kinds, "customer_key")
    return joined.select(
        "customer_key",
        group=joined.footpath_group,
        since_us=joined.occurred_us,
        mixed=joined.least != joined.most,
    )


def in_groups(groups: Groups, events: Table, *, zone: str, traits: Table | None = None) -> Table:
    """Return the events that count in a group, with `group` str and `mixed` bool; one row an event and group; lazy."""
    if groups.periods:
        return reduce(
            lambda one, other: one.union(other),
            [
                events.filter(
                    events.customer_key.notnull()
                    & (events.occurred_us >= one.from_us)
                    & (events.occurred_us < one.to_us)
                ).mutate(group=sql.literal(one.name), mixed=sql.literal(False))
                for one in groups.periods
            ],
        )
    who = members(groups, events, zone=zone, traits=traits)
    # A property of the events that is called as ours is would stand in its place.
    events = events.drop(*({"group", "mixed", "since_us"} & {*events.columns}))
    who = who.select(footpath_key=who.customer_key, group=who.group, since_us=who.since_us, mixed=who.mixed)
    joined = events.inner_join(who, events.customer_key == who.footpath_key)
    if groups.is_test:
        joined = joined.filter(joined.occurred_us >= joined.since_us)
    return joined.drop("footpath_key", "since_us")


def first_events(events: Table) -> Table:
    """Return each customer's first event, in the order of M1, without sorting all of them; lazy."""
    begun = events.group_by(footpath_key=events.customer_key).agg(footpath_us=events.occurred_us.min())
    joined = events.inner_join(
        begun, [events.customer_key == begun.footpath_key, events.occurred_us == begun.footpath_us]
    )
    order = sql.window(group_by=joined.customer_key, order_by=order_keys(joined))
    ranked = joined.mutate(footpath_rank=sql.row_number().over(order))
    return ranked.filter(ranked.footpath_rank == 0).drop("footpath_rank", "footpath_key", "footpath_us")


def check_column(name: str, events: Table, *, numeric: bool = False) -> None:
    """Raise BadInputError where the events have no such column, or one of no numbers where numbers are needed."""
    if name not in events.columns:
        raise BadInputError(
            Problem(
                code="rule-unknown-column",
                message=f"the events have no column {name!r}",
                value=name,
                help=did_you_mean(name, events.columns, what="there are"),
            )
        )
    kind = events[name].type()
    if numeric and not (kind.is_numeric() or kind.is_boolean()):
        raise bad_parameter(f"{name} holds no numbers ({kind})", "a column of numbers")


def _meant(one: Named, events: Table, zone: str, traits: Table | None) -> Table:
    """Return the customers that a rule means, with its name; properties of events stand in for traits that are not there."""
    wanted = sorted(columns(one.when.tree, of="customers"))
    lacking = [name for name in wanted if traits is None or name not in traits.columns]
    known = traits
    if lacking:
        own = [name for name in lacking if name in events.columns]
        people = events.select("customer_key").distinct()
        for name in own:
            first = first_events(events.filter(events[name].notnull()))
            people = people.left_join(first.select("customer_key", name), "customer_key").drop(
                "customer_key_right"
            )
        if traits is not None:
            further = traits.select("customer_key", *[n for n in wanted if n in traits.columns])
            people = people.left_join(further, "customer_key").drop("customer_key_right")
        known = people
    meant = compile_segment(one.when, events, known, zone=zone)
    return meant.mutate(group=sql.literal(one.name), since_us=sql.null("int64"), mixed=sql.literal(False))
