"""The question of sequences: parameters, definition, columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from footpath.base import MINUTE, format_duration
from footpath.mining.chains import Pattern, parse_pattern
from footpath.mining.chains.steps import check_steps
from footpath.mining.columns import floats, integers, texts
from footpath.mining.quantiles import seconds
from footpath.mining.question import bad_parameter
from footpath.mining.walk import Walk
from footpath.mining.within import Of, Within, check_within, in_words

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table
    from footpath.mining.result import Result

COLUMNS = (
    *("what", "name", "customers", "count", "n", "share", "low", "high"),
    *("occurrences", "median_s", "p90_s"),
)
_WHATS = ("pattern", "before", "after")


@dataclass(frozen=True)
class Sequences:
    """How often a pattern occurs, and what stands before and after it (rules M126 to M130).

    Result: a row ``pattern`` (name: the pattern as typed), then rows ``before`` and ``after`` for what stands right
    before and right after the first occurrence, most first, equal ones by name; ``(begin)`` and ``(end)`` where nothing
    does. what str, name str, customers int64 (distinct), count int64 (customers, cases, sessions or episodes), n int64
    (all of them; of neighbours those with the pattern), share float64 with low and high (Wilson 95 %), occurrences
    int64? (of the pattern: non-overlapping, earliest end first; null of neighbours), median_s and p90_s float64? (of
    the pattern: from first to last step of the first occurrence; of neighbours: how far away they are).
    """

    pattern: Pattern
    within: Within = "customer"
    gap_us: int = 30 * MINUTE
    walk: Walk | None = None
    of: Of = "event"
    fold: bool = False
    zone: str = "UTC"
    command: ClassVar[str] = "mine sequences"
    columns: ClassVar[tuple[str, ...]] = COLUMNS

    def __post_init__(self) -> None:
        check_within(self.within, self.walk)
        if len(self.pattern.steps) < 2:
            raise bad_parameter("a pattern needs two steps", "one after the other, as in 'search, help'")
        check_steps(self.pattern.steps, "a pattern")

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail is in the order of customers."""
        if self.within not in ("customer", "session"):
            return {}
        return {"trail": "footpath.mining.sequences.trail:trail"}

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        unit = {"customer": "customers", "case": "cases", "session": "sessions", "episode": "episodes"}[
            self.within
        ]
        bound = self.pattern.within_us
        whole = "" if bound is None else f" From first to last step at most {format_duration(bound)}."
        return (
            f"How many {unit} have the pattern {', '.join(str(step) for step in self.pattern.steps)}: in this order, "
            "others may stand between but after 'directly'; !x may stand nowhere between the required steps around it; "
            f"x? may be missing; a bound counts from the step before, its end included.{whole} One event is at most one "
            "step. occurrences do not overlap: the one that ends earliest counts, then the next that begins after it. "
            "Times, before and after are of the first occurrence, from its latest possible start. low and high: Wilson "
            f"interval (95 %). {in_words(self.within, self.gap_us, fold=self.fold)}"
        )

    @property
    def bound_us(self) -> int | None:
        """Return how long an occurrence may take at most; None where that is not bounded."""
        gaps = [step.within_us for step in self.pattern.steps[1:]]
        bounds = [] if self.pattern.within_us is None else [self.pattern.within_us]
        if None not in gaps:
            bounds.append(sum(gap for gap in gaps if gap is not None))
        return min(bounds, default=None)

    def complete(self, result: Result, rows: ArrowTable) -> Result:
        """Return the result with a note on those who may still come to the pattern."""
        still = next((row["count"] for row in rows.to_pylist() if row["what"] == "open"), 0)
        if not still or self.bound_us is None:
            return result
        note = (
            f"{still:,} without the pattern may still come to it: they were at its first step less than "
            f"{format_duration(self.bound_us)} before the data end."
        )
        return replace(result, notes=(note, *result.notes))

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form."""
        from footpath.mining.sequences.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the rows: overlapping chains decided, shares with their intervals."""
        import pyarrow as pa

        from footpath.stats import share

        every: list[dict[str, Any]] = rows.to_pylist()
        occurrences = sum(row["count"] * chosen(row["overlaps"]) for row in every if row["what"] == "run")
        found = [row for row in every if row["what"] in _WHATS]
        with_pattern = next(row["count"] for row in found if row["what"] == "pattern")
        for row in found:
            if row["what"] == "pattern":
                row |= {"name": self.pattern.text, "occurrences": occurrences}
            else:
                row |= {"n": with_pattern, "occurrences": None}
        found.sort(key=lambda row: (_WHATS.index(row["what"]), -row["count"], row["name"]))
        shares = [share(row["count"], row["n"]) for row in found]
        return pa.table(
            {name: texts([row[name] for row in found]) for name in ("what", "name")}
            | {name: integers([row[name] for row in found]) for name in ("customers", "count", "n")}
            | {
                "share": floats([s.value for s in shares]),
                "low": floats([s.low for s in shares]),
                "high": floats([s.high for s in shares]),
                "occurrences": integers([row["occurrences"] for row in found]),
                "median_s": floats([seconds((row["times"] or [None, None])[0]) for row in found]),
                "p90_s": floats([seconds((row["times"] or [None, None])[1]) for row in found]),
            }
        )


def chosen(overlaps: list[int]) -> int:
    """Return how many chains of a run count, the earliest end first; each says how many before it it overlaps.

    >>> chosen([0]), chosen([0, 1]), chosen([0, 1, 1]), chosen([0, 1, 2, 2])
    (1, 1, 2, 2)
    """
    count, last = 0, -1
    for number, over in enumerate(overlaps):
        if last < number - over:
            count, last = count + 1, number
    return count


def sequences(
    pattern: str | Pattern,
    *,
    within: Within = "customer",
    gap_us: int = 30 * MINUTE,
    walk: Walk | None = None,
    of: Of = "event",
    fold: bool = False,
    zone: str = "UTC",
) -> Sequences:
    """Return the question how often a pattern of events occurs.

    Parameters
    ----------
    pattern
        As people type it (see `parse_pattern`): ``search, !view-product, help within 10m``.
    within, gap_us, walk, of, fold
        As for `transitions`: what a pattern stays inside.

    Raises
    ------
    BadInputError
        pattern-syntax, question-parameter, question-needs-walk.
    """
    column = "event" if within != "episode" else "name"
    if isinstance(pattern, str):
        pattern = parse_pattern(pattern, column=column)
    return Sequences(pattern, within, gap_us, walk, of, fold, zone)
