"""A map does not say whether it shows today or a wish, or says both.

## What

`state` is missing; or it is `as-is` on a map that names another one which it `improves`.

## Why

What is and what should be look alike on paper. Where they mix, a plan is read as a fact, and a fault as something that
has been dealt with.

## Example

```yaml
title: Returning a rented car
stages:
  - title: Driving up
```

## Better

```yaml
title: Returning a rented car
state: as-is
stages:
  - title: Driving up
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        journey = map_.journey
        if journey.state is None:
            yield Fault(
                map_.at("title"),
                "the map does not say whether it shows today or a wish",
                help="Write state: as-is for today, or state: to-be with the journey that it improves.",
            )
        elif journey.state == "as-is" and journey.improves:
            yield Fault(
                map_.at("state"),
                f"the map is as-is and yet improves {journey.improves}",
                help="Write state: to-be, or take `improves` away.",
            )


RULE = LintRule("mixed-state", "warning", "0.1", _find, __doc__)
