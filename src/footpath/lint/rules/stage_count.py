"""A map has too few stages to tell a story, or too many to take in.

## What

A journey has fewer than 4 stages or more than 9.

## Why

Stages are the chapters. With two or three the before and the after are usually missing; past nine nobody keeps them in
mind, and the map is two maps.

## Example

```yaml
title: A visit to the dentist
stages:
  - title: Treatment
  - title: Payment
```

## Better

```yaml
title: A visit to the dentist
stages:
  - title: It begins to hurt
  - title: Finding a date
  - title: The waiting room
  - title: Treatment
  - title: Afterwards
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject

LEAST, MOST = 4, 9


def _find(subject: Subject) -> Iterator[Fault]:
    least, most = subject.option(RULE.name, "least"), subject.option(RULE.name, "most")
    for map_ in subject.maps:
        count = len(map_.journey.stages)
        if count < least:
            yield Fault(
                map_.at("stages"),
                f"the map has {count} {'stage' if count == 1 else 'stages'}; {least} to {most} tell a story",
                help="Ask what happens before the first and after the last: that is where most maps stop short.",
            )
        elif count > most:
            yield Fault(
                map_.at("stages", most),
                f"the map has {count} stages; past {most} nobody keeps them in mind",
                help="Join stages that share an aim, or let one step open a map of its own (journey: ID).",
            )


RULE = LintRule(
    "stage-count", "info", "0.1", _find, __doc__, options=MappingProxyType({"least": LEAST, "most": MOST})
)
