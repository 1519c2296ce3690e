"""Work without a number, or a number without anybody's work behind it.

## What

In a blueprint with a lane of measures: a measure stands at a step at which nobody of ours works (no cell frontstage,
backstage or in support); or we work at a step, and no measure stands there, while most of the others have one. Each kind
is told once a map.

## Why

What is measured without being done by somebody cannot be changed; what is done without being measured is changed by taste.

## Example

```yaml
title: Adopting a dog
lanes: [action, measure, frontstage-people, backstage-people]
stages:
  - title: Meeting
    steps:
      - {title: I write to the shelter, action: Sends three lines, measure: median-wait}
      - {title: I come to see it, action: Walks once round, measure: share-going-on, frontstage-people: A helper comes along}
```

## Better

```yaml
title: Adopting a dog
lanes: [action, measure, frontstage-people, backstage-people]
stages:
  - title: Meeting
    steps:
      - {title: I write to the shelter, action: Sends three lines, measure: median-wait, backstage-people: One helper reads mails at six}
      - {title: I come to see it, action: Walks once round, measure: share-going-on, frontstage-people: A helper comes along}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Placed, Subject, quoted

_NAMED = 3


def _find(subject: Subject) -> Iterator[Fault]:
    most = 1 - subject.option("work-nobody-measures", "least-share")
    for map_ in subject.maps:
        numbers = list(map_.cells("measure"))
        if not map_.is_blueprint or not numbers:
            continue
        work = list(map_.on_side("frontstage", "backstage", "support"))
        idle = _alone(numbers, work)
        if idle:
            yield Fault(
                idle[0].spot,
                f"nobody of ours works where this is measured: {_where(idle)}",
                help="Write whose work moves the number, in front or behind.",
            )
        blind = _alone(work, numbers)
        if blind and len(blind) <= most * len({one.at.id for one in work}):
            yield Fault(
                blind[0].spot,
                f"we work here, and measure nothing: {_where(blind)}",
                help="Put a measure into its lane there: median-wait, share-late, share-going-on.",
            )


def _alone(these: Iterable[Placed], those: Iterable[Placed]) -> list[Placed]:
    """Return the first cell of each column that has these and none of those; a stage's cell counts for its steps."""
    covered: set[str] = set()
    for one in those:
        inside = (step.id for step in one.stage.steps) if one.step is None else ()
        covered |= {one.at.id, one.stage.id, *inside}
    found: dict[str, Placed] = {}
    for one in these:
        if one.at.id not in covered:
            found.setdefault(one.at.id, one)
    return list(found.values())


def _where(found: list[Placed]) -> str:
    named = ", ".join(quoted(one.at.title) for one in found[:_NAMED])
    return named + (f" and {len(found) - _NAMED} more" if len(found) > _NAMED else "")


RULE = LintRule(
    "work-nobody-measures",
    "info",
    "0.2",
    _find,
    __doc__,
    options=MappingProxyType({"least-share": 0.5}),
)
