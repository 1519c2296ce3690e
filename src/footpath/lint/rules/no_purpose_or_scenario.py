"""A map does not say what it is for, or in which situation it plays.

## What

`purpose` or `scenario` is missing or blank in a journey.

## Why

The purpose decides what belongs on the map and what may be left out; the scenario decides how people feel. The same
purchase is a pleasure with two weeks to go and a torment on the evening before.

## Example

```yaml
title: Booking a place at a nursery
purpose: Fewer families give up between visit and contract
stages:
  - title: Looking round
```

## Better

```yaml
title: Booking a place at a nursery
purpose: Fewer families give up between visit and contract
scenario: Both parents go back to work in seven months, and it is their first child
stages:
  - title: Looking round
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject

_HELP = {
    "purpose": "Say what the map is to change, in a sentence: purpose: Fewer of them give up while they compare.",
    "scenario": "Say in which situation it plays: scenario: It is needed in ten days, and bought for somebody else.",
}


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        blank = [name for name in _HELP if not getattr(map_.journey, name).strip()]
        if blank:
            yield Fault(
                map_.at("title"),
                f"the map has no {' and no '.join(blank)}",
                help=" ".join(_HELP[name] for name in blank),
            )


RULE = LintRule("no-purpose-or-scenario", "warning", "0.1", _find, __doc__)
