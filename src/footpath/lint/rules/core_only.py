"""The map begins with the purchase, or ends with it.

## What

A customer journey has a stage of purchase, and no stage (or step of that stage) before it, or none after it. The first
stage counts whose title says so (buying, ordering, paying, in twenty languages); where none does, the first with a
touchpoint of the channel `payment`. Let off are maps of one stage, and maps that another one opens at a step (`journey`): those
are a part on purpose.

## Why

Most of what decides a purchase happens before the first visit, and most of what decides the next one after the parcel
came. A map of the till shows what a company does, and not what a customer lives through.

## Example

```yaml
title: Buying running shoes
stages:
  - title: Ordering
  - title: Waiting for the parcel
  - title: Running
  - title: Telling others
```

## Better

```yaml
title: Buying running shoes
stages:
  - title: The old ones hurt
  - title: Ordering
  - title: Waiting for the parcel
  - title: Running
  - title: Telling others
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import CellHolder, Reference, Stage
from footpath.lint.finding import Fault, LintRule
from footpath.lint.languages import spoken
from footpath.lint.languages.purchase import NOT_THE_PURCHASE, PURCHASE
from footpath.lint.subject import Map, Subject, quoted

_PAYMENT = "payment"


def _find(subject: Subject) -> Iterator[Fault]:
    opened = {step.journey for map_ in subject.maps for step in map_.journey.steps() if step.journey}
    paid = {str(one.id) for one in subject.atlas.touchpoints if one.channel == _PAYMENT}
    for map_ in subject.maps:
        is_part = map_.journey.id in opened or len(map_.journey.stages) < 2
        if map_.journey.kind == "customer" and not is_part:
            yield from _in_map(map_, paid)


def _in_map(map_: Map, paid: set[str]) -> Iterator[Fault]:
    stages = map_.journey.stages
    # a page of payment may stand anywhere (a deposit, a second visit): a title that says it is the better witness
    bought = [stage for stage in stages if _says_so(map_, stage.title)]
    bought = bought or [
        stage for stage in stages if any(_is_paid(one, paid) for one in (stage, *stage.steps))
    ]
    if not bought:
        return
    first = bought[0]
    if first is stages[0] and not _has_more(map_, first, paid, at=0):
        yield Fault(
            map_.at(*map_.path_of(first)),
            f"the map begins with the purchase ({quoted(first.title)})",
            help="Ask what made them want it, where they looked and what else they had in mind: those are stages too.",
        )
    if first is stages[-1] and not _has_more(map_, first, paid, at=-1):
        yield Fault(
            map_.at(*map_.path_of(first)),
            f"the map ends with the purchase ({quoted(first.title)})",
            help="Ask how it came, how it is used, who helps when it breaks, and whether they come back.",
        )


def _has_more(map_: Map, stage: Stage, paid: set[str], *, at: int) -> bool:
    """Return whether a step of the stage, other than its first or last, is the purchase, so that one stands beside it."""
    bought = [_says_so(map_, step.title) or _is_paid(step, paid) for step in stage.steps]
    return any(bought) and not bought[at]


def _says_so(map_: Map, title: str) -> bool:
    return any(
        PURCHASE.stand(text, language) is not None and NOT_THE_PURCHASE.stand(text, language) is None
        for language, text in spoken(title, map_.atlas.language)
    )


def _is_paid(holder: CellHolder, paid: set[str]) -> bool:
    cells = [cell for cells in holder.cells.values() for cell in cells]
    return any(isinstance(cell, Reference) and cell.ref in paid | {_PAYMENT} for cell in cells)


RULE = LintRule("core-only", "info", "0.2", _find, __doc__)
