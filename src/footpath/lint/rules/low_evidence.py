"""Most of what the map claims about customers rests on nothing that a reader could look up.

## What

Under half of the cells for what they do, how they feel and what gets in the way carry evidence.

## Why

A team's experience is a fine start, as long as everybody sees that it is one. Decisions that cost money should rest on
cells that say where they come from.

## Example

```yaml
title: Returning shoes
stages:
  - title: At home
    steps:
      - title: I try them on again
        action: Walks up and down the corridor
        emotion: {score: -1, word: annoyed}
        barrier: They are a size too small
```

## Better

```yaml
title: Returning shoes
stages:
  - title: At home
    steps:
      - title: I try them on again
        action: {text: Walks up and down the corridor, evidence: {link: notes/visits.md, sentence: seen at four homes}}
        emotion: {score: -1, word: annoyed}
        barrier: {text: They are a size too small, evidence: {source: returns, remarks: reason = "too small"}}
---
# sources.yaml
sources:
  - {id: returns, files: returns.csv, customer: customer, said: at, text: note}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from footpath.lint.finding import Fault, LintRule
from footpath.lint.subject import Subject


def _find(subject: Subject) -> Iterator[Fault]:
    least = subject.option("low-evidence", "least-share")
    for map_ in subject.maps:
        cells = [placed.cell for placed in map_.cells("action", "emotion", "barrier")]
        told = sum(bool(cell.evidence) for cell in cells)
        if cells and told < least * len(cells):
            yield Fault(
                map_.at("title"),
                f"{told} of {len(cells)} cells for actions, feelings and barriers say where they come from",
                help="Tie the cells that matter to a source (evidence: {source: …, …}) or to a note of a talk "
                "(evidence: {link: …, sentence: …}).",
            )


RULE = LintRule(
    "low-evidence", "warning", "0.1", _find, __doc__, options=MappingProxyType({"least-share": 0.5})
)
