"""Work has begun, and nobody said by what they will see that it worked.

## What

An opportunity in work has no `target`: a measure, and the value that it should reach.

## Why

Afterwards there is always something that rose. What counts as success is said before, while it is still possible to be
wrong.

## Example

```yaml
title: Bringing back a drill
stages:
  - title: At the counter
---
# opportunities.yaml
opportunities:
  - {id: drop-box, text: A box for returns at the gate, owner: Yard, effort: 1, status: in-work}
```

## Better

```yaml
title: Bringing back a drill
stages:
  - title: At the counter
---
# opportunities.yaml
opportunities:
  - id: drop-box
    text: A box for returns at the gate
    owner: Yard
    effort: 1
    status: in-work
    target: {measure: median-wait, from: 840, to: 120}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Subject, quoted


def _find(subject: Subject) -> Iterator[Fault]:
    for opportunity in subject.atlas.opportunities:
        if opportunity.status == "in-work" and opportunity.target is None:
            yield Fault(
                Spot("opportunities.yaml", ("opportunities", opportunity.id)),
                f"{quoted(opportunity.text)} is in work and has no measure to be judged by",
                help="Add target: {measure: …, step: …, from: …, to: …}.",
            )


RULE = LintRule("no-success-measure", "warning", "0.2", _find, __doc__)
