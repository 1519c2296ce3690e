"""What two groups of customers are compared in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import ibis

from footpath.engines import compile_rule
from footpath.mining.groups import check_column
from footpath.mining.named import Named, named
from footpath.mining.question import bad_parameter

if TYPE_CHECKING:
    from footpath.engines.types import Table

sql: Any = ibis

Kind = Literal["share", "sum", "mean", "follow"]


@dataclass(frozen=True)
class Measure:
    """A number of a group of customers: the sum of y by the sum of x over them.

    `share`: of customers, those with an event of `when` (x is 1, y whether they have one). `sum`: of `column`, for each
    customer (x is 1). `mean`: of `column`, over the events that have it (x is how many). `follow`: of the events of
    `when`, those that one of `then` follows directly in the same session (x is how many of `when`).
    """

    kind: Kind
    name: str
    when: Named | None = None
    then: Named | None = None
    column: str | None = None

    @property
    def is_share(self) -> bool:
        """Return whether customers are counted, so that the intervals of shares fit."""
        return self.kind == "share"

    @property
    def in_words(self) -> str:
        """Return what it is."""
        if self.kind == "share" and self.when is not None:
            return f"{self.name}: share of customers with an event where {self.when.when}"
        if self.kind == "follow" and self.when is not None and self.then is not None:
            return (
                f"{self.name}: share of the events where {self.when.when} that one where {self.then.when} follows "
                "directly in the same session"
            )
        return (
            f"{self.name}: sum of {self.column} for each customer, 0 where there is none"
            if self.kind == "sum"
            else f"{self.name}: mean of {self.column} over the events that have it"
        )


def goal(what: str | Named) -> Measure:
    """Return the share of customers with an event of that name, or where ``NAME: RULE`` holds."""
    found = named(what)
    return Measure("share", found.name, when=found)


def sum_of(column: str) -> Measure:
    """Return the sum of a column for each customer, 0 where there is none."""
    return Measure("sum", f"sum of {column}", column=column)


def mean_of(column: str) -> Measure:
    """Return the mean of a column over the events that have it."""
    return Measure("mean", f"mean of {column}", column=column)


def follow(text: str) -> Measure:
    """Return the share of one event's occurrences that another follows directly: ``A > B``.

    Raises
    ------
    BadInputError
        question-parameter where it names no two events.
    """
    first, sign, second = (part.strip() for part in text.partition(" > "))
    if not (first and sign and second):
        raise bad_parameter(f"{text!r} does not say what follows what", "two events, as in 'view > basket'")
    return Measure("follow", f"{first} > {second}", when=named(first), then=named(second))


def with_marks(measures: tuple[Measure, ...], events: Table, *, gap_us: int, zone: str, order: Any) -> Table:
    """Return the events with x_N and y_N of each measure, null where an event says nothing of it; lazy.

    `order` is the window of a customer's events in order; it is used, and the events sorted, for `follow` alone.
    """
    marks: dict[str, Any] = {}
    for number, one in enumerate(measures):
        if one.column is not None:
            check_column(one.column, events, numeric=True)
            column = events[one.column]
            marks[f"y_{number}"] = column if column.type().is_decimal() else column.cast("float64")
            marks[f"x_{number}"] = sql.ifelse(column.notnull(), 1, sql.null("int64"))
        elif one.when is not None:
            marks[f"x_{number}"] = sql.ifelse(
                compile_rule(one.when.when, events, zone=zone), 1, sql.null("int64")
            )
        if one.then is not None:
            marks[f"then_{number}"] = compile_rule(one.then.when, events, zone=zone)
    events = events.mutate(**marks)
    followed: dict[str, Any] = {}
    for number, one in enumerate(measures):
        if one.then is not None:
            wait = events.occurred_us.lead().over(order(events)) - events.occurred_us
            comes = events[f"then_{number}"].lead().over(order(events)) & (wait <= gap_us)
            hit = events[f"x_{number}"].notnull() & comes.fill_null(False)
            followed[f"y_{number}"] = sql.ifelse(hit, 1, sql.null("int64"))
    return events.mutate(**followed) if followed else events


def of_customer(number: int, one: Measure, events: Table) -> dict[str, Any]:
    """Return the aggregates x_N and y_N of a customer in a group."""
    x, y = f"x_{number}", f"y_{number}"
    if one.kind == "share":
        return {x: sql.literal(1, type="int64"), y: events[x].max().fill_null(0).cast("int64")}
    if one.kind == "sum":
        return {x: sql.literal(1, type="int64"), y: _sum(events[y])}
    if one.kind == "follow":
        return {x: events[x].count(), y: events[y].count()}
    return {x: events[x].count(), y: _sum(events[y])}


def _sum(column: Any) -> Any:
    return column.sum().cast("float64").fill_null(0.0)
