"""A touchpoint that the data cannot see: it has no rule, or its rule finds nothing.

## What

In a map with a source of events, a touchpoint that a map uses has no rule (`when`); or the newest measures of that
map have no visit of it. What customers do among themselves, or what others say about us (ownership `customer` or
`earned`), leaves no event of ours and needs no rule.

## Why

A dead binding looks like an empty place: "nobody goes there". Usually an event was renamed, and the number is not low
but absent.

## Example

```yaml
title: Taking out a loan
stages:
  - title: Asking
    steps:
      - {title: I fill in the form, touchpoint: form}
---
# touchpoints.yaml
touchpoints:
  - {id: form, title: The form, ownership: owned}
---
# sources.yaml
sources:
  - {id: clicks, files: clicks.csv, customer: customer, time: at, event: event}
```

## Better

```yaml
title: Taking out a loan
stages:
  - title: Asking
    steps:
      - {title: I fill in the form, touchpoint: form}
---
# touchpoints.yaml
touchpoints:
  - {id: form, title: The form, ownership: owned, when: event = "form-sent"}
---
# sources.yaml
sources:
  - {id: clicks, files: clicks.csv, customer: customer, time: at, event: event}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.atlas.types import MeasureRun
from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject, quoted


def _find(subject: Subject) -> Iterator[Fault]:
    leaves_no_event = subject.option("dead-binding", "leaves-no-event")
    with_events = {source.id for source in subject.atlas.sources if source.time or source.times}
    users: dict[str, list[str]] = {}
    unseen: dict[str, MeasureRun] = {}
    for map_ in subject.maps:
        mine = set(map_.journey.sources)
        if mine and not mine & with_events:
            # words alone: they say themselves what they are about
            continue
        for id_ in map_.touchpoints():
            users.setdefault(id_, []).append(map_.journey.id)
            if map_.run and not _visited(map_.run, id_):
                unseen[id_] = map_.run
    for touchpoint, spot in subject.touchpoints():
        if touchpoint.id not in users:
            continue
        name = quoted(touchpoint.title)
        if not touchpoint.when:
            if with_events and touchpoint.ownership not in leaves_no_event:
                yield Fault(
                    spot,
                    f"no rule recognises the touchpoint {name} in events ({_used(users[touchpoint.id])})",
                    help='Write when: event = "…"; or ownership: customer where it leaves no event of yours.',
                )
        elif touchpoint.id in unseen:
            run = unseen[touchpoint.id]
            yield Fault(
                spot,
                f"the rule of {name} matched nothing in the newest measures ({run.journey}, {run.made[:10]})",
                help="Look at the names that the events have now: footpath listen show. Then mend `when`.",
            )


def _visited(run: MeasureRun, touchpoint: str) -> bool:
    # Visits of none are not written down; a number under the privacy floor is hidden, and yet somebody was there.
    mine = (row for row in run.rows if row.on == "touchpoint" and row.id == touchpoint)
    return not run.rows or any(row.floor or row.n > 0 for row in mine)


def _used(journeys: list[str]) -> str:
    return f"used by {', '.join(sorted(journeys))}"


RULE = LintRule(
    "dead-binding",
    "warning",
    "0.1",
    _find,
    __doc__,
    options=MappingProxyType({"leaves-no-event": ("customer", "earned")}),
)
