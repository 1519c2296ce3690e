"""All ideas were given the same score, so the list is in no order.

## What

Five opportunities or more that are ideas or in work, and each has the same effort, impact, reach, confidence, importance
and satisfaction, and answers barriers of the same severity.

## Why

Scores are there to decide what comes first. Where all of them are "3", the loudest voice decides, and the numbers only
make it look otherwise.

## Example

```yaml
title: A day at the zoo
stages:
  - title: Arriving
---
# opportunities.yaml
opportunities:
  - {id: a, text: Shade at the gate, owner: Gate, effort: 3}
  - {id: b, text: A second till, owner: Gate, effort: 3}
  - {id: c, text: Maps for children, owner: Shop, effort: 3}
  - {id: d, text: Water beside the lions, owner: Grounds, effort: 3}
  - {id: e, text: A tram to the back, owner: Grounds, effort: 3}
```

## Better

```yaml
title: A day at the zoo
stages:
  - title: Arriving
---
# opportunities.yaml
opportunities:
  - {id: a, text: Shade at the gate, owner: Gate, effort: 1}
  - {id: b, text: A second till, owner: Gate, effort: 4}
  - {id: c, text: Maps for children, owner: Shop, effort: 0.5}
  - {id: d, text: Water beside the lions, owner: Grounds, effort: 1}
  - {id: e, text: A tram to the back, owner: Grounds, effort: 30}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from footpath.atlas.types import Barrier, Opportunity
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Subject

_SCORES = ("effort", "impact", "reach", "confidence", "importance", "satisfaction")


def _find(subject: Subject) -> Iterator[Fault]:
    least = subject.option("scores-all-equal", "least")
    severity = {
        placed.cell.id: placed.cell.severity
        for map_ in subject.maps
        for placed in map_.cells("barrier")
        if isinstance(placed.cell, Barrier) and placed.cell.id
    }
    alive = [
        one for one in subject.atlas.opportunities if one.status in ("idea", "in-work") and _is_scored(one)
    ]
    scores = {_score(one, severity) for one in alive}
    if len(alive) >= max(least, 2) and len(scores) == 1:
        given = ", ".join(
            f"{name} {getattr(alive[0], name):g}" for name in _SCORES if getattr(alive[0], name) is not None
        )
        yield Fault(
            Spot("opportunities.yaml", ("opportunities", alive[0].id)),
            f"all {len(alive)} opportunities have one score ({given})",
            help="Set the best and the worst first, then the others between them.",
        )


def _is_scored(opportunity: Opportunity) -> bool:
    return any(getattr(opportunity, name) is not None for name in _SCORES)


def _score(opportunity: Opportunity, severity: dict[str, int | None]) -> tuple[Any, ...]:
    grave = max((severity.get(barrier) or 0 for barrier in opportunity.answers), default=0)
    return (grave, *(getattr(opportunity, name) for name in _SCORES))


RULE = LintRule("scores-all-equal", "info", "0.2", _find, __doc__, options=MappingProxyType({"least": 5}))
