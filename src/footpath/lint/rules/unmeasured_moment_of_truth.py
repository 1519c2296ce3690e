"""A step that decides everything, and nobody would notice if it got worse.

## What

A step of high criticality without any number: no touchpoint that data can see (`when`), no evidence that is counted, no
measure in a cell, nothing in the newest measures, and no opportunity that aims at a number there.

## Why

If a moment makes or breaks the journey, it is the first that should be measured. Else its effect is seen a year later,
in the number of customers who are gone.

## Example

```yaml
title: Giving birth
state: as-is
stages:
  - title: The night
    steps:
      - title: I ring the ward
        criticality: {level: high, why: whoever is sent home here never trusts them again}
```

## Better

```yaml
title: Giving birth
state: as-is
stages:
  - title: The night
    steps:
      - title: I ring the ward
        touchpoint: ward-phone
        criticality: {level: high, why: whoever is sent home here never trusts them again}
---
# touchpoints.yaml
touchpoints:
  - {id: ward-phone, title: The telephone of the ward, when: event = "ward-called"}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import Cell, Criticality, NumberCell, Reference, Stage, Step
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject

_HIGH = 3
_NUMBERS = ("measure", "exit", "wait", "question")


def _find(subject: Subject) -> Iterator[Fault]:
    seen = {str(touchpoint.id) for touchpoint in subject.atlas.touchpoints if touchpoint.when}
    aimed = {str(o.target.step) for o in subject.atlas.opportunities if o.target and o.target.step}
    for map_ in subject.maps:
        journey = map_.journey
        if journey.kind == "life" or journey.state == "to-be" or journey.company:
            continue
        measured = _measured(map_)
        for placed in map_.cells("criticality"):
            if not isinstance(placed.cell, Criticality) or placed.cell.level < _HIGH:
                continue
            holders: list[Stage | Step] = (
                [placed.step] if placed.step else [placed.stage, *placed.stage.steps]
            )
            if any(one.id in measured | aimed or _is_bound(one, seen) for one in holders):
                continue
            yield Fault(
                placed.spot,
                f"{placed.where} decides most of all, and nothing there is measured",
                help='Bind it: a touchpoint with when: event = "…", or evidence: {source: …, measure: …} in a cell.',
            )


def _is_bound(holder: Stage | Step, seen: set[str]) -> bool:
    if isinstance(holder, Step) and holder.journey:
        return True  # its own map is where it is measured
    return any(_counts(cell, seen) for cells in holder.cells.values() for cell in cells)


def _counts(cell: Cell, seen: set[str]) -> bool:
    if isinstance(cell, NumberCell) and (cell.measure is not None or cell.value is not None):
        return True
    if isinstance(cell, Reference) and cell.ref in seen:
        return True
    return any(getattr(one, kind) is not None for one in cell.evidence for kind in _NUMBERS)


def _measured(map_: Map) -> set[str]:
    rows = map_.run.rows if map_.run else ()
    return {row.id for row in rows if row.on in ("step", "stage") and (row.value is not None or row.floor)}


RULE = LintRule("unmeasured-moment-of-truth", "warning", "0.2", _find, __doc__)
