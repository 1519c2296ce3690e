"""A map does not say where it begins or ends, or says it in words that no event can tell.

## What

`begins` or `ends.wanted` is missing; or it is text alone, with no touchpoint, rule or status value bound to it.

## Why

Without a beginning and an end nobody can count how many set out and how many arrived, and a team never agrees what
belongs on the map. A text tells people; only a touchpoint, a rule (`when`) or the value of a status column (`value`)
tells the data.

## Example

```yaml
title: Sending a parcel
begins: has something to send
ends:
  wanted: it is there
stages:
  - title: Packing
```

## Better

```yaml
title: Sending a parcel
begins: {text: has something to send, touchpoint: label}
ends:
  wanted: {text: it is there, touchpoint: delivery}
stages:
  - title: Packing
---
# touchpoints.yaml
touchpoints:
  - {id: label, title: The label is printed, when: event = "label"}
  - {id: delivery, title: The parcel is handed over, when: event = "delivered"}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Map, Subject, quoted

_BIND = 'Bind it: {text: …, touchpoint: ID}; or a rule, {text: …, when: event = "…"}.'


def _find(subject: Subject) -> Iterator[Fault]:
    for map_ in subject.maps:
        yield from _begins(map_)
        yield from _ends(map_)


def _begins(map_: Map) -> Iterator[Fault]:
    begins = map_.journey.begins
    if begins is None:
        yield Fault(
            map_.at("title"),
            "the map does not say where it begins",
            help="Write begins: {text: …, touchpoint: ID}. Until then an episode begins at any touchpoint of the map.",
        )
    elif not begins.is_bound:
        yield Fault(
            map_.at("begins"),
            f"the beginning {quoted(begins.text)} is text alone and cannot be measured",
            help=_BIND,
        )


def _ends(map_: Map) -> Iterator[Fault]:
    wanted = map_.journey.ends.wanted
    if not wanted:
        yield Fault(
            map_.at("ends") if map_.journey.ends.unwanted else map_.at("title"),
            "the map names no outcome that is wanted",
            help="Write ends: {wanted: {text: …, touchpoint: ID}}, and beside it what is unwanted.",
        )
    elif not any(end.is_bound for end in wanted):
        yield Fault(
            map_.at("ends", "wanted"),
            f"the outcome {quoted(wanted[0].text)} is text alone and cannot be measured",
            help=_BIND,
        )


RULE = LintRule("no-boundaries", "warning", "0.1", _find, __doc__)
