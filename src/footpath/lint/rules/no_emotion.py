"""Most steps do not say how it feels.

## What

Under 60 % of the steps have a score of emotion: set by the team, or in the newest measures. A score on a stage counts
for all of its steps.

## Why

The line of feelings is what people remember of a map, and where the dips are is what a team comes for. A gap is honest
where nobody knows; a map of gaps is a list of tasks.

## Example

```yaml
title: Renewing a passport
stages:
  - title: Before
    steps:
      - {title: I find that it has expired, emotion: {score: -1, word: startled}}
      - {title: I look for a date}
      - {title: I have a photo taken}
```

## Better

```yaml
title: Renewing a passport
stages:
  - title: Before
    steps:
      - {title: I find that it has expired, emotion: {score: -1, word: startled}}
      - {title: I look for a date, emotion: {score: -1.5, word: helpless}}
      - {title: I have a photo taken}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import Emotion
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject

LEAST_SHARE = 0.6


def _find(subject: Subject) -> Iterator[Fault]:
    least = subject.option(RULE.name, "least-share")
    for map_ in subject.maps:
        steps = [column.step for column in map_.columns if column.step]
        felt = _felt(map_)
        told = sum(step.id in felt for step in steps)
        if steps and told < least * len(steps):
            first = next(column for column in map_.columns if column.step and column.step.id not in felt)
            yield Fault(
                map_.at(*first.path),
                f"{told} of {len(steps)} steps say how it feels; {least * 10:g} of 10 are needed for a curve",
                help="Begin here: emotion: {score: -1, word: unsure}, from -2 to +2; or tie scores to steps and measure.",
            )


def _felt(map_: Map) -> set[str]:
    felt: set[str] = set()
    for placed in map_.cells("emotion"):
        if isinstance(placed.cell, Emotion) and placed.cell.score is not None:
            felt.update([placed.step.id] if placed.step else [step.id for step in placed.stage.steps])
    if map_.run:
        felt.update(
            row.id
            for row in map_.run.rows
            if row.on == "step" and row.measure.startswith("emotion") and row.value is not None
        )
    return felt


RULE = LintRule(
    "no-emotion", "warning", "0.1", _find, __doc__, options=MappingProxyType({"least-share": LEAST_SHARE})
)
