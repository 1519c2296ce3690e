"""A stage has a title, and nothing in it.

## What

No cell of a stage, nor of its steps, is filled; owners and measures do not count. A stage is let off whose step opens a
map of its own, and one that is a state of the life cycle (`when`). Where a whole map is empty, that is said once.

## Why

An empty stage is a promise that somebody forgot, or a stretch about which nobody knows anything. The second is worth a
talk with three customers; the first is worth a line.

## Example

```yaml
title: Changing the tyres
stages:
  - title: The first frost
    steps:
      - {title: I think of the tyres, thought: It was in November last year}
  - title: At the garage
    steps:
      - {title: I wait}
```

## Better

```yaml
title: Changing the tyres
stages:
  - title: The first frost
    steps:
      - {title: I think of the tyres, thought: It was in November last year}
  - title: At the garage
    steps:
      - {title: I wait, thought: Two hours for four wheels?}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import Stage
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject, quoted

_NO_CONTENT = {"owner", "measure"}


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        filled = {placed.stage.id for placed in map_.cells() if placed.lane.role not in _NO_CONTENT}
        empty = [
            stage for stage in map_.journey.stages if stage.id not in filled and not _is_elsewhere(stage)
        ]
        if empty and len(empty) == len(map_.journey.stages):
            yield Fault(
                map_.at("title"),
                "no stage of the map holds a cell yet"
                if len(empty) > 1
                else "the map's one stage holds no cell yet",
                help="Begin with what they do and what they think: action: …, thought: … at the first step.",
            )
        else:
            yield from (_fault(map_, stage) for stage in empty)


def _is_elsewhere(stage: Stage) -> bool:
    return stage.when is not None or any(step.journey for step in stage.steps)


def _fault(map_: Map, stage: Stage) -> Fault:
    return Fault(
        map_.at(*map_.path_of(stage)),
        f"the stage {quoted(stage.title)} is empty",
        help="Ask somebody who was there what they did and thought; or take the stage off the map.",
    )


RULE = LintRule("empty-stage", "warning", "0.2", _find, __doc__)
