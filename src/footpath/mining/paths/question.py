"""The question of paths: parameters, definition, columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from footpath.base import MINUTE
from footpath.mining.columns import floats, integers
from footpath.mining.question import bad_parameter
from footpath.mining.walk import Walk
from footpath.mining.within import Of, Within, check_within, in_words

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table

OTHER = "(other)"
COLUMNS = ("path", "count", "share")


@dataclass(frozen=True)
class Paths:
    """Which ways are taken, and how often (rules M70 to M72).

    Result: one row a path, most walked first (equal counts in the order of their names): path list of str, count int64,
    share float64 of all paths; then one row ``["(other)"]`` for the rest, where there is a rest.
    """

    top: int = 100
    within: Within = "customer"
    gap_us: int = 30 * MINUTE
    walk: Walk | None = None
    of: Of = "event"
    fold: bool = False
    loops: bool = True
    command: ClassVar[str] = "mine paths"
    columns: tuple[str, ...] = COLUMNS

    def __post_init__(self) -> None:
        check_within(self.within, self.walk)
        if self.top < 1:
            raise bad_parameter(f"top cannot be {self.top}", "1 or more")

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail is in the order of customers."""
        return (
            {"trail": "footpath.mining.paths.trail:trail"} if self.within in ("customer", "session") else {}
        )

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        unit = {"customer": "customer's", "case": "case's", "session": "session's", "episode": "episode's"}[
            self.within
        ]
        loops = "" if self.loops else " The same name several times in a row stands once."
        return (
            f"A path is everything in a {unit} order, from first to last; equal paths are one row, the {self.top} most "
            f"walked are shown, the rest is {OTHER}. {in_words(self.within, self.gap_us, fold=self.fold)}{loops}"
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form: paths collected group by group, then counted."""
        from footpath.mining.paths.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the rows with shares, and the rest."""
        import pyarrow as pa

        from footpath.mining.passes.lists import lists_of_texts

        found = rows.to_pylist()
        total = int(found[0]["total"]) if found else 0  # engines widen sums
        listed = [(row["path"], row["count"]) for row in found]
        rest = total - sum(count for _, count in listed)
        if rest:
            listed.append(([OTHER], rest))
        return pa.table(
            {
                "path": lists_of_texts([path for path, _ in listed]),
                "count": integers([count for _, count in listed]),
                "share": floats([count / total for _, count in listed]),
            }
        )


def paths(
    *,
    top: int = 100,
    within: Within = "customer",
    gap_us: int = 30 * MINUTE,
    walk: Walk | None = None,
    of: Of = "event",
    fold: bool = False,
    loops: bool = True,
) -> Paths:
    """Return the question which ways are taken.

    Parameters
    ----------
    top
        How many paths are shown; the rest is one row.
    within, gap_us, walk, of, fold
        As for `transitions`.
    loops
        False takes the same name several times in a row as once, sessions or not.

    Raises
    ------
    BadInputError
        question-parameter, question-needs-walk.
    """
    return Paths(top, within, gap_us, walk, of, fold, loops)
