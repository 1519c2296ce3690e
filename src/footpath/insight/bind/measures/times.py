"""Times: how long into the walk a step is reached, and how long people wait for it after the step before.

Medians and 90th percentiles, interpolated linearly, exact; seconds of elapsed time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from footpath.atlas import MeasureRow
from footpath.base import SECOND
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.types import Measure

if TYPE_CHECKING:
    import ibis.expr.types as ir

DEFINITIONS = {
    "median-time": "Half of the walks came here within this time after they began (on a transition: after the step "
    "before; on the journey: from its beginning to the wanted outcome).",
    "p90-time": "9 of 10 walks came here within this time after they began.",
    "median-wait": "Half of the walks that came here waited at most this long after the step before it.",
    "p90-wait": "9 of 10 of the walks that came here waited at most this long after the step before it.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return times and waits of steps, of transitions between steps, and of the whole journey."""
    passed = bound.passages
    for row in _told(bound, passed, ["step"], "since_begin_us"):
        yield from _times(bound, "step", row["step"], "time", row)
    waited = passed.filter(passed.wait_us.notnull())
    for row in _told(bound, waited, ["step"], "wait_us"):
        yield from _times(bound, "step", row["step"], "wait", row)
    for row in _told(bound, waited, ["previous", "step"], "wait_us"):
        id_ = f"{row['previous']}>{row['step']}"
        yield bound.row("transition", id_, "visits", row["n"], "moves", row["n"], customers=row["people"])
        yield from _times(bound, "transition", id_, "time", row)
    done = bound.episodes.filter(bound.episodes.kind == "wanted")
    took = done.mutate(took_us=done.end_us - done.begin_us).filter(lambda t: t.took_us.notnull())
    (whole,) = _told(bound, took, [], "took_us")
    yield from _times(bound, "journey", str(bound.journey.id), "time", whole)


def _told(bound: Bound, table: ir.Table, by: list[str], column: str) -> list[dict[str, Any]]:
    """Return count, median and 90th percentile of a column of times, a row a group, in order."""
    found = bound.groups(
        table, by, n=table.count(), median=table[column].quantile(0.5), p90=table[column].quantile(0.9)
    )
    return sorted(found, key=lambda row: [str(row[name]) for name in by])


def _times(bound: Bound, on: str, id_: str, what: str, row: dict[str, float]) -> Iterable[MeasureRow]:
    if not row["n"]:
        return
    for name, value in (("median", row["median"]), ("p90", row["p90"])):
        yield bound.row(
            on,
            id_,
            f"{name}-{what}",
            round(value / SECOND, 3),
            "s",
            int(row["n"]),
            customers=int(row["people"]),
        )


TIMES = Measure(DEFINITIONS, rows)
