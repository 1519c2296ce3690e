"""In a whole stage nobody meets anything.

## What

No cell of a stage, nor of its steps, stands in a lane of touchpoints. A life experience map is let off: it is about a
life, and not about us.

## Why

A stage without an encounter is either one where we could be and are not, or one that nobody has looked into. Word of
mouth, a search page, a kitchen table are touchpoints too (ownership: earned, or customer).

## Example

```yaml
title: Buying glasses
stages:
  - title: Reading gets harder
    steps:
      - {title: I hold the paper further away}
```

## Better

```yaml
title: Buying glasses
stages:
  - title: Reading gets harder
    steps:
      - {title: I hold the paper further away, touchpoint: newspaper}
---
# touchpoints.yaml
touchpoints:
  - {id: newspaper, title: The morning paper, ownership: customer}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject, quoted


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        if map_.journey.kind == "life":
            continue
        met = {placed.stage.id for placed in map_.cells("touchpoint")}
        for stage in map_.journey.stages:
            if stage.id not in met:
                yield Fault(
                    map_.at(*map_.path_of(stage)),
                    f"the stage {quoted(stage.title)} has no touchpoint",
                    help="Ask where they are at that time and what they look at; write touchpoint: ID at a step.",
                )


RULE = LintRule("stage-without-touchpoint", "warning", "0.1", _find, __doc__)
