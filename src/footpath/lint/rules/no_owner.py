"""Nobody answers for a map, or for some of its stages.

## What

`owner` is missing in a journey; or the journey has one, and stages have none: neither `owner` nor a cell in a lane of
owners. Let off are a competitor's journey, one that is retired, and one whose stages name no owner at all while the map
has one: then the map's owner answers for all of it.

## Why

A map without an owner is finished on the day of the workshop. Where one stage has an owner and the next has none, the
work on the second waits for somebody who does not know that it is theirs.

## Example

```yaml
title: Getting glasses repaired
stages:
  - title: It breaks
  - title: At the optician's
```

## Better

```yaml
title: Getting glasses repaired
owner: Repairs
stages:
  - title: It breaks
    owner: Web
  - title: At the optician's
    owner: Shops
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import Stage
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject, quoted

_NAMED = 3


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        if map_.journey.company or map_.journey.status == "retired":
            continue
        lane_owners = {str(placed.stage.id) for placed in map_.cells("owner")}
        if not _has_owner(map_, lane_owners):
            yield Fault(
                map_.at("title"),
                "nobody answers for the map",
                help="Write who keeps it true and calls the next review: owner: Customer care.",
            )
        bare = [stage for stage in map_.journey.stages if not stage.owner and stage.id not in lane_owners]
        if bare and len(bare) < len(map_.journey.stages):
            yield _stages(map_, bare)


def _has_owner(map_: Map, lane_owners: set[str]) -> bool:
    stages = map_.journey.stages
    return bool(map_.journey.owner) or all(stage.owner or stage.id in lane_owners for stage in stages)


def _stages(map_: Map, bare: list[Stage]) -> Fault:
    titles = ", ".join(quoted(stage.title) for stage in bare[:_NAMED])
    more = f" and {len(bare) - _NAMED} more" if len(bare) > _NAMED else ""
    return Fault(
        map_.at(*map_.path_of(bare[0])),
        f"{len(bare)} of {len(map_.journey.stages)} stages {'has' if len(bare) == 1 else 'have'} no owner: {titles}{more}",
        help="Name for each who can change something there: owner: Logistics.",
    )


RULE = LintRule("no-owner", "warning", "0.2", _find, __doc__)
