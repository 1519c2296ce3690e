"""How the walks end: each outcome, silence, and what is still open at the end of the data.

One row an outcome, with the kind of outcome in `among`.
"""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.types import Measure
from footpath.stats import share

KINDS = ("wanted", "unwanted", "silent", "censored")


DEFINITIONS = {
    "outcome": "The share of all walks that ended like this. Silent: nothing more was seen for longer than the "
    "journey's silence. Open: the data end before that time is over, so that nobody can tell yet.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return a row an outcome, the wanted ones first."""
    walked = bound.episodes
    rows = bound.groups(walked, ["kind", "outcome"], n=walked.count())
    total = sum(row["n"] for row in rows)
    shares, counted = [], []
    for row in sorted(rows, key=lambda row: (KINDS.index(row["kind"]), -row["n"], str(row["outcome"]))):
        told, name = share(row["n"], total), row["outcome"] or row["kind"]
        shares.append(
            bound.row(
                "outcome",
                name,
                "outcome",
                told.value,
                "share",
                total,
                low=told.low,
                high=told.high,
                among=row["kind"],
                customers=row["people"],
            )
        )
        counted.append(
            bound.row(
                "outcome",
                name,
                "reach",
                row["n"],
                "walks",
                row["n"],
                among=row["kind"],
                customers=row["people"],
            )
        )
    for pair in zip(shares, counted, strict=True):
        yield from pair


OUTCOMES = Measure(DEFINITIONS, rows)
