"""Customers differ where it counts, and the map gives them one line of feelings.

## What

The newest measures hold a number for several segments, two of them differ by more than chance, and the map tells the
feelings of nobody apart. Shares differ where the interval of their difference (Newcombe) leaves out 0 and they lie at
least 5 points apart; other numbers where their intervals do not overlap. Both must stand after a correction for how many
pairs were looked at (Benjamini-Hochberg). Numbers from fewer than 30 tell nothing here. A segment with a map of its own
is let off.

## Why

The average of two ways is a way that nobody goes. What would help the one leaves the other where they are.

## Example

```yaml
id: gym
title: Joining a gym
stages:
  - title: First month
    steps:
      - {id: first, title: I train for the first time, emotion: {score: 0.5, word: proud}}
---
# measures/2026-11-21T0930Z-1.json
{"footpath-measures": 1, "journey": "gym", "made": "2026-11-21T09:30:00Z", "rows": [
  {"on": "step", "id": "first", "measure": "share-going-on", "value": 0.82, "unit": "share", "n": 240, "segment": "under 30"},
  {"on": "step", "id": "first", "measure": "share-going-on", "value": 0.41, "unit": "share", "n": 200, "segment": "over 60"}
]}
```

## Better

```yaml
id: gym
title: Joining a gym
personas: [young, old]
stages:
  - title: First month
    steps:
      - id: first
        title: I train for the first time
        emotion: [{score: 1, word: proud, persona: young}, {score: -0.5, word: out of place, persona: old}]
---
# personas/young.yaml
footpath: 1
id: young
name: Kim
---
# personas/old.yaml
footpath: 1
id: old
name: Ruth
---
# measures/2026-11-21T0930Z-1.json
{"footpath-measures": 1, "journey": "gym", "made": "2026-11-21T09:30:00Z", "rows": [
  {"on": "step", "id": "first", "measure": "share-going-on", "value": 0.82, "unit": "share", "n": 240, "segment": "under 30"},
  {"on": "step", "id": "first", "measure": "share-going-on", "value": 0.41, "unit": "share", "n": 200, "segment": "over 60"}
]}
```
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from types import MappingProxyType

from footpath.atlas.types import MeasureRow
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject, quoted
from footpath.stats import Z95, benjamini_hochberg, difference_of_shares, normal_cdf

LEAST_N = 30
LEAST_DIFFERENCE = 0.05
_CHANCE = 0.05
_COUNTS = ("walks", "visits", "count")
_MOST_SEGMENTS = 12

Pair = tuple[MeasureRow, MeasureRow]


def _find(subject: Subject) -> Iterator[Fault]:
    name = RULE.name
    least_n, least = subject.option(name, "least-n"), subject.option(name, "least-difference")
    own_map = _with_own_map(subject)
    for map_ in subject.maps:
        if map_.run is None or _curves(map_) > 1:
            continue
        pairs = list(_pairs(map_, least_n, own_map - set(map_.journey.personas)))
        told = benjamini_hochberg([_p(*pair) for pair in pairs])
        found = [
            pair for pair, p in zip(pairs, told, strict=True) if p <= _CHANCE and _differ(*pair, least=least)
        ]
        if found:
            yield _fault(map_, found, dict(zip(map(_key, pairs), told, strict=True)))


def _with_own_map(subject: Subject) -> set[str]:
    return {str(map_.journey.personas[0]) for map_ in subject.maps if len(map_.journey.personas) == 1}


def _curves(map_: Map) -> int:
    return len({placed.cell.persona or placed.lane.persona for placed in map_.cells("emotion")})


def _pairs(map_: Map, least_n: int, own_map: set[str]) -> Iterator[Pair]:
    groups: dict[tuple[str, ...], list[MeasureRow]] = {}
    for row in map_.run.rows if map_.run else ():
        is_told = row.value is not None and not row.floor and row.n >= least_n and row.unit not in _COUNTS
        if is_told and row.segment and row.segment not in own_map:
            groups.setdefault((row.on, row.id, row.measure, row.unit, row.among, row.source), []).append(row)
    for rows in groups.values():
        ordered = sorted(rows, key=lambda row: row.value or 0.0)
        if len(ordered) > _MOST_SEGMENTS:
            # the two ends tell most; every pair of a hundred segments would be looked at for hours and found by chance
            ordered = [*ordered[: _MOST_SEGMENTS // 2], *ordered[-_MOST_SEGMENTS // 2 :]]
        yield from combinations(ordered, 2)


def _differ(a: MeasureRow, b: MeasureRow, *, least: float) -> bool:
    if a.value is None or b.value is None:
        return False
    if a.unit == "share":
        found = difference_of_shares(_hits(a), a.n, _hits(b), b.n)
        excludes = found.low is not None and found.high is not None and (found.low > 0 or found.high < 0)
        return excludes and abs(a.value - b.value) >= least - 1e-9
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return False
    return a.high < b.low or b.high < a.low


def _p(a: MeasureRow, b: MeasureRow) -> float:
    """Return how probable such a difference is by chance (normal approximation), for the correction alone."""
    if a.value is None or b.value is None:
        return 1.0
    if a.unit == "share":
        pooled = (_hits(a) + _hits(b)) / (a.n + b.n)
        error = math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n))
    elif a.low is None or a.high is None or b.low is None or b.high is None:
        return 1.0
    else:
        error = math.hypot(a.high - a.low, b.high - b.low) / (2 * Z95)
    if error == 0:
        return 0.0 if a.value != b.value else 1.0
    return min(1.0, 2 * (1 - normal_cdf(abs(a.value - b.value) / error)))


def _hits(row: MeasureRow) -> int:
    return min(row.n, max(0, round((row.value or 0.0) * row.n)))


def _key(pair: Pair) -> tuple[int, int]:
    return id(pair[0]), id(pair[1])


def _fault(map_: Map, found: list[Pair], p: dict[tuple[int, int], float]) -> Fault:
    a, b = min(found, key=lambda pair: (p[_key(pair)], pair[0].id, pair[0].measure))
    more = f" (and {len(found) - 1} more such differences)" if len(found) > 1 else ""
    return Fault(
        map_.at("title"),
        f"{a.measure} of {_title(map_, a)} is {_shown(a)} and {_shown(b)}{more}, and they share one line of feelings",
        help="Give each a persona, and their feelings apart: emotion: [{score: …, persona: ID}, …]; "
        "where their ways differ too, a map each.",
    )


def _shown(row: MeasureRow) -> str:
    value = row.value or 0.0
    number = f"{value:.0%}".replace("%", " %") if row.unit == "share" else f"{value:g} {row.unit}"
    return f"{number} among {quoted(row.segment)} (from {row.n})"


def _title(map_: Map, row: MeasureRow) -> str:
    titles: dict[str, str] = (
        {step.id: step.title for step in map_.journey.steps()} if row.on == "step" else {}
    )
    if row.on == "stage":
        titles = {stage.id: stage.title for stage in map_.journey.stages}
    return "the map" if row.on == "journey" else quoted(titles.get(row.id, row.id))


RULE = LintRule(
    "one-map-for-all",
    "warning",
    "0.2",
    _find,
    __doc__,
    options=MappingProxyType({"least-n": LEAST_N, "least-difference": LEAST_DIFFERENCE}),
)
