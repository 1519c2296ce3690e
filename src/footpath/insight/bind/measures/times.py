"""Times: how long into the walk a step is reached, and how long people wait for it after the step before.

Medians and 90th percentiles, interpolated linearly, exact; seconds of elapsed time.
"""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas import MeasureRow
from footpath.base import SECOND
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.types import Measure

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
    since = passed.group_by("step").aggregate(
        n=passed.count(),
        people=passed.person.nunique(),
        median=passed.since_begin_us.quantile(0.5),
        p90=passed.since_begin_us.quantile(0.9),
    )
    for row in sorted(bound.fetch(since), key=lambda row: str(row["step"])):
        yield from _times(bound, "step", row["step"], "time", row)
    waited = passed.filter(passed.wait_us.notnull())
    per_step = waited.group_by("step").aggregate(
        n=waited.count(),
        people=waited.person.nunique(),
        median=waited.wait_us.quantile(0.5),
        p90=waited.wait_us.quantile(0.9),
    )
    for row in sorted(bound.fetch(per_step), key=lambda row: str(row["step"])):
        yield from _times(bound, "step", row["step"], "wait", row)
    moves = waited.group_by(["previous", "step"]).aggregate(
        n=waited.count(),
        people=waited.person.nunique(),
        median=waited.wait_us.quantile(0.5),
        p90=waited.wait_us.quantile(0.9),
    )
    for row in sorted(bound.fetch(moves), key=lambda row: (str(row["previous"]), str(row["step"]))):
        id_ = f"{row['previous']}>{row['step']}"
        yield bound.row("transition", id_, "visits", row["n"], "moves", row["n"], customers=row["people"])
        yield from _times(bound, "transition", id_, "time", row)
    done = bound.episodes.filter(bound.episodes.kind == "wanted")
    took = done.mutate(took_us=done.end_us - done.begin_us).filter(lambda t: t.took_us.notnull())
    (whole,) = bound.fetch(
        took.aggregate(
            n=took.count(),
            people=took.person.nunique(),
            median=took.took_us.quantile(0.5),
            p90=took.took_us.quantile(0.9),
        )
    )
    yield from _times(bound, "journey", str(bound.journey.id), "time", whole)


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
