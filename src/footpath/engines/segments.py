"""Rules over customers as a table of the customers that they mean."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem, did_you_mean
from footpath.engines.compile import check_columns, compile_rule, compile_tree
from footpath.rules import Aggregate, Node, Rule, columns, operands

if TYPE_CHECKING:
    from footpath.engines.types import Table


def compile_segment(
    rule: Rule | Node,
    events: Table | None,
    customers: Table | None,
    *,
    now_us: int | None = None,
    zone: str = "UTC",
) -> Table:
    """Return the customers of a segment: a lazy table of one column, customer_key int64, one row a customer.

    The population is every customer with an event or a row of traits. count is 0 and first and last are missing for
    whoever has no such event (rule R18 of the rules).

    Parameters
    ----------
    now_us
        The moment from which `within` looks back; None is the time of the last event.

    Raises
    ------
    BadInputError
        rule-needs-customers where the rule names a trait and there is no table of customers,
        rule-unknown-column where a table lacks a column.
    """
    tree = rule.tree if isinstance(rule, Rule) else rule
    _check_traits(tree, customers)
    found: dict[Aggregate, str] = {}
    for operand in operands(tree):
        if isinstance(operand, Aggregate) and operand not in found:
            found[operand] = f"footpath_{operand.kind}_{len(found)}"
    if found and events is None:
        raise BadInputError(
            Problem(
                code="no-events",
                message="the rule counts events, and no source gives any",
                help="Add a source of events.",
            )
        )
    keys = [
        table.filter(table.customer_key.notnull()).select("customer_key")
        for table in (events, customers)
        if table is not None
    ]
    if not keys:
        raise BadInputError(Problem(code="no-events", message="no source gives events or customers"))
    people = reduce(lambda one, other: one.union(other), keys).distinct()
    if found and events is not None:
        sums = _sums(events, found, now_us, zone)
        people = people.left_join(sums, "customer_key").drop("customer_key_right")
        counts = [name for aggregate, name in found.items() if aggregate.kind == "count"]
        people = people.mutate(**{name: people[name].fill_null(0) for name in counts})
    if customers is not None:
        people = people.left_join(customers, "customer_key").drop("customer_key_right")
    return people.filter(compile_tree(tree, people, zone, found)).select("customer_key")


def _sums(events: Table, found: dict[Aggregate, str], now_us: int | None, zone: str) -> Table:
    events = events.filter(events.customer_key.notnull())
    now: Any = events.occurred_us.max().as_scalar() if now_us is None else now_us
    measures = {}
    for aggregate, name in found.items():
        where = None
        if aggregate.rule is not None:
            check_columns(aggregate.rule, events)
            where = compile_rule(aggregate.rule, events, zone=zone)
        if aggregate.within is not None:
            recent = (events.occurred_us >= now - aggregate.within.us) & (events.occurred_us <= now)
            where = recent if where is None else where & recent
        if aggregate.kind == "count":
            measures[name] = events.count(where=where)
        elif aggregate.kind == "first":
            measures[name] = events.occurred_us.min(where=where)
        else:
            measures[name] = events.occurred_us.max(where=where)
    return events.group_by("customer_key").agg(**measures)


def _check_traits(tree: Node, customers: Table | None) -> None:
    traits = sorted(columns(tree, of="customers"))
    if traits and customers is None:
        raise BadInputError(
            Problem(
                code="rule-needs-customers",
                message=f"the rule asks for {', '.join(traits)}, and no source gives a table of customers",
                help="Add a source with traits (a CRM export): footpath listen add crm customers.csv",
            )
        )
    missing = [name for name in traits if customers is not None and name not in customers.columns]
    if missing and customers is not None:
        raise BadInputError(
            *(
                Problem(
                    code="rule-unknown-column",
                    message=f"the customers have no trait {name!r}",
                    value=name,
                    help=did_you_mean(name, customers.columns, what="there are"),
                )
                for name in missing
            )
        )
