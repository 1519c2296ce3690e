"""The slow, plain meaning of a rule, row by row: what every engine is held against in the tests."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from footpath.base import datetime_to_us
from footpath.rules.moments import moment_range
from footpath.rules.patterns import fits
from footpath.rules.tree import (
    Aggregate,
    And,
    Column,
    Duration,
    In,
    Like,
    Missing,
    Moment,
    Node,
    Not,
    Operator,
    Or,
    Rule,
    Text,
    Truth,
    Value,
)


def holds(rule: Rule | Node, row: Mapping[str, object], *, zone: str = "UTC") -> bool:
    """Return whether an event's row fits a rule over events; columns that the row lacks are missing.

    Values may be str, bool, int, float, Decimal, date, datetime, timedelta or None. Times may also be int64
    microseconds UTC and durations int64 microseconds, as in the canonical tables.
    """
    return _holds(rule.tree if isinstance(rule, Rule) else rule, row, (), 0, zone)


def holds_for_customer(
    rule: Rule | Node,
    traits: Mapping[str, object],
    events: Sequence[Mapping[str, object]],
    now_us: int,
    *,
    zone: str = "UTC",
) -> bool:
    """Return whether a customer fits a rule over customers.

    `traits` is the customer's row, `events` their rows with `occurred_us`; `within D` counts events from
    ``now_us - D`` to ``now_us``, both included (rule R24).
    """
    return _holds(rule.tree if isinstance(rule, Rule) else rule, traits, events, now_us, zone)


def _holds(
    node: Node, row: Mapping[str, object], events: Sequence[Mapping[str, object]], now_us: int, zone: str
) -> bool:
    if isinstance(node, And):
        return all(_holds(item, row, events, now_us, zone) for item in node.items)
    if isinstance(node, Or):
        return any(_holds(item, row, events, now_us, zone) for item in node.items)
    if isinstance(node, Not):
        return not _holds(node.item, row, events, now_us, zone)
    if isinstance(node, Missing):
        return _is_missing(row.get(node.column.name))
    if isinstance(node, Like):
        found = row.get(node.column.name)
        return isinstance(found, str) and fits(found, node.pattern)
    if isinstance(node, In):
        found = row.get(node.column.name)
        return any(_with_value(found, "=", value, zone) for value in node.values)
    left = (
        _aggregate(node.left, events, now_us, zone)
        if isinstance(node.left, Aggregate)
        else row.get(node.left.name)
    )
    if isinstance(node.right, Column):
        return _with_column(left, node.op, row.get(node.right.name))
    return _with_value(left, node.op, node.right, zone)


def _aggregate(
    aggregate: Aggregate, events: Sequence[Mapping[str, object]], now_us: int, zone: str
) -> int | None:
    times: list[int] = []
    for event in events:
        at = event["occurred_us"]
        if not isinstance(at, int):
            raise TypeError("an event without a time: occurred_us is an int")
        if aggregate.within is not None and not now_us - aggregate.within.us <= at <= now_us:
            continue
        if aggregate.rule is None or holds(aggregate.rule, event, zone=zone):
            times.append(at)
    if aggregate.kind == "count":
        return len(times)
    if not times:
        return None
    return min(times) if aggregate.kind == "first" else max(times)


def _is_missing(found: object) -> bool:
    return found is None or (isinstance(found, float | Decimal) and math.isnan(found))


def _with_value(found: object, op: Operator, value: Value, zone: str) -> bool:
    if _is_missing(found):
        return False
    if isinstance(value, Moment):
        at = _as_us(found, zone)
        if at is None:
            return False
        low, high = moment_range(value, zone)
        # The range is [low, high): below it, in it or above it stands for less, equal or greater.
        return _ordered(-1 if at < low else (1 if at >= high else 0), op, 0)
    if isinstance(value, Duration):
        length = _length_us(found)
        return length is not None and _ordered(length, op, value.us)
    if isinstance(value, Truth):
        return isinstance(found, bool) and _ordered(found, op, value.value)
    if isinstance(value, Text):
        return isinstance(found, str) and _ordered(found, op, value.value)
    return _is_number(found) and _ordered(_plain(found), op, value.value)


def _with_column(left: object, op: Operator, right: object) -> bool:
    if _is_missing(left) or _is_missing(right):
        return False
    if _is_number(left) and _is_number(right):
        return _ordered(_plain(left), op, _plain(right))
    for kind in (str, bool, timedelta):
        if isinstance(left, kind) and isinstance(right, kind):
            return _ordered(left, op, right)
    if isinstance(left, date) and isinstance(right, date):
        return _ordered(_as_us(left, "UTC"), op, _as_us(right, "UTC"))
    return False


def _ordered(left: Any, op: Operator, right: Any) -> bool:
    if op == "=":
        return bool(left == right)
    if op == "!=":
        return bool(left != right)
    if op == "<":
        return bool(left < right)
    if op == "<=":
        return bool(left <= right)
    return bool(left > right) if op == ">" else bool(left >= right)


def _is_number(found: object) -> bool:
    return isinstance(found, int | float | Decimal) and not isinstance(found, bool)


def _plain(found: Any) -> int | float:
    return float(found) if isinstance(found, Decimal) else found


def _as_us(found: object, zone: str) -> int | None:
    """Return the UTC microseconds of a time: an int as it is, a datetime or date without a zone as the zone's wall."""
    if isinstance(found, int) and not isinstance(found, bool):
        return found
    if isinstance(found, datetime):
        if found.tzinfo is not None:
            return datetime_to_us(found)
        return moment_range(Moment(datetime_to_us(found.replace(tzinfo=UTC))), zone)[0]
    if isinstance(found, date):
        return moment_range(
            Moment(datetime_to_us(datetime(found.year, found.month, found.day, tzinfo=UTC))), zone
        )[0]
    return None


def _length_us(found: object) -> int | None:
    if isinstance(found, timedelta):
        return found // timedelta(microseconds=1)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
