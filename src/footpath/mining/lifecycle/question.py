"""The question of the life cycle: parameters, definition, columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import ibis

from footpath.mining.columns import flags, integers, texts
from footpath.mining.periods import Calendar, Period, Scope, all_periods, period_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.rules import Rule

sql: Any = ibis

COLUMNS = ("period", "state", "customers", "complete")
_NEVER = -(1 << 31)
"""The period before a customer's first."""
STATES = ("new", "returning", "resurrected", "dormant")


@dataclass(frozen=True)
class Lifecycle:
    """How many customers are new, returning, resurrected and dormant in each period (rules M96 and M97).

    Result: one row a period and state, every period of the data, states in the order of `STATES`: period str, state
    str, customers int64, complete bool (whether the data tell of the period from its first day to its end). The first
    three states add up to the customers who are active in the period.
    """

    period: Period = "week"
    scope: Scope = field(default_factory=Scope)
    command: ClassVar[str] = "mine lifecycle"
    columns: tuple[str, ...] = COLUMNS
    forms: ClassVar[Mapping[str, str]] = {"trail": "footpath.mining.lifecycle.trail:trail"}

    def __post_init__(self) -> None:
        self.calendar  # noqa: B018  # unknown periods and zones are said now

    @property
    def calendar(self) -> Calendar:
        """Return the calendar that cuts the periods."""
        return self.scope.calendar(self.period)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a look at the source told."""
        return self.scope.notes

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Lifecycle:
        """Return the question with the span of the source and the part asked for."""
        return dataclasses.replace(self, scope=self.scope.looked(workspace, where=where, zone=zone))

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        of_part = " that is in the part asked for" if self.scope.part is not None else ""
        return (
            f"Customers by {self.period}; active is who has an event in it{of_part}. new: active, and the customer's "
            f"first event in all the data lies in this {self.period}; returning: also active in the {self.period} "
            "before; resurrected: active, not in the one before, first event earlier; dormant: active in the one "
            "before, not in this one. new, returning and resurrected add up to the active. Who came before the data "
            f"begin is new at the first event in them. {self.scope.in_words}"
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: period, active, new, returning int64; periods without an active customer miss."""
        active = self.active(table)
        return active.group_by("period").agg(
            active=active.count(),
            new=active.count(where=active.is_new),
            returning=active.count(where=active.is_returning),
        )

    def active(self, table: Table) -> Table:
        """Return one row a customer and period in which they are active: customer_key, period, is_new, is_returning."""
        scope = self.scope
        events = scope.events(table)
        part = scope.in_part(events)
        period = period_of(events.occurred_us, self.calendar, scope.seen)
        asked = events if part is None else events.filter(part)
        seen = asked.select("customer_key", period=period).distinct()
        if part is not None:
            firsts = events.group_by("customer_key").agg(first_us=events.occurred_us.min())
            firsts = firsts.select(
                "customer_key", first=period_of(firsts.first_us, self.calendar, scope.seen)
            )
            seen = seen.inner_join(firsts, "customer_key").select("customer_key", "period", "first")
        # With a default of our own, as engines differ in what stands before the first row.
        never = sql.literal(_NEVER, type="int64")
        before = seen.period.lag(1, never).over(sql.window(group_by="customer_key", order_by="period"))
        placed = seen.mutate(before=before)
        is_new = placed.before == _NEVER if part is None else placed.first == placed.period
        return placed.select(
            "customer_key", "period", is_new=is_new, is_returning=placed.period - placed.before == 1
        )

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return a row a period and state; the others follow from the active of a period and of the one before."""
        counted = {row["period"]: row for row in rows.to_pylist()}
        nobody = {"active": 0, "new": 0, "returning": 0}
        found = []
        for number in all_periods(self.scope, self.calendar) if counted else ():
            row, before = counted.get(number, nobody), counted.get(number - 1, nobody)
            states = (
                row["new"],
                row["returning"],
                row["active"] - row["new"] - row["returning"],
                before["active"] - row["returning"],
            )
            found += [(number, name, count) for name, count in zip(STATES, states, strict=True)]
        return by_period(self.scope, self.calendar, found, ("state",))


def by_period(scope: Scope, calendar: Calendar, found: list[Any], names: tuple[str, ...]) -> ArrowTable:
    """Return rows (period, names ..., customers) as a table, those to show, with their mark."""
    import pyarrow as pa

    wanted = {number for number in {row[0] for row in found} if scope.is_shown(calendar, number)}
    shown = [row for row in found if row[0] in wanted]
    columns = {"period": texts([calendar.label(row[0]) for row in shown])}
    columns |= {name: texts([row[place] for row in shown]) for place, name in enumerate(names, start=1)}
    columns["customers"] = integers([row[-1] for row in shown])
    whole = {number: scope.is_whole(calendar, number) for number in {row[0] for row in shown}}
    columns["complete"] = flags([whole[row[0]] for row in shown])
    return pa.table(columns)


def lifecycle(*, period: Period = "week", scope: Scope | None = None) -> Lifecycle:
    """Return the question how many customers are new, returning, resurrected and dormant in each period.

    Parameters
    ----------
    period
        day, week (from Monday) or month, of the scope's zone.
    scope
        Zone, end of the data, periods to show.

    Raises
    ------
    BadInputError
        question-parameter.
    """
    return Lifecycle(period, scope or Scope())
