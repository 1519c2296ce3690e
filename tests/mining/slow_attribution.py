"""Attribution in slow, plain Python, path by path, with fractions: what the fast form is held against.

Written from docs/spec/mining.md (M105 to M118). An event is a dict as in `slow`, and channel (str or None).
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from fractions import Fraction

START, GOAL, NULL = "^", "+", "-"


def position_in_order(event):
    sequence = event["sequence"]
    return (event["t"], sequence is None, sequence or 0, event["arrival"])


def paths(events, goal, gap, goals="first", lookback=None):
    """Return (list of (channel, start), came to the goal) of each path."""
    people = defaultdict(list)
    for event in sorted(events, key=position_in_order):
        if event["customer"] is not None:
            people[event["customer"]].append(event)
    found = []
    for rows in people.values():
        sessions = []
        for before, event in zip([None, *rows], rows, strict=False):
            if before is None or event["t"] - before["t"] > gap:
                sessions.append([])
            sessions[-1].append(event)
        path = []
        for run in sessions:
            path.append((run[0]["channel"] or "(none)", run[0]["t"]))
            reached = [event["t"] for event in run if event["event"] == goal]
            if reached:
                found.append((recent(path, reached[0], lookback), True))
                path = []
                if goals == "first":
                    break
        if path:
            found.append((recent(path, path[-1][1], lookback), False))
    return found


def recent(path, until, lookback):
    return [s for s in path if lookback is None or until - s[1] <= lookback or s is path[-1]]


def shares(path, model, position=(0.4, 0.2, 0.4), half_life=1):
    n = len(path)
    if model == "first":
        return [float(i == 0) for i in range(n)]
    if model == "last":
        return [float(i == n - 1) for i in range(n)]
    if model == "linear":
        return [1 / n] * n
    if model == "position":
        begin, middle, end = position
        if n == 1:
            return [1.0]
        if n == 2:
            return [begin / (begin + end), end / (begin + end)] if begin + end else [0.5, 0.5]
        return [begin, *([middle / (n - 2)] * (n - 2)), end]
    weights = [2.0 ** (-(path[-1][1] - t) / half_life) for _, t in path]
    return [weight / sum(weights) for weight in weights]


def by_place(found, model, **how):
    credit = defaultdict(float)
    for path, converted in found:
        if converted:
            for (channel, _), share in zip(path, shares(path, model, **how), strict=True):
                credit[channel] += share
    return credit


def chance(found, order, alive):
    """The chance of the goal in the chain of an order when the moves of all channels but `alive` go to null."""
    moves = defaultdict(Counter)
    for path, converted in found:
        names = [channel for channel, _ in path]
        states = [START, *(tuple(names[max(0, i + 1 - order) : i + 1]) for i in range(len(names)))]
        for one, other in itertools.pairwise([*states, GOAL if converted else NULL]):
            moves[one][other] += 1
    states = list(moves)
    if not states:
        return Fraction(0)
    at = {state: i for i, state in enumerate(states)}
    rows = []
    for state in states:
        row = [Fraction(0)] * (len(states) + 1)
        row[at[state]] += 1
        if state == START or state[-1] in alive:
            total = sum(moves[state].values())
            for other, count in moves[state].items():
                if other == GOAL:
                    row[-1] += Fraction(count, total)
                elif other != NULL:
                    row[at[other]] -= Fraction(count, total)
        rows.append(row)
    return solved(rows)[at[START]]


def solved(rows):
    """Gauss and Jordan over fractions."""
    n = len(rows)
    for i in range(n):
        pivot = next(r for r in range(i, n) if rows[r][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(n):
            if r != i and rows[r][i]:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [row[-1] for row in rows]


def channels(found):
    return sorted({channel for path, _ in found for channel, _ in path})


def outcomes(found):
    return sum(converted for _, converted in found)


def removal(found, order):
    """Return the removal effects, and the credits."""
    names = channels(found)
    whole = chance(found, order, set(names))
    if not whole:
        return dict.fromkeys(names), dict.fromkeys(names, 0)
    effects = {name: 1 - chance(found, order, set(names) - {name}) / whole for name in names}
    total = sum(effects.values())
    return effects, {name: outcomes(found) * effect / total for name, effect in effects.items()}


def shapley(found, worth):
    """Return the credits by the definition: what each adds, in every order of joining."""
    names = channels(found)
    paid = [{channel for channel, _ in path} for path, converted in found if converted]

    def value(some):
        if worth == "paths":
            return Fraction(sum(touched <= some for touched in paid))
        return chance(found, 1, some)

    whole = value(set(names))
    if not whole:
        return dict.fromkeys(names, 0)
    known = {}
    for size in range(len(names) + 1):
        for some in itertools.combinations(names, size):
            known[frozenset(some)] = value(set(some))
    added = defaultdict(Fraction)
    for order in itertools.permutations(names):
        for i, name in enumerate(order):
            added[name] += known[frozenset(order[: i + 1])] - known[frozenset(order[:i])]
    scale = outcomes(found) / whole / math.factorial(len(names))
    return {name: part * scale for name, part in added.items()}


def with_channels(tables, events):
    """Return the canonical table of events that have channels; each has an arrival of its own."""
    import ibis

    table = tables.events(events)
    known = [(event["arrival"], event["channel"]) for event in events if event["channel"] is not None]
    channel = table.arrival.cases(*known, else_=None) if known else ibis.null("string")
    return table.mutate(channel=channel.cast("string"))
