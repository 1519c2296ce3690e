"""A picture of how it should be, tied to nothing of how it is.

## What

A to-be journey names no as-is journey that it `improves`; or it has a step that the as-is journey does not have, and no
opportunity asks for it (none stands at the step or its stage, none aims at it).

## Why

Without the way as it is, a to-be map is a wish. The difference of the two is the plan: each new step should be there
because somebody wants to remove a barrier.

## Example

```yaml
id: tomorrow
title: Paying for parking, next year
state: to-be
stages:
  - title: Leaving
    steps:
      - {id: drive-out, title: I drive out and it is paid}
```

## Better

```yaml
id: tomorrow
title: Paying for parking, next year
state: to-be
improves: today
stages:
  - title: Leaving
    steps:
      - {id: drive-out, title: I drive out and it is paid, opportunity: plate}
---
# journeys/today.yaml
footpath: 1
id: today
title: Paying for parking
state: as-is
stages:
  - title: Leaving
    steps:
      - {id: queue, title: I queue at the machine}
---
# opportunities.yaml
opportunities:
  - {id: plate, text: Read the number plate}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import Journey
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject, quoted


def _find(subject: Subject) -> Iterator[Fault]:
    by_id = {journey.id: journey for journey in subject.atlas.journeys}
    aimed = {str(o.target.step) for o in subject.atlas.opportunities if o.target and o.target.step}
    for map_ in subject.maps:
        journey = map_.journey
        if journey.state != "to-be" or journey.company:
            continue
        if journey.improves is None:
            as_is = [
                str(one.id) for one in subject.atlas.journeys if one.state == "as-is" and not one.company
            ]
            yield Fault(
                map_.at("state"),
                "this map says how it should be, and not which journey it improves",
                help=f"Write improves: {as_is[0] if len(as_is) == 1 else 'JOURNEY'}"
                + ("." if as_is else ", once the way as it is stands on a map, too."),
            )
        elif (before := by_id.get(journey.improves)) is not None:
            yield from _new_steps(map_, before, aimed)


def _new_steps(map_: Map, before: Journey, aimed: set[str]) -> Iterator[Fault]:
    known = {step.id for step in before.steps()}
    asked = {placed.step.id if placed.step else placed.stage.id for placed in map_.cells("opportunity")}
    for stage in map_.journey.stages:
        for step in stage.steps:
            if step.id in known or step.improves or {step.id, stage.id} & asked or step.id in aimed:
                continue
            yield Fault(
                map_.at(*map_.path_of(step)),
                f"{quoted(step.title)} is new, and no opportunity asks for it",
                help="Put the opportunity into its cell, or say which step it replaces: improves: STEP.",
            )


RULE = LintRule("to-be-without-as-is", "warning", "0.2", _find, __doc__)
