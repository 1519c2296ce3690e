"""The question of durations: parameters, definition, columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from footpath.base import MINUTE
from footpath.mining.walk import Walk
from footpath.mining.within import Of, Within, check_within, in_words

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table

WHOLE = "(whole)"
COLUMNS = ("name", "customers", "occurrences", "median_s", "p90_s", "total_s", "share")


@dataclass(frozen=True)
class Durations:
    """Where the time goes: how long after each until the next, and from first to last (rules M80 and M81).

    Result: name str, customers int64 (distinct), occurrences int64 (how often something followed), median_s, p90_s and
    total_s float64 of the elapsed time, share float64 of all elapsed time (null where none elapsed); most time first.
    Then the row ``(whole)``: from the first to the last of each group, one more for each outcome of episodes
    (``(whole: OUTCOME)``); a group of one event takes no time.
    """

    within: Within = "customer"
    gap_us: int = 30 * MINUTE
    walk: Walk | None = None
    of: Of = "event"
    fold: bool = False
    command: ClassVar[str] = "mine durations"
    columns: tuple[str, ...] = COLUMNS
    forms: ClassVar[Mapping[str, str]] = {}

    def __post_init__(self) -> None:
        check_within(self.within, self.walk)

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        return (
            "How much time elapses from each to what follows directly, and from first to last: median and 90th "
            "percentile, interpolated linearly, the sum, and its share of all elapsed time. "
            f"{in_words(self.within, self.gap_us, fold=self.fold)}"
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form."""
        from footpath.mining.durations.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the rows, in seconds and with shares."""
        import pyarrow as pa

        found: list[dict[str, Any]] = rows.to_pylist()
        whole = sum(row["total_us"] for row in found if not row["is_whole"])
        found.sort(key=lambda row: (row["is_whole"], -row["total_us"], row["name"]))
        numbers = {
            "median_s": [_seconds(row["times"], 0) for row in found],
            "p90_s": [_seconds(row["times"], 1) for row in found],
            "total_s": [row["total_us"] / 1e6 for row in found],
            "share": [row["total_us"] / whole if whole else None for row in found],
        }
        return pa.table(
            {
                "name": pa.array([row["name"] for row in found], pa.string()),
                "customers": pa.array([row["customers"] for row in found], pa.int64()),
                "occurrences": pa.array([row["occurrences"] for row in found], pa.int64()),
                **{name: pa.array(values, pa.float64()) for name, values in numbers.items()},
            }
        )


def _seconds(times: list[float] | None, at: int) -> float | None:
    return None if times is None or times[at] is None else times[at] / 1e6


def durations(
    *,
    within: Within = "customer",
    gap_us: int = 30 * MINUTE,
    walk: Walk | None = None,
    of: Of = "event",
    fold: bool = False,
) -> Durations:
    """Return the question where the time goes; parameters as for `transitions`.

    Raises
    ------
    BadInputError
        question-parameter, question-needs-walk.
    """
    return Durations(within, gap_us, walk, of, fold)
