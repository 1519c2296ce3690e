"""The questions of mining in slow, plain Python: what the fast forms are held against.

Written from docs/spec/mining.md, one customer after the other, without looking at how the fast forms go about it.
An event is a dict: customer (int or None), case (str or None), t (us), event, sequence (int or None), arrival,
promised (us or None), status (str or None).
"""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np


def position(event):
    sequence = event["sequence"]
    return (event["t"], sequence is None, sequence or 0, event["arrival"])


def groups(events, within, gap):
    """Events in order, group by group (rules M1, M2, M10)."""
    key = "case" if within == "case" else "customer"
    found = defaultdict(list)
    for event in sorted(events, key=position):
        if event[key] is not None:
            found[event[key]].append(event)
    if within != "session":
        return list(found.values())
    cut = []
    for rows in found.values():
        for before, event in zip([None, *rows], rows, strict=False):
            if before is None or event["t"] - before["t"] > gap:
                cut.append([])
            cut[-1].append(event)
    return cut


def quantile(values, share):
    return float(np.quantile(np.array(values, dtype=float), share)) / 1e6 if values else None


def sessions(events, gap):
    rows = []
    number = defaultdict(int)
    for run in groups(events, "session", gap):
        customer = run[0]["customer"]
        number[customer] += 1
        rows.append((customer, number[customer], run[0]["t"], run[-1]["t"], len(run)))
    return sorted(rows)


def transitions(events, within, gap, fold=False):
    pairs = defaultdict(list)
    for rows in named_groups(events, within, gap, fold):
        pairs["(begin)", rows[0]["event"]].append((rows[0]["customer"], None))
        for one, other in itertools.pairwise(rows):
            pairs[one["event"], other["event"]].append((one["customer"], other["t"] - one["t"]))
        pairs[rows[-1]["event"], "(end)"].append((rows[-1]["customer"], None))
    table = []
    for (start, end), found in pairs.items():
        waits = [wait for _, wait in found if wait is not None]
        people = {customer for customer, _ in found if customer is not None}
        table.append((start, end, len(people), len(found), quantile(waits, 0.5), quantile(waits, 0.9)))
    return sorted(table, key=lambda row: (-row[3], row[0], row[1]))


def named_groups(events, within, gap, fold):
    found = groups(events, within, gap)
    if not fold:
        return found
    folded = []
    for rows in found:
        kept = []
        for before, event in zip([None, *rows], rows, strict=False):
            if before is None or before["event"] != event["event"] or event["t"] - before["t"] > gap:
                kept.append(event)
        folded.append(kept)
    return folded


def paths(events, within, gap, loops=True):
    counts = defaultdict(int)
    for rows in groups(events, within, gap):
        names = [row["event"] for row in rows]
        if not loops:
            names = [name for before, name in zip([None, *names], names, strict=False) if name != before]
        counts[tuple(names)] += 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def durations(events, within, gap):
    waits, wholes = defaultdict(list), []
    for rows in groups(events, within, gap):
        for one, other in itertools.pairwise(rows):
            waits[one["event"]].append((one["customer"], other["t"] - one["t"]))
        people = [row["customer"] for row in rows if row["customer"] is not None]
        wholes.append((min(people, default=None), rows[-1]["t"] - rows[0]["t"]))  # a case of several is one's
    if wholes:
        waits["(whole)"] = wholes
    return {
        name: (
            len({c for c, _ in found if c is not None}),
            len(found),
            quantile([w for _, w in found], 0.5),
            quantile([w for _, w in found], 0.9),
            sum(w for _, w in found) / 1e6,
        )
        for name, found in waits.items()
    }


def funnel(events, steps, within, gap, window, order, count):
    """For each step: how many groups came so far, and the median of how long their chain took.

    `steps` are sets of event names.
    """
    took = [[] for _ in steps]
    for rows in groups(events, within, gap):
        chain = {"then": chains_then, "directly": chains_directly, "any": chains_any}[order]
        completions = chain(rows, steps, window, count)
        for n in range(len(steps)):
            found = [(done[n][0], -start, done[n][1] - start) for start, done in completions if len(done) > n]
            if found:
                took[n].append(min(found)[2])
    return [len(found) for found in took], [quantile(found, 0.5) for found in took]


def chains_then(rows, steps, window, count):
    """(start time, [(place, time) of each step reached]) of each start; the greedy chain is the earliest."""
    found = []
    for at, row in enumerate(rows):
        if row["event"] not in steps[0]:
            continue
        done, place = [(at, row["t"])], at
        for step in steps[1:]:
            later = [
                i
                for i in range(place + 1, len(rows))
                if rows[i]["event"] in step and (window is None or rows[i]["t"] - row["t"] <= window)
            ]
            if not later:
                break
            place = later[0]
            done.append((place, rows[place]["t"]))
        found.append((row["t"], done))
        if count == "first":
            break
    return found


def chains_directly(rows, steps, window, count):
    found = []
    for at, row in enumerate(rows):
        if row["event"] not in steps[0]:
            continue
        done = []
        for offset, step in enumerate(steps):
            if at + offset >= len(rows) or rows[at + offset]["event"] not in step:
                break
            if window is not None and rows[at + offset]["t"] - row["t"] > window:
                break
            done.append((at + offset, rows[at + offset]["t"]))
        found.append((row["t"], done))
        if count == "first":
            break
    return found


def chains_any(rows, steps, window, count):
    """Level n when n different steps are met; an event is the first step that it fits; equal steps need as many events."""
    found = []
    fitting = [row for row in rows if any(row["event"] in step for step in steps)]
    for at, row in enumerate(fitting):
        met = defaultdict(int)
        done = []
        for later in fitting[at:]:
            if window is not None and later["t"] - row["t"] > window:
                break
            kind = next(step for step in steps if later["event"] in step)
            if met[frozenset(kind)] < sum(step == kind for step in steps):
                met[frozenset(kind)] += 1
                done.append((later["t"], later["t"]))
        found.append((row["t"], done))
        if count == "first":
            break
    return found


# ---------------------------------------------------------------- journeys


def visits(events, walk):
    """Rules M20 to M24. `walk` is a dict: bindings [(touchpoint, {events})], begins, ends [(id, kind, touchpoint,
    {events} or None, status)], silence, follows, steps [(id, [touchpoints])], gap."""
    found = []
    key = "customer" if walk["follows"] == "customer" else "case"
    for rows in groups(events, walk["follows"], 0):
        last, before = None, None
        for event in rows:
            parted = before is not None and event["t"] - before["t"] > walk["gap"]
            before = event
            touchpoint = next((t for t, names in walk["bindings"] if event["event"] in names), None)
            ended = next((e[0] for e in walk["ends"] if e[3] is not None and event["event"] in e[3]), None)
            if parted:
                last = None
            if touchpoint is None and ended is None:
                continue
            late = None if event["promised"] is None else event["t"] > event["promised"]
            if last is not None and (last["touchpoint"], last["ended"]) == (touchpoint, ended):
                last["events"].append(event)
                last["late"] = late if last["late"] is None else (last["late"] or bool(late))
                continue
            last = {
                "key": event[key],
                "touchpoint": touchpoint,
                "ended": ended,
                "events": [event],
                "late": late,
            }
            found.append(last)
    return found


def closes(walk, touchpoint):
    places = [n for n, (_, ts) in enumerate(walk["steps"]) if touchpoint in ts]
    if touchpoint is None or not places:
        return True
    outcomes = {end[2] for end in walk["ends"]}
    return not {t for _, ts in walk["steps"][max(places) + 1 :] for t in ts} - outcomes


def openings(walk):
    if walk["begins"]:
        return set(walk["begins"])
    bound = [t for t, _ in walk["bindings"]]

    def first(touchpoint):
        return min((n for n, (_, ts) in enumerate(walk["steps"]) if touchpoint in ts), default=None)

    going_on = [first(end[2]) for end in walk["ends"] if end[2] is not None and not closes(walk, end[2])]
    if not going_on:
        return set(bound)
    return {t for t in bound if first(t) is None or first(t) <= min(going_on)}


def episodes(events, walk, until):
    """Rules M30 to M39: a list of dicts with visits, outcome, kind, outcome_us, begin_us, end_us, all_events."""
    by_key = defaultdict(list)
    for visit in visits(events, walk):
        by_key[visit["key"]].append(visit)
    begins, made = openings(walk), []
    for rows in by_key.values():
        current = None
        for visit in rows:
            at = visit["events"][0]["t"]
            end = next(
                (
                    e
                    for e in walk["ends"]
                    if (e[2] is not None and e[2] == visit["touchpoint"])
                    or (e[2] is None and e[3] is not None and e[0] == visit["ended"])
                ),
                None,
            )
            if walk["follows"] == "case":
                if current is None:
                    current = new_episode(made)
                if current["closed"]:
                    continue
            else:
                silence = walk["silence"]
                if current is not None and silence is not None and at - current["last_us"] > silence:
                    current = None
                fresh = current is None or current["outcome"] is not None
                if visit["touchpoint"] in begins and fresh:
                    current = new_episode(made)
                if current is None or current["closed"]:
                    if current is not None:
                        current["last_us"] = visit["events"][-1]["t"]
                    continue
            current["visits"].append(visit)
            current["last_us"] = visit["events"][-1]["t"]
            if end is not None and current["outcome"] is None:
                current.update(outcome=end[0], kind=end[1], outcome_us=at)
                current["closed"] = closes(walk, end[2])
    for episode in made:
        episode["begin_us"] = episode["visits"][0]["events"][0]["t"]
        episode["end_us"] = max(e["t"] for v in episode["visits"] for e in v["events"])
        episode["all_events"] = between(events, episode["visits"], walk)
        if episode["outcome"] is None:
            told = [v["events"] for v in episode["visits"]]
            status = next((s for s in reversed([newest_status(e) for e in told]) if s is not None), None)
            end = next((e for e in walk["ends"] if e[4] is not None and e[4] == status), None)
            if end is not None:
                episode.update(outcome=end[0], kind=end[1])
            else:
                silent = walk["silence"] is not None and until - episode["end_us"] > walk["silence"]
                episode.update(
                    outcome="silent" if silent else "censored", kind="silent" if silent else "censored"
                )
    return made


def between(events, met, walk):
    """Rule M39: how many events of the key stand from the first of these visits' events to the last, in order."""
    within = "customer" if walk["follows"] == "customer" else "case"
    inside = sorted((e for v in met for e in v["events"]), key=position)
    key = inside[0][within]
    first, last = position(inside[0]), position(inside[-1])
    return sum(e[within] == key and first <= position(e) <= last for e in events)


def newest_status(events):
    told = [e for e in events if e["status"] is not None]
    return max(told, key=lambda e: e["arrival"])["status"] if told else None


def new_episode(made):
    made.append(
        {"visits": [], "outcome": None, "kind": None, "outcome_us": None, "closed": False, "last_us": 0}
    )
    return made[-1]


def place(episode, walk, looks_back):
    """The step of each of an episode's visits (rules M40, M41)."""
    spots = {
        t: [n for n, (_, ts) in enumerate(walk["steps"], start=1) if t in ts] for t, _ in walk["bindings"]
    }
    at_steps = [v for v in episode["visits"] if spots.get(v["touchpoint"])]
    found = []
    for i, visit in enumerate(at_steps):
        state = 0
        for seen in at_steps[max(0, i - looks_back + 1) : i + 1]:
            options = spots[seen["touchpoint"]]
            state = min((p for p in options if p > state), default=options[0])
        found.append((visit, walk["steps"][state - 1][0]))
    return found
