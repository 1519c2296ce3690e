"""Much of what customers do on this way stands nowhere on the map.

## What

In the newest measures more than a tenth of the journey's events match none of its touchpoints, nor the rule of its
beginning or of an end (`share-unmapped`).

## Why

A map is a claim about what people do. Where a third of it is missing, the missing part is often what they do when the
drawn way fails.

## Example

```yaml
id: parcel
title: Sending a parcel
stages:
  - title: Posting
    steps:
      - {id: label, title: I print the label}
---
# measures/2026-11-21T0930Z-1.json
{"footpath-measures": 1, "journey": "parcel", "made": "2026-11-21T09:30:00Z", "rows": [
  {"on": "journey", "id": "parcel", "measure": "share-unmapped", "value": 0.34, "unit": "share", "n": 5200, "source": "clicks"}
]}
```

## Better

```yaml
id: parcel
title: Sending a parcel
stages:
  - title: Posting
    steps:
      - {id: label, title: I print the label}
---
# measures/2026-11-21T0930Z-1.json
{"footpath-measures": 1, "journey": "parcel", "made": "2026-11-21T09:30:00Z", "rows": [
  {"on": "journey", "id": "parcel", "measure": "share-unmapped", "value": 0.06, "unit": "share", "n": 5200, "source": "clicks"}
]}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject


def _find(subject: Subject) -> Iterator[Fault]:
    most = subject.option("unmapped-traffic", "most")
    for map_ in subject.maps:
        row = map_.run.find("journey", map_.journey.id, "share-unmapped") if map_.run else None
        if row is None or row.value is None or row.value <= most:
            continue
        yield Fault(
            map_.at("title"),
            f"{row.value:.0%} of the {row.n:,} events on this way match no touchpoint of the map".replace(
                "%", " %"
            ),
            help="See which they are: footpath listen show. Then give them a touchpoint, or leave them out of the source.",
        )


RULE = LintRule("unmapped-traffic", "warning", "0.2", _find, __doc__, options=MappingProxyType({"most": 0.1}))
