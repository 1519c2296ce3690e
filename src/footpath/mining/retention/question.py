"""The question of retention: parameters, definition, columns."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from footpath.mining.periods import Calendar, Period, Scope
from footpath.mining.question import bad_parameter

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.rules import Rule

ALL = "(all)"
COLUMNS = ("cohort", "offset", "customers", "returned", "share", "low", "high", "complete")
Kind = Literal["on", "on-or-after", "bracket"]
Bracket = tuple[int, int | None]
UPTO = {"day": 30, "week": 12, "month": 12}
"""How many periods after the first are shown where nobody says."""


@dataclass(frozen=True)
class Retention:
    """How many of those who came first in a period came back, by periods since (rules M92 to M95).

    Result: one row a cohort and offset, by cohort and offset, then those of ``(all)`` cohorts: cohort str (the name of
    the period), offset int64 (periods since the cohort's; for brackets a str such as ``1-7``), customers int64 (of the
    cohort), returned int64, share float64, low and high float64 (Wilson 95 %), complete bool (whether the data tell of
    the offset up to its end). returned, share, low, high are null where the offset has not begun. ``(all)`` adds up the
    cohorts for which the offset is complete.
    """

    period: Period = "day"
    kind: Kind = "on"
    brackets: tuple[Bracket, ...] = ()
    first: Rule | None = None
    again: Rule | None = None
    upto: int = 30
    scope: Scope = field(default_factory=Scope)
    command: ClassVar[str] = "mine retention"
    columns: tuple[str, ...] = COLUMNS
    forms: ClassVar[Mapping[str, str]] = {"trail": "footpath.mining.retention.trail:trail"}

    def __post_init__(self) -> None:
        self.calendar  # noqa: B018  # unknown periods and zones are said now
        if self.kind not in get_args(Kind):
            raise bad_parameter(f"kind cannot be {self.kind!r}", ", ".join(get_args(Kind)))
        if self.upto < 0:
            raise bad_parameter("there are no offsets before the first period", "0 or more")
        if (self.kind == "bracket") != bool(self.brackets):
            raise bad_parameter("brackets belong to the kind bracket", "--kind bracket --brackets 1-7,8-30")
        last: int | None = -1
        for low, high in self.brackets:
            if last is None or low <= last or (high is not None and high < low):
                raise bad_parameter("brackets overlap or are out of order", "ranges such as 1-7,8-30,31-")
            last = high

    @property
    def calendar(self) -> Calendar:
        """Return the calendar that cuts the periods."""
        return self.scope.calendar(self.period)

    @property
    def ranges(self) -> tuple[Bracket, ...]:
        """Return the first and last offset of each column of the triangle; None is without an end."""
        if self.kind == "bracket":
            return self.brackets
        return tuple((n, n if self.kind == "on" else None) for n in range(self.upto + 1))

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a look at the source told."""
        return self.scope.notes

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Retention:
        """Return the question with the span of the source and the part asked for."""
        return dataclasses.replace(self, scope=self.scope.looked(workspace, where=where, zone=zone))

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        start = "first event" if self.first is None else f"first event that is {self.first}"
        back = "an event" if self.again is None else f"an event that is {self.again}"
        when = {
            "on": f"in the {self.period} so many {self.period}s later (offset 0 is the cohort's own)",
            "on-or-after": f"in the {self.period} so many {self.period}s later, or in any after it up to the end of the data",
            "bracket": f"in one of the {self.period}s of the bracket, counted from the cohort's, which is 0",
        }[self.kind]
        whom = "" if self.scope.part is None else " Customers are those with an event in the part asked for."
        return (
            f"Of the customers whose {start} in all the data lies in one {self.period} (their cohort), the share that "
            f"had {back} {when}; what came before their first does not count, the first itself does.{whom} An offset "
            "is complete where the data tell of it up to its end; one that has not begun has no number; "
            f"{ALL} adds up the cohorts for which it is complete. {self.scope.in_words} "
            "low and high: Wilson interval (95 %)."
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: cohort int64 and place int64 (see `finish`), customers int64."""
        from footpath.mining.retention.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the triangle from the counts of customers by cohort and place."""
        from footpath.mining.retention.triangle import triangle

        return triangle(self, rows)


def retention(
    *,
    period: Period = "day",
    kind: Kind = "on",
    brackets: Sequence[Bracket] = (),
    first: Rule | None = None,
    again: Rule | None = None,
    upto: int | None = None,
    scope: Scope | None = None,
) -> Retention:
    """Return the question how many came back, by the period of their first time.

    Parameters
    ----------
    period
        day, week (from Monday) or month, of the scope's zone.
    kind
        ``on``: in that period; ``on-or-after``: in it or later; ``bracket``: within each of `brackets`.
    brackets
        First and last offset, both included; a last of None is without an end.
    first, again
        The events that make a first time, and those that are a return; None is any.
    upto
        The last offset; by default 30 days, 12 weeks, 12 months.
    scope
        Zone, end of the data, periods to show.

    Raises
    ------
    BadInputError
        question-parameter.
    """
    last = UPTO.get(period, 0) if upto is None else upto
    return Retention(period, kind, tuple(brackets), first, again, last, scope or Scope())


def brackets(text: str) -> tuple[Bracket, ...]:
    """Return the brackets of a text such as ``0,1-7,8-30,31-``; BadInputError (question-parameter) where it is none.

    >>> brackets("0, 1-7, 8-")
    ((0, 0), (1, 7), (8, None))
    """
    found: list[Bracket] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,6})\s*(-\s*(\d{1,6})?\s*)?", part)
        if match is None:
            raise bad_parameter(f"{part.strip()!r} is no bracket", "ranges such as 1-7,8-30,31-")
        low = int(match[1])
        high = low if match[2] is None else None if match[3] is None else int(match[3])
        found.append((low, high))
    return tuple(found)
