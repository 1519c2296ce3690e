"""The team says that it feels good, and customers say the opposite.

## What

A score that the team set and the newest measured one of the same step (or stage) have opposite signs, the interval of the
measured one leaves out 0, and at least 30 stand behind it. A set score of 0 contradicts nothing. A score of one persona
is held against the numbers of that segment where there are any.

## Why

This is what measuring is for. Left as it is, everybody reads the line that they like better; and both are drawn on one
map.

## Example

```yaml
id: parking
title: Parking at the hospital
stages:
  - title: Leaving
    steps:
      - {id: pay, title: I pay at the machine, emotion: {score: 0.5, word: quick}}
---
# measures/2026-11-21T0930Z-1.json
{"footpath-measures": 1, "journey": "parking", "made": "2026-11-21T09:30:00Z", "rows": [
  {"on": "step", "id": "pay", "measure": "emotion-scores", "value": -0.9, "low": -1.1, "high": -0.7, "unit": "-2..+2", "n": 214, "source": "survey"}
]}
```

## Better

```yaml
id: parking
title: Parking at the hospital
stages:
  - title: Leaving
    steps:
      - {id: pay, title: I pay at the machine, emotion: {score: -1, word: in everybody's way}}
---
# measures/2026-11-21T0930Z-1.json
{"footpath-measures": 1, "journey": "parking", "made": "2026-11-21T09:30:00Z", "rows": [
  {"on": "step", "id": "pay", "measure": "emotion-scores", "value": -0.9, "low": -1.1, "high": -0.7, "unit": "-2..+2", "n": 214, "source": "survey"}
]}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import Emotion, MeasureRow
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Placed, Subject

LEAST_N = 30


def _find(subject: Subject) -> Iterator[Fault]:
    least = subject.option(RULE.name, "least-n")
    for map_ in subject.maps:
        rows = _measured(map_, least)
        for placed in map_.cells("emotion") if rows else ():
            score = placed.cell.score if isinstance(placed.cell, Emotion) else None
            row = _against(placed, score, rows) if score else None
            if row is not None:
                yield Fault(
                    placed.spot,
                    f"{score:+g} is set at {placed.where}, and {row.n} told {row.value:+.1f} (between {row.low:+.1f} and "
                    f"{row.high:+.1f})",
                    help="Read ten of what they said there, then set the score anew, or say for whom it holds: persona: ID.",
                )


def _measured(map_: Map, least: int) -> dict[tuple[str, str, str], list[MeasureRow]]:
    found: dict[tuple[str, str, str], list[MeasureRow]] = {}
    for row in map_.run.rows if map_.run else ():
        is_told = row.measure.startswith("emotion") and None not in (row.value, row.low, row.high)
        if is_told and row.n >= least and not row.among and not row.floor:
            found.setdefault((row.on, row.id, row.segment), []).append(row)
    return found


def _against(
    placed: Placed, score: float, rows: dict[tuple[str, str, str], list[MeasureRow]]
) -> MeasureRow | None:
    on, id_ = ("step", str(placed.step.id)) if placed.step else ("stage", str(placed.stage.id))
    whose = str(placed.cell.persona or placed.lane.persona or "")
    mine = rows.get((on, id_, whose)) or rows.get((on, id_, ""), [])
    for row in mine:
        low, high = row.low or 0.0, row.high or 0.0
        if (score > 0 and high < 0) or (score < 0 and low > 0):
            return row
    return None


RULE = LintRule(
    "assumed-against-measured",
    "warning",
    "0.2",
    _find,
    __doc__,
    options=MappingProxyType({"least-n": LEAST_N}),
)
