"""Only the events of a period: by the raw time column, before anything else, so that what lies outside is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.base import DAY, format_day, us_to_datetime

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.evidence import EventsRef, Prepared


def in_period(view: Table, prepared: Prepared) -> Table:
    """Return a source's raw events of its period (microseconds UTC, half open; None is open), lazily.

    The time column is compared as it stands with constants of its own type, which files' statistics and tables' order
    can answer; a column of partitions likewise, a day wider on each side, as its days may be another zone's (evidence
    rule E104). Rows without a partition stay.
    """
    ref = prepared.events
    if ref is None or prepared.period == (None, None):
        return view
    time = "occurred_us" if ref.columns is None else ref.columns.time
    conditions = _between(view[time], *prepared.period)
    if ref.partition is not None and ref.partition.column in view.columns:
        conditions += _parted(view[ref.partition.column], ref.partition.kind, *prepared.period)
    return view.filter(conditions)


def _between(column: Any, since: int | None, until: int | None) -> list[Any]:
    import ibis
    import ibis.expr.datatypes as dt

    kind = column.type()

    def bound(us: int) -> Any:
        if kind.is_integer():
            return us
        if kind.is_date():
            # A date is its midnight: it lies at or after an instant where it is that day's midnight or a later day.
            return ibis.date(us_to_datetime(-(-us // DAY) * DAY).date())
        zone = kind.timezone
        moment = us_to_datetime(us)
        return ibis.literal(
            moment if zone else moment.replace(tzinfo=None), type=dt.Timestamp(timezone=zone, scale=6)
        )

    found = [] if since is None else [column >= bound(since)]
    return found if until is None else [*found, column < bound(until)]


def _parted(column: Any, kind: str, since: int | None, until: int | None) -> list[Any]:
    import ibis

    def day(us: int) -> Any:
        text = format_day(us)
        if kind == "date":
            return ibis.date(us_to_datetime(us).date())
        if kind == "month":
            return text[:7]
        return int(text.replace("-", "")) if kind == "int" else text

    found = [] if since is None else [column.isnull() | (column >= day(since - DAY))]
    return found if until is None else [*found, column.isnull() | (column <= day(until - 1 + DAY))]


def by_name(ref: EventsRef | None) -> bool:
    """Return whether events are a table by its name in the engine, whose rows have no order of arrival."""
    return ref is not None and ref.table is not None
