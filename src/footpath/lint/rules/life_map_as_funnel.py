"""A life experience map has the stages of a sales funnel.

## What

A map of the kind `life` has a stage whose title is the name of one of a funnel: awareness, consideration, purchase,
conversion, loyalty and so on, in seventeen languages. "Purchase of the house" is a part of a life, and left alone.

## Why

Nobody's life has a stage of consideration. On such a map the company is the sun again; what people worry about when no
shop is near, for which the map was to be drawn, finds no column.

## Example

```yaml
title: Becoming a parent
kind: life
stages:
  - title: Awareness
  - title: Consideration
  - title: Purchase
```

## Better

```yaml
title: Becoming a parent
kind: life
stages:
  - title: Two lines on the test
  - title: Months of telling and waiting
  - title: The first nights
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.languages import plain, spoken
from footpath.lint.languages.purchase import FUNNEL
from footpath.lint.subject import Subject, quoted

_STAGE = ("stage", "phase", "阶段", "階段", "段階", "フェーズ", "단계", "этап", "етап", "etap", "fase")


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        if map_.journey.kind != "life":
            continue
        for stage in map_.journey.stages:
            if any(_is_funnel(text, language) for language, text in spoken(stage.title, map_.atlas.language)):
                yield Fault(
                    map_.at(*map_.path_of(stage)),
                    f"{quoted(stage.title)} is a stage of a sale, and this is the map of a life",
                    help="Name it by what happens to them then, as they would tell a friend; or make it kind: customer.",
                )


def _is_funnel(title: str, language: str) -> bool:
    words = plain(title)
    for stage in _STAGE:
        words = words.removesuffix(stage).removeprefix(stage).strip()
    return FUNNEL.begin(words, language) == words != ""


RULE = LintRule("life-map-as-funnel", "warning", "0.2", _find, __doc__)
