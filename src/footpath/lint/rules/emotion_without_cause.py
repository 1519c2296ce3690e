"""A strong feeling, and nothing at the step tells why.

## What

A score of 1 or more either way, and no thought, quote, barrier or driver at the same step (or on its stage).

## Why

A face alone starts an argument; a cause starts work. Whoever put the score there knew why: the map should too.

## Example

```yaml
title: A night in a hostel
stages:
  - title: Evening
    steps:
      - {title: I find my bed, emotion: {score: -1.5, word: uneasy}}
```

## Better

```yaml
title: A night in a hostel
stages:
  - title: Evening
    steps:
      - title: I find my bed
        emotion: {score: -1.5, word: uneasy}
        barrier: The locker has no lock
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import Emotion
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject

STRONG = 1.0
_CAUSES = ("thought", "quote", "barrier", "driver")


def _find(subject: Subject) -> Iterator[Fault]:
    strong = subject.option(RULE.name, "strong")
    for map_ in subject.maps:
        told = {(placed.stage.id, placed.step.id if placed.step else None) for placed in map_.cells(*_CAUSES)}
        for placed in map_.cells("emotion"):
            score = placed.cell.score if isinstance(placed.cell, Emotion) else None
            here = {(placed.stage.id, None), (placed.stage.id, placed.step.id if placed.step else None)}
            if score is not None and abs(score) >= strong and not here & told:
                yield Fault(
                    placed.spot,
                    f"they feel {score:+g} at {placed.where}, and nothing there tells why",
                    help="Add what gets in the way (barrier), what carries them on (driver), a thought or a quote.",
                )


RULE = LintRule(
    "emotion-without-cause", "info", "0.1", _find, __doc__, options=MappingProxyType({"strong": STRONG})
)
