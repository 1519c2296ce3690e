"""The question of cohorts: parameters, definition, columns."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from footpath.base import format_duration
from footpath.mining.columns import flags, floats, integers, texts
from footpath.mining.means import mean_of_sums
from footpath.mining.periods import PERIODS, Calendar, Scope
from footpath.mining.question import bad_parameter
from footpath.rules import Rule, rule

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.stats import Estimate

COLUMNS = ("cohort", "customers", "measure", "n", "value", "low", "high", "complete")
MISSING = "(missing)"
_MEASURE = re.compile(r"\s*(?:(size)|(mean|median)\s*\(\s*([^()]+?)\s*\)|share\s*\((.*)\))\s*", re.DOTALL)


@dataclass(frozen=True)
class CohortMeasure:
    """What is measured of each cohort: its text, and the column that is summed up or the rule that is to hold."""

    text: str
    kind: Literal["size", "mean", "median", "share"]
    column: str | None = None
    when: Rule | None = None


@dataclass(frozen=True)
class Cohorts:
    """Measures of the customers who came first in one period, or whose first event has one property (rules M102, M103).

    Result: one row a cohort and measure, by cohort, measures as given: cohort str, customers int64 (of the cohort),
    measure str, n int64 (those whose window is over; all without a window), value float64 (null where n is 0), low and
    high float64 (95 %: Wilson for shares, Student's t over customers for means, null for sizes and medians), complete
    bool (whether the cohort's period and everyone's window are over).
    """

    by: str = "month"
    measures: tuple[CohortMeasure, ...] = (CohortMeasure("size", "size"),)
    first: Rule | None = None
    window_us: int | None = None
    scope: Scope = field(default_factory=Scope)
    command: ClassVar[str] = "mine cohorts"
    columns: tuple[str, ...] = COLUMNS
    forms: ClassVar[Mapping[str, str]] = {"trail": "footpath.mining.cohorts.trail:trail"}

    def __post_init__(self) -> None:
        self.calendar  # noqa: B018  # unknown zones are said now
        if not self.measures:
            raise bad_parameter("cohorts need a measure", "size, mean(COLUMN), median(COLUMN), share(RULE)")
        if self.window_us is not None and self.window_us < 0:
            raise bad_parameter("a window cannot be negative", "a duration such as 90d")
        if self.by not in PERIODS and (self.scope.from_us, self.scope.to_us) != (None, None):
            raise bad_parameter("only cohorts by period begin in a range", "--by day, week or month")

    @property
    def calendar(self) -> Calendar | None:
        """Return the calendar that cuts the periods; None where cohorts are made by a property."""
        return Calendar(self.by, self.scope.zone) if self.by in PERIODS else None  # type: ignore[arg-type]

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a look at the source told."""
        return self.scope.notes

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Cohorts:
        """Return the question with the span of the source and the part asked for."""
        return dataclasses.replace(self, scope=self.scope.looked(workspace, where=where, zone=zone))

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        start = "first event" if self.first is None else f"first event that is {self.first}"
        group = f"the {self.by} of" if self.calendar is not None else f"{self.by} at"
        length = "" if self.window_us is None else f" to {format_duration(self.window_us)} after it"
        over = "" if self.window_us is None else "; n are the customers for whom that time is over"
        part = (
            "" if self.scope.part is None else ", in the part asked for; customers are those with one there"
        )
        return (
            f"Customers by {group} their {start} in all the data; measured over their events from that one on{length}"
            f"{part}{over}. mean and median: of each customer's sum of the column, 0 for who has none; median "
            "interpolated linearly. share: of the customers with an event that the rule means. "
            f"low and high: 95 % interval (shares Wilson, means Student's t over customers). {self.scope.in_words}"
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: one row a cohort."""
        from footpath.mining.cohorts.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return a row a cohort and measure."""
        import pyarrow as pa

        calendar, found = self.calendar, []
        over = 0 if calendar is None else self.scope.last_over(calendar)
        for row in sorted(rows.to_pylist(), key=_by_cohort):
            is_over = row["n"] == row["customers"]
            name = row["cohort"]
            if calendar is not None:
                if not self.scope.is_shown(calendar, name):
                    continue
                is_over = is_over and name <= over
                name = calendar.label(name)
            for place, measure in enumerate(self.measures):
                n, estimate = self._estimate(measure, place, row)
                name = MISSING if name is None else name
                found.append((name, row["customers"], measure.text, n, estimate, is_over))
        return pa.table(
            {
                "cohort": texts([name for name, *_ in found]),
                "customers": integers([customers for _, customers, *_ in found]),
                "measure": texts([text for _, _, text, *_ in found]),
                "n": integers([n for _, _, _, n, _, _ in found]),
                "value": floats([estimate[0] for *_, estimate, _ in found]),
                "low": floats([estimate[1] for *_, estimate, _ in found]),
                "high": floats([estimate[2] for *_, estimate, _ in found]),
                "complete": flags([is_over for *_, is_over in found]),
            }
        )

    def _estimate(
        self, measure: CohortMeasure, place: int, row: Mapping[str, Any]
    ) -> tuple[int, tuple[float | None, float | None, float | None]]:
        from footpath.stats import share

        value, n = row[f"value_{place}"], row["n"]
        if measure.kind == "size":
            return row["customers"], (float(row["customers"]), None, None)
        if n == 0:
            return 0, (None, None, None)
        if measure.kind == "median":
            return n, (_settled(value[0]), None, None)
        estimate: Estimate
        if measure.kind == "share":
            estimate = share(round(value), n)
        else:
            # Of one customer engines say that the spread is null, or not a number.
            estimate = mean_of_sums(value, row[f"spread_{place}"] * (n - 1) if n > 1 else 0.0, n)
        return n, (_settled(estimate.value), _settled(estimate.low), _settled(estimate.high))


def _settled(value: float | None) -> float | None:
    """Return a value to twelve digits: engines add floats in an order of their own."""
    return None if value is None else float(f"{value:.12g}")


def _by_cohort(row: Mapping[str, Any]) -> tuple[bool, Any]:
    cohort = row["cohort"]
    if cohort is None:
        return True, b""
    return False, cohort.encode() if isinstance(cohort, str) else cohort


def cohort_measure(text: str) -> CohortMeasure:
    """Return the measure of a text: ``size``, ``mean(COLUMN)``, ``median(COLUMN)``, ``share(RULE)``.

    Raises
    ------
    BadInputError
        question-parameter; the problems of the rule.
    """
    match = _MEASURE.fullmatch(text)
    if match is None:
        raise bad_parameter(f"{text!r} is no measure", "size, mean(COLUMN), median(COLUMN), share(RULE)")
    if match[1]:
        return CohortMeasure(text.strip(), "size")
    if match[4] is not None:
        return CohortMeasure(text.strip(), "share", when=rule(match[4]))
    return CohortMeasure(text.strip(), "mean" if match[2] == "mean" else "median", column=match[3])


def cohorts(
    measures: Sequence[str | CohortMeasure] = ("size",),
    *,
    by: str = "month",
    first: Rule | None = None,
    window_us: int | None = None,
    scope: Scope | None = None,
) -> Cohorts:
    """Return the question what is measured of customers by when, or how, they came first.

    Parameters
    ----------
    measures
        size, mean(COLUMN), median(COLUMN), share(RULE).
    by
        day, week or month of the first event; or a column, whose value at the first event makes the cohort.
    first
        The events that make a first time; None is any.
    window_us
        Only what happens up to so long after the first event, the end included: cohorts of different age compare.

    Raises
    ------
    BadInputError
        question-parameter; the problems of the rules.
    """
    made = tuple(cohort_measure(one) if isinstance(one, str) else one for one in measures)
    return Cohorts(by, made, first, window_us, scope or Scope())
