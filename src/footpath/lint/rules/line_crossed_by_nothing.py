"""Customers meet us here, and the blueprint shows nobody and nothing of ours that they meet.

## What

In a blueprint (a map with lanes for our work) a step or stage has a touchpoint of our own (`ownership: owned`), and no cell
in a frontstage lane.

## Why

The line of interaction is where a service happens. A contact that nobody serves on paper is one that nobody was told to
serve.

## Example

```yaml
title: Having shoes mended
lanes: [action, touchpoint, frontstage-people, backstage-people]
stages:
  - title: Bringing them
    steps:
      - {title: I hand them over, touchpoint: counter, backstage-people: The sole is ground off}
---
# touchpoints.yaml
touchpoints:
  - {id: counter, title: The counter, ownership: owned, department: shop}
```

## Better

```yaml
title: Having shoes mended
lanes: [action, touchpoint, frontstage-people, backstage-people]
stages:
  - title: Bringing them
    steps:
      - title: I hand them over
        touchpoint: counter
        frontstage-people: The cobbler looks at the heel and names a day
        backstage-people: The sole is ground off
---
# touchpoints.yaml
touchpoints:
  - {id: counter, title: The counter, ownership: owned, department: shop}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import Reference
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject, quoted


def _find(subject: Subject) -> Iterator[Fault]:
    owned = {str(t.id): t.title for t in subject.atlas.touchpoints if t.ownership == "owned"}
    for map_ in subject.maps:
        if not map_.is_blueprint:
            continue
        served = {placed.at.id for placed in map_.on_side("frontstage")}
        told: set[str] = set()
        for placed in map_.cells("touchpoint"):
            if not isinstance(placed.cell, Reference) or placed.cell.ref not in owned or placed.at.id in told:
                continue
            inside = {step.id for step in placed.stage.steps} if placed.step is None else set()
            if not {placed.at.id, placed.stage.id, *inside} & served:
                told.add(placed.at.id)
                yield Fault(
                    placed.spot,
                    f"they meet {quoted(owned[placed.cell.ref])} at {placed.where}, and nothing of ours stands in front",
                    help="Write who or what they meet there: frontstage-people: … or frontstage-system: ….",
                )


RULE = LintRule("line-crossed-by-nothing", "warning", "0.2", _find, __doc__)
