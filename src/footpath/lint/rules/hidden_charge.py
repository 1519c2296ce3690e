"""Money is taken behind the customer's back: by then nothing they saw spoke of it.

## What

In a blueprint a cell backstage or in support says that we take money (charges the card, collects the deposit), and up to
that step no cell of the customer's or frontstage speaks of a price, a payment or a bill, and none is a payment touchpoint.
Known words: English, German, French, Spanish, Italian, Portuguese, Dutch; in other languages this rule keeps silent.

## Why

A charge that was not announced is remembered longer than anything that it paid for; and in many countries it is not allowed.

## Example

```yaml
title: Renting a city bike
lanes: [action, frontstage-system, backstage-system]
stages:
  - title: Taking one
    steps:
      - title: I scan the bike
        action: Holds the telephone to the lock
        frontstage-system: The lock opens
        backstage-system: The system charges the card, 50 of deposit
```

## Better

```yaml
title: Renting a city bike
lanes: [action, frontstage-system, backstage-system]
stages:
  - title: Taking one
    steps:
      - title: I scan the bike
        action: Holds the telephone to the lock
        frontstage-system: The screen names the deposit and when it comes back
        backstage-system: The system charges the card, 50 of deposit
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.atlas.types import Reference
from footpath.lint.finding import Fault, LintRule
from footpath.lint.languages.money import shows_money, takes_money
from footpath.lint.subject import Map, Placed, Subject, quoted

_PAYING = ("payment", "invoice")


def _find(subject: Subject) -> Iterator[Fault]:
    language = subject.atlas.language
    for map_ in subject.maps:
        if not map_.is_blueprint:
            continue
        taken = [one for one in map_.on_side("backstage", "support") if takes_money(one.cell.text, language)]
        if not taken:
            continue
        seen = min((n for n in _seen(map_, language)), default=len(map_.columns))
        for placed in taken:
            if _last(map_, placed) < seen:
                yield Fault(
                    placed.spot,
                    f"{quoted(placed.cell.text)}, and nothing that they have seen by then speaks of money",
                    help="Say it before: the price where they decide, and a message when it is taken.",
                )


def _seen(map_: Map, language: str) -> Iterator[int]:
    """Yield the columns at which the customer meets money."""
    paying = {t.id for t in map_.atlas.touchpoints if t.channel in _PAYING or shows_money(t.title, language)}
    for n, column in enumerate(map_.columns):
        if shows_money((column.step or column.stage).title, language):
            yield n
    for placed in map_.on_side("customer", "frontstage"):
        cell = placed.cell
        meets = isinstance(cell, Reference) and (cell.ref in paying or cell.ref in _PAYING)
        if meets or shows_money(cell.text, language):
            yield _first(map_, placed)


def _first(map_: Map, placed: Placed) -> int:
    return next((n for n, one in enumerate(map_.columns) if _is_at(one.step, one.stage, placed)), 0)


def _last(map_: Map, placed: Placed) -> int:
    return max((n for n, one in enumerate(map_.columns) if _is_at(one.step, one.stage, placed)), default=0)


def _is_at(step: object, stage: object, placed: Placed) -> bool:
    return step is placed.step if placed.step is not None else stage is placed.stage


RULE = LintRule("hidden-charge", "warning", "0.2", _find, __doc__)
