"""Somebody is on the map, says nothing for a while, and is there again.

## What

A lane of people or systems of ours (frontstage, backstage, support) or of one persona is empty for 3 columns or more
between two that are filled. A cell of a stage fills all of its columns.

## Why

Either nothing happens there, and then that is news to a customer who waits; or something does, and nobody asked whoever
does it.

## Example

```yaml
title: Having a suit made
lanes: [action, backstage-people]
stages:
  - title: The order
    steps:
      - {title: I am measured, backstage-people: The cutter writes the card}
      - {title: I choose the cloth}
      - {title: I wait}
      - {title: I call}
      - {title: I try it on, backstage-people: The tailor pins the sleeves}
```

## Better

```yaml
title: Having a suit made
lanes: [action, backstage-people]
stages:
  - title: The order
    steps:
      - {title: I am measured, backstage-people: The cutter writes the card}
      - {title: I choose the cloth}
      - {title: I wait, backstage-people: The cloth lies in a queue of nine}
      - {title: I call}
      - {title: I try it on, backstage-people: The tailor pins the sleeves}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import Lane
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Column, Map, Subject, quoted

LEAST = 3
_ACTORS = {"frontstage-people", "frontstage-system", "backstage-people", "backstage-system", "support"}


def _find(subject: Subject) -> Iterator[Fault]:
    least = max(1, subject.option(RULE.name, "least"))
    for map_ in subject.maps:
        for lane in map_.lanes:
            if lane.role in _ACTORS or lane.persona:
                yield from _in_lane(map_, lane, least)


def _in_lane(map_: Map, lane: Lane, least: int) -> Iterator[Fault]:
    silent: list[Column] = []
    spoken = False
    for column in map_.columns:
        if not (column.stage.lane(lane.id) or (column.step and column.step.lane(lane.id))):
            silent.append(column)
            continue
        if spoken and len(silent) >= least:
            yield Fault(
                map_.at(*silent[0].path),
                f"the lane {quoted(lane.title or lane.meaning.title)} is silent for {len(silent)} columns, "
                f"from {_title(silent[0])} to {_title(silent[-1])}",
                help="Ask whoever does that work what happens meanwhile; where nothing does, write so.",
            )
        silent, spoken = [], True


def _title(column: Column) -> str:
    return quoted(column.step.title if column.step else column.stage.title)


RULE = LintRule("silent-stretch", "info", "0.2", _find, __doc__, options=MappingProxyType({"least": LEAST}))
