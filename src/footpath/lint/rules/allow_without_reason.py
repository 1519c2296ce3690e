"""A finding is allowed, and nobody says why.

## What

An entry of `allow` has no reason, or one of a single word.

## Why

An allowed finding is a decision. In a year somebody asks why the map has no time scale, and the reason is all that is
left of whoever knew.

## Example

```yaml
title: Growing old at home
allow: {F005: ok}
stages:
  - title: Alone
```

## Better

```yaml
title: Growing old at home
allow: {F005: it has no usual length and ends when it ends}
stages:
  - title: Alone
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject


def _find(subject: Subject) -> Iterator[Fault]:
    for allowance in subject.allowances:
        if len(allowance.reason.split()) < 2:
            yield Fault(
                allowance.spot,
                f"{allowance.rule} is allowed here without a reason",
                help=f"Write why, for who comes after you: allow: {{{allowance.rule}: because …}}.",
            )


RULE = LintRule("allow-without-reason", "warning", "0.1", _find, __doc__, last=True)
