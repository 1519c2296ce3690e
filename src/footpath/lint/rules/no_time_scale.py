"""A map states no time scale.

## What

`horizon` is missing, or it gives neither `typical` nor `silence`.

## Why

A week, a month, a year, a lifetime: a reader needs to know how much time lies between the first column and the last.
The data need it too: without a `silence` nobody can tell a customer who is lost from one who is still thinking.

## Example

```yaml
title: Choosing a kitchen
stages:
  - title: Measuring
```

## Better

```yaml
title: Choosing a kitchen
horizon: {typical: 5 months, silence: 90 days}
stages:
  - title: Measuring
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        horizon = map_.journey.horizon
        if horizon is None or not (horizon.typical or horizon.silence):
            yield Fault(
                map_.at("title"),
                "the map states no time scale",
                help="Write how long it usually takes, and after how long a silence they count as gone: "
                "horizon: {typical: 10 days, silence: 30 days}.",
            )


RULE = LintRule("no-time-scale", "warning", "0.1", _find, __doc__)
