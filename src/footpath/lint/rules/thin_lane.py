"""A lane is all but empty.

## What

Under 20 % of a lane's columns hold a cell. A cell of a stage counts for all of its steps. A lane that the map names and
nobody has filled counts too; the default lanes of a map that names none do not. How they feel has a rule of its own
(E001), and a lane of measures fills itself.

## Why

An empty row takes room from full ones and reads as "nothing here", when it means "nobody has asked".

## Example

```yaml
title: Learning to swim
lanes: [action, thought]
stages:
  - title: Dry
    steps:
      - {title: I sign up, action: Fill in a form}
      - {title: I buy goggles, action: Try on nine}
      - {title: I find the pool, action: Take the wrong bus}
  - title: Wet
    steps:
      - {title: I get in, action: Hold on to the edge}
      - {title: I float, action: Count to ten}
      - {title: I swim, action: Cross the pool, thought: I can do it}
```

## Better

```yaml
title: Learning to swim
lanes: [action]
stages:
  - title: Dry
    steps:
      - {title: I sign up, action: Fill in a form}
      - {title: I buy goggles, action: Try on nine}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject, quoted

LEAST_SHARE = 0.2
_FEWEST_COLUMNS = 4
_ELSEWHERE = {"emotion", "measure"}


def _find(subject: Subject) -> Iterator[Fault]:
    least = subject.option(RULE.name, "least-share")
    for map_ in subject.maps:
        if len(map_.columns) >= _FEWEST_COLUMNS:
            yield from _in_map(map_, least)


def _in_map(map_: Map, least: float) -> Iterator[Fault]:
    named = [lane.id for lane in map_.journey.lanes]
    for lane in map_.lanes:
        filled = sum(
            bool(column.stage.lane(lane.id) or (column.step and column.step.lane(lane.id)))
            for column in map_.columns
        )
        if lane.role in _ELSEWHERE or (not filled and lane.id not in named):
            continue
        if filled < least * len(map_.columns):
            yield Fault(
                map_.at("lanes", named.index(lane.id)) if lane.id in named else map_.at("title"),
                f"the lane {quoted(lane.title or lane.meaning.title)} is filled in {filled} of {len(map_.columns)} columns",
                help="Fill it, write its few cells elsewhere, or take the lane off the map.",
            )


RULE = LintRule(
    "thin-lane", "info", "0.1", _find, __doc__, options=MappingProxyType({"least-share": LEAST_SHARE})
)
