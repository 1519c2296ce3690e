"""Nobody has looked at the map for longer than the team said it would.

## What

A map was last `reviewed` longer ago than its cadence: the journey's own `review`, else that of `atlas.yaml`. Or there is
a cadence, and the map says nowhere when it was looked at. Drafts and retired maps are let off, and so is a map as a
program drafted it. On the day on which the cadence is up nothing is found yet.

## Why

Shops, prices and people change, the map stays. After a year nobody knows which half of it is still true, and then nobody
believes either half.

## Example

```yaml
title: Hiring a bicycle
review: {cadence: 6 months}
stages:
  - title: At the station
```

## Better

```yaml
title: Hiring a bicycle
review: {cadence: 6 months}
reviewed: 2026-11-02
stages:
  - title: At the station
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from footpath.base import DAY, parse_duration
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.today is None:
        return
    for map_ in subject.maps:
        fault = _in_map(map_, subject.today)
        if fault is not None:
            yield fault


def _in_map(map_: Map, today: date) -> Fault | None:
    journey = map_.journey
    own = journey.review or map_.atlas.review
    cadence = own.cadence if own else None
    if not cadence or journey.status in ("draft", "retired"):
        return None
    if journey.reviewed is None:
        if journey.origin == "drafted":
            return None
        return Fault(
            map_.at("title"),
            f"the team looks at its maps every {cadence}, and this one does not say when it last did",
            help=f"Look at it together, then write the day: reviewed: {today.isoformat()}.",
        )
    days = (today - journey.reviewed).days
    try:
        allowed = parse_duration(cadence) / DAY
    except ValueError:
        return None
    if days <= allowed:
        return None
    return Fault(
        map_.at("reviewed"),
        f"the map was last looked at {days} days ago ({journey.reviewed.isoformat()}); the cadence is {cadence}",
        help="Walk through it with whoever meets customers, then write the day here; or set another `review` for it.",
    )


RULE = LintRule("overdue-review", "warning", "0.2", _find, __doc__, needs="today")
