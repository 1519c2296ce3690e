"""A map names no persona.

## What

`personas` is missing or empty in a journey.

## Why

A map of everybody is a map of nobody: without a person in mind each reader fills the cells with somebody else, and what
two readers mean by "annoyed" cannot be compared. One persona a map is the rule; several who walk together (a buyer and
an adviser) are fine; people whose ways differ get a map each.

## Example

```yaml
title: Renewing a library card
stages:
  - title: At the desk
```

## Better

```yaml
title: Renewing a library card
personas: [reader]
stages:
  - title: At the desk
---
# personas/reader.yaml
footpath: 1
id: reader
name: Agnes
```
"""

from __future__ import annotations

from collections.abc import Iterator

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject


def _find(subject: Subject) -> Iterator[Fault]:
    there = [persona.id for persona in subject.atlas.personas]
    for map_ in subject.maps:
        if not map_.journey.personas:
            yield Fault(
                map_.at("title"),
                "the map names no persona",
                help=f"Write who walks it: personas: [{there[0]}]"
                + (f" (there are {', '.join(there[:5])})." if len(there) > 1 else ".")
                if there
                else "Write a card under personas/ and name it: personas: [her-id].",
            )


RULE = LintRule("no-persona", "warning", "0.1", _find, __doc__)
