"""Sequences, loops, waits and flows in slow, plain Python, written from docs/spec/mining.md.

Chains are found by trying every choice of events. A step is a dict: names (a set), optional, directly, within (us or
None), without (a set of names, over the stretch between the required steps around it).
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict

import numpy as np


def quantile(values, share):
    return float(np.quantile(np.array(values, dtype=float), share)) / 1e6 if values else None


def people(rows):
    return {row["customer"] for row in rows} - {None}


# ---------------------------------------------------------------- chains


def step(names, *, optional=False, directly=False, within=None, without=()):
    return {
        "names": set(names),
        "optional": optional,
        "directly": directly,
        "within": within,
        "without": set(without),
    }


def chains(rows, steps, whole=None):
    """Every chain: a tuple of places, None where an optional step is passed over (rules M127 and M128)."""
    required = [n for n, one in enumerate(steps) if not one["optional"]]
    out = [set() for _ in steps]  # out[n]: what may not stand in the stretch that ends at required step n
    for one, other in itertools.pairwise(required):
        out[other] = set().union(*(steps[n]["without"] for n in range(one + 1, other + 1)))

    def grow(chain):
        n = len(chain)
        if n == len(steps):
            yield tuple(chain)
            return
        if steps[n]["optional"]:
            yield from grow([*chain, None])
        taken = [place for place in chain if place is not None]
        for place in range(taken[-1] + 1 if taken else 0, len(rows)):
            if fits(chain, n, place, taken):
                yield from grow([*chain, place])

    def fits(chain, n, place, taken):
        row, one = rows[place], steps[n]
        if row["event"] not in one["names"]:
            return False
        if not taken:
            return True
        last = rows[taken[-1]]
        if one["directly"] and place != taken[-1] + 1:
            return False
        if one["within"] is not None and row["t"] - last["t"] > one["within"]:
            return False
        if whole is not None and row["t"] - rows[taken[0]]["t"] > whole:
            return False
        if one["optional"]:
            return True
        since = max(chain[m] for m in required if m < n)
        between = set(range(since + 1, place)) - set(taken)
        return all(rows[at]["event"] not in out[n] for at in between)

    yield from grow([])


def prefixes(rows, steps, whole=None):
    """For each step, (end place, start place, place of the step before) of every chain that comes there.

    What is excluded before an optional step cuts the chain there already.
    """
    found = []
    for n in range(len(steps)):
        cut = [dict(one) for one in steps[: n + 1]]
        if cut[n]["optional"]:
            # Up to here the stretch ends at this step; all that its stretch excludes holds.
            rest = itertools.takewhile(lambda m: steps[m - 1]["optional"], range(n + 1, len(steps)))
            cut[n]["without"] = cut[n]["without"].union(*(steps[m]["without"] for m in rest))
            cut[n]["optional"] = False
        ends = set()
        for chain in chains(rows, cut, whole):
            taken = [place for place in chain if place is not None]
            ends.add((taken[-1], taken[0], taken[-2] if len(taken) > 1 else None))
        found.append(sorted(ends, key=lambda e: (e[0], -e[1])))
    return found


def sequences(groups, steps, whole=None):
    occurrences, firsts = 0, []
    for rows in groups:
        spans = sorted({(c[-1], min(p for p in c if p is not None)) for c in chains(rows, steps, whole)})
        last = -1
        for end, start in spans:
            if start > last:
                if last == -1:
                    firsts.append((rows, max(s for e, s in spans if e == end), end))
                occurrences, last = occurrences + 1, end
    took = [rows[end]["t"] - rows[start]["t"] for rows, start, end in firsts]
    around = {"before": defaultdict(list), "after": defaultdict(list)}
    for rows, start, end in firsts:
        before = rows[start - 1] if start else None
        after = rows[end + 1] if end + 1 < len(rows) else None
        around["before"][before["event"] if before else "(begin)"].append((rows[0], before, rows[start]))
        around["after"][after["event"] if after else "(end)"].append((rows[0], rows[end], after))
    table = [
        ("pattern", len(firsts), len(groups), occurrences, quantile(took, 0.5), quantile(took, 0.9)),
    ]
    for what, names in around.items():
        for name, found in sorted(names.items(), key=lambda item: (-len(item[1]), item[0])):
            apart = [other["t"] - one["t"] for _, one, other in found if one and other]
            table.append((what, name, len(found), len(firsts), quantile(apart, 0.5), quantile(apart, 0.9)))
    return table


# ---------------------------------------------------------------- waits, loops, flows


def waits(groups, per, by):
    """One row a pair: from, to, customers, occurrences, median, p90, total, share, low, high, n."""
    from footpath.stats import t_quantile

    found, spent = defaultdict(list), defaultdict(Counter)
    for rows in groups:
        for one, other in itertools.pairwise(rows):
            pair = (one["event"], other["event"] if per == "pair" else "(any)")
            found[pair].append((one, other["t"] - one["t"]))
            spent[one[by]][pair] += other["t"] - one["t"]
    whole = sum(wait for waited in found.values() for _, wait in waited)
    table = []
    for (start, end), waited in found.items():
        times = [wait for _, wait in waited]
        share, low, high, n = None, None, None, len(spent)
        if whole:
            share = sum(times) / whole
            if n > 1:
                rest = sum((s[start, end] - share * sum(s.values())) ** 2 for s in spent.values())
                half = t_quantile(0.975, n - 1) * (rest * n / (n - 1)) ** 0.5 / whole
                low, high = max(0, share - half), min(1, share + half)
        numbers = (quantile(times, 0.5), quantile(times, 0.9), sum(times) / 1e6, share, low, high, n)
        table.append((start, end, len(people(row for row, _ in waited)), len(times), *numbers))
    return sorted(table, key=lambda row: (-row[6], row[0], row[1]))


def loops(groups):
    """One row a loop: kind, name, via, customers, count, n, occurrences, rounds (median, most), median_s, total_s."""
    rounds, having = defaultdict(list), Counter()
    for number, rows in enumerate(groups):
        names = [row["event"] for row in rows]
        having.update(set(names))
        for at, name in enumerate(names):
            if name not in names[:at]:
                continue
            last = max(i for i in range(at) if names[i] == name)
            told = (number, rows[at], rows[at]["t"] - rows[last]["t"])
            if at - last == 1:
                rounds["repeat", name, None].append(told)
            else:
                rounds["return", name, None].append(told)
            if at - last == 2:
                rounds["rework", name, names[at - 1]].append(told)
    table = []
    for (kind, name, via), told in rounds.items():
        per_group = Counter(number for number, _, _ in told)
        times = [took for _, _, took in told]
        counts = (len(people(row for _, row, _ in told)), len(per_group), having[name], len(told))
        most = (float(np.median(list(per_group.values()))), max(per_group.values()))
        table.append((kind, name, via, *counts, *most, quantile(times, 0.5), sum(times) / 1e6))
    order = ("return", "rework", "repeat")
    return sorted(table, key=lambda row: (order.index(row[0]), -row[6], row[1], row[2] or ""))


def flows(groups, start, end, backward, steps, top, loops):
    moves = []
    for group in groups:
        rows = [
            r for b, r in zip([None, *group], group, strict=False) if b is None or b["event"] != r["event"]
        ]
        rows = group if loops else rows
        names = [row["event"] for row in rows]
        stop = "(end)"
        if start is None and (end is not None or backward):
            names, stop = names[::-1], "(begin)"
        anchor = end if start is None else start
        if anchor is None:
            line = ["(begin)" if stop == "(end)" else "(end)", *names, stop]
        elif anchor in names:
            line = [*names[names.index(anchor) :], stop]
        else:
            continue
        if start is not None and end is not None:
            if end not in line[1:]:
                continue
            line = line[: line.index(end, 1) + 1]
        moves += [(n, a, b, rows[0]["customer"]) for n, (a, b) in enumerate(itertools.pairwise(line), 1)]
    moves = [move for move in moves if move[0] <= steps]
    columns = defaultdict(Counter)
    for n, _, b, _ in moves:
        if b not in ("(begin)", "(end)"):
            columns[n][b] += 1
    shown = {
        n: {name for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0]))[:top]}
        for n, names in columns.items()
    }
    cells = defaultdict(list)
    for n, a, b, who in moves:
        near = a if n == 1 or a in shown[n - 1] else "(other)"
        far = b if b in ("(begin)", "(end)") or b in shown[n] else "(other)"
        cells[n, near, far].append(who)
    back = start is None and (end is not None or backward)
    table = [
        ((-n, far, near) if back else (n, near, far)) + (len(set(whos) - {None}), len(whos))
        for (n, near, far), whos in cells.items()
    ]
    return sorted(table, key=lambda row: (row[0], -row[4], row[1], row[2]))


# ---------------------------------------------------------------- the funnel in full


def funnel(groups, steps, window, count, *, hold=None, by=None, top=99, end_us=None):
    """One dict a group that came to step 1: segment, and for each step (took, since) or None; deepest and what is next."""
    told = []
    for rows in groups:
        best = [None] * len(steps)
        started = None
        for value in sorted({row[hold] for row in rows} - {None}) if hold else [None]:
            seen = [{**row, "event": row["event"] if not hold or row[hold] == value else "-"} for row in rows]
            starts = [i for i, row in enumerate(seen) if row["event"] in steps[0]["names"]]
            if not starts:
                continue
            allowed = starts[:1] if count == "first" else starts
            started = max(started or 0, rows[allowed[-1]]["t"])
            for n, every in enumerate(prefixes(seen, steps, window)):
                ends = [end for end in every if end[1] in allowed]
                if not ends:
                    continue
                place = ends[0][0]
                start = max(s for e, s, _ in ends if e == place)
                last = max((p for e, s, p in ends if e == place and p is not None), default=None)
                if best[n] is None or place < best[n][0]:
                    since = None if last is None else rows[place]["t"] - rows[last]["t"]
                    best[n] = (place, rows[place]["t"] - rows[start]["t"], since)
        if best[0] is None:
            continue
        deepest = max(n for n, found in enumerate(best) if found is not None)
        place = best[deepest][0]
        after = rows[place + 1] if place + 1 < len(rows) else None
        following = after["event"] if after else "(end)"
        if window is not None and started + window >= end_us:
            following = "(open)"
        told.append(
            {
                "segment": next((row[by] for row in rows if by and row[by] is not None), "(none)"),
                "steps": best,
                "deepest": deepest,
                "next": following,
                "apart": after["t"] - rows[place]["t"] if after else None,
            }
        )
    for one in told:
        if by:
            names = Counter(other["segment"] for other in told if other["segment"] != "(none)")
            kept = [name for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0]))[:top]]
            one["shown"] = one["segment"] if one["segment"] in [*kept, "(none)"] else "(other)"
    return told
