"""Cohorts as lazy Ibis: one row a customer, then one a cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.base import BadInputError, Problem, did_you_mean
from footpath.mining.periods import period_of
from footpath.mining.quantiles import quantiles
from footpath.mining.question import bad_parameter
from footpath.mining.within import rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.cohorts.question import Cohorts

sql: Any = ibis


def portable(question: Cohorts, events: Table) -> Table:
    """Return cohort (int64 of a period, str? of a property), customers, n, value_I and spread_I float64? of measure I."""
    scope = question.scope
    events = scope.events(events)
    starts = members(question, events)
    part = scope.in_part(events)
    asked = events if part is None else events.filter(part)
    since = asked
    if question.first is not None or question.window_us is not None:
        since = asked.inner_join(starts.select("customer_key", "first_us"), "customer_key")
        after = since.occurred_us - since.first_us
        inside = after >= 0
        if question.window_us is not None:
            inside &= after <= question.window_us
        since = since.filter(inside)
    sums = since.group_by("customer_key").agg(**_of_customer(question, since))
    people = starts.left_join(sums, "customer_key")
    if question.window_us is None:
        is_over: Any = sql.literal(True)
    else:
        is_over = people.first_us + question.window_us <= scope.end_us
    values = {
        f"of_{place}": people[f"of_{place}"].fill_null(0)
        for place, measure in enumerate(question.measures)
        if measure.kind != "size"
    }
    people = people.select("cohort", is_over=is_over, **values)
    found: dict[str, Any] = {"customers": people.count(), "n": people.count(where=people.is_over)}
    for place, measure in enumerate(question.measures):
        if measure.kind == "size":
            continue
        column, over = people[f"of_{place}"], people.is_over
        if measure.kind == "share":
            found[f"value_{place}"] = column.sum(where=over).cast("int64")
        elif measure.kind == "median":
            found[f"value_{place}"] = quantiles(sql.ifelse(over, column, sql.null("float64")), [0.5])
        else:
            found[f"value_{place}"] = column.mean(where=over)
            found[f"spread_{place}"] = column.var(where=over, how="sample")
    grouped = people.group_by("cohort").agg(**found)
    nothing = {
        f"value_{place}": sql.null("float64") for place, m in enumerate(question.measures) if m.kind == "size"
    }
    return grouped.mutate(**nothing) if nothing else grouped


def members(question: Cohorts, events: Table) -> Table:
    """Return one row a customer who is meant: customer_key, first_us, cohort."""
    starts, part = _starts(question, events), question.scope.in_part(events)
    return starts if part is None else starts.semi_join(events.filter(part), "customer_key")


def _starts(question: Cohorts, events: Table) -> Table:
    """Return one row a customer who came first: customer_key, first_us, cohort."""
    scope, calendar = question.scope, question.calendar
    first = scope.holds(question.first, events)
    chosen = events if first is None else events.filter(first)
    if calendar is not None:
        firsts = chosen.group_by("customer_key").agg(first_us=chosen.occurred_us.min())
        return firsts.select(
            "customer_key", "first_us", cohort=period_of(firsts.first_us, calendar, scope.seen)
        )
    _check_column(chosen, question.by)
    rows = rows_within(chosen, "customer", gap_us=0)
    placed = rows.table.select(
        "customer_key",
        first_us=rows.table.occurred_us,
        cohort=_as_text(rows.table[question.by], question.by),
        place=sql.row_number().over(rows.window()),
    )
    return placed.filter(placed.place == 0).drop("place")


def _of_customer(question: Cohorts, events: Table) -> dict[str, Any]:
    """Return the aggregates of one customer: of_I, the sum of a column (float64) or 1 where an event fits."""
    found = {}
    for place, measure in enumerate(question.measures):
        if measure.when is not None:
            fits = question.scope.holds(measure.when, events)
            found[f"of_{place}"] = sql.ifelse(fits, 1, 0).max()
        elif measure.column is not None:
            _check_column(events, measure.column)
            column = events[measure.column]
            if not column.type().is_numeric() or column.type().is_boolean():
                raise bad_parameter(
                    f"{measure.column!r} holds no numbers", "a column of numbers, such as value"
                )
            found[f"of_{place}"] = column.sum().cast("float64")
    return found


def _check_column(events: Table, name: str) -> None:
    if name not in events.columns:
        raise BadInputError(
            Problem(
                code="rule-unknown-column",
                message=f"the events have no column {name!r}",
                value=name,
                help=did_you_mean(name, events.columns, what="there are"),
            )
        )


def _as_text(column: Any, name: str) -> Any:
    """Return a property as text, alike on every engine: texts, whole numbers and truths."""
    kind = column.type()
    if kind.is_boolean():
        return sql.ifelse(column, "true", sql.ifelse(column.isnull(), sql.null("string"), "false"))
    if not (kind.is_string() or kind.is_integer()):
        raise bad_parameter(
            f"cohorts cannot be made by {name!r}, which is {kind}", "texts, whole numbers, true or false"
        )
    return column.cast("string")
