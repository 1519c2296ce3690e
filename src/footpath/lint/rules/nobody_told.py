"""Something was done about it, and nobody looked whether it helped.

## What

An opportunity is `shipped`, and the journeys that it belongs to were not measured since: there are no measures, the newest
are from before its `due` day, or they do not hold the number that its `target` names. In an atlas without sources, where
nothing can be measured yet, this rule keeps silent; a competitor's journey (`company`) is not ours to measure.

## Why

Whoever asked for it wants to know. And half of all improvements do nothing; those are worth knowing, too.

## Example

```yaml
id: repair
title: Having a bicycle repaired
stages:
  - title: Bringing it
    steps:
      - {id: wait, title: I wait, barrier: {id: no-day, text: Nobody names a day}}
---
# opportunities.yaml
opportunities:
  - {id: text-message, text: Tell them by message, answers: no-day, status: shipped}
---
# sources.yaml
sources:
  - {id: till, files: till.csv, customer: customer, time: at, event: event}
```

## Better

```yaml
id: repair
title: Having a bicycle repaired
stages:
  - title: Bringing it
    steps:
      - {id: wait, title: I wait, barrier: {id: no-day, text: Nobody names a day}}
---
# opportunities.yaml
opportunities:
  - {id: text-message, text: Tell them by message, answers: no-day, status: shipped}
---
# sources.yaml
sources:
  - {id: till, files: till.csv, customer: customer, time: at, event: event}
---
# measures/2026-11-21T0930Z-1.json
{"footpath-measures": 1, "journey": "repair", "made": "2026-11-21T09:30:00Z", "rows": [
  {"on": "step", "id": "wait", "measure": "reach", "value": 90, "unit": "walks", "n": 90, "source": "till"}
]}
```
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from footpath.atlas.types import Opportunity, Reference
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Map, Subject, quoted


def _find(subject: Subject) -> Iterator[Fault]:
    if not subject.atlas.sources:
        return
    for opportunity, map_, why in waiting(subject):
        yield Fault(
            Spot("opportunities.yaml", ("opportunities", opportunity.id)),
            f"{quoted(opportunity.text)} is shipped, and {why}",
            help=f"See whether it helped: footpath measure ATLAS {map_.journey.id}.",
        )


def waiting(subject: Subject) -> list[tuple[Opportunity, Map, str]]:
    """Return what was shipped and not measured since: the opportunity, a map that it belongs to, and why."""
    by_barrier, by_cell = _homes(subject)
    found = []
    for opportunity in subject.atlas.opportunities:
        if opportunity.status != "shipped":
            continue
        maps = list(by_cell[str(opportunity.id)])
        maps += [map_ for barrier in opportunity.answers for map_ in by_barrier[barrier]]
        why = _unmeasured(opportunity, maps)
        if maps and why:
            found.append((opportunity, maps[0], why))
    return found


def _homes(subject: Subject) -> tuple[dict[str, list[Map]], dict[str, list[Map]]]:
    by_barrier: dict[str, list[Map]] = defaultdict(list)
    by_cell: dict[str, list[Map]] = defaultdict(list)
    for map_ in subject.maps:
        if map_.journey.company:
            continue
        for placed in map_.cells("barrier"):
            if placed.cell.id:
                by_barrier[placed.cell.id].append(map_)
        for placed in map_.cells("opportunity"):
            if isinstance(placed.cell, Reference):
                by_cell[placed.cell.ref].append(map_)
    return by_barrier, by_cell


def _unmeasured(opportunity: Opportunity, maps: list[Map]) -> str:
    """Return why nobody can know whether it helped, or nothing."""
    runs = [map_.run for map_ in maps if map_.run]
    if not runs:
        return "nothing was measured since"
    newest = max(run.made[:10] for run in runs)
    if opportunity.due and newest < opportunity.due.isoformat():
        return f"the newest measures ({newest}) are from before {opportunity.due}"
    target = opportunity.target
    if target is None:
        return ""
    rows = [row for run in runs for row in run.rows if row.measure == target.measure]
    if any(row.value is not None and (target.step is None or row.id == target.step) for row in rows):
        return ""
    at = f" of {target.step}" if target.step else ""
    return f"the newest measures do not hold the {target.measure}{at} that it aims at"


RULE = LintRule("nobody-told", "warning", "0.2", _find, __doc__)
