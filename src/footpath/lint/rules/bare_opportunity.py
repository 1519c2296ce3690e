"""An idea of which nobody knows why, who, or how much.

## What

An opportunity that is an idea or in work lacks one of these: a reason (evidence, or a barrier that it answers; or a
barrier or driver that it stands beside on a map), an owner, or something to rank it by (effort, impact, reach, importance).

## Why

Bare ideas are cheap, and a list of sixty of them is read by nobody. Three words each make it a list that a team can
choose from.

## Example

```yaml
title: Borrowing a book
stages:
  - title: Looking for it
---
# opportunities.yaml
opportunities:
  - {id: app, text: Make an app}
```

## Better

```yaml
title: Borrowing a book
stages:
  - title: Looking for it
    steps:
      - {title: I look for the shelf, barrier: {id: shelf-unknown, text: The number says nothing to me}}
---
# opportunities.yaml
opportunities:
  - {id: floor-plan, text: Print a plan with the number, answers: shelf-unknown, owner: Front desk, effort: 0.5}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import Opportunity, Reference
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Subject, quoted

_OPEN = ("idea", "in-work")
_RANKS = ("effort", "impact", "reach", "importance", "kano")


def _find(subject: Subject) -> Iterator[Fault]:
    beside = _beside_a_barrier(subject)
    for opportunity in subject.atlas.opportunities:
        if opportunity.status not in _OPEN:
            continue
        missing = list(_missing(opportunity, beside))
        if missing:
            listed = " and ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
            yield Fault(
                Spot("opportunities.yaml", ("opportunities", opportunity.id)),
                f"the opportunity {quoted(opportunity.text)} has {listed}",
                help="Add what is missing: answers: [BARRIER], owner: …, effort: … (person-months).",
            )


def _missing(opportunity: Opportunity, beside: set[str]) -> Iterator[str]:
    if not opportunity.evidence and not opportunity.answers and opportunity.id not in beside:
        yield "no barrier or evidence behind it"
    if not opportunity.owner:
        yield "no owner"
    if all(getattr(opportunity, name) is None for name in _RANKS):
        yield "nothing to rank it by"


def _beside_a_barrier(subject: Subject) -> set[str]:
    """Return the opportunities that stand at a step (or stage) with something that gets in the way or carries them on."""
    found: set[str] = set()
    for map_ in subject.maps:
        places = {placed.spot.path[:-2] for placed in map_.cells("barrier", "driver")}
        for placed in map_.cells("opportunity"):
            if isinstance(placed.cell, Reference) and placed.spot.path[:-2] in places:
                found.add(placed.cell.ref)
    return found


RULE = LintRule("bare-opportunity", "warning", "0.2", _find, __doc__)
