"""The house's colours cannot be read on the grounds that they lie on.

## What

A colour of `look` in `atlas.yaml` has a contrast of less than 4.5 to 1 against one of the grounds of a map, by WCAG 2.

## Why

One of twelve men sees colours differently, everybody's eyes grow older, and a projector in a bright room spares nobody.

## Example

```yaml
title: Choosing a paint
stages:
  - title: In the shop
---
# atlas.yaml
title: Paints
look: {flow: "#7FB2E5"}
```

## Better

```yaml
title: Choosing a paint
stages:
  - title: In the shop
---
# atlas.yaml
title: Paints
look: {flow: "#0B5C9E"}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule, Spot
from footpath.lint.layout import Contrast
from footpath.lint.subject import Subject


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.layout is None:
        return
    least = subject.option("low-contrast", "least")
    worst: dict[str, Contrast] = {}
    for one in subject.layout.contrasts:
        if one.ratio < least and (one.what not in worst or one.ratio < worst[one.what].ratio):
            worst[one.what] = one
    for what, one in worst.items():
        ink, ground = one.colours
        # never rounded up: 4.49 is not 4.5
        yield Fault(
            Spot("atlas.yaml", ("look", what)),
            f"{ink} ({what}) on {ground} has a contrast of {int(one.ratio * 10) / 10:.1f} to 1, and {least:g} are needed",
            help="Take a darker colour of the same hue.",
        )


RULE = LintRule(
    "low-contrast",
    "warning",
    "0.2",
    _find,
    __doc__,
    options=MappingProxyType({"least": 4.5}),
    needs="layout",
)
