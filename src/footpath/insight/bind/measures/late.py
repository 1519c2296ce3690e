"""Share late: of what was promised and happened, how much happened after the promise.

A promise without a time of day is kept until the end of that day; what never happened is neither.
"""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.base import SECOND
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.types import Measure
from footpath.stats import share

DEFINITIONS = {
    "share-late": "Of the walks where this step was promised for a time and did happen, the share where it happened "
    "later than promised. A promise without a time of day holds until the end of that day. What never happened is "
    "neither late nor in time.",
    "median-delay": "Half of those that were late were late by at most this time.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return the share late and the median delay of steps with a promise."""
    promised = bound.passages.filter(bound.passages.late.notnull())
    counts = promised.group_by("step").aggregate(
        late=promised.late.sum(),
        n=promised.count(),
        people=promised.person.nunique(),
        people_late=promised.person.nunique(where=promised.late),
        delay=promised.delay_us.quantile(0.5, where=promised.late),
    )
    for row in sorted(bound.fetch(counts), key=lambda row: str(row["step"])):
        told = share(row["late"] or 0, row["n"])
        yield bound.row(
            "step", row["step"], "share-late", told.value, "share", row["n"],
            low=told.low, high=told.high, customers=row["people"],
        )  # fmt: skip
        if row["late"]:
            yield bound.row(
                "step", row["step"], "median-delay", round(row["delay"] / SECOND, 3), "s", row["late"],
                customers=row["people_late"],
            )  # fmt: skip


LATE = Measure(DEFINITIONS, rows)
