"""The lanes of a blueprint stand in an order in which its lines cannot be drawn.

## What

The lines of interaction, visibility and internal interaction follow from the roles of the lanes: customer above frontstage,
frontstage above backstage, backstage above support. Lanes of no side (opportunities, messages, takeaways, notes) may stand
anywhere.

## Why

The lines are the point of a blueprint. With lanes out of order a line would have to cross itself, so none is drawn.

## Example

```yaml
title: Sending a letter abroad
lanes: [action, backstage-people, frontstage-people]
stages:
  - title: At the counter
    steps:
      - {title: I ask what it costs, frontstage-people: The clerk weighs it, backstage-people: The bag is sealed at five}
```

## Better

```yaml
title: Sending a letter abroad
lanes: [action, frontstage-people, backstage-people]
stages:
  - title: At the counter
    steps:
      - {title: I ask what it costs, frontstage-people: The clerk weighs it, backstage-people: The bag is sealed at five}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from footpath.atlas.types import Lane
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.mending import in_order
from footpath.lint.subject import Subject, quoted

_ORDER = ("customer", "frontstage", "backstage", "support")


def _find(subject: Subject) -> Iterator[Fault]:
    without_own = [map_ for map_ in subject.maps if not map_.journey.lanes]
    if subject.atlas.lanes and any(map_.is_blueprint for map_ in without_own):
        yield from _wrong("atlas.yaml", subject.atlas.lanes, None)
    for map_ in subject.maps:
        if map_.journey.lanes and map_.is_blueprint:
            yield from _wrong(map_.file, map_.journey.lanes, str(map_.journey.id))


def _wrong(file: str, lanes: Sequence[Lane], journey: str | None) -> Iterator[Fault]:
    highest, above = -1, ""
    for n, lane in enumerate(lanes):
        rank = _rank(lane)
        if rank is None or rank >= highest:
            highest, above = (highest, above) if rank is None else (rank, lane.title or lane.meaning.title)
            continue
        order = _in_order(lanes)
        yield Fault(
            Spot(file, ("lanes", n)),
            f"the lane {quoted(lane.title or lane.meaning.title)} stands below {quoted(above)}, "
            f"and {lane.meaning.side} comes before {_ORDER[highest]}",
            help=f"In order: {', '.join(str(lanes[index].id) for index in order)}.",
            fix="puts the lanes in the order of the lines",
            operation=in_order([str(lane.id) for lane in lanes], order, journey),
        )
        return


def _rank(lane: Lane) -> int | None:
    side: Literal["customer", "frontstage", "backstage", "support"] | str = lane.meaning.side
    return _ORDER.index(side) if side in _ORDER else None


def _in_order(lanes: Sequence[Lane]) -> tuple[int, ...]:
    """Return the indices of the lanes in an order that lines can cross; a lane of no side stays below its neighbour."""
    ranks: list[tuple[int, int]] = []
    last = 0
    for n, lane in enumerate(lanes):
        rank = _rank(lane)
        last = last if rank is None else rank
        ranks.append((last, n))
    return tuple(n for _, n in sorted(ranks))


RULE = LintRule("lanes-out-of-order", "warning", "0.2", _find, __doc__)
