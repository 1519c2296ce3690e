"""The triangle of retention: counts by cohort and place become rows with shares, intervals and marks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from footpath.mining.columns import flags, floats, integers, texts
from footpath.mining.retention.portable import SIZE

if TYPE_CHECKING:
    from footpath.engines.types import ArrowTable
    from footpath.mining.retention.question import Retention


def triangle(question: Retention, rows: ArrowTable) -> ArrowTable:
    """Return the rows of `Retention`."""
    import pyarrow as pa

    from footpath.mining.retention.question import ALL
    from footpath.stats import share

    sizes: dict[int, int] = {}
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows.to_pylist():
        cohort, place, count = row["cohort"], row["place"], row["customers"]
        if place == SIZE or question.kind == "on-or-after":
            sizes[cohort] = sizes.get(cohort, 0) + count
        if place != SIZE:
            counts[cohort][place] = count
    scope, calendar = question.scope, question.calendar
    shown = [cohort for cohort in sorted(sizes) if scope.is_shown(calendar, cohort)]
    begun, over = calendar.number_of(scope.end_us), scope.last_over(calendar)
    # What has not begun for the oldest cohort says nothing of anybody.
    ranges = tuple(r for r in question.ranges if shown and shown[0] + r[0] <= begun)
    found: list[tuple[str, str | int, int, int | None, bool]] = []
    sums: dict[int, list[int]] = {}
    names = [name_of(question, low, high) for low, high in ranges]
    for cohort in shown:
        label = calendar.label(cohort)
        for place, (low, high) in enumerate(ranges):
            # What has no end is open as long as the data do: complete up to their last period that is over.
            is_over = cohort + (low if high is None else high) <= over
            back = _returned(question, counts[cohort], place, low) if cohort + low <= begun else None
            found.append((label, names[place], sizes[cohort], back, is_over))
            if is_over and back is not None:
                total = sums.setdefault(place, [0, 0])
                total[0] += sizes[cohort]
                total[1] += back
    for place, total in sorted(sums.items()):
        found.append((ALL, names[place], total[0], total[1], True))
    shares = [share(back, n) if back is not None else None for _, _, n, back, _ in found]
    offsets: list[Any] = [offset for _, offset, _, _, _ in found]
    return pa.table(
        {
            "cohort": texts([cohort for cohort, *_ in found]),
            "offset": texts(offsets) if question.kind == "bracket" else integers(offsets),
            "customers": integers([n for _, _, n, _, _ in found]),
            "returned": integers([back for _, _, _, back, _ in found]),
            "share": floats([s.value if s else None for s in shares]),
            "low": floats([s.low if s else None for s in shares]),
            "high": floats([s.high if s else None for s in shares]),
            "complete": flags([is_over for *_, is_over in found]),
        }
    )


def _returned(question: Retention, counts: dict[int, int], place: int, low: int) -> int:
    if question.kind == "on-or-after":
        return sum(n for last, n in counts.items() if last >= low)
    return counts.get(low if question.kind == "on" else place, 0)


def name_of(question: Retention, low: int, high: int | None) -> str | int:
    """Return what the result calls a range of offsets."""
    if question.kind != "bracket":
        return low
    return f"{low}-" if high is None else f"{low}" if low == high else f"{low}-{high}"
