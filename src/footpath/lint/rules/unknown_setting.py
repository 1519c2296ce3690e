"""A setting of the rules in atlas.yaml that says nothing, as no rule or option is called so.

## What

An entry of `check` in `atlas.yaml` names no rule, sets an option that its rule does not have, or gives it a value of
another kind. What cannot be read is left at its default.

## Why

A threshold that was mistyped is not in force, and nobody sees that: the map passes, or fails, by another rule than the
one that the team agreed on.

## Example

```yaml
title: Moving house
stages:
  - title: Packing
---
# atlas.yaml
title: Homes
check: {S01: off}
```

## Better

```yaml
title: Moving house
stages:
  - title: Packing
---
# atlas.yaml
title: Homes
check: {S001: off}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject


def _find(subject: Subject) -> Iterator[Fault]:
    yield from subject.settings.faults


RULE = LintRule("unknown-setting", "warning", "0.2", _find, __doc__)
