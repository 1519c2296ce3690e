"""Where the lost went: what the last thing was that is known of those who went no further than a step.

One row a step and end: an unwanted outcome by its name, or silence.
"""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound, undoing
from footpath.insight.bind.floor import hide_one_more
from footpath.insight.bind.measures.types import Measure
from footpath.stats import share

DEFINITIONS = {
    "lost-to": "Of the walks that went no further than this step, the share that ended in this way: an unwanted "
    "outcome, or nothing more seen.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return a row a step and end; its id is ``step>end``."""
    undone = sorted(undoing(bound.walk)) if bound.walk else []
    passed = bound.passages.filter(bound.passages.lost)
    if undone:
        passed = passed.filter(~passed.step.isin(undone))
    ends = bound.episodes.select("episode", "outcome")
    joined = passed.join(ends, "episode")
    rows = bound.groups(joined, ["step", "outcome"], n=joined.count())
    totals: dict[str, int] = {}
    for row in rows:
        totals[row["step"]] = totals.get(row["step"], 0) + row["n"]
    parts: dict[str, list[MeasureRow]] = {}
    for row in sorted(rows, key=lambda row: (str(row["step"]), -row["n"], str(row["outcome"]))):
        told, whole = share(row["n"], totals[row["step"]]), totals[row["step"]]
        parts.setdefault(row["step"], []).append(
            bound.row(
                "transition",
                f"{row['step']}>{row['outcome']}",
                "lost-to",
                told.value,
                "share",
                whole,
                low=told.low,
                high=told.high,
                customers=row["people"],
            )
        )
    for of_step in parts.values():
        yield from hide_one_more(of_step)


LOST_TO = Measure(DEFINITIONS, rows)
