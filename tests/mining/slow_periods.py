"""The questions by periods in slow, plain Python, written from docs/spec/mining.md (M90 to M103).

Days are what a clock on the wall shows (`astimezone`), not boundaries, so that the two ways of cutting check each other.
Events are dicts as in `slow.py`, with `value` and `country` beside.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def day_of(us, zone):
    return (EPOCH + timedelta(microseconds=us)).astimezone(ZoneInfo(zone)).date()


def label(us, period, zone):
    day = day_of(us, zone)
    if period == "day":
        return f"{day:%Y-%m-%d}"
    return "{:04}-W{:02}".format(*day.isocalendar()) if period == "week" else f"{day:%Y-%m}"


def number(us, period, zone):
    day = day_of(us, zone)
    if period == "day":
        return day.toordinal()
    return (day.toordinal() - 1) // 7 if period == "week" else day.year * 12 + day.month


def people_of(events):
    found = defaultdict(list)
    for event in events:
        if event["customer"] is not None:
            found[event["customer"]].append(event)
    return found


def first_of(rows, is_first):
    fitting = [row for row in rows if is_first(row)]
    return min(
        fitting, key=lambda e: (e["t"], e["sequence"] is None, e["sequence"] or 0, e["arrival"]), default=None
    )


def everything(_):
    return True


def retention(events, period, zone, ranges, *, first=everything, again=everything, part=everything):
    """{(cohort, range): (customers, returned)}: who has a return in the range of offsets, not before the first."""
    sizes, back = Counter(), Counter()
    for rows in people_of(events).values():
        start = first_of(rows, first)
        if start is None or not any(part(row) for row in rows):
            continue
        cohort = label(start["t"], period, zone)
        sizes[cohort] += 1
        offsets = {
            number(row["t"], period, zone) - number(start["t"], period, zone)
            for row in rows
            if again(row) and part(row) and row["t"] >= start["t"]
        }
        for low, high in ranges:
            back[cohort, low, high] += any(low <= o and (high is None or o <= high) for o in offsets)
    return {(c, low, high): (n, back[c, low, high]) for c, n in sizes.items() for low, high in ranges}


def lifecycle(events, period, zone, part=everything):
    """{period: Counter of states}, from the definitions, customer by customer and period by period."""
    numbers = [number(event["t"], period, zone) for event in events]
    found = {n: Counter() for n in range(min(numbers), max(numbers) + 1)}
    for rows in people_of(events).values():
        active = {number(row["t"], period, zone) for row in rows if part(row)}
        first = min(number(row["t"], period, zone) for row in rows)
        for n, states in found.items():
            if n in active:
                states["new" if n == first else "returning" if n - 1 in active else "resurrected"] += 1
            elif n - 1 in active:
                states["dormant"] += 1
    return found


def stickiness(events, period, zone):
    """{period's name: Counter of active days}."""
    found = defaultdict(Counter)
    for rows in people_of(events).values():
        days = defaultdict(set)
        for row in rows:
            days[label(row["t"], period, zone)].add(day_of(row["t"], zone))
        for name, active in days.items():
            found[name][len(active)] += 1
    return dict(found)


def cohorts(events, group, window, end, *, first=everything, hit=None):
    """{cohort: (customers, n, mean, median, share)} of the sums of `value` and of whom an event of `hit` is."""
    totals, sizes = defaultdict(list), Counter()
    for rows in people_of(events).values():
        start = first_of(rows, first)
        if start is None:
            continue
        cohort = group(start)
        sizes[cohort] += 1
        if window is not None and start["t"] + window > end:
            continue
        since = [
            r for r in rows if r["t"] >= start["t"] and (window is None or r["t"] <= start["t"] + window)
        ]
        totals[cohort].append((sum(r["value"] or 0 for r in since), any(r["event"] == hit for r in since)))
    made = {}
    for cohort, size in sizes.items():
        sums = [total for total, _ in totals[cohort]]
        made[cohort] = (
            size,
            len(sums),
            statistics.fmean(sums) if sums else None,
            statistics.median(sums) if sums else None,
            sum(is_hit for _, is_hit in totals[cohort]) / len(sums) if sums else None,
        )
    return made
