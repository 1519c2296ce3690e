"""Somebody works behind the door, and nothing in front of it shows what for.

## What

In a blueprint a step or stage has a cell backstage or in support, and none of the customer's and none frontstage.

## Why

Work that serves no moment of the customer's is either a moment that was forgotten, or work that could be left.

## Example

```yaml
title: Getting new glasses
lanes: [action, frontstage-people, backstage-people]
stages:
  - title: Waiting
    steps:
      - {title: I choose a frame, action: Tries on seven, frontstage-people: An optician holds the mirror}
      - {title: I wait a week, backstage-people: The lenses are ground}
```

## Better

```yaml
title: Getting new glasses
lanes: [action, frontstage-people, backstage-people]
stages:
  - title: Waiting
    steps:
      - {title: I choose a frame, action: Tries on seven, frontstage-people: An optician holds the mirror}
      - {title: I wait a week, action: Wears the old ones, backstage-people: The lenses are ground}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        if not map_.is_blueprint:
            continue
        in_front = _in_front(map_)
        told: set[str] = set()
        for placed in map_.on_side("backstage", "support"):
            if placed.at.id in in_front or placed.at.id in told:
                continue
            told.add(placed.at.id)
            yield Fault(
                placed.spot,
                f"at {placed.where} we work behind, and nothing stands there of the customer or of what they see",
                help="Write what they do or meet meanwhile; or move the work to the step that it serves.",
            )


def _in_front(map_: Map) -> set[str]:
    """Return the stages and steps with something in front; a stage's cell counts for its steps, and the other way round."""
    found: set[str] = set()
    for placed in map_.on_side("customer", "frontstage"):
        if placed.step is None:
            found |= {placed.stage.id, *(step.id for step in placed.stage.steps)}
        else:
            found |= {placed.step.id, placed.stage.id}
    return found


RULE = LintRule("orphan-backstage", "warning", "0.2", _find, __doc__)
