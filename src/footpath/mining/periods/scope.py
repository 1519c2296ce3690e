"""What a question by periods is asked of: the zone, the end of the data, the part, the periods to show."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from footpath.base import BadInputError, Problem, us_to_datetime
from footpath.engines import HasTrail, compile_rule
from footpath.mining.periods.calendar import Calendar, Period
from footpath.rules import Rule, columns

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.trail.arrays import View
    from footpath.engines.types import Table

sql: Any = ibis

_EXACT_US = 1 << 53
"""Whole numbers up to here are exact as 64-bit floats: 285 years of microseconds."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when the data tell, both included, and how many events lie after that."""

    from_us: int
    end_us: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question by periods is asked of.

    Attributes
    ----------
    zone
        The time zone of days, weeks and months.
    until_us
        The data tell until just before this: later events are left out. None is up to the last event.
    now_us
        The present: events after it cannot have happened, and are left out. None does not look.
    from_us, to_us
        Only periods that begin in this range are shown; everything counts all the same.
    part, part_zone
        The rule of the events that are asked (`run` puts it here), and the zone of its days.
    span
        What a look at the source told; None before it, or where there are no events.
    """

    zone: str = "UTC"
    until_us: int | None = None
    now_us: int | None = None
    from_us: int | None = None
    to_us: int | None = None
    part: Rule | None = None
    part_zone: str = "UTC"
    span: Span | None = None

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Scope:
        """Return the scope with the part and the span of a source, from its trail or by one look at its times."""
        scope = dataclasses.replace(self, part=where, part_zone=zone)
        ends = [us for us in (_before(self.until_us), self.now_us) if us is not None]
        last_us = min(ends) if ends else None
        found = _told(workspace, last_us)
        if found is None:
            return scope
        # A declared end may be later than the last event: then the periods between are over, and empty.
        end_us = max(found.end_us, min(ends)) if self.until_us is not None else found.end_us
        if end_us - found.from_us >= _EXACT_US:
            raise BadInputError(
                Problem(
                    code="question-parameter",
                    message=(
                        f"the events run from {us_to_datetime(found.from_us):%Y} to {us_to_datetime(end_us):%Y}, "
                        "and periods are counted over less than 285 years"
                    ),
                    help="Times so far away are most often a value that stands for none; set them right in the source.",
                )
            )
        return dataclasses.replace(scope, span=Span(found.from_us, end_us, found.left_out))

    @property
    def seen(self) -> Span:
        """Return the span, after a look; without events one in which nothing lies."""
        return self.span or Span(0, 0)

    @property
    def end_us(self) -> int:
        """Return until when the data tell, included."""
        return self.seen.end_us

    def events(self, table: Table) -> Table:
        """Return the events that count: those of a customer, none after the end of the data."""
        if self.span is None:
            return table.filter(sql.literal(False))
        known = table.filter(table.customer_key.notnull())
        return known.filter(known.occurred_us <= self.end_us) if self.seen.left_out else known

    def in_part(self, table: Table) -> Any:
        """Return whether each event is in the part asked for, or None where all are."""
        return None if self.part is None else compile_rule(self.part, table, zone=self.part_zone)

    def holds(self, rule: Rule | None, table: Table) -> Any:
        """Return whether each event fits a rule of the question, or None where it has none."""
        return None if rule is None else compile_rule(rule, table, zone=self.zone)

    def calendar(self, period: Period) -> Calendar:
        """Return the calendar of the zone."""
        return Calendar(period, self.zone)

    def is_shown(self, calendar: Calendar, number: int) -> bool:
        """Return whether a period begins in the range to show."""
        at = calendar.start_us(number)
        return (self.from_us is None or at >= self.from_us) and (self.to_us is None or at < self.to_us)

    def last_over(self, calendar: Calendar) -> int:
        """Return the last period of which the data tell up to its end."""
        last = calendar.number_of(self.end_us)
        return last if calendar.start_us(last + 1) <= self.end_us + 1 else last - 1

    def is_whole(self, calendar: Calendar, number: int) -> bool:
        """Return whether the data tell of a period from its first day to its end."""
        days = Calendar("day", self.zone)
        begins = days.start_us(days.number_of(self.seen.from_us))
        return calendar.start_us(number) >= begins and number <= self.last_over(calendar)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a reader should know: what was left out, and until when the data tell."""
        found = []
        if self.span is not None:
            told = f"{us_to_datetime(self.end_us):%Y-%m-%d %H:%M:%S} UTC"
            found.append(
                f"The data tell until {told}; periods that were not over then are marked as not complete."
            )
            if self.span.left_out:
                found.append(
                    f"{self.span.left_out:,} events lie after that (in the future, or after the end asked for) and "
                    "were left out."
                )
        if self.part is not None and columns(self.part) & {"occurred_us"}:
            found.append(
                "A rule about time also leaves out what customers did outside it; --from and --to choose periods instead."
            )
        return tuple(found)

    @property
    def in_words(self) -> str:
        """Return the sentences of a definition that say how periods are cut and who is left out."""
        return (
            f"Days, weeks (from Monday) and months are those of {self.zone}, with days of 23 and 25 hours where its "
            "clock changes. Events without a customer are left out."
        )


def all_periods(scope: Scope, calendar: Calendar) -> range:
    """Return the periods that the data tell of."""
    return range(calendar.number_of(scope.seen.from_us), calendar.number_of(scope.end_us) + 1)


def numbered(scope: Scope, calendar: Calendar, label: str) -> int:
    """Return the period of a name; BadInputError (question-cell) where the data tell of none called so."""
    for number in all_periods(scope, calendar):
        if calendar.label(number) == label:
            return number
    raise BadInputError(
        Problem(
            code="question-cell",
            message=f"the data tell of no {calendar.period} {label!r}",
            value=label,
            expected="a period of the result",
        )
    )


def _told(workspace: Workspace, last_us: int | None) -> Span | None:
    """Return from when to when there are events up to `last_us`, and how many lie after; None where there are none."""
    view = workspace.view() if isinstance(workspace, HasTrail) else None
    found = None if view is None else _told_by(view, last_us)
    if found is None:
        return _told_in(workspace, last_us)
    return found if found.end_us >= found.from_us else None


def _told_by(view: View, last_us: int | None) -> Span | None:
    """Return what a trail tells, an empty span where there is no event; None where it cannot tell."""
    facts = view.trail.facts
    if facts.from_us is None or facts.to_us is None:
        return Span(0, -1)
    if last_us is None or facts.to_us <= last_us:
        return Span(facts.from_us, facts.to_us)
    if facts.no_customer:
        return None  # a trail has no events without a customer, and these count here
    there = view.times <= last_us
    left_out = len(view.times) - int(there.sum())
    high = int(view.times.max(where=there, initial=facts.from_us - 1))
    return Span(facts.from_us, high, left_out)


def _told_in(workspace: Workspace, last_us: int | None) -> Span | None:
    events = workspace.events
    if events is None:
        return None
    time = events.occurred_us
    measures: dict[str, Any] = {"rows": events.count(), "low": time.min(), "high": time.max()}
    if last_us is not None:
        measures["left_out"] = events.count(where=time > last_us)
        measures["high"] = sql.ifelse(time <= last_us, time, sql.null("int64")).max()
    row = workspace.fetch(events.agg(**measures)).to_pylist()[0]
    if not row["rows"] or row["high"] is None:
        return None
    return Span(row["low"], row["high"], row.get("left_out", 0))


def _before(us: int | None) -> int | None:
    return None if us is None else us - 1
