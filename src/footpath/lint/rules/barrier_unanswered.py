"""Something grave gets in the way, and nobody means to do anything about it.

## What

A barrier of severity 4 or 5 that no opportunity answers. An opportunity answers a barrier by naming its id, or by
standing at the same step without naming any; one that was dropped answers nothing. What gets in the way on a
competitor's journey (`company`) is for them to answer.

## Why

The worst places of a journey are the reason for drawing it. A barrier without an answer may be a decision, but then it
should be written down as one: `allow` takes a reason.

## Example

```yaml
title: Seeing a doctor
stages:
  - title: Making an appointment
    steps:
      - title: I call the surgery
        barrier: {id: engaged, text: Always engaged between eight and nine, severity: 5}
```

## Better

```yaml
title: Seeing a doctor
stages:
  - title: Making an appointment
    steps:
      - title: I call the surgery
        barrier: {id: engaged, text: Always engaged between eight and nine, severity: 5}
---
# opportunities.yaml
opportunities:
  - {id: call-back, text: Ring back in the order of the calls, answers: [engaged]}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import Barrier, Reference
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject, quoted


def _find(subject: Subject) -> Iterator[Fault]:
    grave = subject.option("barrier-unanswered", "grave")
    alive = [one for one in subject.atlas.opportunities if one.status != "dropped"]
    answered = {id_ for one in alive for id_ in one.answers}
    general = {str(one.id) for one in alive if not one.answers}
    for map_ in subject.maps:
        if map_.journey.company:
            continue
        helped = _places(map_, general)
        for placed in map_.cells("barrier"):
            barrier = placed.cell
            if not isinstance(barrier, Barrier) or (barrier.severity or 0) < grave or barrier.id in answered:
                continue
            here = {(placed.stage.id, None), (placed.stage.id, placed.step.id if placed.step else None)}
            if not here & helped:
                yield Fault(
                    placed.spot,
                    f"nothing answers the barrier {quoted(barrier.text)} (severity {barrier.severity} of 5)",
                    help=f"Add to opportunities.yaml: {{id: …, text: …, answers: [{barrier.id or 'ID'}], owner: …}}.",
                )


def _places(map_: Map, opportunities: set[str]) -> set[tuple[str, str | None]]:
    return {
        (placed.stage.id, placed.step.id if placed.step else None)
        for placed in map_.cells("opportunity")
        if not isinstance(placed.cell, Reference) or placed.cell.ref in opportunities
    }


RULE = LintRule(
    "barrier-unanswered", "warning", "0.1", _find, __doc__, options=MappingProxyType({"grave": 4})
)
