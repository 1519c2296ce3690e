"""Comparison, conversion and times to an outcome in slow, plain Python, written from docs/spec/mining.md.

Events are dicts as in slow.py. Rules are functions from an event to whether it is meant.
"""

from __future__ import annotations

import itertools
from collections import defaultdict


def position(event):
    sequence = event["sequence"]
    return (event["t"], sequence is None, sequence or 0, event["arrival"])


def by_customer(events):
    found = defaultdict(list)
    for event in sorted(events, key=position):
        if event["customer"] is not None:
            found[event["customer"]].append(event)
    return found


def first_value(rows, column):
    return next((row[column] for row in rows if row[column] is not None), None)


def compared(
    events, column, *, is_test=False, exposed=lambda _: True, goal=None, number=None, pair=None, gap=None
):
    """Group to (customers, mixed, goals, sums of number over customers, (first of pair, followed))."""
    groups = defaultdict(lambda: [0, 0, 0, 0, 0, 0])
    for rows in by_customer(events).values():
        met = [row for row in rows if row[column] is not None and exposed(row)] if is_test else rows
        group = first_value(met, column)
        if group is None:
            continue
        since = next(row["t"] for row in met if row[column] is not None) if is_test else None
        counts = [row for row in rows if since is None or row["t"] >= since]
        told = groups[group]
        told[0] += 1
        told[1] += is_test and len({row[column] for row in met}) > 1
        told[2] += any(goal(row) for row in counts) if goal else 0
        told[3] += sum(row[number] or 0 for row in counts) if number else 0
        if pair:
            followed = {
                id(one)
                for one, other in itertools.pairwise(rows)
                if other["event"] == pair[1] and other["t"] - one["t"] <= gap
            }
            firsts = [row for row in counts if row["event"] == pair[0]]
            told[4] += len(firsts)
            told[5] += sum(id(row) in followed for row in firsts)
    return {group: tuple(told) for group, told in groups.items()}


def conversion(events, goal, window, columns, early=None):
    """(property, value) to (customers with, goals of these), and all, open and at once."""
    end = max((event["t"] for event in events), default=None)
    found, states = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])
    for rows in by_customer(events).values():
        start = rows[0]["t"]
        at = next((row["t"] for row in rows if goal(row)), None)
        reached = at is not None and at - start <= window
        if start + window > end:
            state = "(open)"
        elif at is not None and (at == start or (early is not None and at - start < early)):
            state = "(at once)"
        else:
            state = "(all)"
        states[state][0] += 1
        states[state][1] += reached
        if state != "(all)":
            continue
        if early is not None:
            seen = [row for row in rows if row["t"] < start + early]
        elif reached:
            seen = [row for row in rows if row["t"] < at]
        else:
            seen = [row for row in rows if row["t"] <= start + window]
        had = {(column, row[column]) for row in seen for column in columns if row[column] is not None}
        for what in had:
            found[what][0] += 1
            found[what][1] += reached
    return dict(found), dict(states)


def waits(events, is_start, is_goal, column=None, window=None):
    """Segment to a sorted list of (watched, reached)."""
    end = max((event["t"] for event in events), default=None)
    found = defaultdict(list)
    for rows in by_customer(events).values():
        segment = first_value(rows, column) if column else "(all)"
        place = next((i for i, row in enumerate(rows) if is_start(row)), None)
        if segment is None or place is None:
            continue
        start = rows[place]["t"]
        at = next((row["t"] for row in rows[place + 1 :] if is_goal(row)), None)
        watched, reached = (end - start, False) if at is None else (at - start, True)
        if window is not None and watched > window:
            watched, reached = window, False
        found[segment].append((watched, reached))
    return {segment: sorted(times) for segment, times in found.items()}


def surviving(times):
    """(time, share still waiting) at each time at which somebody reached it: the product of shares."""
    curve, share = [], 1.0
    for time in sorted({watched for watched, reached in times if reached}):
        at_risk = sum(watched >= time for watched, _ in times)
        happened = sum(watched == time and reached for watched, reached in times)
        share *= 1 - happened / at_risk
        curve.append((time, share))
    return curve
