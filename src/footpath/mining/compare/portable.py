"""Comparison as lazy Ibis: sums over customers, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import order_keys
from footpath.mining.compare.measures import of_customer, with_marks
from footpath.mining.groups import in_groups

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.compare.question import Compare

sql: Any = ibis

MOST_GROUPS = 500


def portable(question: Compare, events: Table) -> Table:
    """Return one row a group: group, customers, mixed, and of each measure N x_N, y_N, spread_N, joint_N.

    x_N and y_N are sums over the group's customers, spread_N the sum of (y - R x) squared with R = y_N / x_N; joint_N is
    the sum of its products with the base's over the customers in both (null where groups do not overlap).
    """
    people = customers_in(question, events)
    numbers = range(len(question.measures))
    whole = sql.window(group_by=people.group)
    ratios = {
        f"r_{n}": people[f"y_{n}"].sum().over(whole).cast("float64")
        / people[f"x_{n}"].sum().over(whole).nullif(0).cast("float64")
        for n in numbers
    }
    people = people.mutate(**ratios)
    people = people.mutate(
        **{
            f"e_{n}": people[f"y_{n}"].cast("float64") - people[f"r_{n}"] * people[f"x_{n}"].cast("float64")
            for n in numbers
        }
    )
    sums: dict[str, Any] = {"customers": people.count(), "mixed": people.count(where=people.mixed)}
    for n in numbers:
        sums[f"x_{n}"], sums[f"y_{n}"] = people[f"x_{n}"].sum(), people[f"y_{n}"].sum()
        sums[f"spread_{n}"] = (people[f"e_{n}"] * people[f"e_{n}"]).sum()
    groups = people.group_by("group").agg(**sums)
    if question.groups.by is not None and not question.groups.is_test:
        # A column may have a million values; only the largest groups could be told apart anyway.
        groups = groups.order_by([groups.customers.desc(), groups.group.asc()]).limit(MOST_GROUPS)
    if not question.groups.may_overlap:
        return groups.mutate(both=sql.null("int64"), **{f"joint_{n}": sql.null("float64") for n in numbers})
    base = people.filter(people.group == question.base_name)
    base = base.select(base_key=base.customer_key, **{f"b_{n}": base[f"e_{n}"] for n in numbers})
    pairs = people.inner_join(base, people.customer_key == base.base_key)
    joint = pairs.group_by(footpath_group=pairs.group).agg(
        both=pairs.count(), **{f"joint_{n}": (pairs[f"e_{n}"] * pairs[f"b_{n}"]).sum() for n in numbers}
    )
    return groups.left_join(joint, groups.group == joint.footpath_group).drop("footpath_group")


def customers_in(question: Compare, events: Table) -> Table:
    """Return one row a customer and group: customer_key, group, mixed, and x_N and y_N of each measure; lazy."""
    table = question.part.events(events)
    table = with_marks(
        question.measures,
        table,
        gap_us=question.gap_us,
        zone=question.part.zone,
        order=lambda rows: sql.window(group_by="customer_key", order_by=order_keys(rows)),
    )
    # Whoever is in a group is told by all of their events that are asked; a rule over customers looks at them too.
    joined = in_groups(question.groups, table, zone=question.part.zone, traits=question.part.traits)
    measures: dict[str, Any] = {"mixed": joined.mixed.max()}
    for number, one in enumerate(question.measures):
        measures |= of_customer(number, one, joined)
    return joined.group_by("customer_key", "group").agg(**measures)
