"""From counted times to curves and medians."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.stats import Survival, kaplan_meier, log_rank

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable
    from footpath.mining.outcomes.question import Outcomes

Segments = dict[str, tuple[Any, Any, Any]]
"""Segment to how long customers were watched (us), whether they reached the goal, and how many these are."""


def segments_of(question: Outcomes, rows: ArrowTable) -> tuple[Segments, int]:
    """Return the segments in the order of the result, and how many customers too many they hold together."""
    import numpy as np
    import pyarrow.compute as pc

    total = sum(rows.filter(pc.is_null(rows["segment"]))["customers"].to_pylist())
    told = rows.filter(pc.is_valid(rows["segment"]))
    names = np.asarray(told["segment"].to_pylist(), dtype=object)
    watched = told["watched_us"].to_numpy().astype(np.int64)
    reached = np.asarray(told["reached"].to_pylist(), dtype=bool)
    counts = told["customers"].to_numpy().astype(np.int64)
    found: Segments = {}
    for name in dict.fromkeys([*question.groups.names, *sorted(set(names.tolist()))]):
        here = names == name
        order = np.lexsort((reached[here], watched[here]))
        found[name] = (watched[here][order], reached[here][order], counts[here][order])
    if not question.groups.names:
        found = dict(sorted(found.items(), key=lambda item: (-int(item[1][2].sum()), item[0])))
    return found, int(counts.sum()) - total


def medians(segments: Segments, *, overlap: int) -> list[dict[str, Any]]:
    """Return one row a segment."""
    test = None
    if len(segments) > 1:
        test = log_rank(
            {name: (watched, reached) for name, (watched, reached, _) in segments.items()},
            {name: counts for name, (_, _, counts) in segments.items()},
        )
    rows = []
    for name, (watched, reached, counts) in segments.items():
        curve = kaplan_meier(watched, reached, counts)
        median = curve.median()
        rows.append(
            {
                "segment": name,
                "customers": curve.n,
                "goals": curve.n - curve.censored,
                "expected": None if test is None or overlap else test.expected[name],
                "censored": curve.censored,
                "median_s": _seconds(median.value),
                "low_s": _seconds(median.low),
                "high_s": _seconds(median.high),
                "reached": 1 - curve.surviving[-1] if curve.surviving else None,
                "p": None if test is None or overlap else test.chance.p,
            }
        )
    return rows


def curves(question: Outcomes, segments: Segments) -> list[dict[str, Any]]:
    """Return one row a segment and time."""
    rows = []
    for name, (watched, reached, counts) in segments.items():
        curve = kaplan_meier(watched, reached, counts)
        goals = 0
        shown = _shown(curve, question.points)
        for place, happened in enumerate(curve.events):
            goals += happened
            if place in shown:
                rows.append(
                    {
                        "segment": name,
                        "time_s": curve.times[place] / 1e6,
                        "at_risk": curve.at_risk[place],
                        "goals": goals,
                        "reached": 1 - curve.surviving[place],
                        "low": 1 - curve.high[place],
                        "high": 1 - curve.low[place],
                    }
                )
    return rows


def _shown(curve: Survival, points: int) -> set[int]:
    last = len(curve.times) - 1
    if last < points:
        return set(range(last + 1))
    return {round(number * last / (points - 1)) for number in range(points)}


def _seconds(us: float | None) -> float | None:
    return None if us is None else us / 1e6
