"""A text is too long for the paper that the map is printed on.

## What

At the paper that is chosen (`paper` of this rule, or `footpath check --paper A3`) a drawn map cuts texts, or folds cells to
marks. Without a paper nothing is looked at. On the page (`.html`) everything can be read; on a wall it cannot.

## Why

A printed map has no "more". What is cut there is what the reader stands in front of.

## Example

```yaml
title: Waiting for the plumber
stages:
  - title: At home
    steps:
      - title: I wait
        action: Takes the day off, moves the pots, clears the way to the boiler, answers the door four times to somebody else, and gives up at six
---
# atlas.yaml
title: Homes
check: {print-overflow: {paper: A4}}
```

## Better

```yaml
title: Waiting for the plumber
stages:
  - title: At home
    steps:
      - title: I wait
        action: Takes the day off, and gives up at six
---
# atlas.yaml
title: Homes
check: {print-overflow: {paper: A4}}
```
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule
from footpath.lint.layout import Overflow
from footpath.lint.subject import Map, Subject, quoted

PAPERS = ("A5", "A4", "A3", "A2", "A1", "A0")


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.layout is None:
        return
    by_journey: dict[str, list[Overflow]] = defaultdict(list)
    for overflow in subject.layout.overflows:
        by_journey[overflow.journey].append(overflow)
    for map_ in subject.maps:
        for overflow in by_journey[str(map_.journey.id)]:
            yield Fault(
                map_.at(*_path(map_, overflow)),
                _said(overflow),
                help="Print on a larger paper, or show fewer lanes."
                if overflow.kind.startswith("needs")
                else "Say it in fewer words (12 fit into a cell), or print on a larger paper.",
            )


def _said(overflow: Overflow) -> str:
    if overflow.kind.startswith("needs"):
        return f"the map does not fit on {overflow.paper}: it {overflow.kind}"
    where = f" ({overflow.where})" if overflow.where else ""
    return f"{quoted(overflow.text)}{where} is {overflow.kind} on {overflow.paper}"


def _path(map_: Map, overflow: Overflow) -> tuple[str | int, ...]:
    """Return where the text stands in the file: the cell that holds it, else the journey's title."""
    for placed in map_.cells():
        if placed.cell.text and placed.cell.text == overflow.text:
            return placed.spot.path
    for holder in map_.holders:
        if holder.title == overflow.text:
            return (*map_.path_of(holder), "title")
    for field in ("claim", "scenario", "purpose"):
        if overflow.text and getattr(map_.journey, field) == overflow.text:
            return (field,)
    return ("title",)


RULE = LintRule(
    "print-overflow",
    "warning",
    "0.2",
    _find,
    __doc__,
    options=MappingProxyType({"paper": ""}),
    needs="paper",
    choices=MappingProxyType({"paper": ("", *PAPERS)}),
)
