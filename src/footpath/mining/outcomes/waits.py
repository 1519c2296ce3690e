"""From counted times to curves and medians."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.stats import Survival, kaplan_meier, log_rank

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable
    from footpath.mining.outcomes.question import Outcomes

Segments = dict[str, tuple[Any, Any, Any]]
"""Segment to how long customers were watched (us), whether they reached the goal, and how many these are."""


def segments_of(question: Outcomes, rows: ArrowTable) -> Segments:
    """Return the segments in the order of the result."""
    import numpy as np
    import pyarrow.compute as pc

    from footpath.engines.trail.arrow import numbers, truths

    told = rows.filter(pc.is_valid(rows["segment"])).combine_chunks()
    segment, *columns = (
        told[name].combine_chunks() for name in ("segment", "watched_us", "customers", "reached")
    )
    segment = segment.dictionary_encode()
    codes, names = numbers(segment.indices, np.int32), segment.dictionary.to_pylist()
    watched, counts = (numbers(column.cast("int64"), np.int64) for column in columns[:2])
    reached = truths(columns[2])
    found: Segments = {}
    for name in dict.fromkeys([*question.groups.names, *sorted(names)]):
        here = np.flatnonzero(codes == names.index(name)) if name in names else np.zeros(0, np.int64)
        here = here[np.lexsort((reached[here], watched[here]))]
        found[name] = (watched[here], reached[here], counts[here])
    if not question.groups.names:
        found = dict(sorted(found.items(), key=lambda item: (-int(item[1][2].sum()), item[0])))
    return found


def overlap_of(rows: ArrowTable) -> int:
    """Return how many customers too many the segments hold together."""
    import pyarrow.compute as pc

    alone = rows.filter(pc.is_null(rows["segment"]))["customers"]
    every, once = (pc.sum(column).as_py() or 0 for column in (rows["customers"], alone))
    return int(every - 2 * once)


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
