"""Transitions by segment: each segment's rows side by side, or the difference of two of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from footpath.base import MINUTE
from footpath.mining.columns import floats, integers, texts
from footpath.mining.quantiles import seconds
from footpath.mining.question import bad_parameter
from footpath.mining.segmented import order_of_segment
from footpath.mining.walk import Walk
from footpath.mining.within import Of, Within, check_within, in_words

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable, Table

COLUMNS = ("segment", "from", "to", "customers", "occurrences", "median_s", "p90_s")
DIFFERENCE = (
    *("from", "to", "share_a", "share_b", "difference", "low", "high", "q"),
    *("occurrences_a", "occurrences_b", "n_a", "n_b"),
)


@dataclass(frozen=True)
class SegmentTransitions:
    """What follows directly what, in each segment, or how two segments differ (rules M53 and M54).

    Result: segment str (``(all)``, then the segments with most transitions first, ``(other)``, ``(none)``), then as
    `Transitions`, in a segment most frequent first.

    With `difference`, of two segments A and B: one row a pair, the greatest difference first (equal ones by name): from
    str, to str, share_a and share_b float64? (of what follows `from` in the segment), difference float64? (A less B)
    with low and high (95 %, over customers), q float64? (its p, adjusted over all rows: at or below 0.05 false
    discoveries are held to 5 %), occurrences_a and occurrences_b int64, n_a and n_b int64 (how many customers were at
    `from`; cases, where cases are asked). Null where one segment never was at `from`.
    """

    by: str
    difference: tuple[str, str] | None = None
    top: int = 5
    within: Within = "customer"
    gap_us: int = 30 * MINUTE
    walk: Walk | None = None
    of: Of = "event"
    fold: bool = False
    command: ClassVar[str] = "mine transitions"

    def __post_init__(self) -> None:
        check_within(self.within, self.walk)
        if self.top < 1:
            raise bad_parameter(f"top cannot be {self.top}", "1 or more")
        if self.difference is not None and self.difference[0] == self.difference[1]:
            raise bad_parameter("a segment does not differ from itself", "two values, as in mobile,desktop")

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the forms beside the portable one: a trail is in the order of customers."""
        if self.within not in ("customer", "session"):
            return {}
        return {"trail": "footpath.mining.transitions.segments_trail:trail"}

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the result's columns."""
        return COLUMNS if self.difference is None else DIFFERENCE

    @property
    def definition(self) -> str:
        """Return in words what is counted."""
        whose = f"the first value of {self.by} that the events of each {self.within} have"
        order = in_words(self.within, self.gap_us, fold=self.fold)
        if self.difference is None:
            return (
                f"How often one event follows directly another, by segment: {whose}, the {self.top} most frequent; "
                "(other) are the rest, (none) those without one. customers are distinct; median and 90th percentile of "
                f"the elapsed time, interpolated linearly. {order}"
            )
        a, b = self.difference
        return (
            f"How what follows an event differs between two segments, {whose}: the share of each that goes on so in {a} "
            f"(a) less that in {b} (b). low and high: interval (95 %) by Newcombe's method, each share with as many "
            "observations as its spread over customers (or cases) is worth. q: the p of the difference, adjusted over "
            f"all rows by Benjamini and Hochberg. {order}"
        )

    def portable(self, table: Table) -> Table:
        """Return the lazy Ibis form."""
        from footpath.mining.transitions.segments_portable import portable

        return portable(self, table)

    def finish(self, rows: ArrowTable) -> ArrowTable:
        """Return the rows."""
        import pyarrow as pa

        found = rows.to_pylist()
        made = _segments(found) if self.difference is None else _differences(found, self.difference)
        kinds: Any = dict.fromkeys(("segment", "from", "to"), texts)
        whole = ("customers", "occurrences", "occurrences_a", "occurrences_b", "n_a", "n_b")
        kinds |= dict.fromkeys(whole, integers)
        return pa.table({name: kinds.get(name, floats)([row[name] for row in made]) for name in self.columns})


def _segments(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row["segment"]] = sizes.get(row["segment"], 0) + row["occurrences"]
        row["median_s"], row["p90_s"] = (seconds(us) for us in row["times"] or (None, None))
    return sorted(
        rows,
        key=lambda row: (
            *order_of_segment(row["segment"], sizes[row["segment"]]),
            *(-row["occurrences"], row["from"], row["to"]),
        ),
    )


def _differences(rows: list[dict[str, Any]], pair: tuple[str, str]) -> list[dict[str, Any]]:
    from footpath.stats import benjamini_hochberg

    there = {(row["segment"], row["from"], row["to"]): row for row in rows}
    made, p_values = [], []
    for start, end in sorted({(row["from"], row["to"]) for row in rows if row["to"] is not None}):
        whole = [there.get((segment, start, None)) for segment in pair]
        some = [there.get((segment, start, end)) for segment in pair]
        a, b = (_Share.of(one, other) for one, other in zip(some, whole, strict=True))
        low, high, p = _difference(a, b) if a and b else (None, None, None)
        made.append(
            {
                "from": start,
                "to": end,
                "share_a": a.value if a else None,
                "share_b": b.value if b else None,
                "difference": a.value - b.value if a and b else None,
                "low": low,
                "high": high,
                "q": p,
                "occurrences_a": some[0]["occurrences"] if some[0] else 0,
                "occurrences_b": some[1]["occurrences"] if some[1] else 0,
                "n_a": whole[0]["n"] if whole[0] else 0,
                "n_b": whole[1]["n"] if whole[1] else 0,
            }
        )
        p_values.append(p)
    adjusted = iter(benjamini_hochberg([p for p in p_values if p is not None]))
    for row in made:
        row["q"] = None if row["q"] is None else round(next(adjusted), 9)
    return sorted(
        made,
        key=lambda row: (
            row["difference"] is None,
            -round(abs(row["difference"] or 0), 12),
            row["from"],
            row["to"],
        ),
    )


@dataclass(frozen=True)
class _Share:
    """A share, and how many independent observations it is worth."""

    value: float
    worth: float

    @classmethod
    def of(cls, some: dict[str, Any] | None, whole: dict[str, Any] | None) -> _Share | None:
        """Return the share of some of the moves from an event; None where there are none or too few to tell a spread.

        The spread is that of a ratio over customers (Cochran 1977, section 6.4). What it is worth is the number of
        independent moves with the same spread, never more than there were; of none or all moves, of which no spread
        can be seen, the number of customers.
        """
        if whole is None:
            return None
        moves, n = whole["occurrences"], whole["n"]
        value = (some["occurrences"] if some else 0) / moves
        if some is None or value == 1:
            return cls(value, n)
        apart = some["squares"] - 2 * value * some["products"] + value * value * whole["squares"]
        if n == 1 or apart <= 0:
            return cls(value, n)
        variance = apart * n / (n - 1) / (moves * moves)
        return cls(value, min(moves, value * (1 - value) / variance))

    @property
    def interval(self) -> tuple[float, float]:
        """Return the Wilson interval; the number need not be whole."""
        from footpath.stats import Z95

        z2, p, n = Z95 * Z95, self.value, self.worth
        middle = p + z2 / (2 * n)
        half = Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z2 / n)), min(1.0, (middle + half) / (1 + z2 / n))


def _difference(a: _Share, b: _Share) -> tuple[float, float, float]:
    """Return low and high of the first share less the second, and its p.

    Source: Newcombe 1998, Statistics in Medicine 17, method 10; the p is that of the pooled test of two shares.
    """
    from footpath.stats import normal_cdf

    (low_a, high_a), (low_b, high_b) = a.interval, b.interval
    value = a.value - b.value
    low = value - math.hypot(a.value - low_a, high_b - b.value)
    high = value + math.hypot(high_a - a.value, b.value - low_b)
    pooled = (a.value * a.worth + b.value * b.worth) / (a.worth + b.worth)
    error = math.sqrt(pooled * (1 - pooled) * (1 / a.worth + 1 / b.worth))
    p = 2 * (1 - normal_cdf(abs(value) / error)) if error else 1.0
    return round(max(-1.0, low), 9), round(min(1.0, high), 9), min(1.0, max(0.0, p))


def transitions_by(
    by: str,
    *,
    difference: tuple[str, str] | None = None,
    top: int = 5,
    within: Within = "customer",
    gap_us: int = 30 * MINUTE,
    walk: Walk | None = None,
    of: Of = "event",
    fold: bool = False,
) -> SegmentTransitions:
    """Return the question what follows what in each segment.

    Parameters
    ----------
    by
        A property of events; a group is in the segment of the first value that its events have.
    difference
        Two values: how these segments differ, instead of each segment's rows.
    top
        How many segments are shown; the rest is ``(other)``.
    within, gap_us, walk, of, fold
        As for `transitions`.

    Raises
    ------
    BadInputError
        question-parameter, question-needs-walk; rule-unknown-column when it is asked.
    """
    return SegmentTransitions(by, difference, top, within, gap_us, walk, of, fold)
