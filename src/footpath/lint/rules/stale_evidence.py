"""What the map rests on is older than the time in which the team means to look at it again.

## What

The newest day under the numbers of a map (or the newest period that its evidence names) lies further back than the
review cadence: the journey's own (`review`), else that of `atlas.yaml`. Without a cadence nothing is old.

## Why

Prices change, a page is built anew, a competitor opens next door. A curve from two winters ago still looks exact.

## Example

```yaml
id: tickets
title: Buying a season ticket
stages:
  - title: Choosing
    steps:
      - {id: compare, title: I compare}
---
# atlas.yaml
title: Trams
review: {cadence: 3 months}
---
# measures/2025-02-03T0930Z-1.json
{"footpath-measures": 1, "journey": "tickets", "made": "2025-02-03T09:30:00Z", "rows": [
  {"on": "step", "id": "compare", "measure": "reach", "value": 90, "unit": "walks", "n": 90, "to": "2025-01-31"}
]}
```

## Better

```yaml
id: tickets
title: Buying a season ticket
stages:
  - title: Choosing
    steps:
      - {id: compare, title: I compare}
---
# atlas.yaml
title: Trams
review: {cadence: 3 months}
---
# measures/2026-11-02T0930Z-1.json
{"footpath-measures": 1, "journey": "tickets", "made": "2026-11-02T09:30:00Z", "rows": [
  {"on": "step", "id": "compare", "measure": "reach", "value": 90, "unit": "walks", "n": 90, "to": "2026-10-31"}
]}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from footpath.base import DAY, parse_duration
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.today is None:
        return
    for map_ in subject.maps:
        cadence, newest = _cadence(map_), _newest(map_)
        if not cadence or newest is None or map_.journey.status == "retired":
            continue
        try:
            allowed = timedelta(days=parse_duration(cadence) / DAY)
        except (ValueError, OverflowError):
            continue  # the loader says so
        if subject.today - newest > allowed:
            yield Fault(
                map_.at("title"),
                f"the newest evidence is of {newest}, and maps are looked at again within {cadence}",
                help=f"Measure newer data: footpath measure ATLAS {map_.journey.id}.",
            )


def _cadence(map_: Map) -> str | None:
    own = map_.journey.review.cadence if map_.journey.review else None
    return own or (map_.atlas.review.cadence if map_.atlas.review else None)


def _newest(map_: Map) -> date | None:
    """Return the last day that the evidence of a map covers; the day of measuring where the data tell none."""
    days = [one.to for placed in map_.cells() for one in placed.cell.evidence if one.to]
    if map_.run:
        told = [state.to for state in map_.run.sources if state.to] + [r.to for r in map_.run.rows if r.to]
        days += told or [date.fromisoformat(map_.run.made[:10])]
    return max(days, default=None)


RULE = LintRule("stale-evidence", "warning", "0.2", _find, __doc__, needs="today")
