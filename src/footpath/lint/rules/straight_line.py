"""A long way, and nobody turns round, tries again or leaves.

## What

A map has over 8 steps, and no step of it is optional, leads to another one than the next column, or leads to an outcome
(`next`). One that leads to the next column alone is no branch.

## Why

Nobody buys a kitchen in twelve steps in a row. Where they go back, skip and give up is what the map is for, and the
numbers cannot be laid on ways that are not drawn.

## Example

```yaml
title: Getting a passport
stages:
  - title: Getting ready
    steps:
      - {title: I find the old one}
      - {title: I see that it has expired}
      - {title: I look up what I need}
      - {title: I have a photo taken}
      - {title: I make an appointment}
  - title: At the office
    steps:
      - {title: I take a number}
      - {title: I hand over my papers}
      - {title: I pay}
      - {title: I fetch it}
```

## Better

```yaml
title: Getting a passport
ends: {wanted: has a passport, unwanted: stays at home}
stages:
  - title: Getting ready
    steps:
      - {title: I find the old one}
      - {title: I see that it has expired}
      - {title: I look up what I need}
      - {id: photo, title: I have a photo taken}
      - {title: I make an appointment}
  - title: At the office
    steps:
      - {title: I take a number}
      - title: I hand over my papers
        next: [pay, {to: photo, label: the photo will not do}]
      - {id: pay, title: I pay}
      - {title: I fetch it}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import Step
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject

MOST = 8


def _find(subject: Subject) -> Iterator[Fault]:
    most = subject.option(RULE.name, "most")
    for map_ in subject.maps:
        steps = list(map_.journey.steps())
        if len(steps) > most and not _branches(steps):
            yield Fault(
                map_.at("stages"),
                f"{len(steps)} steps in one line: nobody goes back, skips a step or leaves",
                help="Ask where they gave up and where they began again: next: [ID, {to: OUTCOME, label: …}], "
                "or optional: true.",
            )


def _branches(steps: list[Step]) -> bool:
    following = [*(str(step.id) for step in steps[1:]), ""]
    return any(
        step.optional or any(one.to != after for one in step.next)
        for step, after in zip(steps, following, strict=True)
    )


RULE = LintRule("straight-line", "info", "0.2", _find, __doc__, options=MappingProxyType({"most": MOST}))
