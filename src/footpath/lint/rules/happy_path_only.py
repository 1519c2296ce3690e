"""On this map everything goes well.

## What

There are scores of emotion, none is below 0, and no step names a barrier. Measured scores count as well.

## Why

Nobody draws a map because all is fine. A curve that only rises was drawn by those who built the thing, or from the
customers who stayed.

## Example

```yaml
title: Getting a phone repaired
stages:
  - title: At the counter
    steps:
      - {title: I hand it in, emotion: {score: 0.5, word: hopeful}}
      - {title: I pick it up, emotion: {score: 2, word: happy}}
```

## Better

```yaml
title: Getting a phone repaired
stages:
  - title: At the counter
    steps:
      - {title: I hand it in, emotion: {score: 0.5, word: hopeful}}
      - title: I wait without a phone
        emotion: {score: -1.5, word: cut off}
        barrier: Nobody can say how long it takes
      - {title: I pick it up, emotion: {score: 2, word: happy}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import Emotion
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        scores = _scores(map_)
        if scores and min(scores) >= 0 and not any(True for _ in map_.cells("barrier")):
            yield Fault(
                map_.at("title"),
                f"none of {len(scores)} scores is below 0, and nothing gets in the way",
                help="Ask somebody who gave up, and read the worst reviews: where were they lost?",
            )


def _scores(map_: Map) -> list[float]:
    scores = [
        placed.cell.score
        for placed in map_.cells("emotion")
        if isinstance(placed.cell, Emotion) and placed.cell.score is not None
    ]
    rows = map_.run.rows if map_.run else ()
    return scores + [row.value for row in rows if row.measure.startswith("emotion") and row.value is not None]


RULE = LintRule("happy-path-only", "warning", "0.1", _find, __doc__)
