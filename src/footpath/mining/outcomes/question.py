"""The question of time to an outcome: parameters, definition, columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from footpath.base import format_duration
from footpath.mining.columns import floats, integers, texts
from footpath.mining.groups import Groups
from footpath.mining.named import Named, named
from footpath.mining.part import Part, part_of
from footpath.mining.question import bad_parameter

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.mining.result import Result
    from footpath.rules import Rule

COLUMNS = (
    "segment",
    "customers",
    "goals",
    "expected",
    "censored",
    "median_s",
    "low_s",
    "high_s",
    "reached",
    "p",
)
CURVE = ("segment", "time_s", "at_risk", "goals", "reached", "low", "high")


@dataclass(frozen=True)
class Outcomes:
    """How long it takes from a first event to a goal (rules M190 to M196).

    Result: one row a segment, as named, else by customers, then by name: segment str, customers int64 (who began),
    goals int64 (who reached it while watched), expected float64 (goals if all segments waited alike; null for one),
    censored int64 (watched only until before it), median_s with low_s and high_s float64 (seconds; null where the curve
    does not come so far), reached float64 (share at the last goal, 0..1; null without one), p float64 (log-rank over all
    segments, the same in each row; null for one segment, and where segments overlap).

    As a `curve`: one row a segment and time, ascending: time_s float64, at_risk int64 (watched just before), goals int64
    (up to and with this time), reached float64 (share, 0..1) with low and high. Of more than `points` times that many
    are shown, evenly by place, the last among them.
    """

    start: Named
    goal: Named
    groups: Groups = field(default_factory=Groups)
    window_us: int | None = None
    until_us: int | None = None
    curve: bool = False
    points: int = 200
    part: Part = field(default_factory=Part)
    command: ClassVar[str] = "mine outcomes"
    notes: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if self.window_us is not None and self.window_us <= 0:
            raise bad_parameter("a window is longer than nothing", "a duration such as 90d")
        if self.points < 2:
            raise bad_parameter(f"points cannot be {self.points}", "2 or more")
        if self.groups.periods or self.groups.is_test:
            raise bad_parameter("segments are by a column or by rules", "one of them")

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the result's columns, in order."""
        return CURVE if self.curve else COLUMNS

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail holds no table of customers."""
        if self.part.needs_traits(one.when for one in self.groups.rules):
            return {}
        return {"trail": "footpath.mining.outcomes.trail:trail"}

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        window = (
            ""
            if self.window_us is None
            else f" Nobody is watched for longer than {format_duration(self.window_us)}, that moment included."
        )
        end = "the last event of the source" if self.until_us is None else "the moment given"
        shown = (
            "reached: 1 less the Kaplan-Meier curve; low and high: 95 % interval on the log-log scale. "
            f"Of more than {self.points} times that many are shown."
            if self.curve
            else "Median by Kaplan-Meier with its 95 % interval (log-log, Brookmeyer and Crowley); reached: share by the "
            "last goal. p: log-rank test over all segments; expected: goals of a segment if all waited alike."
        )
        return (
            f"How long it takes from a customer's first {self.start.name} ({self.start.when}) to the first "
            f"{self.goal.name} ({self.goal.when}) later in their order: by time, then the source's sequence where it has "
            "one, then arrival. What came before the first start does not count. Who has not reached it by the end of the data "
            f"({end}) is censored: watched up to then, and never counted as lost. {self.groups.in_words}{window} "
            f"Events without a customer are left out. {shown}"
        )

    def looked(self, workspace: Workspace, *, where: Rule | None, zone: str) -> Outcomes:
        """Return the question with the part asked for; the data end where those of the whole source do."""
        return dataclasses.replace(self, part=part_of(workspace, where, zone))

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: customers counted by segment, how long they were watched, and reached."""
        from footpath.mining.outcomes.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the medians, or the curves."""
        import pyarrow as pa

        from footpath.mining.outcomes.waits import curves, medians, overlap_of, segments_of

        segments = segments_of(self, rows)
        found = curves(self, segments) if self.curve else medians(segments, overlap=overlap_of(rows))
        kinds: dict[str, Any] = dict.fromkeys(self.columns, floats) | {"segment": texts}
        kinds |= dict.fromkeys(("customers", "goals", "censored", "at_risk"), integers)
        return pa.table({name: kinds[name]([row[name] for row in found]) for name in self.columns})

    def complete(self, result: Result, rows: ArrowTable) -> Result:
        """Return the result with a note where segments overlap."""
        from footpath.mining.outcomes.waits import overlap_of

        overlap = overlap_of(rows)
        said = (
            (f"{overlap:,} customers are in several segments: the log-rank test does not hold for these.",)
            if overlap
            else ()
        )
        return dataclasses.replace(result, notes=(*said, *result.notes))


def outcomes(
    start: str | Named,
    goal: str | Named,
    *,
    groups: Groups | None = None,
    window_us: int | None = None,
    until_us: int | None = None,
    curve: bool = False,
    points: int = 200,
) -> Outcomes:
    """Return the question how long it takes from a first event to a goal.

    Parameters
    ----------
    start, goal
        An event by its name, ``NAME: RULE``, or a named rule.
    groups
        Segments: by a column, or by rules over customers; None is all customers as one.
    window_us
        For how long at most a customer is watched; None is to the end of the data.
    until_us
        The data tell until just before it: customers are watched up to then, later events do not count. None is the last
        event of the source.
    curve, points
        The curve instead of its median, with at most so many times a segment.

    Raises
    ------
    BadInputError
        question-parameter, and what `rule` raises.
    """
    return Outcomes(
        named(start), named(goal), Groups() if groups is None else groups, window_us, until_us, curve, points
    )
