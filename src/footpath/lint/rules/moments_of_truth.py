"""The map says of no step that it decides, or of so many that none does.

## What

No cell of criticality is `high` on a map of 4 steps or more; or `high` stands at more than 20 % of the steps (one may
always be). A cell of a stage counts as one step. Life experience maps are let off: nothing is decided for us there.

## Why

The few moments after which people stay or go are where the first euro belongs. Without one the map has no point; with
eight, everybody's own step is among them.

## Example

```yaml
title: Having the heating repaired
stages:
  - title: It is cold
    steps:
      - {title: I call, criticality: high}
      - {title: I wait at home, criticality: high}
      - {title: He looks at it, criticality: high}
      - {title: He has the part, criticality: high}
      - {title: I get the bill, criticality: low}
```

## Better

```yaml
title: Having the heating repaired
stages:
  - title: It is cold
    steps:
      - {title: I call, criticality: medium}
      - {title: I wait at home, criticality: medium}
      - {title: He looks at it, criticality: medium}
      - {title: He has the part, criticality: {level: high, why: who is left in the cold for a second night calls somebody else}}
      - {title: I get the bill, criticality: low}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import LEVELS, Criticality
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject

MOST_SHARE = 0.2
FEWEST_STEPS = 4
_NAMED = 3


def _find(subject: Subject) -> Iterator[Fault]:
    most = subject.option(RULE.name, "most-share")
    for map_ in subject.maps:
        steps = sum(1 for _ in map_.journey.steps())
        if steps < FEWEST_STEPS or map_.journey.kind == "life":
            continue
        critical = {
            (placed.stage.id, placed.step.id if placed.step else None): placed
            for placed in map_.cells("criticality")
            if isinstance(placed.cell, Criticality) and placed.cell.level == LEVELS["high"]
        }
        if not critical:
            yield Fault(
                map_.at("title"),
                f"none of {steps} steps is said to decide",
                help="Ask after which moment people stay or go, and mark that one: criticality: {level: high, why: …}.",
            )
        elif len(critical) > max(1, round(most * steps, 9)):
            named = ", ".join(placed.where for placed in list(critical.values())[:_NAMED])
            more = f" and {len(critical) - _NAMED} more" if len(critical) > _NAMED else ""
            yield Fault(
                next(iter(critical.values())).spot,
                f"{len(critical)} of {steps} steps are said to decide: {named}{more}",
                help="Keep the one or two after which people stay or go; the others are medium.",
            )


RULE = LintRule(
    "moments-of-truth", "info", "0.2", _find, __doc__, options=MappingProxyType({"most-share": MOST_SHARE})
)
