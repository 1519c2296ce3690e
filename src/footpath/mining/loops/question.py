"""The question of loops: parameters, definition, columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from footpath.base import MINUTE
from footpath.mining.columns import floats, integers, texts
from footpath.mining.quantiles import seconds
from footpath.mining.walk import Walk
from footpath.mining.within import Of, Within, check_within, in_words

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table

COLUMNS = (
    *("kind", "name", "via", "customers", "count", "n", "share", "low", "high"),
    *("occurrences", "median_rounds", "most_rounds", "median_s", "total_s"),
)
_KINDS = ("return", "rework", "repeat")


@dataclass(frozen=True)
class Loops:
    """What is come back to, how often, and how much time that takes (rules M122 and M123).

    Result: one row a loop, returns first, then rework, then repeats, each most frequent first (equal ones by name):
    kind str (``return``: again, with others between; ``rework``: again with exactly one between, `via`; ``repeat``:
    again at once), name str, via str? (null where none), customers int64 (distinct), count int64 (customers, cases,
    sessions or episodes that have the loop), n int64 (those that have the name at all), share float64 (count of n) with
    low and high (Wilson 95 %), occurrences int64 (rounds in all), median_rounds float64 and most_rounds int64 (of one
    that has the loop), median_s float64 (one round), total_s float64 (all rounds).
    """

    within: Within = "customer"
    gap_us: int = 30 * MINUTE
    walk: Walk | None = None
    of: Of = "event"
    fold: bool = False
    command: ClassVar[str] = "mine loops"
    columns: ClassVar[tuple[str, ...]] = COLUMNS

    def __post_init__(self) -> None:
        check_within(self.within, self.walk)

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail is in the order of customers."""
        if self.within not in ("customer", "session"):
            return {}
        return {"trail": "footpath.mining.loops.trail:trail"}

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        unit = {"customer": "customers", "case": "cases", "session": "sessions", "episode": "episodes"}[
            self.within
        ]
        return (
            "How often the same comes again: return, with others between; rework, with exactly one between (via), each "
            "a return too; repeat, at once. A round is from one to the next of the same name, and its time the elapsed "
            "time between the two; rounds of different names may overlap. "
            f"count: {unit} with the loop, of the n that have the name at all; low and high: Wilson interval (95 %) of "
            f"that share. {in_words(self.within, self.gap_us, fold=self.fold)}"
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form."""
        from footpath.mining.loops.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the rows, in seconds, with shares and their intervals."""
        import pyarrow as pa

        from footpath.stats import share

        found: list[dict[str, Any]] = rows.to_pylist()
        found.sort(key=lambda row: (_KINDS.index(row["kind"]), -row["occurrences"], row["name"], row["via"]))
        shares = [share(row["count"], row["n"]) for row in found]
        totals = [
            int(row["whole_s"]) * 1_000_000 + int(row["rest_us"]) for row in found
        ]  # widened by engines
        return pa.table(
            {name: texts([row[name] for row in found]) for name in ("kind", "name")}
            | {"via": texts([row["via"] if row["kind"] == "rework" else None for row in found])}
            | {name: integers([row[name] for row in found]) for name in ("customers", "count", "n")}
            | {
                "share": floats([s.value for s in shares]),
                "low": floats([s.low for s in shares]),
                "high": floats([s.high for s in shares]),
                "occurrences": integers([row["occurrences"] for row in found]),
                "median_rounds": floats([row["rounds"][0] for row in found]),
                "most_rounds": integers([row["most_rounds"] for row in found]),
                "median_s": floats([seconds(row["times"][0]) for row in found]),
                "total_s": floats([total / 1e6 for total in totals]),
            }
        )


def loops(
    *,
    within: Within = "customer",
    gap_us: int = 30 * MINUTE,
    walk: Walk | None = None,
    of: Of = "event",
    fold: bool = False,
) -> Loops:
    """Return the question what is come back to; parameters as for `transitions`.

    Raises
    ------
    BadInputError
        question-parameter, question-needs-walk.
    """
    return Loops(within, gap_us, walk, of, fold)
