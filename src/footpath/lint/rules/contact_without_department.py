"""A contact that no department answers for.

## What

In a blueprint a touchpoint of ours (not what customers do among themselves, and not what others own or say) names no
`department`.

## Why

A blueprint is drawn to see who acts where. A contact without a department is improved by everybody in the workshop, and
by nobody afterwards.

## Example

```yaml
title: Getting a loan for a boat
lanes: [action, touchpoint, frontstage-people]
stages:
  - title: Asking
    steps:
      - {title: I ring, touchpoint: hotline, frontstage-people: Somebody answers}
---
# touchpoints.yaml
touchpoints:
  - {id: hotline, title: The hotline, ownership: owned}
```

## Better

```yaml
title: Getting a loan for a boat
lanes: [action, touchpoint, frontstage-people]
stages:
  - title: Asking
    steps:
      - {title: I ring, touchpoint: hotline, frontstage-people: Somebody answers}
---
# touchpoints.yaml
touchpoints:
  - {id: hotline, title: The hotline, ownership: owned, department: customer-care}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject, quoted

_NOT_OURS = ("customer", "earned", "partner")


def _find(subject: Subject) -> Iterator[Fault]:
    used = {id_ for map_ in subject.maps if map_.is_blueprint for id_ in map_.touchpoints()}
    for touchpoint, spot in subject.touchpoints():
        if touchpoint.id in used and not touchpoint.department and touchpoint.ownership not in _NOT_OURS:
            yield Fault(
                spot,
                f"no department answers for {quoted(touchpoint.title)}",
                help="Write department: …, or ownership: partner (customer, earned) where it is not yours.",
            )


RULE = LintRule("contact-without-department", "warning", "0.2", _find, __doc__)
