"""The question of comparison: parameters, definition, columns."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from footpath.base import MINUTE, format_duration
from footpath.mining.columns import floats, integers, texts
from footpath.mining.compare.measures import Measure
from footpath.mining.groups import Groups
from footpath.mining.part import Part, part_of
from footpath.mining.question import bad_parameter

if TYPE_CHECKING:
    from footpath.base import Problem
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.mining.result import Result
    from footpath.rules import Rule

COLUMNS = (
    "measure",
    "group",
    "base",
    "customers",
    "base_customers",
    "value",
    "base_value",
    "difference",
    "low",
    "high",
    "p",
    "q",
)
SPLIT = "(sample ratio)"
MIXED = "(several variants)"
PLANNED = "(planned)"
MISMATCH = 0.001
"""Below this a split is not what was planned: lower than 0.05, as the check is made on every test there is."""


@dataclass(frozen=True)
class Compare:
    """How groups of customers differ (rules M170 to M176).

    Result: one row a measure and group beside the base, measures as asked, groups as named, else by customers, then by
    name: measure str, group str, base str, customers and base_customers int64, value and base_value float64 (shares
    0..1; sums and means in the column's own unit), difference float64 (value less base_value) with low and high (95 %
    interval), p float64, q float64 (p adjusted by Benjamini and Hochberg over all rows that have one). difference to q
    are null where a group has fewer than `least` customers, value where it has none. With a planned split there is
    first one row ``(sample ratio)`` a variant: customers of all, base_customers, its share, the planned share, their
    difference and the p of the whole split; for tests then one row ``(several variants)``, the share of the customers
    who met more than one.
    """

    measures: tuple[Measure, ...]
    groups: Groups
    base: str | None = None
    least: int = 30
    gap_us: int = 30 * MINUTE
    part: Part = field(default_factory=Part)
    command: ClassVar[str] = "mine compare"
    columns: ClassVar[tuple[str, ...]] = COLUMNS
    notes: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if not self.measures:
            raise bad_parameter(
                "a comparison needs something to compare in", "a goal, a column's sum or mean"
            )
        if len({one.name for one in self.measures}) < len(self.measures):
            raise bad_parameter("two measures have one name", "a name for each")
        known = self.groups.names
        if self.groups.by is None and len(known) < 2:
            raise bad_parameter("a comparison needs two groups", "a column, or two rules or periods")
        if known and self.base is not None and self.base not in known:
            raise bad_parameter(f"no group is called {self.base!r}", ", ".join(known))
        if self.least < 1:
            raise bad_parameter(f"least cannot be {self.least}", "1 or more")

    @property
    def base_name(self) -> str | None:
        """Return the group that the others are compared with: the one asked for, else the first named."""
        return self.base or next(iter(self.groups.names), None)

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail holds no table of customers."""
        if self.part.needs_traits(one.when for one in self.groups.rules):
            return {}
        return {"trail": "footpath.mining.compare.trail:trail"}

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        shares = any(one.is_share for one in self.measures)
        means = any(not one.is_share for one in self.measures)
        session = (
            f" Sessions end with a silence strictly longer than {format_duration(self.gap_us)}."
            if any(one.kind == "follow" for one in self.measures)
            else ""
        )
        base = f"base: {self.base_name}" if self.base_name else "base: the group with the most customers"
        how = []
        if shares:
            how.append(
                "of shares Newcombe's interval, and Fisher's exact p where by chance a cell holds fewer than 5, else "
                "that of the score test"
            )
        if means:
            how.append(
                "of the others Welch's interval and p, over customers, of whom each may count several times"
            )
        overlap = (
            " Customers in both groups enter as what they have in common (covariance)."
            if self.groups.may_overlap
            else ""
        )
        split = " The split is held against the plan by Pearson's chi-square." if self.groups.split else ""
        return (
            f"How groups of customers differ ({base}), for each measure: value less that of the base. "
            f"{'; '.join(one.in_words for one in self.measures)}. {self.groups.in_words} Events without a customer are "
            f"left out.{session} low and high: 95 % interval, {', '.join(how)}.{overlap} q: p adjusted by Benjamini "
            f"and Hochberg over all rows that have one; of those with q up to 0.05 at most 5 % are found by chance. "
            f"Groups of fewer than {self.least} customers are not compared.{split}"
        )

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Compare:
        """Return the question with the part asked for and the customers' traits."""
        return dataclasses.replace(self, part=part_of(workspace, where, zone))

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: one row a group with sums over its customers."""
        from footpath.mining.compare.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the differences with intervals, and the check of the split before them."""
        import pyarrow as pa

        from footpath.mining.compare.differences import differences

        found = differences(self, rows.to_pylist())
        columns: dict[str, Any] = {name: [row[name] for row in found] for name in COLUMNS}
        kinds = {
            name: texts
            if name in ("measure", "group", "base")
            else integers
            if "customers" in name
            else floats
            for name in COLUMNS
        }
        return pa.table({name: kinds[name](columns[name]) for name in COLUMNS})

    def warnings(self, result: Result) -> list[Problem]:
        """Return what has to be said before any result: a split that is not the planned one."""
        from footpath.mining.compare.warnings import problems

        return problems(self, result)

    def complete(self, result: Result, rows: ArrowTable) -> Result:
        """Return the result with what a reader must know first: a split that is not as planned, the smallest sample."""
        from footpath.mining.compare.warnings import notes

        return dataclasses.replace(result, notes=(*notes(self, result), *result.notes))


def compare(
    measures: Sequence[Measure],
    groups: Groups,
    *,
    base: str | None = None,
    least: int = 30,
    gap_us: int = 30 * MINUTE,
) -> Compare:
    """Return the question how groups of customers differ.

    Parameters
    ----------
    measures
        Made by `goal`, `sum_of`, `mean_of` and `follow`.
    groups
        Who is compared.
    base
        The group that the others are compared with; None is the first named, by a column the largest.
    least
        Groups of fewer customers are shown and not compared.
    gap_us
        For `follow`: a silence strictly longer than this begins a new session.

    Raises
    ------
    BadInputError
        question-parameter.
    """
    return Compare(tuple(measures), groups, base, least, gap_us)


def is_mismatch(p: float | None) -> bool:
    """Return whether a split is so far from the plan that its results say nothing."""
    return p is not None and not math.isnan(p) and p < MISMATCH
