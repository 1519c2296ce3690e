"""One thing is named twice in one place.

## What

A cell names one touchpoint, channel or opportunity twice; a journey one persona; an opportunity one barrier.

## Why

It happens when two people edit one map, and nothing breaks. But what is counted by cell is counted twice, and the map shows
the same line two times.

## Example

```yaml
title: Taking the tram
stages:
  - title: At the stop
    steps:
      - {title: I look when it comes, touchpoint: [board, board]}
---
# touchpoints.yaml
touchpoints:
  - {id: board, title: The board at the stop}
```

## Better

```yaml
title: Taking the tram
stages:
  - title: At the stop
    steps:
      - {title: I look when it comes, touchpoint: board}
---
# touchpoints.yaml
touchpoints:
  - {id: board, title: The board at the stop}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from footpath.atlas.types import Cell, Reference
from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.subject import Map, Placed, Subject


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        twice = _first_again(map_.journey.personas)
        if twice is not None:
            spot, journey = map_.at("personas", twice), str(map_.journey.id)
            yield _fault(
                spot,
                map_.journey.personas[twice],
                _once("personas", map_.journey.personas, twice, journey=journey),
            )
        yield from _in_cells(map_)
    for opportunity in subject.atlas.opportunities:
        twice = _first_again(opportunity.answers)
        if twice is not None:
            spot = Spot("opportunities.yaml", ("opportunities", opportunity.id, "answers", twice))
            once = _once("answers", opportunity.answers, twice, at=str(opportunity.id), on="opportunity")
            yield _fault(spot, opportunity.answers[twice], once)


def _once(library: Any, ids: Sequence[str], twice: int, **whose: Any) -> Any:
    """Return what names an id once, where it stands first: an operation finds the first of two, and the first counts."""
    from footpath.atlas.operations import MoveEntry, RemoveEntry, Several

    id_ = str(ids[twice])
    moves = (RemoveEntry(library, id_, **whose), MoveEntry(library, id_, ids.index(ids[twice]), **whose))
    return Several(moves, f"Name {id_} once")


def _in_cells(map_: Map) -> Iterator[Fault]:
    from footpath.atlas.operations import RemoveCell

    told: set[tuple[Any, ...]] = set()
    seen: dict[tuple[Any, ...], list[Cell]] = {}
    for placed in map_.cells("touchpoint", "channel", "opportunity"):
        place = placed.spot.path[:-1]
        if isinstance(placed.cell, Reference) and place not in told:
            before = seen.setdefault(place, [])
            # one that says more (evidence, a persona) is no repetition
            if placed.cell in before:
                told.add(place)
                operation = RemoveCell(
                    str(map_.journey.id),
                    str(placed.at.id),
                    str(placed.lane.id),
                    _index(placed),
                    "step" if placed.step else "stage",
                )
                yield _fault(placed.spot, placed.cell.ref, operation)
            before.append(placed.cell)


def _index(placed: Placed) -> int:
    return int(placed.spot.path[-1])


def _first_again(ids: Sequence[str]) -> int | None:
    return next((n for n, id_ in enumerate(ids) if id_ in ids[:n]), None)


def _fault(spot: Spot, id_: str, operation: Any) -> Fault:
    return Fault(
        spot,
        f"{id_} is named twice here",
        help="Once is enough.",
        fix=f"names {id_} once",
        operation=operation,
    )


RULE = LintRule("duplicate-reference", "info", "0.2", _find, __doc__)
