"""The question of waits: parameters, definition, columns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args

from footpath.base import MINUTE
from footpath.mining.columns import floats, integers, texts
from footpath.mining.quantiles import seconds
from footpath.mining.question import bad_parameter
from footpath.mining.walk import Walk
from footpath.mining.within import Of, Within, check_within, in_words

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table

Per = Literal["pair", "event"]
ANY = "(any)"
COLUMNS = (
    *("from", "to", "customers", "occurrences", "median_s", "p90_s"),
    *("total_s", "share", "low", "high", "n"),
)


@dataclass(frozen=True)
class Waits:
    """Where the time goes: what is waited for longest in all (rules M120 and M121).

    Result: one row a pair, most time first (equal times by name): from str, to str (``(any)`` per event), customers
    int64 (distinct), occurrences int64, median_s and p90_s float64 of one wait, total_s float64 of all of them, share
    float64 of all elapsed time (null where none elapsed), low and high float64 (95 %, over who waited; null for fewer
    than two), n int64 (how many customers waited for anything at all; cases, where cases are asked).
    """

    per: Per = "pair"
    within: Within = "customer"
    gap_us: int = 30 * MINUTE
    walk: Walk | None = None
    of: Of = "event"
    fold: bool = False
    command: ClassVar[str] = "mine waits"
    columns: ClassVar[tuple[str, ...]] = COLUMNS

    def __post_init__(self) -> None:
        check_within(self.within, self.walk)
        if self.per not in get_args(Per):
            raise bad_parameter(f"per cannot be {self.per!r}", ", ".join(get_args(Per)))

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail is in the order of customers."""
        if self.within not in ("customer", "session"):
            return {}
        return {"trail": "footpath.mining.waits.trail:trail"}

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        what = "from one to what follows it directly" if self.per == "pair" else "from each until the next"
        return (
            f"How much time elapses {what}: median and 90th percentile of one wait, interpolated linearly, the sum of "
            "all of them, and its share of all time that elapses in walks, most first. "
            "low and high: interval (95 %) of the share, as it differs from one customer (or case) to another; n of "
            f"them waited for anything. {in_words(self.within, self.gap_us, fold=self.fold)}"
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form."""
        from footpath.mining.waits.portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the rows, in seconds, with shares and their intervals."""
        import pyarrow as pa

        found: list[dict[str, Any]] = rows.to_pylist()
        for row in found:
            row["total_us"] = int(row["whole_s"]) * 1_000_000 + int(row["rest_us"])  # engines widen sums
        whole_us = sum(row["total_us"] for row in found)
        found.sort(key=lambda row: (-row["total_us"], row["from"], row["to"]))
        shares = [_share(row, whole_us, _quantile(row["n"])) for row in found]
        return pa.table(
            {name: texts([row[name] for row in found]) for name in ("from", "to")}
            | {name: integers([row[name] for row in found]) for name in ("customers", "occurrences")}
            | {
                "median_s": floats([seconds(row["times"][0]) for row in found]),
                "p90_s": floats([seconds(row["times"][1]) for row in found]),
                "total_s": floats([row["total_us"] / 1e6 for row in found]),
            }
            | {name: floats([s[at] for s in shares]) for at, name in enumerate(("share", "low", "high"))}
            | {"n": integers([row["n"] for row in found])}
        )


@lru_cache(maxsize=16)
def _quantile(n: int) -> float:
    """Return Student's t for an interval (95 %) over `n`; the same for every row."""
    from footpath.stats import t_quantile

    return t_quantile(0.975, n - 1) if n > 1 else math.nan


def _share(
    row: dict[str, Any], whole_us: int, quantile: float
) -> tuple[float | None, float | None, float | None]:
    """Return the share of all time, and its interval: a ratio of two sums over the same people, linearised.

    Source: Cochran 1977, Sampling Techniques, section 6.4; Student's t with n - 1 degrees of freedom.
    """
    if not whole_us:
        return None, None, None
    value, n = row["total_us"] / whole_us, row["n"]
    if n < 2:
        return value, None, None
    apart = row["squares"] - 2 * value * row["products"] + value * value * row["whole_squares"]
    error = math.sqrt(max(0.0, apart) * n / (n - 1)) / whole_us
    half = quantile * error
    # Rounded, since engines add floats in an order of their own.
    return value, round(max(0.0, value - half), 9), round(min(1.0, value + half), 9)


def waits(
    *,
    per: Per = "pair",
    within: Within = "customer",
    gap_us: int = 30 * MINUTE,
    walk: Walk | None = None,
    of: Of = "event",
    fold: bool = False,
) -> Waits:
    """Return the question where the time goes.

    Parameters
    ----------
    per
        ``pair``: from one to what follows it directly; ``event``: from each until the next, whatever that is.
    within, gap_us, walk, of, fold
        As for `transitions`.

    Raises
    ------
    BadInputError
        question-parameter, question-needs-walk.
    """
    return Waits(per, within, gap_us, walk, of, fold)
