"""The question of transitions: parameters, definition, columns."""

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

BEGIN = "(begin)"
END = "(end)"
COLUMNS = ("from", "to", "customers", "occurrences", "median_s", "p90_s")


@dataclass(frozen=True)
class Transitions:
    """What follows directly what (rules M50 to M52).

    Result: one row a pair, most frequent first: from str, to str, customers int64 (distinct), occurrences int64,
    median_s and p90_s float64 of the elapsed time. First events are rows from ``(begin)``, last ones rows to ``(end)``,
    of episodes to ``(end: OUTCOME)``; their times are null.
    """

    within: Within = "customer"
    gap_us: int = 30 * MINUTE
    walk: Walk | None = None
    of: Of = "event"
    fold: bool = False
    command: ClassVar[str] = "mine transitions"
    columns: tuple[str, ...] = COLUMNS

    def __post_init__(self) -> None:
        check_within(self.within, self.walk)

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail is in the order of customers."""
        if self.within not in ("customer", "session"):
            return {}
        return {"trail": "footpath.mining.transitions.trail:trail"}

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        what = "visit" if self.fold or self.within == "episode" else "event"
        return (
            f"How often one {what} follows directly another, for how many different customers, and how much time "
            f"elapses between the two: median and 90th percentile, interpolated linearly. "
            f"{in_words(self.within, self.gap_us, fold=self.fold)}"
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: one sort of the events, one grouping."""
        from footpath.mining.transitions.portable import portable

        return portable(self, table)

    def in_passing(self, rows: ArrowTable) -> dict[str, int]:
        """Return the customers and ties of the source, which customers' events in order show."""
        if self.within != "customer" or self.fold:
            return {}
        found = rows.to_pylist()
        return {"customers": sum(row["begins"] for row in found), "ties": sum(row["ties"] for row in found)}

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the rows: beginnings made from what each pair's first half began."""
        import pyarrow as pa

        found: list[dict[str, Any]] = []
        begins: dict[str, int] = {}
        for row in rows.to_pylist():
            median, p90 = row["times"] if row["times"] is not None else (None, None)
            begins[row["from"]] = begins.get(row["from"], 0) + (row["begins"] or 0)
            found.append(
                {
                    "from": row["from"],
                    "to": row["to"],
                    "customers": row["customers"],
                    "occurrences": row["occurrences"],
                    "median_s": seconds(median),
                    "p90_s": seconds(p90),
                }
            )
        # Within a customer a beginning is a customer; otherwise the engine has counted the beginnings' customers.
        found += [
            {"from": BEGIN, "to": name, "customers": n, "occurrences": n, "median_s": None, "p90_s": None}
            for name, n in begins.items()
            if n and self.within == "customer"
        ]
        found.sort(key=lambda row: (-row["occurrences"], row["from"], row["to"]))
        columns = {name: [row[name] for row in found] for name in COLUMNS}
        return pa.table(
            {name: texts(columns[name]) for name in ("from", "to")}
            | {name: integers(columns[name]) for name in ("customers", "occurrences")}
            | {name: floats(columns[name]) for name in ("median_s", "p90_s")}
        )


def transitions(
    *,
    within: Within = "customer",
    gap_us: int = 30 * MINUTE,
    walk: Walk | None = None,
    of: Of = "event",
    fold: bool = False,
) -> Transitions:
    """Return the question what follows what.

    Parameters
    ----------
    within
        Whose events are put in order; ``"episode"`` needs `walk`.
    gap_us
        A silence strictly longer than this begins a new session.
    walk, of
        For episodes: the journey, and whether its touchpoints or its steps follow each other.
    fold
        Take consecutive equal events within a session as one visit.

    Raises
    ------
    BadInputError
        question-parameter, question-needs-walk.
    """
    return Transitions(within, gap_us, walk, of, fold)
