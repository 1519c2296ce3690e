"""A map shows more rows than anyone can read.

## What

Over 20 lanes are shown. Where the map's first view names lanes, those are counted: that is how the map is shown.

## Why

With twenty-five rows the third stage is on another page, and what matters stands beside what somebody once wanted to
know. Rows can stay in the file and be shown to those who need them.

## Example

```yaml
title: Moving into a care home
lanes:
  - goal
  - motive
  - interest
  - concern
  - spending
  - action
  - thought
  - emotion
  - quote
  - touchpoint
  - channel
  - artefact
  - duration
  - expectation
  - barrier
  - driver
  - criticality
  - measure
  - message
  - opportunity
  - owner
stages:
  - title: Before
```

## Better

```yaml
title: Moving into a care home
lanes:
  - action
  - thought
  - emotion
  - touchpoint
  - barrier
  - opportunity
stages:
  - title: Before
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject

MOST = 20


def _find(subject: Subject) -> Iterator[Fault]:
    most = subject.option(RULE.name, "most")
    for map_ in subject.maps:
        count = _shown(map_)
        if count > most:
            yield Fault(
                map_.at("lanes", most) if len(map_.journey.lanes) > most else map_.at("title"),
                f"the map shows {count} lanes; past {most} nobody sees what belongs together",
                help="Give each reader a view with the few that they need: views: [{form: grid, lanes: [action, emotion, …]}].",
            )


def _shown(map_: Map) -> int:
    views = map_.journey.views
    return len(views[0].lanes) if views and views[0].lanes else len(map_.lanes)


RULE = LintRule("lane-explosion", "info", "0.2", _find, __doc__, options=MappingProxyType({"most": MOST}))
