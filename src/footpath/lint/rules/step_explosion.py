"""A map has more steps than anyone can read.

## What

A journey has over 30 steps, or one stage has over 10.

## Why

A map with forty columns is a protocol. What decides drowns among what merely happens, and it fits no paper.

## Example

```yaml
title: Moving house
stages:
  - title: Packing
    steps:
      - {title: I buy boxes}
      - {title: I fold boxes}
      - {title: I sort the books}
      - {title: I wrap the glasses}
      - {title: I label the boxes}
      - {title: I take down the lamps}
      - {title: I roll up the carpet}
      - {title: I empty the cellar}
      - {title: I clean the oven}
      - {title: I give away the plants}
      - {title: I look for the keys}
```

## Better

```yaml
title: Moving house
stages:
  - title: Packing
    steps:
      - {title: I pack what I do not need}
      - {title: I pack what I need to the last, journey: last-day}
---
# journeys/last-day.yaml
footpath: 1
id: last-day
title: The last day
stages:
  - title: Morning
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject, quoted

MOST, MOST_IN_A_STAGE = 30, 10
_HELP = "Let one step stand for several and open a map of its own: journey: ID."


def _find(subject: Subject) -> Iterator[Fault]:
    most = subject.option(RULE.name, "most")
    most_in_a_stage = subject.option(RULE.name, "most-in-a-stage")
    for map_ in subject.maps:
        count = sum(1 for _ in map_.journey.steps())
        if count > most:
            yield Fault(
                map_.at("stages"), f"the map has {count} steps; past {most} nobody reads it", help=_HELP
            )
        for stage in map_.journey.stages:
            if len(stage.steps) > most_in_a_stage:
                yield Fault(
                    map_.at(*map_.path_of(stage)),
                    f"the stage {quoted(stage.title)} has {len(stage.steps)} steps; past {most_in_a_stage} it is a map",
                    help=_HELP,
                )


RULE = LintRule(
    "step-explosion",
    "warning",
    "0.1",
    _find,
    __doc__,
    options=MappingProxyType({"most": MOST, "most-in-a-stage": MOST_IN_A_STAGE}),
)
