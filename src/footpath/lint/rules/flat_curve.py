"""The line of feelings is all but straight.

## What

A map has 5 scores or more that the team set, for one persona, and they hardly differ: their standard deviation (over all
of them, not a sample's) is under 0.25 on the scale from -2 to +2. Measured scores are what they are and not looked at.

## Why

Where all is equally fine, nobody was asked, or the scores were given in one go at the end of a long day. The line has one
task: to show where to look.

## Example

```yaml
title: A week of school lunches
stages:
  - title: The week
    steps:
      - {title: I order on Sunday, emotion: {score: 0, word: fine}}
      - {title: It is soup on Monday, emotion: {score: 0.2, word: fine}}
      - {title: There is no fork, emotion: {score: -0.2, word: hm}}
      - {title: The line is long, emotion: {score: 0, word: fine}}
      - {title: I pay at the end, emotion: {score: 0.2, word: fine}}
```

## Better

```yaml
title: A week of school lunches
stages:
  - title: The week
    steps:
      - {title: I order on Sunday, emotion: {score: 0, word: fine}}
      - {title: It is soup on Monday, emotion: {score: 0.5, word: pleased}}
      - {title: There is no fork, emotion: {score: -1, word: silly}}
      - {title: The line is long, emotion: {score: -1.5, word: hungry}}
      - {title: I pay at the end, emotion: {score: 0.2, word: fine}}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import pstdev
from types import MappingProxyType

from footpath.atlas.types import Emotion
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Subject

FEWEST = 5
LEAST_DEVIATION = 0.25


def _find(subject: Subject) -> Iterator[Fault]:
    least = subject.option(RULE.name, "least-deviation")
    for map_ in subject.maps:
        curves: dict[str, list[tuple[float, Spot]]] = {}
        for placed in map_.cells("emotion"):
            score = placed.cell.score if isinstance(placed.cell, Emotion) else None
            if score is not None:
                whose = str(placed.cell.persona or placed.lane.persona or "")
                curves.setdefault(whose, []).append((score, placed.spot))
        for whose, points in curves.items():
            scores = [score for score, _ in points]
            # rounded, so that scores of one decimal that lie exactly on the limit are not under it
            if len(scores) >= FEWEST and round(pstdev(scores), 9) < least:
                yield Fault(
                    points[0][1],
                    f"all {len(scores)} scores{f' of {whose}' if whose else ''} lie between {min(scores):+g} and "
                    f"{max(scores):+g}: the line is flat",
                    help="Ask which moment they told a friend about, and which one they would rather forget; begin there.",
                )


RULE = LintRule(
    "flat-curve",
    "info",
    "0.2",
    _find,
    __doc__,
    options=MappingProxyType({"least-deviation": LEAST_DEVIATION}),
)
