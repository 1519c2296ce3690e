"""The question of stickiness: parameters, definition, columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from footpath.mining.columns import flags, floats, integers, texts
from footpath.mining.periods import Calendar, Period, Scope, all_periods, period_of
from footpath.mining.question import bad_parameter

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.rules import Rule

COLUMNS = ("period", "days", "customers", "share", "low", "high", "complete")
SUMMARY = ("period", "customers", "days", "mean_daily", "ratio", "low", "high", "complete")


@dataclass(frozen=True)
class Stickiness:
    """On how many days of a week or month its customers are active (rules M100 and M101).

    Result: one row a period and number of days, from 1 to the days of the period: period str, days int64, customers
    int64 (active on exactly so many), share float64 (of the customers active in the period), low and high float64
    (Wilson 95 %), complete bool. With `summary` one row a period: customers int64 (active in it: WAU or MAU), days
    int64 (of the period that the data tell of), mean_daily float64 (customers active on a day, averaged over these
    days: DAU), ratio float64 (mean_daily of customers, DAU/WAU or DAU/MAU), low and high float64 (95 %, over
    customers), complete bool. Where nobody is active shares and ratio are null.
    """

    period: Period = "week"
    summary: bool = False
    scope: Scope = field(default_factory=Scope)
    command: ClassVar[str] = "mine stickiness"
    columns: tuple[str, ...] = field(default=COLUMNS, init=False)
    forms: ClassVar[Mapping[str, str]] = {"trail": "footpath.mining.stickiness.trail:trail"}

    def __post_init__(self) -> None:
        if self.period == "day":
            raise bad_parameter("a day has no days to be active on", "week, month")
        self.calendar  # noqa: B018  # unknown periods and zones are said now
        object.__setattr__(self, "columns", SUMMARY if self.summary else COLUMNS)

    @property
    def calendar(self) -> Calendar:
        """Return the calendar that cuts the periods."""
        return self.scope.calendar(self.period)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a look at the source told."""
        return self.scope.notes

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Stickiness:
        """Return the question with the span of the source and the part asked for."""
        return dataclasses.replace(self, scope=self.scope.looked(workspace, where=where, zone=zone))

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        user = {"week": "WAU", "month": "MAU"}[self.period]
        active = "an event" if self.scope.part is None else "an event that is in the part asked for"
        what = (
            f"mean_daily: customers active on a day, averaged over the days of the {self.period} that the data tell of; "
            f"ratio: that, of the customers active in the {self.period} (DAU/{user}), with a 95 % interval over customers"
            if self.summary
            else f"On how many days of a {self.period} customers are active, of those active on any. low and high: "
            "Wilson interval (95 %)"
        )
        return f"Active on a day is who has {active} on it. {what}. {self.scope.in_words}"

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: period, days, customers int64."""
        people = self.people(table)
        return people.group_by("period", "days").agg(customers=people.count())

    def people(self, table: Table) -> Table:
        """Return one row a customer and period: customer_key, period, days (on which they are active)."""
        scope = self.scope
        events = scope.events(table)
        part = scope.in_part(events)
        events = events if part is None else events.filter(part)
        time = events.occurred_us
        active = events.select(
            "customer_key",
            period=period_of(time, self.calendar, scope.seen),
            day=period_of(time, scope.calendar("day"), scope.seen),
        ).distinct()
        return active.group_by("customer_key", "period").agg(days=active.count())

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the distribution, or its summary, of each period of the data."""
        counted: dict[int, dict[int, int]] = {}
        for row in rows.to_pylist():
            counted.setdefault(row["period"], {})[row["days"]] = row["customers"]
        numbers = all_periods(self.scope, self.calendar) if counted else range(0)
        shown = [number for number in numbers if self.scope.is_shown(self.calendar, number)]
        told = [(number, self._days_told(number), counted.get(number, {})) for number in shown]
        return self._summary(told) if self.summary else self._distribution(told)

    def _distribution(self, told: list[tuple[int, int, dict[int, int]]]) -> ArrowTable:
        import pyarrow as pa

        from footpath.stats import share

        found = [
            (number, days, counts.get(days, 0), share(counts.get(days, 0), sum(counts.values())))
            for number, most, counts in told
            for days in range(1, most + 1)
        ]
        return pa.table(
            {
                "period": texts([self.calendar.label(number) for number, *_ in found]),
                "days": integers([days for _, days, _, _ in found]),
                "customers": integers([count for _, _, count, _ in found]),
                "share": floats([estimate.value for *_, estimate in found]),
                "low": floats([estimate.low for *_, estimate in found]),
                "high": floats([estimate.high for *_, estimate in found]),
                "complete": flags([self.scope.is_whole(self.calendar, number) for number, *_ in found]),
            }
        )

    def _summary(self, told: list[tuple[int, int, dict[int, int]]]) -> ArrowTable:
        import pyarrow as pa

        ratios = [_ratio(counts, days) for _, days, counts in told]
        active_days = [sum(days * n for days, n in counts.items()) for _, _, counts in told]
        return pa.table(
            {
                "period": texts([self.calendar.label(number) for number, _, _ in told]),
                "customers": integers([sum(counts.values()) for _, _, counts in told]),
                "days": integers([days for _, days, _ in told]),
                "mean_daily": floats(
                    [total / days for total, (_, days, _) in zip(active_days, told, strict=True)]
                ),
                "ratio": floats([ratio for ratio, _, _ in ratios]),
                "low": floats([low for _, low, _ in ratios]),
                "high": floats([high for _, _, high in ratios]),
                "complete": flags([self.scope.is_whole(self.calendar, number) for number, *_ in told]),
            }
        )

    def _days_told(self, number: int) -> int:
        """Return how many days of a period the data tell of: all, but for the first and the last."""
        days, span = self.scope.calendar("day"), self.scope.seen
        first = days.number_of(max(self.calendar.start_us(number), span.from_us))
        last = days.number_of(min(self.calendar.start_us(number + 1) - 1, span.end_us))
        return last - first + 1


def _ratio(counts: Mapping[int, int], days: int) -> tuple[float | None, float | None, float | None]:
    """Return the mean share of days on which a customer is active, with its interval over customers, in 0..1."""
    from footpath.mining.means import mean_of_sums

    n = sum(counts.values())
    if n == 0:
        return None, None, None
    mean = sum(d * count for d, count in counts.items()) / n
    squares = sum(count * (d - mean) ** 2 for d, count in counts.items())
    found = mean_of_sums(mean, squares, n, bounds=(1.0, float(days)))
    low, high = (None if end is None else end / days for end in (found.low, found.high))
    return mean / days, low, high


def stickiness(*, period: Period = "week", summary: bool = False, scope: Scope | None = None) -> Stickiness:
    """Return the question on how many days of a period its customers are active.

    Parameters
    ----------
    period
        week (from Monday) or month, of the scope's zone.
    summary
        One row a period: customers a day, customers of the period, and their ratio.
    scope
        Zone, end of the data, periods to show.

    Raises
    ------
    BadInputError
        question-parameter.
    """
    return Stickiness(period, summary, scope or Scope())
